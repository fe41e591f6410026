"""Drawing the workbook (ISO/IEC 29500): typed cells, no formulas, a frozen and filtered heading."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from bot.agreements.periods import Standing
from bot.documents.words import Tongue
from bot.documents.workbook.sheet import Cell, Sheet
from messages import Word, formats
from models import (
    ActivityKind,
    Answer,
    Attainment,
    Criterion,
    Instance,
    MissReason,
    ProposalStatus,
    ReportState,
    ResolutionKind,
    SteeringRole,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NARROWEST, WIDEST = 10, 60
LONGEST = 32_000
"""Excel holds 32,767 characters in a cell."""
WORDS: dict[type[StrEnum], str] = {
    Standing: "agreement.standing_{}",
    ResolutionKind: "decision_kind.{}",
    Instance: "instance.{}",
    Criterion: "criteria.{}",
    Answer: "criteria.{}",
    Attainment: "goals.{}",
    ReportState: "reported.{}",
    ActivityKind: "held_kind.{}",
    MissReason: "missed.{}",
    SteeringRole: "seat_role.{}",
    ProposalStatus: "proposal_status.{}",
}
"""Where the room's words of a choice stand."""
FORMATS: dict[type, str] = {Decimal: "#,##0.00", datetime: "yyyy-mm-dd hh:mm", date: "yyyy-mm-dd", int: "#,##0"}


def draw(sheets: Sequence[Sheet], tongue: Tongue, title: str) -> bytes:
    """The workbook's bytes.

    Args:
        sheets: in their order.
        tongue: the language of headings and words.
        title: what the first sheet says it is.
    """
    from openpyxl import Workbook

    book = Workbook()
    about = book.active
    assert about is not None, "a new workbook has a sheet"
    _about(about, tongue, title)
    for sheet in sheets:
        _fill(book.create_sheet(tongue.say(f"workbook.{sheet.key}")), sheet, tongue)
    book.properties.creator = "Handslag"
    book.properties.title = title
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _about(page: "Worksheet", tongue: Tongue, title: str) -> None:
    page.title = tongue.say("workbook.about")
    for row, line in enumerate((title, *tongue.say("workbook.how").splitlines()), 1):
        _write(page, row, 1, line)
    page.column_dimensions["A"].width = 100


def _fill(page: "Worksheet", sheet: Sheet, tongue: Tongue) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    widths = []
    for place, key in enumerate(sheet.columns, 1):
        heading = tongue.say(f"workbook.{key}")
        cell = _write(page, 1, place, heading)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        widths.append(len(heading))
    for number, values in enumerate(sheet.rows, 2):
        for place, value in enumerate(values, 1):
            shown = _write(page, number, place, _plain(value, tongue)).value
            widths[place - 1] = max(widths[place - 1], len(str(shown or "")))
    for place, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(place)].width = min(max(width + 2, NARROWEST), WIDEST)
    page.freeze_panes = "B2"
    page.auto_filter.ref = page.dimensions


def _write(page: "Worksheet", row: int, place: int, value: Any) -> Any:  # noqa: ANN401 - openpyxl's cell
    """A cell of the value's own type. Text stays text, also where it begins as a formula does."""
    from openpyxl.cell import Cell as Written

    cell = page.cell(row, place)
    assert isinstance(cell, Written), "nothing is merged here"
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
    elif not isinstance(value, bool):
        cell.number_format = FORMATS.get(type(value), "General")
    return cell


def _plain(value: Cell, tongue: Tongue) -> Any:  # noqa: ANN401 - what openpyxl takes
    """What Excel holds: local time without a zone, words in the reader's language, no characters that XML forbids."""
    if isinstance(value, bool):
        return tongue.say("workbook.yes" if value else "workbook.no")
    if isinstance(value, datetime):
        return value.astimezone(formats.STOCKHOLM).replace(tzinfo=None)
    if isinstance(value, Word):
        return tongue.show(value)
    if isinstance(value, StrEnum):
        return tongue.say(WORDS[type(value)].format(value))
    return "".join(filter(_fits, value))[:LONGEST] if isinstance(value, str) else value


def _fits(character: str) -> bool:
    """Whether XML 1.0 has the character (section 2.2), surrogates left out."""
    return character in "\t\n\r" or (
        character >= " " and not "\ud800" <= character <= "\udfff" and character < "\ufffe"
    )
