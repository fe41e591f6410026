"""An agreement's steps, planned backward from its last day: the signature, the decision, the papers, the dialogue."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot import workdays
from models import ReminderKind

NEAR = timedelta(days=120)
"""A board meets once in so many days, its summer included: an older meeting is none of this agreement's."""
STEPS = (ReminderKind.DIALOGUE, ReminderKind.DRAFT, ReminderKind.DECISION, ReminderKind.SIGNATURE)
"""In the order in which they are taken."""


@dataclass(frozen=True)
class Meeting:
    """A meeting of the board, and the day by which its papers are ready."""

    held_on: date
    papers_on: date


@dataclass(frozen=True)
class LeadTimes:
    """Whole days: the signature's before the end, the papers' before the meeting, the dialogue's before the papers."""

    signature: int
    papers: int
    dialogue: int


@dataclass(frozen=True)
class Plan:
    """The days of the steps toward what follows after `end`, each a working day and none after the next.

    `meeting` says whether the decision's day is a known meeting of the board.
    """

    end: date
    dialogue: date
    draft: date
    decision: date
    signature: date
    meeting: bool

    def day(self, step: ReminderKind) -> date:
        """The day of one of `STEPS`."""
        return dict(zip(STEPS, (self.dialogue, self.draft, self.decision, self.signature), strict=True))[step]


def plan(end: date, meetings: Iterable[Meeting], leads: LeadTimes) -> Plan:
    """The steps toward what follows after an agreement whose last day is `end` (inclusive).

    Where no known meeting is near, the decision falls on the day of the signature, as late as it may.
    """
    signature = workdays.on_or_before(end - timedelta(days=leads.signature))
    meeting = _last(meetings, signature)
    decision = workdays.on_or_before(meeting.held_on) if meeting else signature
    papers = meeting.papers_on if meeting else decision - timedelta(days=leads.papers)
    draft = workdays.on_or_before(min(papers, decision))
    dialogue = workdays.on_or_before(draft - timedelta(days=leads.dialogue))
    return Plan(end, dialogue, draft, decision, signature, meeting is not None)


def _last(meetings: Iterable[Meeting], day: date) -> Meeting | None:
    """The last meeting on or before `day`, if it is near."""
    in_time = (meeting for meeting in meetings if day - NEAR <= meeting.held_on <= day)
    return max(in_time, key=lambda meeting: meeting.held_on, default=None)
