"""What is counted from the rows of a period: referrals, people and their steps. Small counts are not told."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from bot import clock, suppression
from bot.suppression import ToldTable
from models import LadderStep, Member, Note, NoteKind, Referral, ReferralStatus, Sex

STATES = {
    ReferralStatus.REQUESTED: "waiting",
    ReferralStatus.RECEIVED: "waiting",
    ReferralStatus.ACCEPTED: "running",
    ReferralStatus.IN_PROGRESS: "running",
    ReferralStatus.ON_HOLD: "running",
    ReferralStatus.COMPLETED: "completed",
    ReferralStatus.FAILED: "failed",
    ReferralStatus.REJECTED: "rejected",
    ReferralStatus.CANCELLED: "cancelled",
}
SEXES = {Sex.WOMAN: "woman", Sex.MAN: "man", Sex.OTHER: "other"}
UNSAID = "unsaid"
TOOK_PART = frozenset({NoteKind.CAME, NoteKind.TOOK_PART})

Q = TypeVar("Q", bound=Select[*tuple[Any, ...]])
ReferralRows = Mapping[int, Mapping[tuple[str, str], int]]
"""By agreement: how many referrals in a state, of a sex."""
PersonRows = Mapping[int, frozenset[tuple[str, str]]]
"""By agreement: the mark of a person, and that they took part (`participants`) or the step that they took."""


@dataclass(frozen=True)
class Counts:
    """All of a board's referrals and notes in a period, by agreement; what was never logged is not in it."""

    referrals: ReferralRows
    persons: PersonRows

    def table(self, agreement_ids: Collection[int]) -> ToldTable | None:
        """Referrals under these agreements by state and sex, small counts hidden; nothing where there are none."""
        cells: dict[str, dict[str, int]] = {state: {} for state in dict.fromkeys(STATES.values())}
        found = [self.referrals[one] for one in agreement_ids if one in self.referrals]
        for row in cells.values():
            row.update(dict.fromkeys((*SEXES.values(), UNSAID), 0))
        for counts in found:
            for (state, sex), count in counts.items():
                cells[state][sex] += count
        return suppression.told_table(cells) if found else None

    def people(self, agreement_ids: Collection[int]) -> Mapping[str, int]:
        """How many took part, and how many took each step; empty where nobody has noted anything.

        Not yet fit to be told: `told_people` hides what is small.
        """
        marks: defaultdict[str, set[str]] = defaultdict(set)
        for one in agreement_ids:
            for person, what in self.persons.get(one, frozenset()):
                marks[what].add(person)
        return {what: len(persons) for what, persons in marks.items()}


def told_people(people: Mapping[str, int]) -> Mapping[str, int | None]:
    """The same as it may be told: nothing for one to four, nor where all but one to four did it."""
    everybody = people.get("participants", 0)

    def told(what: str, count: int) -> int | None:
        apart = what != "participants" and suppression.is_small(max(everybody - count, 0))
        return None if apart else suppression.shown(count)

    return {what: told(what, count) for what, count in people.items()}


def count(session: Session, board_id: int, first: date, last: date) -> Counts:
    """Count for all agreements of a board from `first` to `last` (inclusive), in two statements.

    Referrals count on the day they were sent, in the state in which they are now; mistakes are left out.
    """
    return Counts(_referrals(session, board_id, first, last), _persons(session, board_id, first, last))


def _referrals(session: Session, board_id: int, first: date, last: date) -> ReferralRows:
    since, until = clock.at_local(first, 0), clock.at_local(last + timedelta(days=1), 0)
    columns = (col(Referral.agreement_id), col(Referral.status), col(Referral.sex))
    rows = session.execute(
        _of_board(select(*columns, func.count()).select_from(Referral), board_id)
        .where(col(Referral.sent_at) >= since, col(Referral.sent_at) < until)
        .group_by(*columns)
    ).all()
    found: defaultdict[int, defaultdict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    for agreement_id, status, sex, number in rows:
        found[agreement_id][STATES[status], SEXES.get(sex, UNSAID)] += number
    return found


def _persons(session: Session, board_id: int, first: date, last: date) -> PersonRows:
    columns = (col(Referral.agreement_id), col(Referral.person), col(Note.kind), col(Note.step))
    rows = session.execute(
        _of_board(select(*columns).join(Referral, col(Referral.id) == col(Note.referral_id)), board_id)
        .where(col(Note.kind).in_([*TOOK_PART, NoteKind.STEP]), col(Note.struck_at).is_(None))
        .where(col(Note.day) >= first, col(Note.day) <= last)
        .distinct()
    ).all()
    found: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
    for agreement_id, person, kind, step in rows:
        if what := "participants" if kind in TOOK_PART else step and LadderStep(step).value:
            found[agreement_id].add((person, what))
    return {agreement_id: frozenset(marks) for agreement_id, marks in found.items()}


def _of_board(query: Q, board_id: int) -> Q:
    """Referrals by the board's own workers, but for mistakes: another board's are not its to tell of."""
    return query.join(Member, col(Member.id) == col(Referral.referrer_id)).where(
        col(Member.organisation_id) == board_id, col(Referral.status) != ReferralStatus.ENTERED_IN_ERROR
    )
