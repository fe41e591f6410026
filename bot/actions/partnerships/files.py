"""Which kind of file it is, told by its first bytes and its name."""

from pathlib import Path

from bot.actions.partnerships.delimited import open_csv
from bot.actions.partnerships.findings import Problem
from bot.actions.partnerships.grid import Unopenable
from bot.actions.partnerships.layout import score_texts
from bot.actions.partnerships.reading import Reading, read
from bot.actions.partnerships.sheets import read_sheets
from bot.actions.partnerships.workbook import open_workbook

LARGEST = 50_000_000
ZIP = b"PK"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
TEXTS = frozenset({".csv", ".tsv", ".tab", ".txt"})
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})


def read_file(path: Path) -> Reading:
    """Read partnerships from a TOML file, a workbook or a CSV.

    Returns:
        Its entries. Where the file is none of the three: none, and the one problem that says why and what to do.
    """
    try:
        if path.stat().st_size > LARGEST:
            return _unreadable(
                f"it is larger than {LARGEST // 1_000_000} MB; divide it, and import the parts one by one"
            )
        return read_bytes(path.read_bytes(), path.suffix)
    except OSError as wrong:
        return _unreadable(f"it cannot be read ({wrong.strerror})")


def read_bytes(content: bytes, suffix: str) -> Reading:
    """As `read_file`, of a file's bytes and the ending of its name (`.xlsx`)."""
    suffix = suffix.lower()
    if content.startswith(OLD_OFFICE):
        return _unreadable(_why_old(content))
    if suffix in WORKBOOKS and not content:
        return _unreadable("it is empty; there is nothing to import")
    try:
        if content.startswith(ZIP) or suffix in WORKBOOKS:
            return read_sheets(open_workbook(content))
        if suffix in TEXTS:
            return read_sheets([open_csv(content, score_texts)])
    except Unopenable as wrong:
        return _unreadable(str(wrong))
    return read(content)


def _why_old(content: bytes) -> str:
    if ENCRYPTED in content:
        return "the workbook is protected by a password; save it without one and import that"
    return "this is an old Excel file (.xls); open it in Excel or LibreOffice, save it as .xlsx and import that"


def _unreadable(reason: str) -> Reading:
    return Reading(problems=(Problem(0, "", None, f"{reason}; nothing of the file was imported"),))
