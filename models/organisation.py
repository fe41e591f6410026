"""Organisations: public boards and the partners (HSDS organization, service, capacity)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint, text
from sqlmodel import Field

from models.base import Choice, Row, one_of
from models.member import Role


class OrganisationKind(StrEnum):
    MUNICIPAL_BOARD = "municipal_board"
    PARTNER = "partner"


class CapacityState(StrEnum):
    OPEN = "open"
    WAITING_LIST = "waiting_list"
    ASSESSMENT = "assessment"
    FULL = "full"


class Organisation(Row, table=True):
    """A party to agreements. Beside a client's code it shows by its alias alone."""

    __table_args__ = (
        one_of("kind", OrganisationKind),
        CheckConstraint("0 <= opens AND opens < closes AND closes <= 24", name="hours"),
        CheckConstraint("lead_signature >= 0 AND lead_papers >= 0 AND lead_dialogue >= 0", name="leads"),
    )

    id: int = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    kind: OrganisationKind = Field(sa_column=Column(Choice(OrganisationKind), nullable=False))
    orgnr_as_written: str | None = None
    orgnr_note: str | None = None
    """Why the number is doubted; nothing where it passes its check."""
    alias: str | None = Field(default=None, unique=True)
    works_with: str | None = None
    place: str | None = None
    sheltered: bool = False
    """A sheltered address never shows."""
    hours: str | None = None
    """The opening hours as the partner says them."""
    opens: int = 8
    closes: int = 18
    """Between which whole local hours a meeting may be proposed; it begins before `closes`."""
    phone: str | None = None
    open_days: list[int] = Field(sa_column=Column(JSON, nullable=False))
    """ISO weekdays, 1 is Monday."""
    days_by_partner: bool = False
    """Whether the partner has set its days itself: then an import leaves them as they are."""
    consent_share: list[str] = Field(sa_column=Column(JSON, nullable=False))
    """The partner's preset: values of `Scope`."""
    consent_with: list[str] = Field(sa_column=Column(JSON, nullable=False))
    """Names of co-operators that the preset lets the partner share with."""
    consent_months: int = 12
    keep_months: int = Field(default=60, sa_column_kwargs={"server_default": text("60")})
    """Of a board: how long a person's file is kept after the last note."""
    keep_transferred_months: int = Field(default=3, sa_column_kwargs={"server_default": text("3")})
    """The same for a file that has been transferred to the file of record."""
    keeps_untransferred: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    """Whether what has not been transferred must be kept."""

    lead_signature: int = Field(default=14, sa_column_kwargs={"server_default": text("14")})
    """Of a board: days before an agreement's end by which what follows is signed."""
    lead_papers: int = Field(default=21, sa_column_kwargs={"server_default": text("21")})
    """Days before a meeting by which its papers are ready, where the meeting does not say."""
    lead_dialogue: int = Field(default=60, sa_column_kwargs={"server_default": text("60")})
    """Days before the papers at which the dialogue with the partner begins."""

    @property
    def is_board(self) -> bool:
        """Whether it is a public body rather than a partner."""
        return self.kind is OrganisationKind.MUNICIPAL_BOARD

    def has_role(self, role: Role) -> bool:
        """Whether somebody of `role` can belong to it: a partner has koordinatorer and managers of its own."""
        return self.is_board != (role in (Role.KOORDINATOR, Role.PARTNER_MANAGER))

    @property
    def shown_place(self) -> str | None:
        """Where it is, unless the address is sheltered."""
        return None if self.sheltered else self.place


class Wish(Row, table=True):
    """A wish or skill that a partner can match, in its own words."""

    __table_args__ = (UniqueConstraint("organisation_id", "sv"),)

    id: int = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    position: int
    sv: str
    en: str
    withdrawn: bool = False

    def word(self, language: str) -> str:
        """Its word in `language` (`sv` or `en`)."""
        return self.en if language == "en" else self.sv


class Capacity(Row, table=True):
    """What room a partner says it has, and the day that was last confirmed (HSDS `assured_date`)."""

    __table_args__ = (one_of("state", CapacityState),)

    organisation_id: int = Field(foreign_key="organisation.id", primary_key=True)
    state: CapacityState = Field(sa_column=Column(Choice(CapacityState), nullable=False))
    assured_on: date
    assured_by_id: int = Field(foreign_key="member.id")
