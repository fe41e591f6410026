"""The decisions about an agreement, and a board's meetings and lead times."""

from dataclasses import dataclass
from datetime import date

from messages.room.pages.base import RoomPage


@dataclass(frozen=True)
class DecisionLine:
    """A decision. `kind` is a word of `decision_kind`, `instance` of `instance`; the paths are empty where nothing can
    be done."""

    id: int
    kind: str
    instance: str
    decided_on: date
    registry_number: str
    paragraph: str
    until: date | None
    amount: str
    gives_mandate: bool
    mandate_on: date | None
    """Of the director's: when the board gave the mandate that it rests on."""
    signed_on: date | None
    waits: bool
    """Whether it is still to be signed."""
    struck_on: date | None
    by: str
    sign: str
    strike: str


@dataclass(frozen=True)
class PlanLine:
    """A step toward what follows: a word of `plan`, and its day. `done`: nobody has anything left to do in it."""

    step: str
    day: date
    past: bool
    done: bool


@dataclass(frozen=True)
class DecisionForm:
    """What is written about a decision. `flaw` is HTML that a refusal's own template made."""

    action: str
    kinds: tuple[str, ...]
    kind: str
    instance: str
    decided_on: str
    registry_number: str
    paragraph: str
    until: str
    gives_mandate: bool
    amount: str
    signed_on: str
    longest: int
    flaw: str = ""


@dataclass(frozen=True)
class DecisionsPage(RoomPage):
    """The three facts of an extension, the steps toward what follows, and all decisions."""

    name: str
    back: str
    valid_from: date
    valid_to: date
    permitted_months: int | None
    furthest_end: date | None
    agreed_until: date | None
    exercised: bool | None
    plan: tuple[PlanLine, ...]
    meeting: bool
    """Whether the decision's day is a known meeting of the board."""
    reminded: bool
    decisions: tuple[DecisionLine, ...]
    form: DecisionForm | None


@dataclass(frozen=True)
class MeetingLine:
    """A meeting of the board."""

    held_on: date
    papers_on: date
    remove: str


@dataclass(frozen=True)
class BoardPage(RoomPage):
    """The board's meetings and lead times (whole days, as they were written). The flaws are HTML of a refusal."""

    board: str
    meetings: tuple[MeetingLine, ...]
    lines: str
    flaw: str
    signature: str
    papers: str
    dialogue: str
    most: int
    leads_flaw: str
