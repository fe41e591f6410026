"""The room with a report that is due, the koordinatorer who write it, and the manager who judges it."""

from collections.abc import AsyncIterator
from datetime import date

import pytest
from sqlmodel import Session

from bot.actions import agreements
from bot.demo.cast import KNUT, MAJ, SIRI
from models import Goal, ReportKind
from tests.conversations.playing import agreement
from tests.web.room.conftest import logged, room
from tests.web.room.visiting import OpenRoom, Visitor

__all__ = ["knut", "logged", "maj", "room", "siri"]
DUE = date(2022, 12, 15)


@pytest.fixture
def agreement_id(room: OpenRoom) -> int:
    """The agreement with Street Minds: a report is due on 15 December 2022, and it has a goal."""

    def unit(session: Session) -> int:
        row = agreement(session, "Street Minds")
        agreements.add_duty(room.turn(session, MAJ), row.id, ReportKind.INTERIM, DUE)
        session.add(Goal(agreement_id=row.id, position=99, words="Fler vågar komma"))
        return row.id

    return room.store.run_now(unit)


@pytest.fixture
async def knut(room: OpenRoom) -> AsyncIterator[Visitor]:
    """The koordinator, inside."""
    async with room.visitor() as visitor:
        yield await visitor.come_in(KNUT)


@pytest.fixture
async def siri(room: OpenRoom) -> AsyncIterator[Visitor]:
    """The other koordinator, inside."""
    async with room.visitor() as visitor:
        yield await visitor.come_in(SIRI)


@pytest.fixture
async def maj(room: OpenRoom) -> AsyncIterator[Visitor]:
    """The board's manager, inside."""
    async with room.visitor() as visitor:
        yield await visitor.come_in(MAJ)
