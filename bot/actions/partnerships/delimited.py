"""From a CSV to its one sheet, whatever program wrote it."""

import codecs
import csv
import io
from collections.abc import Callable, Sequence
from itertools import islice

from bot.actions.partnerships.grid import CELLS_MOST, ROWS_MOST, Row, Sheet, Unopenable, is_blank, too_large

DELIMITERS = (";", ",", "\t")
LOOKED_AT = 11
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
NO_TEXT = "the file is no text; save it from the spreadsheet as CSV UTF-8, or as .xlsx"
OPEN_QUOTE = (
    "a quotation mark opens in this row and is never rightly closed; nothing from here to the end was imported. "
    'Close it, or write it twice ("") where it belongs to the text'
)

Score = Callable[[Sequence[str]], int]


def open_csv(content: bytes, score: Score) -> Sheet:
    """The rows of a CSV, with `;`, a comma or a tab between the cells.

    Args:
        content: its bytes, in UTF-8, UTF-16 or Windows-1252.
        score: how many headings a row seems to hold, by which the delimiter is chosen.

    Raises:
        Unopenable: it is no text, or too large.
    """
    text, notes = _decode(content)
    first, _, below = text.partition("\n")
    skipped = 0
    if first.strip().strip('"').casefold().startswith("sep="):  # Excel's own hint
        text, skipped = below, 1
    delimiter = max(DELIMITERS, key=lambda one: max(map(score, _first_rows(text, one)), default=0))
    return _take_apart(text, delimiter, skipped, notes)


def _decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    notes: tuple[str, ...] = ()
    encoding = next((name for mark, name in MARKS if content.startswith(mark)), None) or _unmarked(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            raise Unopenable(NO_TEXT) from None
        notes = ("the file is not UTF-8 and was read as Windows-1252; check å, ä and ö in the names",)
    if "\0" in text:
        raise Unopenable(NO_TEXT)
    return text.replace("\r\n", "\n").replace("\r", "\n"), notes


def _unmarked(content: bytes) -> str:
    """UTF-16 without its mark has a zero in every other byte of Western text."""
    start = content[:400]
    if len(content) % 2 == 0 and start.count(0) * 3 > len(start):
        return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"
    return "utf-8"


def _first_rows(text: str, delimiter: str) -> list[list[str]]:
    lines = text.split("\n", LOOKED_AT)[:LOOKED_AT]
    try:
        return list(islice(csv.reader(lines, delimiter=delimiter), LOOKED_AT))
    except csv.Error:
        return []


def _take_apart(text: str, delimiter: str, skipped: int, notes: tuple[str, ...]) -> Sheet:
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    faults: list[tuple[int, str]] = []
    seen = 0
    while True:
        number = skipped + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error:
            faults.append((number, OPEN_QUOTE))
            break
        seen += len(cells)
        if not all(map(is_blank, cells)):
            rows.append(Row(number, tuple(cells)))
        if len(rows) > ROWS_MOST or seen > CELLS_MOST:
            raise too_large(f"{ROWS_MOST:,} rows or {CELLS_MOST:,} cells")
    return Sheet(None, tuple(rows), faults=tuple(faults), notes=notes)
