"""The goals that a file gives an agreement: what is read, and how it comes to rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from bot.actions.partnerships.findings import show
from bot.actions.partnerships.merging import merge
from bot.actions.partnerships.rows import insert_row
from bot.actions.partnerships.values import Unfit, as_distinct, as_text, as_texts
from bot.agreements.goal_list import LONGEST
from models import Goal

KEYS = ("goals_sv", "goals")


@dataclass(frozen=True)
class GoalFacts:
    """One goal; `follow_up` is empty where the file does not say how it will be followed up."""

    words: str
    follow_up: str = ""


Goals = dict[str, GoalFacts]
"""By their words."""


def as_goals_sv(value: Any) -> Goals:  # noqa: ANN401 - what TOML gave
    """A list of texts.

    Raises:
        Unfit: it is no list, or one of them is unfit or stands there twice.
    """
    return {words: GoalFacts(words) for words in as_texts(value, LONGEST)}


def as_goals(value: Any) -> Goals:  # noqa: ANN401
    """A list of `{sv = "…", follow_up = "…"}`; the second may be missing.

    Raises:
        Unfit: it is no such list, or a goal is unfit or stands there twice.
    """
    found = as_distinct(value, '{ sv = "…", follow_up = "…" }', _as_goal, lambda goal: goal.words.casefold())
    return {goal.words: goal for goal in found}


def said(facts: Mapping[str, Any]) -> Goals:
    """The goals of facts that were imported before; what could not be read then has come to no row."""
    try:
        return as_goals(facts["goals"]) if "goals" in facts else as_goals_sv(facts.get("goals_sv", []))
    except Unfit:
        return {}


def store_goals(session: Session, agreement_id: int, before: Goals, wanted: Goals) -> tuple[bool, list[str]]:
    """Bring the agreement's goals to what the file wants; what has been judged, or written in the room, is left.

    Returns:
        Whether a row changed, and what is to be pointed out.
    """
    stored = session.exec(select(Goal).where(col(Goal.agreement_id) == agreement_id).order_by(col(Goal.position))).all()
    merged = merge({goal.words: goal for goal in stored}, before, wanted)
    position = max((goal.position for goal in stored), default=-1)
    for ahead, goal in enumerate(merged.new, 1):
        columns = {"words": goal.words, "follow_up": goal.follow_up, "attainment_words": ""}
        insert_row(session, Goal, {"agreement_id": agreement_id, "position": position + ahead, **columns})
    changed = bool(merged.new)
    for row, was, facts in merged.both:
        if row.follow_up != facts.follow_up and _is_as_imported(row, was):
            row.follow_up = facts.follow_up
            changed = True
    odd: list[str] = []
    for row, was in merged.gone:
        if _is_as_imported(row, was):
            session.delete(row)
            changed = True
        else:
            odd.append(f"the goal {show(row.words)} is no longer in the file; the board has worked on it, and it stays")
    return changed, odd


def _as_goal(value: Any) -> GoalFacts:  # noqa: ANN401
    if not isinstance(value, dict):
        return GoalFacts(as_text(value, LONGEST))
    unknown = value.keys() - {"sv", "follow_up"}
    if unknown:
        raise Unfit(f"holds the unknown key {show(min(unknown))}; it takes sv and follow_up")
    if "sv" not in value:
        raise Unfit("lacks sv, its Swedish words")
    follow_up = value.get("follow_up", "")
    return GoalFacts(as_text(value["sv"], LONGEST), "" if follow_up == "" else as_text(follow_up, LONGEST))


def _is_as_imported(row: Goal, was: GoalFacts | None) -> bool:
    return row.attainment is None and row.follow_up == (was.follow_up if was else "")
