"""What the pack of a meeting holds: plain values.

Nothing here is a person's; counts of so few that they would point somebody out are hidden. What nobody has said is
nothing (None): it is never zero.
"""

from dataclasses import dataclass
from datetime import date, datetime

from models import ActivityKind, Answer, Criterion, LadderStep, MissReason, ReportKind, ReportState, Sex


@dataclass(frozen=True)
class Money:
    """A line of the budget, in whole öre; `used` (until now) is nothing where nobody has reported any use."""

    words: str
    planned: int
    used: int | None


@dataclass(frozen=True)
class People:
    """How many came, all times together.

    `total` sums the times of which a number was said; nothing where there are none, or it is one to four (`hidden`).
    `few` times one to four came, and no more was said; of `missing` times nobody has said how many.
    """

    total: int | None
    hidden: bool
    few: int
    missing: int


@dataclass(frozen=True)
class Held:
    """Activities of a kind since the last meeting.

    `unlogged` are the days on which a weekly series should have been and of which nobody has said anything. Of the
    times it was held, `same_leaders` times the leaders were those of the time before, `other_leaders` times others;
    `leaders_unsaid` times nobody has said.
    """

    kind: ActivityKind
    held: int
    called_off: int
    unlogged: int
    visitors: People
    volunteers: People
    same_leaders: int
    other_leaders: int
    leaders_unsaid: int


@dataclass(frozen=True)
class Presence:
    """Hours that the board promised at the partner's premises, as days: kept, missed with reasons, or unsaid.

    On `disputed` days the two sides have said different things, and the board's manager has not settled it.
    """

    promised: int
    kept: int
    missed: int
    disputed: int
    unlogged: int
    reasons: tuple[tuple[MissReason, int], ...]


@dataclass(frozen=True)
class Referred:
    """Referrals under the agreement; a count that would point somebody out is nothing.

    `states` has a word of the labels' `state` table and a count; `sexes` has nothing where nobody asked.
    """

    total: int | None
    states: tuple[tuple[str, int | None], ...]
    sexes: tuple[tuple[Sex | None, int | None], ...]


@dataclass(frozen=True)
class Step:
    """How many people took a step on the ladder since the last meeting; nothing where they are one to four."""

    step: LadderStep
    count: int | None


@dataclass(frozen=True)
class OpenProposal:
    """A proposal that waits for a decision: by which party, and since when."""

    id: int
    title: str
    by: str
    since: date


@dataclass(frozen=True)
class Reported:
    """A report that is due or has come; `received_on` is nothing until it has. `late` on the pack's last day."""

    kind: ReportKind
    due_on: date
    received_on: date | None
    state: ReportState | None
    late: bool


@dataclass(frozen=True)
class Doubt:
    """A criterion whose newest answer is not that it is met; `answer` is nothing where a source alone doubts it."""

    criterion: Criterion
    answer: Answer | None
    words: str


@dataclass(frozen=True)
class Pack:
    """What lies before a meeting. `since` and `until` are the days it covers (inclusive).

    `last_meeting` is nothing before the first one; then it covers the agreement from its first day. `presence` is
    nothing where no hours are on record though they may be promised (`promises_presence`); `referred` where nobody
    may be referred under the agreement.
    """

    agreement: str
    starts_at: datetime
    place: str
    last_meeting: date | None
    since: date
    until: date
    money: tuple[Money, ...]
    planned: int | None
    """The whole budget in öre, which may be known where no line is; nothing where it is not."""
    used: int | None
    logs_activities: bool
    activities: tuple[Held, ...]
    promises_presence: bool
    presence: Presence | None
    referred: Referred | None
    steps: tuple[Step, ...]
    accessibility: str
    proposals: tuple[OpenProposal, ...]
    reports: tuple[Reported, ...]
    doubts: tuple[Doubt, ...]
