"""The log of activities: one row a day and kind, figures that are not invented, and no change that gets lost."""

from contextlib import nullcontext
from datetime import date, datetime, timedelta
from typing import get_args

import pytest
from sqlmodel import Session, col, select

from bot.actions import activities
from bot.actions.activities import Said
from bot.agreements import activities as questions
from bot.agreements import counts
from bot.agreements.counts import Count
from bot.buttons.activity import Held
from bot.demo.cast import KNUT, MAJ, OLLE, SIRI
from bot.errors import Refused
from bot.store import Store
from messages import views
from models import Activity, ActivityKind, Agreement, AuditEntry
from tests.hands import at_once, member, turn

NAME = "Street Minds"
WEDNESDAY = date(2022, 9, 28)
HOMEWORK = ActivityKind.HOMEWORK
MANY, FEW, UNKNOWN = Count(12), Count(few=True), Count()


def scheme(session: Session) -> Agreement:
    return session.exec(select(Agreement).where(col(Agreement.name) == NAME)).one()


def log(session: Session, now: datetime, day: date = WEDNESDAY, kind: ActivityKind = HOMEWORK) -> Activity:
    return activities.log(turn(session, KNUT, now), scheme(session).id, kind, day)


def acts(session: Session) -> list[str]:
    of = select(AuditEntry.act).where(col(AuditEntry.subject) == "activity").order_by(col(AuditEntry.id))
    return list(session.exec(of))


def test_what_is_logged_has_no_figures_until_somebody_says_them(session: Session, now: datetime) -> None:
    row = log(session, now)

    found = questions.of_agreement(session, row.agreement_id, WEDNESDAY, WEDNESDAY).total

    assert (row.visitors, row.volunteers, row.same_leaders, row.called_off) == (None, None, None, False)
    assert (found.held, found.visitors, found.visitors_each, found.unknown) == (1, None, None, 1)
    assert acts(session) == ["log_activity"]


def test_two_who_log_the_same_at_once_get_one_row(played: Store, now: datetime) -> None:
    ids = at_once(
        played,
        lambda session: log(session, now).id,
        lambda session: activities.log(turn(session, SIRI, now), scheme(session).id, HOMEWORK, WEDNESDAY).id,
    )

    assert len(set(ids)) == 1
    assert played.run_now(lambda session: len(session.exec(select(Activity)).all())) == 1


def test_one_that_was_struck_counts_no_more_and_can_be_logged_anew(session: Session, now: datetime) -> None:
    row = log(session, now)
    activities.set_visitors(turn(session, KNUT, now), row.id, 1, MANY)

    activities.strike(turn(session, KNUT, now), row.id, 2)
    again = log(session, now)

    assert again.id != row.id
    total = questions.of_agreement(session, row.agreement_id, WEDNESDAY, WEDNESDAY).total
    assert (total.held, total.visitors) == (1, None)
    assert acts(session) == ["log_activity", "change_activity", "strike_activity", "log_activity"]
    with pytest.raises(Refused) as no:
        activities.set_visitors(turn(session, KNUT, now), row.id, 3, FEW)
    assert no.value.view == views.ActivityStruck()


def test_a_change_from_an_old_card_is_refused_and_says_who_was_first(session: Session, now: datetime) -> None:
    row = log(session, now)
    later = now + timedelta(minutes=1)
    activities.set_visitors(turn(session, SIRI, later), row.id, 1, MANY)

    with pytest.raises(Refused) as no:
        activities.set_visitors(turn(session, KNUT, now), row.id, 1, Count(15))

    assert no.value.view == views.ActivityOvertaken(SIRI.name, later)
    assert activities.set_visitors(turn(session, KNUT, now), row.id, 1, MANY).revision == 2


@pytest.mark.parametrize(
    ("came", "volunteered", "fits"),
    [
        (MANY, Count(12), True),
        (MANY, Count(13), False),
        (FEW, FEW, True),
        (FEW, Count(5), False),
        (Count(0), FEW, False),
        (UNKNOWN, Count(40), True),
        (Count(3), Count(3), True),
    ],
)
def test_there_are_never_more_volunteers_than_visitors(
    session: Session, now: datetime, came: Count, volunteered: Count, fits: bool
) -> None:
    row, knut = log(session, now), turn(session, KNUT, now)
    activities.set_visitors(knut, row.id, 1, came)
    all_of_it = Said(called_off=False, visitors=came, volunteers=volunteered, leaders=2, same_leaders=True)

    for words in (volunteered, all_of_it):
        with nullcontext() if fits else pytest.raises(Refused) as no:
            if isinstance(words, Count):
                activities.set_volunteers(knut, row.id, row.revision, words)
            else:
                activities.say(knut, row.id, row.revision, words)
        assert fits or (no and no.value.view == views.MoreVolunteers())
    session.flush()


