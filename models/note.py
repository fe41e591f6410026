"""Notes: what was seen of a person on a day, one of a few words; what is written besides is sealed, in versions."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Column, Index, text
from sqlmodel import Field

from models.base import Choice, Moment, Row, one_of


class NoteKind(StrEnum):
    CAME = "came"
    NO_SHOW = "no_show"
    CONTACT = "contact"
    TRIED = "tried"
    TOOK_PART = "took_part"
    STEP = "step"
    """A step on the ladder towards a job. Which one is said in the room, never in the chat."""
    WRITTEN = "written"
    """Nothing but words, written in the room."""


class LadderStep(StrEnum):
    """The steps towards a life and a living of one's own, as a koordinator or worker sees them taken."""

    FIRST_CONTACT = "first_contact"
    FIRST_VISIT = "first_visit"
    RECURRING = "recurring"
    REDUCED_USE = "reduced_use"
    TREATMENT = "treatment"
    JOB_AGENCY = "job_agency"
    """Jobbtorg or Arbetsförmedlingen."""
    COOP_SALES = "coop_sales"
    COOP_MEMBER = "coop_member"
    OWN_INCOME = "own_income"


class StrikeReason(StrEnum):
    """Why a note was entered in error."""

    WRONG_PERSON = "wrong_person"
    WRONG_FACT = "wrong_fact"
    TWICE = "twice"
    NOT_NEEDED = "not_needed"


TAPPED = frozenset(NoteKind) - {NoteKind.WRITTEN}
"""What the chat's buttons note."""
CONTACTS = TAPPED - {NoteKind.NO_SHOW, NoteKind.TRIED}
"""What shows that somebody met or reached the person."""

STANDING = "struck_at IS NULL AND kind <> 'written'"


class Note(Row, table=True):
    """One of either side's notes on a referral. A mistake is struck, not removed."""

    __table_args__ = (
        one_of("kind", NoteKind),
        one_of("step", LadderStep),
        one_of("struck_for", StrikeReason),
        Index(
            "uq_note_referral_id_by_partner_kind_day",
            "referral_id",
            "by_partner",
            "kind",
            "day",
            unique=True,
            sqlite_where=text(STANDING),
            postgresql_where=text(STANDING),
        ),
        Index("uq_note_form", "form", unique=True),
        Index(None, "referral_id"),
        Index(
            "ix_note_ask_again_on",
            "ask_again_on",
            sqlite_where=text("ask_again_on IS NOT NULL"),
            postgresql_where=text("ask_again_on IS NOT NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    referral_id: int = Field(foreign_key="referral.id")
    kind: NoteKind = Field(sa_column=Column(Choice(NoteKind), nullable=False))
    day: date
    """The day it is about, in Stockholm."""
    by_partner: bool
    member_id: int = Field(foreign_key="member.id")
    at: datetime = Field(sa_type=Moment)
    struck_at: datetime | None = Field(default=None, sa_type=Moment)
    struck_for: StrikeReason | None = Field(default=None, sa_column=Column(Choice(StrikeReason)))
    step: LadderStep | None = Field(default=None, sa_column=Column(Choice(LadderStep)))
    shared: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    """Whether its words are for the other side too, as far as the consent covers them."""
    form: str | None = None
    """The form it was written in: saving the same form again finds it."""
    ask_again_on: date | None = None
    """After a no-show: the day to ask how it went since."""
