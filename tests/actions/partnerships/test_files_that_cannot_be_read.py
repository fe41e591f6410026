"""Files that are no workbook, are damaged, locked or too large: one line that says what to do, never a traceback."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.actions.partnerships import grid, read_bytes, read_file
from bot.actions.partnerships import workbook as reader
from tests.actions.partnerships.workbooks import agreements, made, pact

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
GOOD = made(agreements(pact()))


def said(content: bytes, suffix: str = ".xlsx") -> str:
    """The one problem of a file that gives nothing."""
    reading = read_bytes(content, suffix)
    assert reading.entries == ()
    [problem] = reading.problems
    return str(problem)


def packed(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "suffix", "words"),
    [
        (OLE + b"Workbook", ".xls", "this is an old Excel file (.xls); open it in Excel or LibreOffice"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), ".xlsx", "protected by a password; save it without one"),
        (GOOD[: len(GOOD) // 2], ".xlsx", "cut short or damaged"),
        (GOOD[:-10], ".xlsx", "cut short or damaged"),
        (b"<html><table></table></html>", ".xls", "cut short or damaged"),
        (b"hej", ".xlsx", "cut short or damaged"),
        (b"", ".xlsx", "it is empty"),
        (b"", ".csv", "it is empty"),
        (b"\n\n;;\n", ".csv", "it is empty"),
        (made({"Blad1": []}), ".xlsx", "it is empty"),
        (packed(a="b"), ".xlsx", "is no Excel workbook; give an .xlsx, a .csv or a .toml"),
        (packed(a="b"), ".toml", "is no Excel workbook"),
        (packed(**{"content.xml": "<a/>"}), ".ods", "a spreadsheet of another kind (.xlsb or .ods)"),
        (packed(**{"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<b"}), ".xlsx", "the workbook is damaged ("),
        (b"\x89PNG\x00\x01\x02\xff", ".csv", "the file is no text"),
        (b"A;B\n1;2\n", ".csv", "no row of it holds the headings"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(content: bytes, suffix: str, words: str) -> None:
    assert said(content, suffix).startswith("the file: ")
    assert words in said(content, suffix)


def test_a_file_that_would_unpack_to_too_much_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "UNPACKED_MOST", 5_000_000)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "")
        with archive.open("xl/workbook.xml", "w") as part:
            for _ in range(6):
                part.write(bytes(1_000_000))
    assert len(file.getvalue()) < 100_000
    assert "would unpack to 6 MB" in said(file.getvalue())


def test_a_file_of_more_than_fifty_megabytes_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "much.csv"
    with file.open("wb") as much:
        much.truncate(50_000_001)
    [problem] = read_file(file).problems
    assert "larger than 50 MB; divide it" in problem.reason


def test_a_folder_and_a_file_that_is_gone_are_said(tmp_path: Path) -> None:
    assert "it cannot be read (" in read_file(tmp_path).problems[0].reason
    assert "it cannot be read (" in read_file(tmp_path / "gone.xlsx").problems[0].reason


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "Namn;Slag\n" + "A;partner\n" * (grid.ROWS_MOST + 1)
    assert "holds more than 200,000 rows" in said(rows.encode(), ".csv")
    monkeypatch.setattr(reader, "ROWS_MOST", 3)
    assert "holds more than 3 rows" in said(made(agreements(pact("A"), pact("B"), pact("C"))))


def test_a_cell_far_away_does_not_take_the_machine() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old:
        parts = {name: old.read(name).decode() for name in old.namelist()}
    for name, text in parts.items():
        if "sheet1" in name:
            far = '<row r="900000000"><c r="XFD900000000" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
            parts[name] = text.replace("</sheetData>", far)
    assert "holds more than" in said(packed(**parts))


@settings(max_examples=100, deadline=None)
@given(at=st.integers(0, len(GOOD) - 1), byte=st.integers(0, 255), cut=st.booleans())
def test_a_workbook_with_a_wrong_byte_never_raises(at: int, byte: int, cut: bool) -> None:
    content = GOOD[:at] + bytes([byte]) + (b"" if cut else GOOD[at + 1 :])
    read_bytes(content, ".xlsx")


@settings(max_examples=200, deadline=None)
@given(content=st.binary(max_size=200), suffix=st.sampled_from([".xlsx", ".csv", ".xls", ".txt"]))
def test_any_bytes_never_raise(content: bytes, suffix: str) -> None:
    read_bytes(content, suffix)
