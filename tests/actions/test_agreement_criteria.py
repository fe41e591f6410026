"""The criteria of an IOP: what a manager answers, and when it is asked again."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from bot.actions import assessments
from bot.agreements import criteria
from bot.demo.cast import ADA, KNUT, MAJ, Player
from bot.errors import Refused
from messages import views
from models import Agreement, AgreementStatus, Answer, Assessment, AuditEntry, Criterion
from tests.hands import turn
from tests.web.room.visiting import ON_SQLITE
from tests.web.room_agreements.named import agreement
from tests.web.room_managers.board import a_second_manager

pytestmark = ON_SQLITE
BY = "dnr 171-84/2017"
DAY = timedelta(days=1)


def judged(
    session: Session,
    now: datetime,
    about: Agreement,
    on: date,
    answer: Answer = Answer.MET,
    criterion: Criterion = Criterion.NO_MARKET,
    player: Player = MAJ,
) -> Assessment:
    """Somebody judged a criterion on a day, in the same sentence each time."""
    row = assessments.judge(turn(session, player, now), about.id, criterion, answer, "Så är det.", BY, on)
    session.flush()
    return row


def rows(session: Session) -> int:
    return len(session.exec(select(Assessment)).all())


def test_the_same_answer_saved_twice_is_one_and_a_change_of_mind_is_another(session: Session, now: datetime) -> None:
    stacken, today = agreement(session, "Stacken"), now.date()

    first = judged(session, now, stacken, today)
    assert judged(session, now, stacken, today).id == first.id
    judged(session, now, stacken, today, Answer.UNCLEAR)
    judged(session, now, stacken, today)

    assert rows(session) == 3
    acts = session.exec(select(AuditEntry.act).where(col(AuditEntry.subject) == "agreement")).all()
    assert list(acts) == ["judge_no_market"] * 3


def test_a_double_tap_stays_one_though_a_colleague_answers_in_between(session: Session, now: datetime) -> None:
    stacken, vera = agreement(session, "Stacken"), a_second_manager(session, now)

    judged(session, now, stacken, now.date())
    judged(session, now, stacken, now.date(), Answer.NOT_MET, player=vera)
    judged(session, now, stacken, now.date())

    assert rows(session) == 2
    assert criteria.answers(session, stacken.id)[Criterion.NO_MARKET].answer is Answer.NOT_MET


def test_what_was_judged_last_stands_though_an_older_answer_is_written_down_later(
    session: Session, now: datetime
) -> None:
    stacken = agreement(session, "Stacken")

    judged(session, now, stacken, now.date(), Answer.MET)
    judged(session, now, stacken, date(2019, 9, 1), Answer.UNCLEAR)

    assert criteria.answers(session, stacken.id)[Criterion.NO_MARKET].answer is Answer.MET


@pytest.mark.parametrize("on", [date(2022, 10, 4), date(2008, 10, 22)])
def test_a_day_that_has_not_been_or_lies_before_all_partnerships_is_refused(
    session: Session, now: datetime, on: date
) -> None:
    with pytest.raises(Refused) as no:
        judged(session, now, agreement(session, "Stacken"), on)

    assert no.value.view == views.UnknownDay()


@pytest.mark.parametrize("player", [KNUT, ADA])
def test_nobody_but_the_boards_managers_judges(session: Session, now: datetime, player: Player) -> None:
    with pytest.raises(Refused) as no:
        judged(session, now, agreement(session, "Street Minds"), now.date(), player=player)

    assert no.value.view == views.NotFound()


def test_an_agreement_that_is_not_renewed_asks_nothing_again(session: Session, now: datetime) -> None:
    stacken = agreement(session, "Stacken")
    judged(session, now, stacken, date(2019, 9, 1))

    assert criteria.due_again(session, stacken, stacken.valid_to - 181 * DAY) == ()


def test_180_days_before_the_end_all_is_asked_again_but_what_was_judged_since(session: Session, now: datetime) -> None:
    stacken = agreement(session, "Stacken")
    judged(session, now, stacken, date(2019, 9, 1))
    since = stacken.valid_to - 180 * DAY

    assert criteria.due_again(session, stacken, since) == tuple(Criterion)
    later = datetime.combine(since, now.timetz())
    judged(session, later, stacken, since)

    assert criteria.due_again(session, stacken, since) == tuple(Criterion)[1:]
    assert criteria.due_again(session, stacken, stacken.valid_to + DAY) == ()


def test_an_agreement_that_follows_another_asks_what_was_answered_before_it_was_prepared(
    session: Session, now: datetime
) -> None:
    earlier, later = agreement(session, "Street Minds (first)"), agreement(session, "Street Minds")
    judged(session, now, earlier, date(2022, 5, 1))
    judged(session, now, later, later.valid_from - 181 * DAY, criterion=Criterion.PROGRAMME)
    judged(session, now, later, later.valid_from - 180 * DAY, criterion=Criterion.LONG_TERM)

    due = criteria.due_again(session, later, date(2022, 10, 3))

    assert set(Criterion) - set(due) == {Criterion.LONG_TERM}


def test_an_extension_that_is_exercised_asks_anew(session: Session, now: datetime) -> None:
    drom = agreement(session, "Drömstort")
    judged(session, now, drom, date(2022, 9, 1))
    assert criteria.due_again(session, drom, date(2022, 10, 3)) == ()

    drom.first_end, drom.valid_to = drom.valid_to, date(2024, 6, 1)

    assert criteria.due_again(session, drom, date(2022, 12, 3)) == (), "180 days before the first end"
    assert criteria.due_again(session, drom, date(2022, 12, 4)) == tuple(Criterion)


def test_what_never_came_about_asks_nothing(session: Session) -> None:
    second = agreement(session, "Street Minds")
    second.status = AgreementStatus.WITHDRAWN

    assert criteria.due_again(session, second, date(2022, 10, 3)) == ()
