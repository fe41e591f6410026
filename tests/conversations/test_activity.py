"""`/aktivitet`: what was held is logged by a tap, and how many came when somebody knows."""

from datetime import date

import pytest
from sqlmodel import Session, col, select

from bot.actions import activities, series
from bot.agreements.counts import Count
from bot.buttons import LogActivity, SetCount
from bot.demo.cast import KNUT, PARTNER, SIRI, YLVA
from models import Activity, ActivityKind, Agreement, NoticeKind, Party, SeriesPurpose
from tests.conversations.playing import Play, agreement, organisation
from tests.hands import turn

pytestmark = pytest.mark.months("series")

DUE = "mån 3 okt 8–12 läxhjälp: hölls"


async def every_monday(play: Play) -> int:
    """Homework help every Monday from eight to twelve; the agreement's id."""

    def begin(session: Session) -> int:
        row = agreement(session, PARTNER)
        kind = ActivityKind.HOMEWORK
        series.begin(session, row.id, SeriesPurpose.ACTIVITY, kind, 1, 8, 12, date(2022, 10, 3), None)
        return row.id

    return await play.rows(begin)


async def logged(play: Play) -> list[Activity]:
    return await play.rows(lambda session: list(session.exec(select(Activity).order_by(col(Activity.id))).all()))


async def test_what_comes_back_every_week_is_logged_by_one_tap_and_completed_by_others(play: Play) -> None:
    await every_monday(play)
    await play.types(KNUT, "/aktivitet")
    assert play.choices(KNUT)[:2] == [DUE, "Annan aktivitet"]
    await play.taps(KNUT, DUE)
    assert "Besökare: uppgift saknas" in play.bot_says(KNUT)

    await play.all_taps(KNUT, "Besökare", "12")
    await play.all_taps(KNUT, "+1", "Volontärer")
    assert "15" not in play.choices(KNUT)  # no more volunteers than came
    await play.all_taps(KNUT, "1–4", "Samma ledare")

    assert "Besökare: 13\nAv dem volontärer: 1–4\nSamma ledare som förra gången: ja" in play.bot_says(KNUT)
    [row] = await logged(play)
    assert (row.visitors, row.volunteers, row.few_volunteers, row.same_leaders) == (13, None, True, True)
    assert row.series_id is not None

    await play.types(SIRI, "/activity")
    assert DUE not in play.choices(SIRI)
    await play.taps(SIRI, "mån 3 okt · läxhjälp")
    assert KNUT.name in play.bot_says(SIRI)


async def test_another_day_is_chosen_in_a_calendar(play: Play) -> None:
    await play.types(KNUT, "/aktivitet")
    await play.all_taps(KNUT, "Annan aktivitet", "Utflykt", "Annan dag")
    assert play.choices(KNUT)[:4] == ["1", "2", "3", "‹ sep"]
    await play.all_taps(KNUT, "‹ sep", "30")
    assert "Utflykt, fre 30 sep" in play.bot_says(KNUT)
    await play.taps(KNUT, "Ställdes in")
    assert "Ställdes in." in play.bot_says(KNUT)
    assert [(row.day, row.called_off) for row in await logged(play)] == [(date(2022, 9, 30), True)]


async def test_two_who_log_the_same_see_one_row_and_an_old_button_changes_nothing(play: Play) -> None:
    await every_monday(play)
    for who in (KNUT, SIRI):
        await play.types(who, "/aktivitet")
    held = play.button(SIRI, DUE)
    await play.taps(KNUT, DUE)
    await play.taps_again(SIRI, held)
    assert KNUT.name in play.bot_says(SIRI)
    await play.all_taps(KNUT, "Besökare", "20")
    await play.taps(SIRI, "Samma ledare")

    assert f"{KNUT.name} ändrade den" in play.bot_says(SIRI)
    [row] = await logged(play)
    assert (row.visitors, row.same_leaders) == (20, None)


