"""What may be written of an agreement's money and effort, and what may be taken back."""

from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlmodel import col

from bot.turn import Turn
from models import Agreement, AgreementStatus, BudgetLine, BudgetUse

LONGEST = 120
"""Characters of what a line is for."""


class Flaw(StrEnum):
    """What is wrong with what somebody wrote; a key of the room's own words."""

    NO_WORDS = "no_words"
    TOO_LONG = "too_long"
    SAME_WORDS = "same_words"
    NO_AMOUNT = "no_amount"
    BELOW_NOUGHT = "below_nought"
    NOUGHT = "nought"
    NO_HOURS = "no_hours"
    NO_LINE = "no_line"
    NO_DAY = "no_day"
    TURNED = "turned"
    OUTSIDE = "outside"
    AHEAD = "ahead"
    NOT_AGREED = "not_agreed"
    POINTS = "points"
    """It holds what tells who a person is."""


def line_flaw(turn: Turn, agreement: Agreement, words: str, planned_ore: int | None, line_id: int = 0) -> Flaw | None:
    """What is wrong with a line as it is written; `line_id` is that of the one that it changes."""
    if not words.strip() or len(words.strip()) > LONGEST:
        return Flaw.TOO_LONG if words.strip() else Flaw.NO_WORDS
    if planned_ore is None or planned_ore < 0:
        return Flaw.NO_AMOUNT if planned_ore is None else Flaw.BELOW_NOUGHT
    same = _line_called(turn, agreement.id, words.strip())
    is_other = same is not None and same.id != line_id and (line_id != 0 or same.planned_ore != planned_ore)
    return Flaw.SAME_WORDS if is_other else None


def period_flaw(turn: Turn, agreement: Agreement, first: date | None, last: date | None) -> Flaw | None:
    """What is wrong with a period that something is reported for: it has ended, and lies in the agreement's own."""
    if agreement.status is not AgreementStatus.AGREED:
        return Flaw.NOT_AGREED
    if first is None or last is None:
        return Flaw.NO_DAY
    if last < first:
        return Flaw.TURNED
    if last > turn.today:
        return Flaw.AHEAD
    return Flaw.OUTSIDE if first < agreement.valid_from or last > agreement.valid_to else None


def has_use(turn: Turn, line_id: int) -> bool:
    """Whether anything was ever reported of a line, be it struck since: then the line stays."""
    return turn.session.scalars(select(col(BudgetUse.id)).where(col(BudgetUse.line_id) == line_id)).first() is not None


def is_line_of(turn: Turn, agreement: Agreement, line_id: int) -> bool:
    """Whether it is one of the agreement's lines."""
    line = turn.session.get(BudgetLine, line_id)
    return line is not None and line.agreement_id == agreement.id


def may_strike(turn: Turn, organisation_id: int) -> bool:
    """Whether it was one's own side that reported."""
    return organisation_id == turn.who.organisation_id


def _line_called(turn: Turn, agreement_id: int, words: str) -> BudgetLine | None:
    theirs = select(BudgetLine).where(col(BudgetLine.agreement_id) == agreement_id, col(BudgetLine.words) == words)
    return turn.session.scalars(theirs).first()
