"""What tests of reports do: begin one, upload a document, and the documents themselves."""

import io
import zipfile
from urllib.parse import urljoin

from bot.documents.received import ODF, OOXML
from tests.web.room.visiting import Visitor

BOUNDARY = "----formgrans7"
PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\nstartxref\n0\n%%EOF\n"


async def begins(visitor: Visitor, agreement_id: int) -> str:
    """The visitor begins the report that is due, or goes on with it; its path."""
    await visitor.get(f"agreement/{agreement_id}/reports")
    if visitor.page.has_form(f"agreement/{agreement_id}/reports"):
        await visitor.press(f"agreement/{agreement_id}/reports")
        return visitor.path.rpartition(visitor.root)[2]
    path = next(link for link in visitor.page.links if link.startswith("report/"))
    await visitor.get(path)
    return path


def part(name: str, value: bytes, file_name: str = "") -> bytes:
    """A part of a multipart form."""
    named = f'; filename="{file_name}"' if file_name else ""
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'.encode() + value + b"\r\n"


END = f"--{BOUNDARY}--\r\n".encode()


async def send_raw(visitor: Visitor, path: str, content: bytes, **headers: str) -> None:
    """Send `content` as the form of the page `path`, and follow nothing."""
    sent = {"Content_Type": f"multipart/form-data; boundary={BOUNDARY}"} | headers
    await visitor._request("POST", urljoin(visitor.root, path), sent, content)


async def upload(visitor: Visitor, path: str, data: bytes, name: str = "rapport.docx") -> None:
    """Upload a document as a browser does, from the page `path`/files, and follow where that leads."""
    files = f"{path}/files"
    await visitor.get(files)
    csrf = visitor.page.form(files).fields["csrf"].encode()
    await send_raw(visitor, files, part("csrf", csrf) + part("file", data, name) + END)
    await visitor._follow()


def packed(**parts: bytes) -> bytes:
    """A ZIP file of `parts`, named by their paths."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, data in parts.items():
            folder.writestr(name, data)
    return held.getvalue()


def word(text: bytes = b"<w:document/>", **more: bytes) -> bytes:
    """A Word document, as far as it is looked at."""
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{OOXML}.main+xml"/></Types>'.encode()
    return packed(**{"[Content_Types].xml": types, "word/document.xml": text}, **more)


def open_document() -> bytes:
    """An OpenDocument text, as far as it is looked at."""
    return packed(mimetype=ODF.encode(), **{"content.xml": b"<office/>"})
