"""What is kept about a person, as plain values: what a document is drawn up from when the transaction is over."""

from dataclasses import dataclass
from datetime import date, datetime

from messages import Value


@dataclass(frozen=True)
class Version:
    """Words as they were from `at` on; nothing where they cannot be opened."""

    number: int
    at: datetime
    by: str
    words: str | None


@dataclass(frozen=True)
class NoteKept:
    """A note with all its versions. `masked` stands instead of everything but its day and its author."""

    id: int
    kind: str
    step: str
    day: date
    at: datetime
    by: str
    by_partner: bool
    shared: bool
    struck_at: datetime | None
    struck_for: str
    versions: tuple[Version, ...]
    masked: str = ""


@dataclass(frozen=True)
class ParticularKept:
    """The reason, the wishes or the contact, with all its versions."""

    kind: str
    versions: tuple[Version, ...]


@dataclass(frozen=True)
class ConsentKept:
    """The consent as it stands."""

    share: tuple[str, ...]
    shared_with: tuple[str, ...]
    until: date
    given_at: datetime
    given_by: str
    taken_by: str
    withdrawn_at: datetime | None
    deleted_at: datetime | None


@dataclass(frozen=True)
class Happened:
    """A line of the history: a happening, and what it was about."""

    at: datetime
    happening: str
    by: str
    detail: Value


@dataclass(frozen=True)
class Seen:
    """Somebody who read it, and in what way."""

    at: datetime
    by: str
    role: str
    what: str


@dataclass(frozen=True)
class CaseFile:
    """Everything of one referral. `case_number` is there for the referrer alone."""

    code: str
    case_number: str
    referrer: str
    unit: str
    board: str
    alias: str
    partner: str
    state: str
    ending: str
    sent_at: datetime
    handover: str
    meet_at: datetime | None
    sex: str
    wishes: tuple[str, ...]
    start_on: date | None
    activity: str
    consent: ConsentKept
    particulars: tuple[ParticularKept, ...]
    notes: tuple[NoteKept, ...]
    history: tuple[Happened, ...]
    readers: tuple[Seen, ...]
    recorded_at: datetime | None
    transferred_at: datetime | None
    drawn_at: datetime
    drawn_by: str


@dataclass(frozen=True)
class Trace:
    """An entry of the audit."""

    at: datetime
    by: str
    role: str
    act: str
    allowed: bool
    screen: str
    code: str


@dataclass(frozen=True)
class Told:
    """That somebody was owed a notice: of what kind, due when, said when. A notice holds no text."""

    kind: str
    to: str
    due_at: datetime
    sent_at: datetime | None
    code: str


@dataclass(frozen=True)
class Asked:
    """A request under GDPR art. 16 or 17, and what was decided."""

    wanted: str
    asked_on: date
    recorded_by: str
    recorded_at: datetime
    request: str | None
    decision: str
    decided_by: str
    decided_at: datetime | None
    grounds: str | None
    code: str


@dataclass(frozen=True)
class Opened:
    """That somebody asked for the glass to be broken, why, and what came of it."""

    asked_by: str
    asked_at: datetime
    reason: str | None
    opened_by: str
    opened_at: datetime | None
    refused_at: datetime | None
    until: datetime | None
    code: str


@dataclass(frozen=True)
class Extract:
    """Everything about one person. `others` is how many referrals of theirs somebody else is responsible for."""

    mark: str
    erase_on: date
    files: tuple[CaseFile, ...]
    others: int
    trace: tuple[Trace, ...]
    told: tuple[Told, ...]
    asked: tuple[Asked, ...]
    opened: tuple[Opened, ...]
    drawn_at: datetime
    drawn_by: str


@dataclass(frozen=True)
class MaskedPart:
    """A part that was masked: its number in the copy, of what kind it is, and where it first stands."""

    number: int
    kind: str
    where: str
    day: date | None = None
