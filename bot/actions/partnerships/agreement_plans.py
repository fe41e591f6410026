"""What a file plans for an agreement: its goals, its budget, what comes back every week."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from bot.actions.partnerships import budget_lines, goals, weekly
from bot.actions.partnerships.amounts import as_ore_or_none
from bot.actions.partnerships.budget_lines import Lines
from bot.actions.partnerships.fields import Fields
from bot.actions.partnerships.goals import Goals
from bot.actions.partnerships.weekly import Weekly


@dataclass(frozen=True)
class Plans:
    """What the file says; nothing where it does not name it, and what there is stays."""

    goals: Goals | None = None
    lines: Lines | None = None
    weekly: Weekly | None = None


def read_plans(fields: Fields) -> Plans:
    """What the entry plans; the keys stay among its facts. What is wrong or odd is said in `fields`."""
    listed = fields.beside("goals_sv", goals.as_goals_sv, None)
    detailed = fields.beside("goals", goals.as_goals, None)
    if listed is not None and detailed is not None:
        fields.wrong.append(f"{fields.called('goals_sv')} and goals both name its goals; keep one of the two")
    lines = fields.beside("budget_lines", budget_lines.as_lines, None)
    whole = fields.beside("budget_sek", as_ore_or_none, None)
    if lines is not None and whole is not None and (doubt := budget_lines.doubt_sum(lines, whole)):
        fields.odd.append(f"{fields.called('budget_lines')} {doubt}")
    return Plans(detailed if listed is None else listed, lines, fields.beside("recurring", weekly.as_weekly, None))


def store_plans(
    session: Session, agreement_id: int, begins: date, before: Mapping[str, Any], plans: Plans
) -> tuple[bool, list[str]]:
    """Bring the agreement's rows to `plans`; `before` are its facts as they were when it was last imported.

    Returns:
        Whether a row changed, and what is to be pointed out.
    """
    done: list[tuple[bool, list[str]]] = []
    if plans.goals is not None:
        done.append(goals.store_goals(session, agreement_id, goals.said(before), plans.goals))
    if plans.lines is not None:
        done.append(budget_lines.store_lines(session, agreement_id, budget_lines.said(before), plans.lines))
    if plans.weekly is not None:
        done.append(weekly.store_weekly(session, agreement_id, begins, weekly.said(before), plans.weekly))
    return any(changed for changed, _ in done), [reason for _, odd in done for reason in odd]
