"""Reports of partners: how each stands, and what it says. Words are sealed with a key outside the database.

What is sealed of a report holds its fields as they are saved, what each writer has not saved yet, and every version
that was handed in: the board reads those alone.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import Select, select
from sqlalchemy.orm import QueryableAttribute, defer
from sqlmodel import Session, col

from bot.sealed import Vault
from bot.sealed.places import report_context
from bot.workdays import DAY
from models import Agreement, Goal, Report, ReportDuty, ReportState

Fields = dict[str, str]

TEXTS = (
    "activities",
    "results",
    "participants",
    "deviations",
    "budget",
    "timetable",
    "lessons",
    "lives_on",
    "equality",
    "ahead",
)
"""What is written in words, in the order of the form."""
NUMBERS = ("recurring", "new")
"""How many took part, who came back and who were new: whole numbers, empty where it is not known."""
PERIOD = ("first_day", "last_day")
MESSAGE = "message"
"""A word to the board with a report that is handed in again."""
LATE = "late"
"""What the occasion of a notice begins with that is about a duty, since nobody may have begun its report."""
LONGEST = 5_000
"""Characters of one text."""
LONGEST_OF_GOAL = 1_000
LONGEST_MESSAGE = 1_000
MOST_GOALS = 18
"""A form holds no more fields; further goals are written of among the results."""
HANDED_IN = frozenset({ReportState.HANDED_IN, ReportState.APPROVED})
EDITABLE = frozenset({ReportState.DRAFT, ReportState.RETURNED})


class Stage(StrEnum):
    """How a report that is due stands; what waits for somebody comes first."""

    RETURNED = "returned"
    LATE = "late"
    COMING = "coming"
    HANDED_IN = "handed_in"
    RECEIVED = "received"
    """The board says that it has come, another way."""
    APPROVED = "approved"


class Verdict(StrEnum):
    """What a manager says of a report."""

    COMMENT = "comment"
    RETURN = "return"
    APPROVE = "approve"


NEEDS_WORDS = frozenset({Verdict.COMMENT, Verdict.RETURN})
OF = {
    Verdict.COMMENT: frozenset({ReportState.HANDED_IN, ReportState.APPROVED}),
    Verdict.RETURN: frozenset({ReportState.HANDED_IN, ReportState.APPROVED}),
    Verdict.APPROVE: frozenset({ReportState.HANDED_IN}),
}
"""Of a report in which state it can be said."""


@dataclass(frozen=True)
class Standing:
    """A report that is due under an agreement, and what has come of it."""

    duty: ReportDuty
    agreement: Agreement
    report: Report | None

    def stage(self, today: date) -> Stage:
        """How it stands on `today`."""
        state = self.report.state if self.report else ReportState.DRAFT
        if state in HANDED_IN:
            return Stage(state.value)
        if self.duty.received_at is not None:
            return Stage.RECEIVED
        if state is ReportState.RETURNED:
            return Stage.RETURNED
        return Stage.LATE if self.is_late(today) else Stage.COMING

    def is_late(self, today: date) -> bool:
        """Whether its last day has gone by and it is not in."""
        return self.duty.received_at is None and self.duty.due_on < today

    def urgency(self, today: date) -> tuple[bool, int, date, int]:
        """What to sort by: what is late first, then as `Stage` has it, by last day."""
        order = list(Stage).index(self.stage(today))
        return not self.is_late(today), order, self.duty.due_on, self.duty.id


@dataclass
class Kept:
    """What somebody has written and not saved: which revision of the report it was written over, and when."""

    revision: int
    at: datetime
    fields: Fields


@dataclass
class Version:
    """What was handed in."""

    at: datetime
    fields: Fields


@dataclass
class Contents:
    """What is sealed of a report; `kept` is by the writer's id."""

    fields: Fields = field(default_factory=dict)
    kept: dict[int, Kept] = field(default_factory=dict)
    versions: list[Version] = field(default_factory=list)


def of_agreement(session: Session, agreement_id: int) -> list[Standing]:
    """Every report that is due under an agreement, the soonest first."""
    return _standings(session, _all().where(col(ReportDuty.agreement_id) == agreement_id))


def of_agreements(session: Session, agreement_ids: Iterable[int]) -> list[Standing]:
    """The same of several."""
    return _standings(session, _all().where(col(ReportDuty.agreement_id).in_(list(agreement_ids))))


