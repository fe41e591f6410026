"""Finding the row of headings, and what each column is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from bot.actions.partnerships import cells
from bot.actions.partnerships.cells import Reader
from bot.actions.partnerships.columns import Column, Table, squash
from bot.actions.partnerships.findings import show
from bot.actions.partnerships.grid import NOT_SEEN, Cell, Row, Sheet, is_blank
from bot.actions.partnerships.tables import TABLES
from bot.actions.partnerships.values import Misread

LOOKED_AT = 11
"""Up to ten rows may stand above the headings."""
NAMED_LEAST = 2
CLOSE = 0.8
HEADING_LONGEST = 200


@dataclass(frozen=True)
class Head:
    """One heading."""

    place: int
    shown: str
    """As the file writes it."""
    column: Column | None
    key: str | None
    """Under which its cells are kept; nothing where they are not."""

    @property
    def read(self) -> Reader:
        """How its cells are read."""
        return self.column.read if self.column else cells.fact


@dataclass(frozen=True)
class Layout:
    """Which row holds the headings, and what they mean."""

    table: Table
    row: Row
    heads: tuple[Head, ...]

    @property
    def width(self) -> int:
        """How many cells a row has."""
        return len(self.row.cells)

    def headless(self, row: Row) -> list[int]:
        """The places where `row` has something and the headings nothing."""
        headed = {head.place for head in self.heads}
        return [place for place, cell in enumerate(row.cells) if place not in headed and not is_blank(cell)]

    def faults(self) -> list[str]:
        """Why nothing of the sheet can be imported."""
        if self.row.merged:
            return [f"the cells {self.row.merged} among the headings are merged; unmerge them"]
        times = Counter(squash(head.key) for head in self.heads if head.key)
        twice = [head.shown for head in self.heads if head.key and times[squash(head.key)] > 1]
        faults = [f"{' and '.join(map(show, twice))} head the same column twice; keep one"] if twice else []
        return faults + self._missing()

    def _missing(self) -> list[str]:
        there = {head.key for head in self.heads}
        strange = [head.shown for head in self.heads if head.column is None]
        faults: list[str] = []
        for column in self.table.columns:
            if column.required and column.key not in there:
                near = _nearest(column, strange)
                hint = f"{show(near)}: did you mean {show(column.heading)}? " if near else ""
                faults.append(f"the column {show(column.heading)} is missing; {hint}Give a column this heading")
        return faults

    def notes(self) -> list[str]:
        """What is odd about the headings."""
        notes: list[str] = []
        for head in self.heads:
            if head.column is not None:
                continue
            meant = next((one for one in self.table.columns if _nearest(one, [head.shown])), None)
            hint = f"; did you mean {show(meant.heading)}?" if meant else ""
            if head.key is None:
                notes.append(f"the column {show(head.shown)} is not known and was not used{hint}")
            elif meant:
                notes.append(f"the column {show(head.shown)} is not known and was kept as a fact{hint}")
        return notes


def find_layout(sheet: Sheet) -> Layout | str | None:
    """Where the headings of `sheet` stand and what they mean; why not, where its name promises some; or nothing."""
    named = next((table for table in TABLES if table.is_called(sheet.name)), None)
    best: tuple[float, Table, Row] | None = None
    for table in TABLES:
        for row in sheet.rows:
            if row.number > LOOKED_AT:
                break
            score = _score(table, row, is_named=table is named)
            if score and (best is None or score > best[0]):
                best = (score, table, row)
    if best is None:
        if named is None:
            return None
        wanted = ", ".join(show(column.heading) for column in named.columns if column.required)
        return f"none of its first {LOOKED_AT} rows holds the headings {wanted}; nothing of the sheet was imported"
    return Layout(best[1], best[2], tuple(_heads(best[1], best[2])))


def score_texts(texts: Sequence[str]) -> int:
    """How many headings `texts` hold, of the table that they fit best."""
    return max(sum(table.column(text) is not None for text in texts) for table in TABLES)


def _score(table: Table, row: Row, *, is_named: bool) -> float:
    """How well `row` fits as the headings of `table`; 0 where it cannot be."""
    headings = [_heading(cell) for cell in row.cells[:HEADING_LONGEST]]
    known = [column for column in map(table.column, headings) if column]
    if is_named:
        return len(known) + 0.5 if known else 0
    meant = [column for column in table.columns if column not in known and _is_near(column, headings)]
    keys = {column.key for column in known + meant}
    if len(keys) < NAMED_LEAST or not keys & table.telling or not known:
        return 0
    return len(known) + len(meant) / 10


def _heads(table: Table, row: Row) -> list[Head]:
    heads: list[Head] = []
    for place, cell in enumerate(row.cells):
        if not (shown := _heading(cell)):
            continue
        column = table.column(shown)
        key = column.key if column else (shown if table.keeps_rest else None)
        heads.append(Head(place, shown, column, key))
    return heads


def _heading(cell: Cell) -> str:
    if is_blank(cell) or isinstance(cell, Misread):
        return ""
    text = str(cell.date()) if isinstance(cell, datetime) else str(cell)
    return " ".join("".join(filter(_is_seen, text.translate(NOT_SEEN))).split())[:HEADING_LONGEST]


def _is_seen(character: str) -> bool:
    return character.isprintable() or character.isspace()


def _is_near(column: Column, headings: Sequence[str]) -> bool:
    return any(squash(heading) in column.near for heading in headings)


def _nearest(column: Column, headings: Sequence[str]) -> str | None:
    """The heading that probably means `column`."""
    squashed = {squash(heading): heading for heading in headings}
    for word in (*column.near, squash(column.heading)):
        if word in squashed:
            return squashed[word]
    close = (get_close_matches(word, squashed, n=1, cutoff=CLOSE) for word in column.headings)
    return next((squashed[found[0]] for found in close if found), None)


def letter(place: int) -> str:
    """The letters of a column: A for 0, AA for 26."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
