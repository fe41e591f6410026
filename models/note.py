"""Notes: what was seen of a person on a day, one of a few words. Never a text."""

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
    """A step on the ladder towards a job. Which one never stands in the chat."""


CONTACTS = frozenset(NoteKind) - {NoteKind.NO_SHOW, NoteKind.TRIED}
"""What shows that somebody met or reached the person."""

STANDING = "struck_at IS NULL"


class Note(Row, table=True):
    """One of either side's notes on a referral. A mistake is struck, not removed."""

    __table_args__ = (
        one_of("kind", NoteKind),
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
    ask_again_on: date | None = None
    """After a no-show: the day to ask how it went since."""
