"""Goals of an agreement: written, judged, and taken away while nobody has judged them."""

from datetime import date, datetime

import pytest
from sqlmodel import Session

from bot.actions import goals
from bot.agreements import goal_list
from bot.demo.cast import KNUT, MAJ
from bot.errors import Refused
from messages import views
from models import Attainment
from tests.hands import member, turn
from tests.web.room.visiting import ON_SQLITE
from tests.web.room_agreements.named import agreement

pytestmark = ON_SQLITE


def test_the_same_goal_twice_is_one_and_the_next_stands_after_it(session: Session, now: datetime) -> None:
    maj, stacken = turn(session, MAJ, now), agreement(session, "Stacken")

    first = goals.add(maj, stacken.id, "Fler barn ute", "Räkna barnen i oktober")
    assert goals.add(maj, stacken.id, " Fler barn ute ", "").id == first.id
    second = goals.add(maj, stacken.id, "Fler ledare", "")

    assert [goal.id for goal in goal_list.of(session, stacken.id)] == [first.id, second.id]
    assert first.follow_up == "Räkna barnen i oktober"


def test_a_judged_goal_keeps_its_words_and_its_place(session: Session, now: datetime) -> None:
    maj = turn(session, MAJ, now)
    goal = goals.add(maj, agreement(session, "Stacken").id, "Fler barn ute", "")
    goals.judge(maj, goal.id, Attainment.PARTLY, "Lite fler.")

    assert (goal.judged_on, goal.judged_by_id) == (date(2022, 10, 3), member(session, MAJ).id)
    for refused in (
        lambda: goals.remove(maj, goal.id),
        lambda: goals.change(maj, goal.id, "Barn ute", ""),
    ):
        with pytest.raises(Refused) as no:
            refused()
        assert no.value.view == views.Stale()
    goals.change(maj, goal.id, "Fler barn ute", "Räkna")
    goals.judge(maj, goal.id, None, "")
    goals.remove(maj, goal.id)

    assert not goal_list.of(session, agreement(session, "Stacken").id)


def test_a_judgement_says_why(session: Session, now: datetime) -> None:
    maj = turn(session, MAJ, now)
    goal = goals.add(maj, agreement(session, "Stacken").id, "Fler barn ute", "")

    with pytest.raises(Refused) as no:
        goals.judge(maj, goal.id, Attainment.REACHED, "  ")

    assert no.value.view == views.NothingWritten()


def test_a_koordinator_reads_goals_and_writes_none(session: Session, now: datetime) -> None:
    knut, own = turn(session, KNUT, now), agreement(session, "Street Minds")
    goal = goals.add(turn(session, MAJ, now), own.id, "Odla", "")

    for refused in (
        lambda: goals.add(knut, own.id, "Annat", ""),
        lambda: goals.change(knut, goal.id, "Annat", ""),
        lambda: goals.judge(knut, goal.id, Attainment.REACHED, "Ja"),
        lambda: goals.remove(knut, goal.id),
    ):
        with pytest.raises(Refused) as no:
            refused()
        assert no.value.view == views.NotFound()


def test_goals_that_a_source_names_wait_until_they_are_taken_over(session: Session, now: datetime) -> None:
    stacken = agreement(session, "Stacken")
    stacken.facts = {**stacken.facts, "goals_sv": ["Fler barn ute", "Fler ledare", "Fler ledare"]}

    assert goal_list.of_source(stacken, goal_list.of(session, stacken.id)) == ("Fler barn ute", "Fler ledare")
    goals.add(turn(session, MAJ, now), stacken.id, "Fler barn ute", "")

    assert goal_list.of_source(stacken, goal_list.of(session, stacken.id)) == ("Fler ledare",)