def _all() -> Select[ReportDuty, Agreement, Report]:
    return (
        select(ReportDuty, Agreement, Report)
        .options(defer(cast("QueryableAttribute[bytes]", Report.sealed)))
        .join(Agreement, col(Agreement.id) == col(ReportDuty.agreement_id))
        .outerjoin(Report, col(Report.duty_id) == col(ReportDuty.id))
        .order_by(col(ReportDuty.due_on), col(ReportDuty.id))
    )


def _standings(session: Session, statement: Select[ReportDuty, Agreement, Report]) -> list[Standing]:
    return [Standing(duty, agreement, report) for duty, agreement, report in session.execute(statement).all()]


def period_of(session: Session, duty: ReportDuty) -> tuple[date, date]:
    """What a report is about, unless its writer says otherwise: from where the last one stopped, or the agreement's
    first day, to the day it is due, or the agreement's last.
    """
    agreement = session.get_one(Agreement, duty.agreement_id)
    before = session.scalars(
        select(col(Report.last_day))
        .join(ReportDuty, col(ReportDuty.id) == col(Report.duty_id))
        .where(col(ReportDuty.agreement_id) == agreement.id, col(ReportDuty.id) != duty.id)
        .where(col(Report.state).in_(HANDED_IN), col(Report.last_day) < min(duty.due_on, agreement.valid_to))
        .order_by(col(Report.last_day).desc())
        .limit(1)
    ).first()
    first = before + DAY if before else agreement.valid_from
    return first, max(first, min(duty.due_on, agreement.valid_to))


def goals_of(session: Session, agreement_id: int) -> list[Goal]:
    """The goals that a report says something of, in the agreement's order."""
    theirs = select(Goal).where(col(Goal.agreement_id) == agreement_id)
    return list(session.scalars(theirs.order_by(col(Goal.position), col(Goal.id)).limit(MOST_GOALS)))


def goal_field(goal_id: int, what: str = "") -> str:
    """The field of a goal: how far it was reached; with `words`, in words; with `goal`, what it was when handed in."""
    return f"goal_{goal_id}_{what}" if what else f"goal_{goal_id}"


def goals_in(fields: Fields) -> list[tuple[str, str, str]]:
    """Of what was handed in: each goal's words, how far it was reached (may be empty), and what was written of it."""
    ids = [int(name.split("_")[1]) for name in fields if name.startswith("goal_") and name.endswith("_goal")]
    return [
        (
            fields[goal_field(one, "goal")],
            fields.get(goal_field(one), ""),
            fields.get(goal_field(one, "words"), ""),
        )
        for one in ids
    ]


def words(vault: Vault, report: Report) -> Fields:
    """What was last handed in, by `TEXTS`, `NUMBERS`, `PERIOD` and `goals_in`; nothing before that.

    Raises:
        Unsealable: it was sealed for another report, or changed.
        KeysMissing: the key that sealed it is not on the ring.
    """
    versions = unseal(vault, report).versions
    return versions[-1].fields if versions else {}


def unseal(vault: Vault, report: Report) -> Contents:
    """All that is sealed of a report; raises as `words`."""
    if report.sealed is None or report.sealed_by is None:
        return Contents()
    plain = vault.ring.open(report.sealed, report.sealed_by, report_context(report.id))
    held: dict[str, Any] = json.loads(plain)
    return Contents(
        fields=held["fields"],
        kept={
            int(one): Kept(kept["revision"], datetime.fromisoformat(kept["at"]), kept["fields"])
            for one, kept in held["kept"].items()
        },
        versions=[Version(datetime.fromisoformat(one["at"]), one["fields"]) for one in held["versions"]],
    )


def seal(vault: Vault, report: Report, contents: Contents) -> None:
    """Let `contents` be what is sealed of a report."""
    held = {
        "fields": contents.fields,
        "kept": {
            str(one): {"revision": kept.revision, "at": kept.at.isoformat(), "fields": kept.fields}
            for one, kept in contents.kept.items()
        },
        "versions": [{"at": one.at.isoformat(), "fields": one.fields} for one in contents.versions],
    }
    plain = json.dumps(held, ensure_ascii=False).encode()
    report.sealed, report.sealed_by = vault.ring.seal(plain, report_context(report.id)), vault.ring.current
