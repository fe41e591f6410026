"""Heartbeats: which processes are up, and when each last reached Telegram."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column
from sqlmodel import Field

from models.base import Choice, Moment, Row, one_of


class Service(StrEnum):
    RUN = "run"
    WEB = "web"
    WORKER = "worker"


class Heartbeat(Row, table=True):
    """One process: it says every now and then that it is there; one that is silent is gone."""

    __table_args__ = (one_of("service", Service),)

    process: str = Field(primary_key=True)
    """A random name that the process draws when it starts."""
    service: Service = Field(sa_column=Column(Choice(Service), nullable=False))
    started_at: datetime = Field(sa_type=Moment)
    at: datetime = Field(sa_type=Moment)
    telegram_at: datetime | None = Field(default=None, sa_type=Moment)
    """When Telegram last answered it."""
