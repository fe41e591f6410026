"""An empty workbook to fill in: a sheet per table, with drop-downs, a comment on each heading and an example."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.actions.partnerships import cells
from bot.actions.partnerships.agreement_columns import AGREEMENTS
from bot.actions.partnerships.columns import EXAMPLE, READ_ME, Column, Table
from bot.actions.partnerships.tables import TABLES

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LAST_ROW = 1000
NARROWEST, WIDEST = 14, 60
INTRODUCTION = (
    "Så fyller du i arbetsboken",
    "Skriv en organisation, en överenskommelse eller en rapport per rad. Slå inte ihop celler.",
    f"Rader vars namn börjar med {EXAMPLE} är påhittade exempel. De läses inte in; ta bort dem när du vill.",
    "Ändra inte rubrikerna. Kolumner som du inte behöver kan vara tomma eller tas bort, utom de som måste fyllas i.",
    "Egna kolumner i fliken Överenskommelser sparas som uppgifter om överenskommelsen.",
    "Organisationer anges med det namn de har i fliken Organisationer. Skriv semikolon mellan flera.",
    "Skriv inga uppgifter om enskilda personer här.",
)


def write_template(path: Path) -> None:
    """Write the workbook.

    Args:
        path: a file that does not exist yet.

    Raises:
        FileExistsError: it exists.
        OSError: it cannot be written.
    """
    import openpyxl

    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    _explain(book.create_sheet(READ_ME))
    for table in TABLES:
        _lay_out(book.create_sheet(table.sheet), table)
    book.active = 1
    with path.open("xb") as file:
        book.save(file)


def _explain(sheet: "Worksheet") -> None:
    from openpyxl.styles import Alignment, Font

    for line in INTRODUCTION:
        sheet.append([line])
    sheet["A1"].font = Font(bold=True, size=14)
    for table in TABLES:
        sheet.append([])
        sheet.append([table.sheet])
        sheet.cell(sheet.max_row, 1).font = Font(bold=True)
        for column in table.columns:
            sheet.append([column.heading, column.help])
            sheet.cell(sheet.max_row, 2).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width = 30
    sheet.column_dimensions["B"].width = 90


def _lay_out(sheet: "Worksheet", table: Table) -> None:
    from openpyxl.utils import get_column_letter

    for place, column in enumerate(table.columns, 1):
        letter = get_column_letter(place)
        _head(sheet, place, column)
        shown = max(len(column.heading), len(str(column.example or "")))
        sheet.column_dimensions[letter].width = min(max(shown + 3, NARROWEST), WIDEST)
        sheet.cell(2, place).value = _example(column)
        _shape(sheet, letter, column)
        _help_choose(sheet, letter, column, table)
    sheet.freeze_panes = "A2"


def _head(sheet: "Worksheet", place: int, column: Column) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill

    cell = sheet.cell(1, place, column.heading)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.fill = PatternFill("solid", fgColor="FFE699" if column.required else "D9E1F2")
    cell.comment = Comment(column.help, "Handslag", height=90, width=260)


def _example(column: Column) -> str | int | date | None:
    if column.read is cells.day and isinstance(column.example, str):
        return date.fromisoformat(column.example)
    return column.example


def _shape(sheet: "Worksheet", letter: str, column: Column) -> None:
    """Dates look like dates, and what only looks like a number stays text."""
    form = "yyyy-mm-dd" if column.read is cells.day else "@"
    if column.read in (cells.day, cells.text):
        for row in range(2, LAST_ROW + 1):
            sheet[f"{letter}{row}"].number_format = form


def _help_choose(sheet: "Worksheet", letter: str, column: Column, table: Table) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    if column.drop_down:
        rule = DataValidation(type="list", formula1=f'"{",".join(column.drop_down)}"', allow_blank=True)
        rule.error = f"Välj {' eller '.join(column.drop_down)}."
    elif column.read is cells.day:
        rule = DataValidation(type="date", operator="greaterThan", formula1="DATE(1990,1,1)", allow_blank=True)
        rule.error = "Skriv ett datum, till exempel 2023-01-31."
    elif column.key == "agreement" and table is not AGREEMENTS:
        rule = DataValidation(type="list", formula1=f"'{AGREEMENTS.sheet}'!$A$2:$A${LAST_ROW}", allow_blank=True)
        rule.error = "Välj en överenskommelse ur fliken Överenskommelser."
    else:
        return
    rule.showErrorMessage = True
    rule.errorTitle = column.heading
    rule.add(f"{letter}2:{letter}{LAST_ROW}")
    sheet.add_data_validation(rule)
