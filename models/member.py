"""Members: the people who may use the bot."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Column, Index, Integer, text
from sqlmodel import Field

from models.base import Choice, Moment, Row, one_of

version = Column("version", Integer, nullable=False)


class Role(StrEnum):
    CASEWORKER = "caseworker"
    KOORDINATOR = "koordinator"
    MANAGER = "manager"
    PARTNER_MANAGER = "partner_manager"
    """Answers for a partner's work (*verksamhetschef*), as a manager does for a board's."""
    ADMINISTRATOR = "administrator"


class Language(StrEnum):
    SV = "sv"
    EN = "en"


class Member(Row, table=True):
    """Somebody's membership; one that has ended stays for the history, and a new one may follow."""

    __table_args__ = (
        one_of("role", Role),
        one_of("language", Language),
        Index(
            "uq_member_telegram_id_current",
            "telegram_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
    __mapper_args__: ClassVar[dict[str, Any]] = {"version_id_col": version}

    id: int = Field(default=None, primary_key=True)
    telegram_id: int = Field(sa_type=BigInteger)
    name: str
    role: Role = Field(sa_column=Column(Choice(Role), nullable=False))
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    unit: str = ""
    phone: str = ""
    """The work number that partners call."""
    language: Language = Field(default=Language.SV, sa_column=Column(Choice(Language), nullable=False))
    quiet_from: int = 20
    quiet_to: int = 7
    """Quiet hours, whole local hours; the same hour twice means none."""
    joined_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    undertaking_until: date | None = None
    """The last day of a koordinator's confidentiality undertaking; without one in force it reads no words."""
    director: bool = Field(default=False, sa_column_kwargs={"server_default": text("false")})
    """Of a board's manager: whether they decide as its director, within the board's mandate."""
    locked_out_at: datetime | None = Field(default=None, sa_type=Moment)
    """Since when the room is closed to them."""
    blocked_at: datetime | None = Field(default=None, sa_type=Moment)
    """Since when Telegram refuses us the chat; what is owed waits until it is open again."""
    version: int = Field(default=1, sa_column=version)

    def is_bound(self, today: date) -> bool:
        """Whether secrecy binds them: by law at a board, by an undertaking in force at a partner."""
        return self.role is not Role.KOORDINATOR or (
            self.undertaking_until is not None and today <= self.undertaking_until
        )

    def is_quiet(self, hour: int) -> bool:
        """Whether local `hour` (0-23) lies in the quiet hours."""
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= hour < self.quiet_to
        return hour >= self.quiet_from or hour < self.quiet_to
