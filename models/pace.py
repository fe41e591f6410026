"""The pace at which all senders together may speak (Bot API: 30 messages a second)."""

from datetime import datetime

from sqlmodel import Field

from models.base import Moment, Row


class Pace(Row, table=True):
    """One row: the next free place in the schedule of messages. Claiming notices reserves places."""

    id: int = Field(default=1, primary_key=True)
    next_at: datetime = Field(sa_type=Moment)
