"""Referrals, what happened to them, and the wishes that came along. States follow FHIR R5 Task.status."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, Column, Index, Integer, text
from sqlmodel import Field

from models.base import Choice, Moment, Row, one_of

version = Column("version", Integer, nullable=False)


class ReferralStatus(StrEnum):
    REQUESTED = "requested"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    IN_PROGRESS = "in-progress"
    ON_HOLD = "on-hold"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    ENTERED_IN_ERROR = "entered-in-error"


ANSWERABLE = frozenset({ReferralStatus.REQUESTED, ReferralStatus.RECEIVED})
RUNNING = frozenset({ReferralStatus.ACCEPTED, ReferralStatus.IN_PROGRESS, ReferralStatus.ON_HOLD})
OPEN = ANSWERABLE | RUNNING
ENDED = frozenset(ReferralStatus) - OPEN


class StatusReason(StrEnum):
    """Why a partner declined."""

    FULL = "full"
    NO_MATCH = "no_match"
    UNREACHABLE = "unreachable"
    PERSON_DECLINED = "person_declined"


class Handover(StrEnum):
    """How the person comes from one hand to the other."""

    CALL_ME = "call_me"
    TIME = "time"
    COME_ALONG = "come_along"


class Sex(StrEnum):
    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"
    NOT_SAID = "not_said"


class Happening(StrEnum):
    """What an event records."""

    SENT = "sent"
    SEEN = "seen"
    ACCEPTED = "accepted"
    TIME_PROPOSED = "time_proposed"
    TIME_SUITS = "time_suits"
    TIME_DECLINED = "time_declined"
    TIME_ASKED = "time_asked"
    CALL_ASKED = "call_asked"
    WAITING_LIST = "waiting_list"
    REJECTED = "rejected"
    MATCHED = "matched"
    PAUSED = "paused"
    RESUMED = "resumed"
    COMPLETED = "completed"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    MISTAKE = "mistake"
    HANDED_OVER = "handed_over"
    RECORDED = "recorded"
    TRANSFERRED = "transferred"
    DELETION_CONFIRMED = "deletion_confirmed"


def _due(column: str) -> Index:
    """An index over the few rows that wait for a day."""
    waiting = text(f"{column} IS NOT NULL")
    return Index(f"ix_referral_{column}", column, sqlite_where=waiting, postgresql_where=waiting)


class Referral(Row, table=True):
    """A person on the way from a referrer to a partner, known by a random code alone."""

    __table_args__ = (
        one_of("status", ReferralStatus),
        one_of("reason", StatusReason),
        one_of("handover", Handover),
        one_of("sex", Sex),
        CheckConstraint("reason IS NULL OR status = 'rejected'", name="reason_when_rejected"),
        Index(None, "referrer_id", "sent_at"),
        Index(None, "referrer_id", "status", "changed_at"),
        Index(None, "organisation_id", "status", "changed_at"),
        _due("nudge_on"),
        _due("contact_due_on"),
    )
    __mapper_args__: ClassVar[dict[str, Any]] = {"version_id_col": version}

    id: int = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    person: str = Field(index=True)
    """A random mark that one person's referrals share, so that persons can be counted; the referrer alone links."""
    referrer_id: int = Field(foreign_key="member.id")
    organisation_id: int = Field(foreign_key="organisation.id")
    agreement_id: int = Field(foreign_key="agreement.id")
    draft_id: int = Field(unique=True)
    """The draft it was sent from: a second *send* finds it instead of sending again."""
    status: ReferralStatus = Field(sa_column=Column(Choice(ReferralStatus), nullable=False))
    reason: StatusReason | None = Field(default=None, sa_column=Column(Choice(StatusReason)))
    handover: Handover = Field(sa_column=Column(Choice(Handover), nullable=False))
    meet_at: datetime | None = Field(default=None, sa_type=Moment)
    proposed_at: datetime | None = Field(default=None, sa_type=Moment)
    """A time the partner proposed and the referrer has not answered."""
    waiting_list: bool = False
    call_asked: bool = False
    """That the partner waits for the referrer to call."""
    sex: Sex | None = Field(default=None, sa_column=Column(Choice(Sex)))
    sent_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)
    waiting_since: date | None = None
    """Since when the partner owes an answer; nothing where it has given one, or the other side has the next move."""
    nudges: int = 0
    """How many steps have been taken to get one: the partner reminded, the referrer told, the managers told."""
    nudge_on: date | None = None
    """The working day of the next such step."""
    contact_due_on: date | None = None
    """When the referrer is asked about the person if no contact is noted by then."""
    recorded_at: datetime | None = Field(default=None, sa_type=Moment)
    """When the referrer said that the code stands in the case file."""
    ask_record_on: date | None = Field(default=None, index=True)
    """The next day to ask whether it does; nothing when it is not to be asked."""
    transferred_at: datetime | None = Field(default=None, sa_type=Moment)
    """When what is written here stood in the file of record (*överförd till akten*)."""
    erased_at: datetime | None = Field(default=None, sa_type=Moment)
    """When the person's file was erased: the row stays to be counted, and belongs to nobody."""
    revision: int = 1
    """Counts what changes the choices of either side: a button carries the revision it was shown with."""
    version: int = Field(default=1, sa_column=version)

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits for something."""
        return self.status in OPEN

    @property
    def can_reopen(self) -> bool:
        """Whether the referrer may send it again under the same code."""
        return self.status in ENDED and self.status is not ReferralStatus.ENTERED_IN_ERROR


class WishChosen(Row, table=True):
    """A wish or skill that came along with a referral."""

    referral_id: int = Field(foreign_key="referral.id", primary_key=True)
    wish_id: int = Field(foreign_key="wish.id", primary_key=True)


class Event(Row, table=True):
    """One line of a referral's history."""

    __table_args__ = (one_of("happening", Happening), Index(None, "organisation_id", "at"), Index(None, "at"))

    id: int = Field(default=None, primary_key=True)
    referral_id: int = Field(foreign_key="referral.id", index=True)
    at: datetime = Field(sa_type=Moment)
    member_id: int = Field(foreign_key="member.id")
    organisation_id: int = Field(foreign_key="organisation.id")
    """The board that referred, and the unit of it, as they were then: what happened is counted where it happened."""
    unit: str
    happening: Happening = Field(sa_column=Column(Choice(Happening), nullable=False))
    detail: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
