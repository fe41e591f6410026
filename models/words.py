"""Words about a client, sealed and in versions: those of a note, and those of a referral. Read in the room alone."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column
from sqlmodel import Field

from models.base import Choice, Moment, Row, one_of


class Particular(StrEnum):
    """What can be written of a referral besides notes."""

    REASON = "reason"
    WISHES = "wishes"
    CONTACT = "contact"


class NoteVersion(Row, table=True):
    """The words of a note as they were from `written_at` on. The highest number stands."""

    note_id: int = Field(foreign_key="note.id", primary_key=True)
    number: int = Field(primary_key=True)
    sealed: bytes
    member_id: int = Field(foreign_key="member.id")
    written_at: datetime = Field(sa_type=Moment)


class ParticularVersion(Row, table=True):
    """One of a referral's particulars as it was from `written_at` on. The highest number stands."""

    __table_args__ = (one_of("kind", Particular),)

    referral_id: int = Field(foreign_key="referral.id", primary_key=True)
    kind: Particular = Field(sa_column=Column(Choice(Particular), primary_key=True))
    number: int = Field(primary_key=True)
    sealed: bytes
    member_id: int = Field(foreign_key="member.id")
    written_at: datetime = Field(sa_type=Moment)


class RoomDraft(Row, table=True):
    """What somebody has begun to write in the room, saved while they write. One for each person and place."""

    member_id: int = Field(foreign_key="member.id", primary_key=True)
    place: str = Field(primary_key=True)
    """What is being written: `note:REFERRAL`, `note:REFERRAL:NOTE`, `contact:REFERRAL` and so on."""
    client: str = Field(foreign_key="client.mark", index=True)
    sealed: bytes
    changed_at: datetime = Field(sa_type=Moment, index=True)