def test_visitors_are_not_lowered_below_the_volunteers(session: Session, now: datetime) -> None:
    row, knut = log(session, now), turn(session, KNUT, now)
    activities.set_visitors(knut, row.id, 1, MANY)
    activities.set_volunteers(knut, row.id, 2, Count(6))

    with pytest.raises(Refused) as no:
        activities.set_visitors(knut, row.id, 3, Count(5))

    assert no.value.view == views.FewerThanVolunteers()
    assert counts.visitors(row) == MANY


def test_it_is_logged_by_its_partner_only_while_it_runs_and_a_month_after(session: Session, now: datetime) -> None:
    agreement = scheme(session)
    with pytest.raises(Refused) as no:
        activities.log(turn(session, MAJ, now), agreement.id, HOMEWORK, WEDNESDAY)
    assert no.value.view == views.NotFound()
    with pytest.raises(Refused) as no:
        log(session, now, now.date() + timedelta(days=1))
    assert isinstance(no.value.view, views.ActivityDay)
    with pytest.raises(Refused):
        log(session, now, kind=ActivityKind.PRESENCE)

    agreement.valid_to = date(2022, 9, 30)
    assert log(session, now).day == WEDNESDAY
    agreement.valid_to = now.date() - timedelta(days=31)
    with pytest.raises(Refused) as no:
        log(session, now, agreement.valid_to)
    assert no.value.view == views.Stale()


def test_no_one_elses_activity_exists(session: Session, now: datetime) -> None:
    row = log(session, now)
    olle = member(session, OLLE)
    with pytest.raises(Refused) as no:
        activities.find(turn(session, OLLE, now), row.id)
    assert no.value.view == views.NotFound()
    assert row.member_id != olle.id


def test_figures_add_up_what_is_known_and_say_what_is_not(session: Session, now: datetime) -> None:
    knut = turn(session, KNUT, now)
    said = {
        date(2022, 9, 7): Said(False, Count(20), Count(5), 2, True),
        date(2022, 9, 14): Said(False, Count(10), FEW, None, False),
        date(2022, 9, 21): Said(False, FEW, UNKNOWN, None, None),
        date(2022, 9, 28): Said(True, UNKNOWN, UNKNOWN, None, None),
    }
    for day, words in said.items():
        activities.say(knut, log(session, now, day).id, 1, words)
    log(session, now, kind=ActivityKind.OUTING)

    found = questions.of_agreement(session, scheme(session).id, date(2022, 9, 1), date(2022, 9, 30))

    total = found.total
    assert (total.held, total.called_off, total.visitors, total.counted, total.few, total.unknown) == (
        4,
        1,
        30,
        2,
        1,
        1,
    )
    assert (total.volunteers, total.volunteers_few, total.volunteers_unknown) == (5, 1, 2)
    assert (total.leaders_said, total.same_leaders, total.visitors_each) == (2, 1, 15)
    assert list(found.by_kind) == [HOMEWORK, ActivityKind.OUTING]
    assert found.by_kind[ActivityKind.OUTING].visitors is None


def test_numbers_are_read_as_people_write_them() -> None:
    written = {"": UNKNOWN, " 12 ": MANY, "1–4": FEW, "1-4": FEW, "1 till 4": FEW, "1 200": Count(1200), "0": Count(0)}
    assert {text: counts.read(text) for text in written} == written
    assert [counts.read(bad) for bad in ("tolv", "-3", "12,5", "1–5", "9999999")] == [None] * 5
    assert [counts.shown(count) for count in (UNKNOWN, MANY, FEW)] == ["", "12", "1–4"]


def test_the_chat_is_told_no_number_of_fewer_than_five() -> None:
    told = [Count(number).told for number in range(7)]
    assert told == [0, 1, 1, 1, 1, 5, 6]
    assert (FEW.told, UNKNOWN.told) == (1, None)
    assert counts.of_button(3) == FEW


def test_what_buttons_log_is_what_can_be_logged() -> None:
    assert get_args(Held) == tuple(kind.value for kind in counts.KINDS)
