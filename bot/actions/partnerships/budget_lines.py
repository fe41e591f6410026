"""The budget lines that a file gives an agreement: what is read, and how it comes to rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from bot.actions.partnerships.amounts import as_ore, shown_ore
from bot.actions.partnerships.findings import show
from bot.actions.partnerships.merging import merge
from bot.actions.partnerships.rows import insert_row
from bot.actions.partnerships.values import Unfit, as_distinct, as_text
from bot.agreements.budget_rules import LONGEST
from models import BudgetLine, BudgetUse

EXAMPLE = '{ name_sv = "…", sek = 125000 }'


@dataclass(frozen=True)
class LineFacts:
    """What is planned for one purpose, in öre."""

    words: str
    planned_ore: int


Lines = dict[str, LineFacts]
"""By their words."""


def as_lines(value: Any) -> Lines:  # noqa: ANN401 - what TOML gave
    """A list of `{name_sv = "…", sek = 125000}`.

    Raises:
        Unfit: it is no such list, or a line is unfit or stands there twice.
    """
    found = as_distinct(value, EXAMPLE, _as_line, lambda line: line.words.casefold())
    return {line.words: line for line in found}


def said(facts: Mapping[str, Any]) -> Lines:
    """The lines of facts that were imported before; what could not be read then has come to no row."""
    try:
        return as_lines(facts.get("budget_lines", []))
    except Unfit:
        return {}


def doubt_sum(lines: Lines, whole_ore: int) -> str | None:
    """What to say where the lines do not come to the whole."""
    found = sum(line.planned_ore for line in lines.values())
    if not lines or found == whole_ore:
        return None
    return (
        f"come to {shown_ore(found)}, and the whole is said to be {shown_ore(whole_ore)}; "
        "both were kept as they are written: correct the one that is wrong"
    )


def store_lines(session: Session, agreement_id: int, before: Lines, wanted: Lines) -> tuple[bool, list[str]]:
    """Bring the agreement's lines to what the file wants; one with use, or that the board has changed, is left.

    Returns:
        Whether a row changed, and what is to be pointed out.
    """
    stored = session.exec(select(BudgetLine).where(col(BudgetLine.agreement_id) == agreement_id)).all()
    merged = merge({line.words: line for line in stored}, before, wanted)
    position = max((line.position for line in stored), default=-1)
    for ahead, line in enumerate(merged.new, 1):
        columns = {"words": line.words, "planned_ore": line.planned_ore}
        insert_row(session, BudgetLine, {"agreement_id": agreement_id, "position": position + ahead, **columns})
    changed, odd = bool(merged.new), []
    for row, was, facts in merged.both:
        if facts == was or row.planned_ore == facts.planned_ore:
            continue
        if was and _is_as_imported(session, row, was):
            row.planned_ore = facts.planned_ore
            changed = True
        else:
            odd.append(_left(row, f"now has {shown_ore(facts.planned_ore)} in the file"))
    for row, was in merged.gone:
        if _is_as_imported(session, row, was):
            session.delete(row)
            changed = True
        else:
            odd.append(_left(row, "is no longer in the file"))
    return changed, odd


def _as_line(value: Any) -> LineFacts:  # noqa: ANN401
    if not isinstance(value, dict):
        raise Unfit(f"must be like {EXAMPLE}, not {show(value)}")
    for key, what in (("name_sv", "what the money is for"), ("sek", "how much it is, in kronor")):
        if key not in value:
            raise Unfit(f"lacks {key}, {what}")
    try:
        words = as_text(value["name_sv"], LONGEST)
    except Unfit as unfit:
        raise Unfit(f"name_sv {unfit}") from None
    try:
        return LineFacts(words, as_ore(value["sek"]))
    except Unfit as unfit:
        raise Unfit(f"sek of {show(words)} {unfit}") from None


def _is_as_imported(session: Session, row: BudgetLine, was: LineFacts) -> bool:
    used = select(col(BudgetUse.id)).where(col(BudgetUse.line_id) == row.id).limit(1)
    return row.planned_ore == was.planned_ore and session.exec(used).first() is None


def _left(row: BudgetLine, what: str) -> str:
    return (
        f"the budget line {show(row.words)} {what}; the board or the partner has worked on it, and it stays at "
        f"{shown_ore(row.planned_ore)}: change it in the room"
    )
