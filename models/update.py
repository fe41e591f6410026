"""Updates that were handled, and those that nobody could read."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field

from models.base import Moment, Row


class HandledUpdate(Row, table=True):
    """That an update took effect; its id is unique, so it takes effect once."""

    update_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    handled_at: datetime = Field(sa_type=Moment, index=True)


class Quarantined(Row, table=True):
    """An update that could not be read: its digest and shape, never its body."""

    id: int = Field(default=None, primary_key=True)
    update_id: int | None = Field(default=None, sa_type=BigInteger)
    digest: str
    shape: str
    error: str
    at: datetime = Field(sa_type=Moment)
