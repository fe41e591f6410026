"""The room with a report that is due, the koordinatorer who write it, and the manager who judges it."""

from datetime import date

import pytest
from sqlmodel import Session

from bot.actions import agreements
from bot.demo.cast import MAJ
from models import Goal, ReportKind
from tests.conversations.playing import agreement
from tests.web.inside import knut, maj, siri
from tests.web.room.conftest import logged, room
from tests.web.room.visiting import OpenRoom

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
