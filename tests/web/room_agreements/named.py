"""Agreements and organisations of the demo by their names."""

from typing import Any

from sqlmodel import Session, col, select

from models import Agreement, Organisation
from tests.web.room.visiting import OpenRoom


def agreement(session: Session, name: str) -> Agreement:
    """The agreement of that name."""
    return session.exec(select(Agreement).where(col(Agreement.name) == name)).one()


def organisation(session: Session, name: str) -> Organisation:
    """The organisation of that name."""
    return session.exec(select(Organisation).where(col(Organisation.name) == name)).one()


def page_of(room: OpenRoom, name: str, below: str = "") -> str:
    """The path of an agreement's page, or of one below it."""
    path = f"agreement/{room.store.run_now(lambda session: agreement(session, name).id)}"
    return f"{path}/{below}" if below else path


def field(room: OpenRoom, name: str, column: str) -> Any:
    """What a column of an agreement holds."""
    return room.store.run_now(lambda session: getattr(agreement(session, name), column))
