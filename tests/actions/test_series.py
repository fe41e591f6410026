"""What comes back every week: on which days, and who is asked about those of which nobody has spoken."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from bot.actions import activities, series, shifts
from bot.agreements import occasions
from bot.clock import at_local, today
from bot.demo.cast import KNUT, MAJ, SIRI
from bot.errors import Refused
from messages import views
from models import ActivityKind, Agreement, Member, Notice, NoticeKind, Series, SeriesPurpose
from tests.hands import member, turn
from tests.web.room.visiting import ON_SQLITE

NAME = "Street Minds"
MONDAY = date(2022, 10, 3)
HOMEWORK, PRESENCE = ActivityKind.HOMEWORK, ActivityKind.PRESENCE


def scheme(session: Session) -> Agreement:
    return session.exec(select(Agreement).where(col(Agreement.name) == NAME)).one()


def begun(session: Session, kind: ActivityKind = HOMEWORK, weekday: int = 3, begins: date = MONDAY) -> Series:
    agreement = scheme(session)
    agreement.promises_presence = True
    purpose = SeriesPurpose.PRESENCE if kind is PRESENCE else SeriesPurpose.ACTIVITY
    return series.begin(session, agreement.id, purpose, kind, weekday, 16, 20, begins, None)


def asked(session: Session, *mornings: date) -> list[tuple[date, str, str]]:
    """Who is asked on these mornings about which days: when, whom, about which day."""
    for morning in mornings:
        series.due(session, at_local(morning, 8))
    rows = session.exec(
        select(Notice, Member.name)
        .join(Member, col(Member.id) == col(Notice.recipient_id))
        .where(col(Notice.kind) == NoticeKind.ACTIVITY_ASKED)
        .order_by(col(Notice.id))
    )
    return [(today(notice.due_at), name, notice.occasion) for notice, name in rows]


def test_a_series_is_begun_once(session: Session) -> None:
    assert begun(session).id == begun(session).id
    assert begun(session, begins=date(2022, 11, 1)).id != begun(session).id


@ON_SQLITE
def test_its_days_are_those_of_its_weekday_but_no_holidays_while_the_agreement_runs(session: Session) -> None:
    row = begun(session, weekday=1, begins=date(2022, 12, 12))
    agreement = Agreement(name="x", valid_from=date(2022, 1, 1), valid_to=date(2023, 1, 10), facts={})

    found = list(occasions.days(row, agreement, date(2022, 12, 1), date(2023, 2, 1)))

    assert found == [date(2022, 12, 12), date(2022, 12, 19), date(2023, 1, 2), date(2023, 1, 9)]  # 26 Dec is a holiday
    row.ends_on = date(2022, 12, 18)
    assert list(occasions.days(row, agreement, date(2022, 12, 1), date(2023, 2, 1))) == [date(2022, 12, 12)]


def test_an_activity_nobody_logged_is_asked_about_once_on_the_working_day_after(session: Session) -> None:
    begun(session)
    week = [MONDAY + timedelta(days=number) for number in range(7)]

    told = asked(session, *week, *week)

    thursday = date(2022, 10, 6)
    assert told == [(thursday, KNUT.name, "2022-10-05"), (thursday, SIRI.name, "2022-10-05")]


def test_one_on_a_friday_is_asked_about_on_monday_and_one_that_was_logged_never(session: Session) -> None:
    begun(session, weekday=5)
    begun(session, ActivityKind.OUTING, weekday=5)
    friday, monday = date(2022, 10, 7), date(2022, 10, 10)
    activities.log(turn(session, KNUT, at_local(friday, 21)), scheme(session).id, ActivityKind.OUTING, friday)

    told = asked(session, friday, friday + timedelta(days=1), monday)

    assert {(on, about) for on, _, about in told} == {(monday, "2022-10-07")}
    assert len(told) == 2


@ON_SQLITE
def test_a_bot_that_was_down_for_weeks_asks_of_the_newest_day_alone(session: Session) -> None:
    begun(session)
    assert {about for _, _, about in asked(session, date(2022, 11, 3))} == {"2022-11-02"}


@ON_SQLITE
def test_nobody_is_asked_where_nothing_is_logged(session: Session) -> None:
    begun(session)
    scheme(session).logs_activities = False
    assert asked(session, date(2022, 10, 6)) == []


def test_managers_are_asked_of_promised_hours_after_two_days_without_a_word(session: Session) -> None:
    row = begun(session, PRESENCE)
    first, second = date(2022, 10, 6), date(2022, 10, 13)
    assert [name for _, name, _ in asked(session, first)] == [KNUT.name, SIRI.name]

    told = asked(session, second)

    assert [name for on, name, _ in told if on == second] == [KNUT.name, SIRI.name, MAJ.name]
    shifts.say(turn(session, KNUT, at_local(date(2022, 10, 19), 21)), row.id, date(2022, 10, 19), "kept", "open")
    assert asked(session, date(2022, 10, 20)) == told
    later = asked(session, date(2022, 10, 27))
    assert [name for on, name, _ in later if on == date(2022, 10, 27)] == [KNUT.name, SIRI.name]


def test_a_partner_begins_its_own_and_a_manager_what_the_board_promised(session: Session, now: datetime) -> None:
    agreement = scheme(session)
    knut, maj = turn(session, KNUT, now), turn(session, MAJ, now)
    weekly, promised = SeriesPurpose.ACTIVITY, SeriesPurpose.PRESENCE
    mine = series.add(knut, agreement.id, weekly, HOMEWORK, 3, (16, 20), MONDAY)
    series.add(maj, agreement.id, promised, PRESENCE, 2, (9, 11), MONDAY)

    for who, purpose, kind in ((maj, weekly, HOMEWORK), (knut, promised, PRESENCE)):
        with pytest.raises(Refused) as no:
            series.add(who, agreement.id, purpose, kind, 4, (16, 20), MONDAY)
        assert no.value.view == views.NotFound()
    with pytest.raises(Refused):
        series.end(maj, mine.id, MONDAY)
    for hours in ((20, 16), (16, 25), (9, 9)):
        with pytest.raises(Refused) as no:
            series.add(knut, agreement.id, weekly, HOMEWORK, 4, hours, MONDAY)
        assert no.value.view == views.SeriesHours()


@ON_SQLITE
def test_what_runs_already_is_not_doubled_and_what_ended_begins_anew(session: Session, now: datetime) -> None:
    agreement, knut = scheme(session), turn(session, KNUT, now)

    def add(begins: date) -> Series:
        return series.add(knut, agreement.id, SeriesPurpose.ACTIVITY, HOMEWORK, 3, (16, 20), begins)

    first = add(MONDAY)
    assert add(date(2022, 10, 5)).id == first.id
    series.end(knut, first.id, date(2022, 9, 1))
    assert first.ends_on == MONDAY - timedelta(days=1)  # it never was
    assert add(MONDAY).ends_on is None
    assert member(session, KNUT).id == first.member_id


@ON_SQLITE
@pytest.mark.parametrize(("closes", "begins"), [(18, MONDAY), (20, date(2022, 9, 1))])
def test_other_hours_than_those_that_run_already_are_not_silently_passed_over(
    session: Session, closes: int, begins: date
) -> None:
    begun(session)
    knut = turn(session, KNUT, at_local(MONDAY, 9))

    with pytest.raises(Refused):
        series.add(knut, scheme(session).id, SeriesPurpose.ACTIVITY, HOMEWORK, 3, (16, closes), begins)
