"""The door of the room: who is inside, how they showed who they are, and how often they failed to."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, Column, Index, text
from sqlmodel import Field

from models.base import Choice, Moment, Row, one_of


class FactorKind(StrEnum):
    """What somebody shows besides their Telegram account."""

    PIN = "pin"
    PASSKEY = "passkey"
    TOTP = "totp"
    OPENID = "openid"


class RoomSession(Row, table=True):
    """Somebody at the door or inside. Locked until a second factor was shown, and again when nothing happens."""

    __table_args__ = (one_of("unlocked_by", FactorKind),)

    id: int = Field(default=None, primary_key=True)
    digest: bytes = Field(unique=True)
    """SHA-256 of the cookie; who reads the database cannot enter with it."""
    member_id: int = Field(foreign_key="member.id", index=True)
    launch: bytes = Field(unique=True)
    """The digest of the launch data that opened it; the same data opens no other."""
    launched_at: datetime = Field(sa_type=Moment)
    """`auth_date` of the launch data."""
    opened_at: datetime = Field(sa_type=Moment)
    seen_at: datetime = Field(sa_type=Moment, index=True)
    unlocked_by: FactorKind | None = Field(default=None, sa_column=Column(Choice(FactorKind)))
    pending: dict[str, str] | None = Field(default=None, sa_column=Column(JSON))
    """What an answer is waited for with: a passkey's challenge, or a login at the board."""
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class Factor(Row, table=True):
    """One way in: a PIN, a passkey, a code from an app, or a login at the board."""

    __table_args__ = (
        one_of("kind", FactorKind),
        Index(None, "member_id", "kind"),
        Index(
            "uq_factor_one_pin",
            "member_id",
            "kind",
            unique=True,
            sqlite_where=text("kind IN ('pin', 'totp')"),
            postgresql_where=text("kind IN ('pin', 'totp')"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id")
    kind: FactorKind = Field(sa_column=Column(Choice(FactorKind), nullable=False))
    secret: bytes
    """A PIN's hash or a code's seed, sealed with a key outside the database; a passkey's public key as it is."""
    sealed_by: str | None = Field(default=None, index=True)
    """The name of that key."""
    handle: bytes | None = Field(default=None, unique=True)
    """A passkey's id, or who somebody is at the board's login."""
    counter: int = 0
    """A passkey's signature count, or the last time step that a code was used for."""
    confirmed: bool = True
    """Whether it has been used once; a code from an app counts only then."""
    made_at: datetime = Field(sa_type=Moment)


class WrongTries(Row, table=True):
    """How often a PIN or code has been tried in vain."""

    member_id: int = Field(foreign_key="member.id", primary_key=True)
    wrong: int = 0
    wrong_today: int = 0
    day: date
    locked_until: datetime | None = Field(default=None, sa_type=Moment)
