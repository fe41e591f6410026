"""Resolutions: what a board, or the director within the board's mandate, has decided about an agreement."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, text
from sqlmodel import Field

from models.base import Choice, Moment, Row, one_of


class ResolutionKind(StrEnum):
    ENTER = "enter"
    """The agreement is entered into; the first one may give the director a mandate."""
    EXTEND = "extend"
    """An extension is agreed; it is exercised when it is signed."""
    LET_LAPSE = "let_lapse"
    CHANGE = "change"
    """Something in the agreement is changed while it runs."""
    END_EARLY = "end_early"
    REJECT = "reject"
    """A proposed agreement does not come about."""
    CLAW_BACK = "claw_back"
    """The board asks for its contribution, or a part of it, back."""


class Instance(StrEnum):
    BOARD = "board"
    DIRECTOR = "director"


class Resolution(Row, table=True):
    """One decision, as the minutes have it. A mistake is struck, not removed."""

    __table_args__ = (
        one_of("kind", ResolutionKind),
        one_of("instance", Instance),
        CheckConstraint("amount_ore > 0", name="amount"),
        Index(
            "uq_resolution_agreement_id_kind_decided_on_paragraph",
            "agreement_id",
            "kind",
            "decided_on",
            "paragraph",
            unique=True,
            sqlite_where=text("struck_at IS NULL"),
            postgresql_where=text("struck_at IS NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="agreement.id")
    kind: ResolutionKind = Field(sa_column=Column(Choice(ResolutionKind), nullable=False))
    instance: Instance = Field(sa_column=Column(Choice(Instance), nullable=False))
    decided_on: date
    registry_number: str
    """The case's number in the board's register (*diarienummer*)."""
    paragraph: str
    """Of the minutes, or the number of the delegated decision."""
    until: date | None = None
    """The last day that is decided: of an extension, or of an early end."""
    amount_ore: int | None = Field(default=None, sa_type=BigInteger)
    """Of a claw-back, in hundredths of a krona."""
    gives_mandate: bool = False
    """Whether the board lets the director decide what the agreement needs while it runs."""
    mandate_id: int | None = Field(default=None, foreign_key="resolution.id")
    """Of the director's decision: the board's that it rests on."""
    signed_on: date | None = None
    """When all parties had signed what was decided."""
    member_id: int = Field(foreign_key="member.id")
    at: datetime = Field(sa_type=Moment)
    struck_at: datetime | None = Field(default=None, sa_type=Moment)
