"""Clients: the file of one person, which nothing but a random mark names, and the key to what is written of them."""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from models.base import Moment, Row


class Client(Row, table=True):
    """The person behind one or more referrals. Without the key nothing that was written of them can be read again."""

    __table_args__ = (
        Index(
            "ix_client_erase_on",
            "erase_on",
            sqlite_where=text("erased_at IS NULL"),
            postgresql_where=text("erased_at IS NULL"),
        ),
    )

    mark: str = Field(primary_key=True)
    """What `Referral.person` holds."""
    wrapped_key: bytes | None = None
    """The data key, sealed with a key outside the database; made when something is first written."""
    wrapped_by: str | None = Field(default=None, index=True)
    """The name of that key."""
    sealed_case: bytes | None = None
    """The case number in the authority's own system, for the referrer alone."""
    made_at: datetime = Field(sa_type=Moment)
    erase_on: date
    """The day on which everything goes (*gallring*), moved on by each note."""
    announced_for: date | None = None
    """The `erase_on` that the responsible has been told of."""
    erased_at: datetime | None = Field(default=None, sa_type=Moment)
