"""The log of activities in the room: any figure, what comes back every week, and what the board promised."""

from datetime import date, timedelta

from sqlmodel import Session, col, select

from bot.actions import activities, shifts
from bot.actions.activities import Said
from bot.agreements.counts import Count
from bot.demo.cast import KNUT, OLLE, PARTNER, YLVA
from models import Activity, ActivityKind, Agreement, Series, SeriesPurpose
from tests.conversations.playing import agreement
from tests.web.room.visiting import OpenRoom, Visitor

FORBIDDEN, MISSING, CONFLICT, UNREADABLE = 403, 404, 409, 422


def log_of(room: OpenRoom) -> str:
    number = room.store.run_now(lambda session: agreement(session, PARTNER).id)
    return f"agreement/{number}/activities"


def rows(room: OpenRoom) -> list[Activity]:
    return room.store.run_now(lambda session: list(session.exec(select(Activity).order_by(col(Activity.id))).all()))


async def test_an_activity_is_logged_completed_and_struck(room: OpenRoom, knut: Visitor) -> None:
    log = log_of(room)
    await knut.post(log, kind="homework", day="2022-09-28")
    assert "Loggat. Säg gärna hur många som kom." in knut.text
    [row] = rows(room)
    own = f"{log}/{row.id}"

    await knut.submit(knut.page.form(own), visitors="3", volunteers="2", leaders="2", same_leaders="yes")

    assert "28 september 2022 läxhjälp" in knut.text
    assert "Besökare: 3 · varav volontärer: 2" in knut.text
    [row] = rows(room)
    assert (row.visitors, row.volunteers, row.leaders, row.same_leaders, row.revision) == (3, 2, 2, True, 2)
    await knut.post(log, kind="homework", day="2022-09-28")
    assert "Någon hade redan loggat den" in knut.text
    await knut.press(f"{own}/strike")
    assert "struken 3 oktober 2022" in knut.text
    assert rows(room)[0].struck_at


async def test_what_cannot_be_read_comes_back_and_what_somebody_changed_is_not_overwritten(
    room: OpenRoom, knut: Visitor
) -> None:
    log = log_of(room)
    await knut.post(log, kind="course", day="2022-09-30")
    own = f"{log}/{rows(room)[0].id}"
    form = knut.page.form(own)

    for visitors, volunteers, flaw in (("många", "", "hela tal"), ("3", "4", "kan inte vara fler")):
        await knut.submit(form, visitors=visitors, volunteers=volunteers)
        assert knut.status == UNREADABLE
        assert flaw in knut.text
        assert knut.page.form(own).fields["visitors"] == visitors

    room.change(Activity, rows(room)[0].id, visitors=20, revision=2)
    await knut.submit(form, visitors="12")
    assert knut.status in (CONFLICT, UNREADABLE)
    assert "ändrade den" in knut.text
    assert rows(room)[0].visitors == 20


async def test_a_partner_says_what_comes_back_and_a_manager_what_the_board_promised(
    room: OpenRoom, knut: Visitor, maj: Visitor
) -> None:
    log = log_of(room)
    series = log.replace("activities", "series")
    number = int(log.split("/")[1])
    await knut.get(log)
    await knut.submit(knut.page.form(series), kind="homework", weekday="3", opens="16", closes="20", day="2022-10-05")
    assert "Varje onsdag kl. 16–20: läxhjälp" in knut.text
    await maj.get(log)
    assert log not in [form.action for form in maj.page.forms]
    await maj.submit(maj.page.form(series), weekday="2", opens="9", closes="11", day="2022-09-06")

    assert "Varje tisdag kl. 9–11: uppsökare på plats" in maj.text
    theirs = select(Series).where(col(Series.agreement_id) == number).order_by(col(Series.id))
    mine, promised = room.store.run_now(lambda session: session.exec(theirs).all())
    assert promised.purpose is SeriesPurpose.PRESENCE
    assert room.store.run_now(lambda session: session.get_one(Agreement, number).promises_presence)
    assert f"{series}/{mine.id}" not in [form.action for form in maj.page.forms]
    await maj.submit(maj.page.form(f"{series}/{promised.id}"), day="2022-10-03")
    assert "6 september 2022 – 3 oktober 2022" in maj.text


async def test_the_years_figures_say_what_is_not_known(room: OpenRoom, maj: Visitor) -> None:
    log = log_of(room)
    number = int(log.split("/")[1])

    def fill(session: Session) -> None:
        knut = room.turn(session, KNUT)
        for day, came in ((7, Count(20)), (14, Count(few=True)), (21, Count())):
            row = activities.log(knut, number, ActivityKind.HOMEWORK, date(2022, 9, day))
            said = Said(called_off=False, visitors=came, volunteers=Count(), leaders=None, same_leaders=None)
            activities.say(knut, row.id, 1, said)
        session.get_one(Agreement, number).promises_presence = True
        kind, tuesday = ActivityKind.PRESENCE, date(2022, 9, 20)
        promise = Series(
            agreement_id=number,
            purpose=SeriesPurpose.PRESENCE,
            kind=kind,
            weekday=2,
            opens=9,
            closes=11,
            begins=tuesday,
        )
        session.add(promise)
        session.flush()
        shifts.say(room.turn(session, YLVA), promise.id, tuesday, "illness", "open")

    room.store.run_now(fill)
    await maj.get(log)

    assert "Tillfällen: 3 Besökare: 20. Tillfällen med 1–4 besökare: 1. Tillfällen utan uppgift: 1." in maj.text
    assert "Utlovade pass: 2. Hölls: 0. Blev inte av: sjukfrånvaro: 1. Obesvarade: 1." in maj.text
    assert [form.action for form in maj.page.forms if "activities" in form.action] == []
    await maj.get(f"{log}/1")
    assert maj.status == MISSING


async def test_a_long_log_has_pages(room: OpenRoom, knut: Visitor) -> None:
    log = log_of(room)

    def fill(session: Session) -> None:
        turn = room.turn(session, KNUT)
        for back in range(31):
            activities.log(turn, int(log.split("/")[1]), ActivityKind.OTHER, date(2022, 9, 30) - timedelta(days=back))

    room.store.run_now(fill)
    await knut.get(log)
    assert "Sida 1 av 2" in knut.text
    assert "30 september 2022 annan aktivitet" in knut.text
    await knut.get(f"{log}?page=1")
    assert "31 augusti 2022 annan aktivitet" in knut.text
    async with room.visitor() as olle:
        await olle.come_in(OLLE)
        await olle.get(log)
        assert olle.status in (FORBIDDEN, MISSING)
