"""From an Excel workbook to its sheets. Formulas are not computed: what was computed when it was saved is read."""

import io
import re
import warnings
import zipfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from bot.actions.partnerships.grid import CELLS_MOST, NOT_SEEN, ROWS_MOST, Cell, Row, Sheet, Unopenable, too_large
from bot.actions.partnerships.grid import is_blank as blank
from bot.actions.partnerships.values import Misread

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

UNPACKED_MOST = 500_000_000
LAST_ROW = 1_048_576
SAVE_AGAIN = "open it in Excel or LibreOffice, save it as .xlsx and import that"
ERRORS = frozenset({"#REF!", "#N/A", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#SPILL!", "#CALC!"})
NOT_COMPUTED = Misread(
    "holds a formula whose result was not saved; open the workbook in Excel, save it, or write the value itself"
)
MAY_MATTER = re.compile(rb"<(?:\w+:)?(?:f[ />]|mergeCell )")


class Extent(NamedTuple):
    """A range of merged cells: its rows, and its name."""

    first: int
    last: int
    name: str


def open_workbook(content: bytes) -> tuple[Sheet, ...]:
    """The sheets of a workbook, without their blank rows.

    Args:
        content: the bytes of an `.xlsx`.

    Raises:
        Unopenable: it is damaged, too large, or another kind of file.
    """
    _look_inside(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's own, of styles and the like
            return _read(content)
    except Unopenable:
        raise
    except Exception as broken:  # noqa: BLE001 - openpyxl raises anything at all on a damaged file
        raise Unopenable(f"the workbook is damaged ({type(broken).__name__}); {SAVE_AGAIN}") from None


def _look_inside(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            unpacked = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Unopenable(f"the workbook is cut short or damaged; {SAVE_AGAIN}, or copy it here again") from None
    if unpacked > UNPACKED_MOST:
        raise Unopenable(f"the workbook would unpack to {unpacked // 1_000_000} MB, more than any list of agreements")
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise Unopenable(f"the file is a spreadsheet of another kind (.xlsb or .ods); {SAVE_AGAIN}")
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Unopenable("the file is no Excel workbook; give an .xlsx, a .csv or a .toml")


def _read(content: bytes) -> tuple[Sheet, ...]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return tuple(_sheet(sheet, archive, book.epoch) for sheet in book.worksheets)
    finally:
        book.close()


def _sheet(sheet: "ReadOnlyWorksheet", archive: zipfile.ZipFile, epoch: datetime) -> Sheet:
    merged, uncomputed = _beneath(archive.read(sheet._worksheet_path))  # type: ignore[attr-defined] # it has no other
    rows = _touched(_rows(sheet, uncomputed), merged)
    return Sheet(sheet.title, tuple(rows), epoch)


def _beneath(xml: bytes) -> tuple[list[Extent], dict[int, list[int]]]:
    """What reading values alone does not tell: the merged ranges, and the columns of formulas without a result."""
    merged: list[Extent] = []
    uncomputed: dict[int, list[int]] = {}
    if not MAY_MATTER.search(xml):
        return merged, uncomputed
    from openpyxl.utils import coordinate_to_tuple, range_boundaries
    from openpyxl.xml.functions import iterparse

    for _, element in iterparse(io.BytesIO(xml)):
        tag = element.tag.rpartition("}")[2]
        if tag == "mergeCell":
            _, first, _, last = range_boundaries(element.attrib["ref"])
            merged.append(Extent(first or 1, last or LAST_ROW, element.attrib["ref"]))
        elif tag == "c":
            if _lacks_result(element):
                row, column = coordinate_to_tuple(element.attrib["r"])
                uncomputed.setdefault(row, []).append(column)
            element.clear()
    return sorted(merged), uncomputed


def _lacks_result(cell: Iterable) -> bool:  # type: ignore[type-arg] # an Element of whichever parser there is
    texts = {part.tag.rpartition("}")[2]: part.text for part in cell}
    return "f" in texts and not texts.get("v") and cell.get("t") != "str"  # type: ignore[attr-defined]


def _rows(sheet: "ReadOnlyWorksheet", uncomputed: dict[int, list[int]]) -> Iterator[Row]:
    sheet.reset_dimensions()  # which a program may have written wrongly
    kept = seen = 0
    for number, values in enumerate(sheet.iter_rows(min_row=1, min_col=1, values_only=True), 1):  # type: ignore[misc] # stubs
        seen += len(values)
        if seen > CELLS_MOST or number > LAST_ROW:
            raise too_large(f"{CELLS_MOST:,} cells")
        cells: list[Cell] = [_cell(value) for value in values]  # type: ignore[arg-type] # of data alone
        for column in uncomputed.get(number, ()):
            cells[column - 1] = NOT_COMPUTED
        while cells and blank(cells[-1]):
            cells.pop()
        if cells:
            kept += 1
            if kept > ROWS_MOST:
                raise too_large(f"{ROWS_MOST:,} rows")
            yield Row(number, tuple(cells))


def _cell(value: Cell) -> Cell:
    if isinstance(value, str):
        if value in ERRORS:
            return Misread(f"holds the error {value}; mend the formula, or write the value itself")
        return None if not value.translate(NOT_SEEN).strip() else value
    return value


def _touched(rows: Iterable[Row], merged: list[Extent]) -> Iterator[Row]:
    """The rows, each with a merged range that touches it."""
    firsts = [extent.first for extent in merged]
    longest = _longest_so_far(merged)
    for row in rows:
        above = bisect_right(firsts, row.number)
        extent = longest[above - 1] if above else None
        touched = extent is not None and extent.last >= row.number
        yield Row(row.number, row.cells, extent.name) if extent and touched else row


def _longest_so_far(merged: list[Extent]) -> list[Extent]:
    longest: list[Extent] = []
    for extent in merged:
        longest.append(max(extent, longest[-1], key=lambda one: one.last) if longest else extent)
    return longest
