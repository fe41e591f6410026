"""What kind of document somebody hands in, by what it holds: its name and what the browser says are not asked."""

import io
import re
import struct
import unicodedata
import zipfile
import zlib
from enum import StrEnum

from bot import guard

OOXML = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODF = "application/vnd.oasis.opendocument.text"
LONGEST_NAME = 80
LARGEST_DIRECTORY = 256 * 1024
"""Bytes of a ZIP file's directory: some thousand entries; a text has some dozen."""
LARGEST_UNPACKED = 200 * 1024 * 1024
LARGEST_PART = 256 * 1024
"""Bytes of the part that says what is in a Word file."""
END_OF_DIRECTORY = b"PK\x05\x06"
UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError, EOFError)
"""What zipfile raises for a file that is none, is damaged, or is locked with a password."""
ODD = re.compile(r'[<>:"|?*\\/]+')


class Format(StrEnum):
    """A kind of document that is taken; the value is its name's ending."""

    DOCX = "docx"
    ODT = "odt"
    PDF = "pdf"

    @property
    def media_type(self) -> str:
        """As IANA has registered it."""
        return {"docx": OOXML, "odt": ODF, "pdf": "application/pdf"}[self.value]


def format_of(data: bytes) -> Format | None:
    """What kind of document `data` is; nothing where it is none of those that are taken.

    A Word file with macros is none, nor is a ZIP file that would unpack to more than a text can be. Nothing is
    unpacked but the part that says what it is, and of that no more than it may hold.
    """
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-2048:]:  # ISO 32000-1, 7.5.2 and 7.5.5
        return Format.PDF
    if not data.startswith(b"PK\x03\x04") or not _has_small_directory(data):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return _packed(packed)
    except UNREADABLE:
        return None


def _has_small_directory(data: bytes) -> bool:
    """Whether the directory is one that can be read at leisure (APPNOTE.TXT, 4.3.16); ZIP64 is for larger files."""
    at = data.rfind(END_OF_DIRECTORY, -(22 + 65535))
    if at < 0 or len(data) - at < 22:
        return False
    size: int = struct.unpack_from("<L", data, at + 12)[0]
    return 0 < size <= LARGEST_DIRECTORY


def _packed(packed: zipfile.ZipFile) -> Format | None:
    entries = packed.infolist()
    names = {entry.filename for entry in entries}
    if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        return None
    if "word/document.xml" in names and "[Content_Types].xml" in names:
        has_macros = any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names)
        says = _part(packed, "[Content_Types].xml")
        return Format.DOCX if f"{OOXML}.main+xml".encode() in says and not has_macros else None
    if "mimetype" in names and "content.xml" in names:  # ODF 1.3, part 2, 3.3
        return Format.ODT if _part(packed, "mimetype").strip() == ODF.encode() else None
    return None


def _part(packed: zipfile.ZipFile, name: str) -> bytes:
    with packed.open(name) as part:
        return part.read(LARGEST_PART)


def clean_name(given: str, kind: Format, otherwise: str) -> str:
    """A name to save the document under: no folders, no characters that act, an ending that says what it is.

    Args:
        given: what the browser sent.
        kind: what it is.
        otherwise: the name without its ending where nothing is left, or where it tells who a person is.
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", given))[-1]
    seen = "".join(character if unicodedata.category(character)[0] not in "CZ" else " " for character in last)
    stem = " ".join(ODD.sub(" ", seen).split())
    stem = re.sub(r"\.(docx|odt|pdf)$", "", stem, flags=re.IGNORECASE).strip(" .")[:LONGEST_NAME].strip(" .")
    if not stem or guard.find(stem):
        stem = otherwise
    return f"{stem}.{kind}"