async def test_a_mistake_is_struck_and_logged_anew(play: Play) -> None:
    await play.types(KNUT, "/aktivitet")
    await play.all_taps(KNUT, "Annan aktivitet", "Kurs", "I dag", "Felregistrerad")
    assert "Struken: den räknas inte." in play.bot_says(KNUT)
    await play.taps(KNUT, "Logga på nytt")
    assert [row.struck_at is None for row in await logged(play)] == [False, True]


async def test_no_figure_of_fewer_than_five_stands_in_the_chat(play: Play) -> None:
    await play.types(KNUT, "/aktivitet")
    await play.all_taps(KNUT, "Annan aktivitet", "Kurs", "I dag", "Besökare")
    assert not {"1", "2", "3", "4"} & {*play.choices(KNUT)}
    await play.taps(KNUT, "5")
    assert not play.has_button(KNUT, "−1")
    [row] = await logged(play)
    now = play.production.clock.now()
    await play.rows(lambda session: activities.set_visitors(turn(session, KNUT, now), row.id, 2, Count(3)))

    await play.types(KNUT, "/aktivitet")
    await play.taps(KNUT, "mån 3 okt · kurs")

    assert "Besökare: 1–4" in play.bot_says(KNUT)
    assert "3" not in play.bot_says(KNUT).replace("3 okt", "")


async def test_nobody_logged_and_so_the_koordinators_are_asked_the_day_after(play: Play) -> None:
    await every_monday(play)
    await play.travel(date(2022, 10, 4))
    for who in (KNUT, SIRI):
        assert play.when(who, "Hölls det?") == ["2022-10-04 08:00"]
    await play.taps(KNUT, "Ställdes in")

    await play.travel(date(2022, 10, 7))

    assert [row.called_off for row in await logged(play)] == [True]
    assert len(await play.owed(NoticeKind.ACTIVITY_ASKED)) == 2


async def test_what_was_logged_before_the_question_could_be_said_is_not_asked(play: Play) -> None:
    await every_monday(play)
    await play.rows(lambda session: series.due(session, play.production.clock.now().replace(day=4)))

    def log(session: Session) -> None:
        knut = turn(session, KNUT, play.production.clock.now())
        activities.log(knut, agreement(session, PARTNER).id, ActivityKind.HOMEWORK, date(2022, 10, 3))

    await play.rows(log)
    await play.travel(date(2022, 10, 4))

    assert play.when(KNUT, "Hölls det?") == []


async def test_it_is_nothing_for_those_who_refer(play: Play) -> None:
    agreement_id = await every_monday(play)
    assert "aktivitet" in play.commands(KNUT)
    assert "aktivitet" not in play.commands(YLVA)
    await play.types(YLVA, "/aktivitet")
    await play.forges(YLVA, LogActivity(agreement_id, "course", date(2022, 10, 3)))
    await play.forges(YLVA, SetCount(1, 1, "visitors", 12))
    assert await logged(play) == []


async def test_a_partner_with_several_agreements_says_which_and_one_with_none_reads_so(play: Play) -> None:
    def another(session: Session) -> None:
        first = agreement(session, PARTNER)
        name = "Street Minds sommar"
        second = Agreement(name=name, facts={}, valid_from=first.valid_from, valid_to=first.valid_to)
        session.add(second)
        session.flush()
        partner_id = organisation(session, PARTNER).id
        session.add(Party(agreement_id=second.id, organisation_id=partner_id, position=0))

    await play.rows(another)
    await play.types(KNUT, "/aktivitet")
    assert play.choices(KNUT)[:2] == [PARTNER, "Street Minds sommar"]
    await play.taps(KNUT, "Street Minds sommar")
    assert "Aktiviteter: Street Minds sommar" in play.bot_says(KNUT)

    def no_more(session: Session) -> None:
        for row in session.exec(select(Agreement)):
            row.logs_activities = False

    await play.rows(no_more)
    await play.types(KNUT, "/aktivitet")
    assert "Ingen av era överenskommelser loggar aktiviteter" in play.bot_says(KNUT)
