"""The steering group's pages: who sits in it, its meetings with their packs, and what is proposed to it."""

from dataclasses import dataclass
from datetime import date, datetime

from messages.room.pages.base import RoomPage
from messages.room.pages.writing import Warned
from messages.word import Word


@dataclass(frozen=True)
class Seat:
    """Somebody's seat; `role` is a word of `seat_role`, `end` is where it is ended, empty where it may not be."""

    id: int
    name: str
    role: str
    since: date
    until: date | None
    in_chat: bool
    end: str


@dataclass(frozen=True)
class Seats:
    """A party's seats."""

    party: str
    seats: tuple[Seat, ...]


@dataclass(frozen=True)
class Option:
    """One to choose."""

    value: str
    name: str


@dataclass(frozen=True)
class SteeringMeetingLine:
    """A meeting in a list; `year` is nothing where it is this one."""

    path: str
    starts_at: datetime
    year: int | None
    place: str
    called_off: bool


@dataclass(frozen=True)
class ProposalLine:
    """A proposal in a list; `status` is a word of `proposal_status`, `settled_on` nothing while it is open."""

    path: str
    title: str
    by: str
    since: date
    status: str
    settled_on: date | None


@dataclass(frozen=True)
class SteeringPage(RoomPage):
    """The steering group of an agreement. What may not be done has an empty path."""

    name: str
    back: str
    parties: tuple[Seats, ...]
    past_seats: tuple[Seats, ...]
    add_seat: str
    people: tuple[Option, ...]
    fillable: tuple[Option, ...]
    roles: tuple[str, ...]
    today: date
    coming: tuple[SteeringMeetingLine, ...]
    past: tuple[SteeringMeetingLine, ...]
    add_meeting: str
    form: str
    open: tuple[ProposalLine, ...]
    settled: tuple[ProposalLine, ...]
    propose: str


@dataclass(frozen=True)
class MoneyLine:
    """A line of the budget as it is shown; `used` is empty where it is not known."""

    words: str
    planned: str
    used: str


@dataclass(frozen=True)
class PeopleSaid:
    """How many came: `total` nothing where it is not known, or (`hidden`) too few to be told."""

    total: int | None
    hidden: bool
    few: int
    missing: int


@dataclass(frozen=True)
class HeldLine:
    """Activities of a kind since the last meeting."""

    kind: Word
    held: int
    called_off: int
    unlogged: int
    visitors: PeopleSaid
    volunteers: PeopleSaid
    same_leaders: int
    other_leaders: int
    leaders_unsaid: int


@dataclass(frozen=True)
class PresenceLine:
    """Days on which the board's people were to be at the partner's; `reasons` are words of `missed`, with a count."""

    promised: int
    kept: int
    missed: int
    disputed: int
    unlogged: int
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Counted:
    """A count beside its word, of the chat's or of the room's; nothing where it is too few to be told."""

    word: Word | str
    count: int | None


@dataclass(frozen=True)
class ReferredShown:
    """Referrals by state and by sex."""

    total: int | None
    states: tuple[Counted, ...]
    sexes: tuple[Counted, ...]


@dataclass(frozen=True)
class ReportedLine:
    """A report; `state` is a word of `reported`."""

    kind: Word
    due_on: date
    received_on: date | None
    state: str
    late: bool


@dataclass(frozen=True)
class DoubtLine:
    """A criterion in doubt: words of `pack_criterion` and `pack_answer`, and why."""

    criterion: str
    answer: str
    words: str


@dataclass(frozen=True)
class PackShown:
    """The pack; `total` is the whole budget."""

    last_meeting: date | None
    since: date
    until: date
    money: tuple[MoneyLine, ...]
    total: MoneyLine
    logs_activities: bool
    activities: tuple[HeldLine, ...]
    promises_presence: bool
    presence: PresenceLine | None
    referred: ReferredShown | None
    steps: tuple[Counted, ...]
    proposals: tuple[ProposalLine, ...]
    reports: tuple[ReportedLine, ...]
    doubts: tuple[DoubtLine, ...]


@dataclass(frozen=True)
class MeetingPage(RoomPage):
    """One meeting, with its pack from a week before. What may not be done has an empty path."""

    name: str
    back: str
    starts_at: datetime
    year: int | None
    place: str
    called_off: bool
    change: str
    day: str
    hour: str
    call_off: str
    accessibility: str
    raise_it: str
    words: str
    longest: int
    ready_on: date
    pack: PackShown | None
    document: str
    warned: Warned | None = None
    conflict: str = ""


@dataclass(frozen=True)
class ProposeFormPage(RoomPage):
    """A proposal to be made. `flaw` says what is missing: `title` or `words`."""

    name: str
    back: str
    action: str
    form: str
    title: str
    words: str
    longest_title: int
    longest: int
    flaw: str = ""
    warned: Warned | None = None


@dataclass(frozen=True)
class ProposalStepLine:
    """What became of it, by whom and on which day; `status` is a word of `proposal_step`."""

    status: str
    by: str
    on: date
    words: str


@dataclass(frozen=True)
class ProposalPage(RoomPage):
    """One proposal with its trail. `no_decision` says why its director cannot decide now: `not_in_force`, `no_mandate`.

    `remark`, `flaw` and `warned` are of the form that came back, `written_in`: `decide` or `withdraw`. `replaces` and
    `replaced_by` are a title and a path, empty where there is none.
    """

    name: str
    back: str
    title: str
    by: str
    status: str
    words: str
    replaces: tuple[str, str]
    replaced_by: tuple[str, str]
    steps: tuple[ProposalStepLine, ...]
    decide: str
    no_decision: str
    valid_from: date
    valid_to: date
    decisions: str
    choices: tuple[str, ...]
    chosen: str
    others: tuple[Option, ...]
    withdraw: str
    written_in: str
    remark: str
    longest: int
    flaw: str = ""
    warned: Warned | None = None
