"""Who decides as a board's director: an administrator says so, of a board's manager alone."""

from datetime import datetime

import pytest
from sqlmodel import Session, col, select

from bot.actions import directors
from bot.demo.cast import ADA, KNUT, MAJ, YLVA, Player
from bot.errors import Refused
from models import AuditEntry
from tests.hands import member, turn


def test_an_administrator_lets_a_manager_decide_as_director_and_takes_it_back(session: Session, now: datetime) -> None:
    ada, maj = turn(session, ADA, now), member(session, MAJ)

    said = [directors.mark(ada, maj.id, director=director).director for director in (True, True, False)]

    assert said == [True, True, False]
    written = select(AuditEntry.act).where(col(AuditEntry.subject_id) == maj.id, col(AuditEntry.subject) == "member")
    assert session.exec(written.order_by(col(AuditEntry.id))).all() == ["director", "not_director"]


@pytest.mark.parametrize(("who", "whom"), [(MAJ, MAJ), (KNUT, MAJ), (YLVA, MAJ), (ADA, YLVA), (ADA, KNUT)])
def test_nobody_else_marks_a_director_and_nobody_but_a_manager_is_one(
    session: Session, now: datetime, who: Player, whom: Player
) -> None:
    with pytest.raises(Refused):
        directors.mark(turn(session, who, now), member(session, whom).id, director=True)

    assert not member(session, whom).director
