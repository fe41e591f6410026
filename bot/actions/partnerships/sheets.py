"""From the rows of sheets to the entries that a TOML file would give."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.actions.partnerships.columns import EXAMPLE, READ_ME, Table, squash
from bot.actions.partnerships.findings import Caution, Problem, show
from bot.actions.partnerships.grid import Cell, Row, Sheet, is_blank
from bot.actions.partnerships.layout import Head, Layout, find_layout, letter
from bot.actions.partnerships.reading import Entry, Reading
from bot.actions.partnerships.values import Misread, Unfit

NUMBERS_SHOWN = 10
FORM = "`python -m bot import --template FILE.xlsx` writes a workbook with the right ones"


@dataclass
class _Found:
    """What has been collected so far."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    cautions: list[Caution] = field(default_factory=list)

    def problem(self, sheet: Sheet, line: int, reason: str) -> None:
        self.problems.append(Problem(line, "", None, reason, sheet.name))

    def caution(self, sheet: Sheet, line: int, reason: str, name: str | None = None) -> None:
        self.cautions.append(Caution(line, "", name, reason, sheet.name))


def read_sheets(sheets: Sequence[Sheet]) -> Reading:
    """The entries of all sheets that can be told by their names or headings, and what is to be said of the others.

    Every row that is not blank becomes an entry or is named in a finding, alone or with its whole sheet.
    """
    found = _Found()
    filled = [sheet for sheet in sheets if sheet.rows or sheet.faults]
    known = [_read_sheet(sheet, found) for sheet in filled]
    if not filled:
        found.problems.append(Problem(0, "", None, "it is empty; there is nothing to import"))
    elif not any(known):
        reason = f"no row of it holds the headings of organisations, agreements or reports; {FORM}"
        found.problems.append(Problem(0, "", None, f"{reason}; nothing was imported"))
    names = tuple(sheet.name for sheet in sheets if sheet.name is not None)
    return Reading(tuple(found.entries), tuple(found.problems), tuple(found.cautions), names)


def _read_sheet(sheet: Sheet, found: _Found) -> bool:
    """Read one; false where it is of no known kind."""
    for note in sheet.notes:
        found.caution(sheet, 0, note)
    for line, reason in sheet.faults:
        found.problem(sheet, line, reason)
    layout = find_layout(sheet)
    if isinstance(layout, str):
        found.problem(sheet, 0, layout)
        return True
    if layout is None:
        if sheet.name is not None and squash(sheet.name) != squash(READ_ME):
            found.caution(sheet, 0, "it holds none of the headings that are known, and was not read")
        return False
    below = [row for row in sheet.rows if row.number > layout.row.number]
    if faults := layout.faults():
        lost = f"none of the {len(below)} rows below was imported" if below else "nothing stands below"
        found.problem(sheet, layout.row.number, f"{'; '.join(faults)}; {lost}")
        return True
    for note in layout.notes():
        found.caution(sheet, layout.row.number, note)
    _read_rows(sheet, layout, below, found)
    return True


def _read_rows(sheet: Sheet, layout: Layout, rows: Sequence[Row], found: _Found) -> None:
    examples: list[int] = []
    headless: dict[int, int] = {}
    for row in rows:
        if _is_example(layout, row):
            examples.append(row.number)
            continue
        for place in layout.headless(row):
            headless.setdefault(place, row.number)
        entry, notes = _entry(sheet, layout, row)
        found.entries.append(entry)
        for note in notes:
            found.caution(sheet, row.number, note, entry.shown_name)
    for place, number in headless.items():
        reason = f"column {letter(place)} has no heading, and its cells were not read; the first stands here"
        found.caution(sheet, number, reason)
    if examples:
        shown = ", ".join(map(str, examples[:NUMBERS_SHOWN])) + " …" * (len(examples) > NUMBERS_SHOWN)
        reason = f'begins with "{EXAMPLE}" and was not imported (rows of examples: {shown})'
        found.caution(sheet, examples[0], reason)


def _is_example(layout: Layout, row: Row) -> bool:
    title = next((_at(row, head.place) for head in layout.heads if head.key == layout.table.title_key), None)
    return isinstance(title, str) and title.strip().casefold().startswith(EXAMPLE.casefold())


def _entry(sheet: Sheet, layout: Layout, row: Row) -> tuple[Entry, list[str]]:
    values: dict[str, Any] = {}
    notes: list[str] = []
    headings = {head.key: head.shown for head in layout.heads if head.key}
    for head in layout.heads:
        cell = _at(row, head.place)
        if head.key is None or is_blank(cell):
            continue
        _put(values, head.key, _read_cell(cell, sheet, head, notes), layout.table)
    if sheet.is_text and len(row.cells) < layout.width:
        notes.append(f"has {len(row.cells)} cells where there are {layout.width} headings; the others count as empty")
    faults = tuple(_faults(sheet, layout, row))
    return Entry(layout.table.kind, row.number, "", values, sheet.name, headings, faults), notes


def _at(row: Row, place: int) -> Cell:
    return row.cells[place] if place < len(row.cells) else None


def _read_cell(cell: Cell, sheet: Sheet, head: Head, notes: list[str]) -> Any:  # noqa: ANN401 - as TOML
    said: list[str] = []
    try:
        value = cell if isinstance(cell, Misread) else head.read(cell, sheet, said)
    except Unfit as unfit:
        return Misread(str(unfit))
    notes += [f"{show(head.shown)} {note}" for note in said]
    return value


def _put(values: dict[str, Any], key: str, value: Any, table: Table) -> None:  # noqa: ANN401
    outer, dot, inner = key.partition(".")
    if dot and table.column(key):
        values.setdefault(outer, {})[inner] = value
    else:
        values[key] = value


def _faults(sheet: Sheet, layout: Layout, row: Row) -> list[str]:
    faults: list[str] = []
    if row.merged:
        faults.append(f"the cells {row.merged} are merged; unmerge them and write the value in each row")
    if sheet.is_text and any(not is_blank(cell) for cell in row.cells[layout.width :]):
        faults.append(
            f"has {len(row.cells)} cells where there are {layout.width} headings; "
            "a text that holds the delimiter must stand in quotes"
        )
    return faults
