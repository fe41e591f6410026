"""The desk: once, in order, acknowledged after the commit; and what a bug leaves behind."""

import asyncio
from typing import Any

import pytest
import structlog
from sqlalchemy import text, update
from sqlmodel import Session

from bot import buttons
from bot.demo.cast import KNUT, MAJ, YLVA
from bot.errors import StorageDown
from bot.store import Store
from models import Consent, Draft, Event, Flow, HandledUpdate, Member, Referral
from tests.hands import HandClock, member
from tests.works import CANARY, ON_POSTGRESQL, ON_SQLITE, Works, another_app, referral_of, rows, send_referral, works

Raw = dict[str, Any]


def written(works: Works, who: int, words: str) -> Raw:
    """The update of somebody who writes `words`, which is served by hand."""
    works.world.send_text(who, words)
    [raw] = works.waiting()
    return raw


async def test_an_update_is_committed_when_handle_returns_and_answered_after_that(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        raw = written(it, YLVA.telegram_id, "/meny")
        await it.app.desk.handle(raw)
        assert [row.update_id for row in rows(played, HandledUpdate)] == [raw["update_id"]]
        assert not it.heard(YLVA)
        await it.app.desk.drain()
        assert YLVA.name in it.texts(YLVA)[0]


async def test_a_repeated_update_does_nothing_and_shows_the_current_card_again(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        sent = played.run_now(lambda session: send_referral(session, clock.now()).id)
        await it.types(KNUT, "/inkorg")
        tapped = it.heard(KNUT)[-1]["message_id"]
        it.world.tap(KNUT.telegram_id, tapped, it.data(buttons.Step(sent, 1, "waiting_list"), KNUT))
        [raw] = it.waiting()
        for _ in range(3):
            await it.app.desk.handle(raw)
            await it.app.desk.drain()
        referral = played.run_now(lambda session: referral_of(session, sent))
        assert len(it.heard(KNUT)) == 1  # the card that was tapped, no refusal after it
        assert referral.code in it.texts(KNUT)[-1]
    assert referral.revision == 2
    assert [event.happening for event in rows(played, Event)] == ["sent", "waiting_list"]


async def test_a_repeated_send_makes_one_referral(played: Store, database_url: str, clock: HandClock) -> None:
    async with works(database_url, clock) as it:
        raws = [written(it, YLVA.telegram_id, "/hanvisa B2 trädgård")] * 2
        await asyncio.gather(*(it.app.desk.handle(raw) for raw in raws))
        assert len(rows(played, Draft)) == 1


async def test_the_same_update_over_webhook_and_poll_in_two_processes_takes_effect_once(
    played: Store, database_url: str, clock: HandClock
) -> None:
    sent = played.run_now(lambda session: send_referral(session, clock.now()).id)
    async with works(database_url, clock) as it, another_app(database_url, clock, it.telegram) as other:
        await it.types(KNUT, "/meny")
        for happening in ("seen", "waiting_list"):
            revision = played.run_now(lambda session: referral_of(session, sent).revision)
            it.world.tap(KNUT.telegram_id, 2, it.data(buttons.Step(sent, revision, happening), KNUT))
            [raw] = it.waiting()
            await asyncio.gather(*(app.desk.handle(raw) for app in (it.app, other) * 4))
            await asyncio.gather(it.app.desk.drain(), other.desk.drain())
    assert [event.happening for event in rows(played, Event)] == ["sent", "seen", "waiting_list"]


async def test_one_person_s_updates_take_effect_and_are_answered_in_order(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock, in_flight=4) as it:
        await it.types(YLVA, "/meny")
        for language in ["en", "sv"] * 10:
            it.world.tap(YLVA.telegram_id, 2, it.data(buttons.SetLanguage(language), YLVA))  # type: ignore[arg-type]
        for words in ("/menu", "/help", "/language", "/mine", "/iop") * 3:
            it.world.send_text(YLVA.telegram_id, words)
        await it.serve()
        assert played.run_now(lambda session: member(session, YLVA).language) == "sv"
        heard = it.texts(YLVA)[1:]
        assert heard[0:5] == heard[5:10] == heard[10:15]
        assert len(set(heard)) == 5


@ON_POSTGRESQL
async def test_people_are_served_at_the_same_time(played: Store, database_url: str, clock: HandClock) -> None:
    """While one person's row is held by another process, everybody else is served."""
    async with works(database_url, clock) as it:
        with Session(played.engine) as session:
            session.get_one(Member, member(session, YLVA).id, with_for_update=True)
            waits = asyncio.create_task(it.app.desk.handle(written(it, YLVA.telegram_id, "/meny")))
            await asyncio.wait_for(it.app.desk.handle(written(it, MAJ.telegram_id, "/meny")), 5)
            await it.app.desk.drain()
            assert it.heard(MAJ)
            assert not waits.done()
        await waits
        await it.app.desk.drain()
        assert it.heard(YLVA)


async def test_two_sides_that_act_at_the_same_time_do_not_wait_for_a_deadlock_to_be_found(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        for who in (YLVA, KNUT):
            await it.types(who, "/meny")
        for seed in range(8):
            sent = played.run_now(lambda session, seed=seed: send_referral(session, clock.now(), seed).id)  # type: ignore[misc]
            it.world.tap(KNUT.telegram_id, 2, it.data(buttons.Step(sent, 1, "waiting_list"), KNUT))
            it.world.tap(YLVA.telegram_id, 2, it.data(buttons.Step(sent, 1, "withdrawn"), YLVA))
            await it.serve()
    deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    if not played.on_sqlite:
        assert played.run_now(lambda session: session.execute(text(deadlocks)).scalar_one()) == 0
    assert {row.revision for row in rows(played, Referral)} == {2}  # one of the two won, each time


async def test_a_refusal_undoes_the_action_and_keeps_the_update_and_the_trace(
    played: Store, database_url: str, clock: HandClock
) -> None:
    """`/hanvisa B2 …` throws the open draft away before it finds that the partner cannot be referred to."""
    async with works(database_url, clock) as it:
        await it.types(YLVA, "/hanvisa B2 trädgård")
        [draft] = rows(played, Draft)
        await it.types(YLVA, f"/hanvisa B2 {CANARY}")
        assert [row.id for row in rows(played, Draft)] == [draft.id]
        assert len(rows(played, HandledUpdate)) == 2
        refused = played.run_now(lambda session: session.execute(text("SELECT act, allowed FROM auditentry")).all())
        assert ("refused", False) in [(act, bool(allowed)) for act, allowed in refused]
        assert CANARY not in "".join(it.texts(YLVA))


def break_history(session: Session) -> None:
    session.execute(update(Event).values(detail={"at": CANARY}))


async def test_a_bug_gives_a_reference_leaves_no_word_in_the_log_and_the_next_update_is_served(
    played: Store, database_url: str, clock: HandClock
) -> None:
    sent = played.run_now(lambda session: send_referral(session, clock.now()).id)
    played.run_now(break_history)
    async with works(database_url, clock) as it:
        await it.types(KNUT, "/meny")
        with structlog.testing.capture_logs() as logged:
            await it.taps(KNUT, 2, it.data(buttons.ShowReferral(sent), KNUT))
        [entry] = [entry for entry in logged if entry["event"] == "bug"]
        assert entry["reference"] in it.texts(KNUT)[-1]
        assert "fromisoformat" in entry["exception"]  # where it is
        for word in (CANARY, KNUT.name, str(KNUT.telegram_id)):
            assert word not in repr(logged)
        assert len(rows(played, HandledUpdate)) == 2
        await it.types(KNUT, "/meny")
        assert KNUT.name in it.texts(KNUT)[-1]


async def test_words_that_came_with_a_bug_are_taken_away_all_the_same(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        sent = played.run_now(lambda session: send_referral(session, clock.now()))
        played.run_now(break_history)
        await it.types(KNUT, f"/start {sent.code} {CANARY}")
        assert len(it.world.chat(KNUT.telegram_id)) == 1
        assert "<code>" in it.texts(KNUT)[-1] or "kod" in it.texts(KNUT)[-1]


async def test_a_card_that_cannot_be_put_into_words_is_logged_and_the_next_is_said(
    played: Store, database_url: str, clock: HandClock
) -> None:
    sent = played.run_now(lambda session: send_referral(session, clock.now()).id)
    played.run_now(lambda session: session.execute(update(Consent).values(share=[CANARY])))
    async with works(database_url, clock) as it:
        await it.types(KNUT, "/meny")
        with structlog.testing.capture_logs() as logged:
            await it.taps(KNUT, 2, it.data(buttons.ShowReferral(sent), KNUT))
        assert [entry["event"] for entry in logged] == ["bug"]
        assert CANARY not in repr(logged)
        assert "Det är gjort" in it.texts(KNUT)[-1]
        await it.types(KNUT, "/meny")
        assert len(it.heard(KNUT)) == 3


@ON_SQLITE
async def test_lost_storage_comes_out_and_leaves_nothing_done(database_url: str, clock: HandClock) -> None:
    async with works(database_url, clock) as it:
        it.app.store.engine.dispose()
        await asyncio.to_thread(it.app.store.run_now, lambda session: session.execute(text("DROP TABLE member")))
        with pytest.raises(StorageDown):
            await it.app.desk.handle(written(it, YLVA.telegram_id, "/meny"))
        await it.app.desk.drain()
        assert not it.heard(YLVA)


async def test_an_answer_survives_what_the_network_does(played: Store, database_url: str, clock: HandClock) -> None:
    async with works(database_url, clock) as it:
        it.faults.add("too_many_requests", "sendMessage", seconds=1)
        await it.types(YLVA, "/meny")
        assert len(it.heard(YLVA)) == 1
        for kind in ("server_error", "drop_before"):
            it.faults.add(kind, "sendMessage")
            await it.types(YLVA, "/meny")
        assert len(it.heard(YLVA)) == 3


async def test_a_429_in_the_middle_of_an_answer_makes_it_say_nothing_untrue(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        it.faults.add("too_many_requests", "sendMessage", seconds=1)
        await it.types(YLVA, CANARY)
        [said] = it.texts(YLVA)
        assert "Jag har tagit bort" in said


async def test_a_draft_that_a_bug_met_is_still_there(played: Store, database_url: str, clock: HandClock) -> None:
    def unit(session: Session) -> None:
        mine = member(session, YLVA).id
        session.add(Draft(member_id=mine, flow=Flow.REFERRAL, fields={"meet": 1, "share": 5}, changed_at=clock.now()))

    played.run_now(unit)
    async with works(database_url, clock) as it:
        with structlog.testing.capture_logs():
            await it.types(YLVA, "/hanvisa")
        assert len(it.heard(YLVA)) == 1
        assert len(rows(played, Draft)) == 1
        await it.types(YLVA, "/avbryt")
        assert not rows(played, Draft)
