"""Answers that cannot be said: what they showed is shown again when Telegram is back, once, and nothing older below."""

import asyncio
from collections.abc import Callable
from itertools import pairwise

import pytest

from bot import buttons
from bot.chat import answers, owed_answers
from bot.chat.answer import Answer
from bot.demo.cast import KNUT, MAJ, OLLE, SIRI, YLVA
from bot.store import Store
from models import Member, Notice, NoticeKind, Pace
from tests.chat.test_desk_strangers import invite
from tests.hands import HandClock
from tests.works import STRANGER, Works, another_app, notices, referral_of, rows, send_referral, works

SENDS = ("sendMessage", "editMessageText")


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pauses between tries would only make the tests slow."""
    monkeypatch.setattr(answers, "PAUSES", (0.01, 0.01, 0.0))


def go_away(it: Works) -> None:
    """Nothing that the bot says arrives any more."""
    for method in SENDS:
        it.faults.add("drop_before", method, times=1_000)


def owed(store: Store) -> list[Notice]:
    """The cards that are owed and not said."""
    waiting = [notice for notice in notices(store) if notice.sent_at is None and notice.dropped_at is None]
    return [notice for notice in waiting if notice.kind is NoticeKind.CARD_AGAIN]


async def test_an_answer_that_telegram_is_away_for_is_owed_and_said_from_the_rows_as_they_then_are(
    played: Store, database_url: str, clock: HandClock
) -> None:
    sent = played.run_now(lambda session: send_referral(session, clock.now()).id)
    async with works(database_url, clock) as it:
        await it.deliver()
        offer = it.heard(KNUT)[-1]["message_id"]
        go_away(it)
        await it.taps(KNUT, offer, it.data(buttons.Step(sent, 1, "seen"), KNUT))
        [notice] = owed(played)
        assert notice.about_id == sent
        it.faults.clear()
        await it.taps(SIRI, it.heard(SIRI)[-1]["message_id"], it.data(buttons.Step(sent, 1, "waiting_list"), SIRI))
        before = len(it.heard(KNUT))
        await it.deliver()
        [again] = it.texts(KNUT)[before:]
        assert played.run_now(lambda session: referral_of(session, sent).code) in again
        assert "väntelista" in again
        assert await it.deliver() == 0
    assert not owed(played)


async def test_an_open_draft_s_question_is_shown_again(played: Store, database_url: str, clock: HandClock) -> None:
    async with works(database_url, clock) as it:
        go_away(it)
        await it.types(YLVA, "/hanvisa B2 trädgård")
        assert [notice.about_id for notice in owed(played)] == [0]
        assert not it.heard(YLVA)
        it.faults.clear()
        assert await it.deliver() == 1
        await it.types(YLVA, "/hanvisa")
        question, same = it.texts(YLVA)
        assert question == same


async def test_several_answers_that_were_not_said_are_one_card(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        go_away(it)
        for words in ("/meny", "/hjalp", "/hanvisa B2 trädgård"):
            await it.types(YLVA, words)
        assert len(owed(played)) == 1
        it.faults.clear()
        assert await it.deliver() == 1
        assert len(it.heard(YLVA)) == 1


async def test_no_old_card_comes_below_a_newer_answer(played: Store, database_url: str, clock: HandClock) -> None:
    async with works(database_url, clock) as it:
        go_away(it)
        await it.types(YLVA, "/hanvisa B2 trädgård")
        it.faults.clear()
        await it.types(YLVA, "/mina")
        assert not owed(played)
        await it.deliver()
        assert len(it.heard(YLVA)) == 1


async def test_a_process_that_began_later_puts_no_old_card_below_its_own_answer(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        go_away(it)
        await it.types(YLVA, "/hanvisa B2 trädgård")
        it.faults.clear()
        async with another_app(database_url, clock, it.telegram) as later:
            it.world.send_text(YLVA.telegram_id, "/meny")
            [raw] = it.waiting()
            await later.desk.handle(raw)
            await later.desk.drain()
        assert not owed(played)


async def test_a_no_that_was_not_heard_is_told(played: Store, database_url: str, clock: HandClock) -> None:
    """Where there is a card, it says how things stand; where there is none, a message says that nothing was done."""
    async with works(database_url, clock) as it:
        go_away(it)
        await it.types(MAJ, "/frukost")
        await it.types(OLLE, "/meny")
        it.faults.clear()
        await it.deliver()
        assert "blev inte gjort" in it.texts(MAJ)[-1]
        assert "har tagits emot" in it.texts(OLLE)[-1]


async def test_a_newcomer_whose_welcome_was_lost_is_not_left_in_silence(
    played: Store, database_url: str, clock: HandClock
) -> None:
    payload = played.run_now(lambda session: invite(session, clock))
    async with works(database_url, clock) as it:
        go_away(it)
        await it.types(STRANGER, f"/start {payload}")
        it.faults.clear()
        await it.deliver()
        assert "har tagits emot" in it.texts(STRANGER)[-1]


async def test_strangers_are_owed_nothing(played: Store, database_url: str, clock: HandClock) -> None:
    async with works(database_url, clock) as it:
        go_away(it)
        await it.types(STRANGER, "/start")
    assert not notices(played)


@pytest.mark.parametrize("kind", ["half_json", "html", "reset_in_body", "server_error", "bad_gateway"])
async def test_whatever_comes_instead_of_an_answer_is_waited_out(
    played: Store, database_url: str, clock: HandClock, kind: str
) -> None:
    """Half a JSON was once taken for a bug of ours, and the person was told so."""
    async with works(database_url, clock) as it:
        it.faults.add(kind, "sendMessage")
        await it.types(YLVA, "/meny")
        assert set(it.texts(YLVA)) == {it.texts(YLVA)[0]}
        assert YLVA.name in it.texts(YLVA)[0]
    assert not owed(played)


async def test_what_is_unsaid_when_the_process_ends_is_owed(
    played: Store, database_url: str, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.app.LAST_WORDS_SECONDS", 0.3)
    async with works(database_url, clock) as it:
        it.faults.add("timeout_after", "editMessageText", seconds=30)
        it.faults.add("timeout_after", "sendMessage", seconds=30, times=5)
        for who in (YLVA, KNUT):
            for words in ("/meny", "/hjalp"):
                it.world.send_text(who.telegram_id, words)
        for raw in it.waiting():
            await it.app.desk.handle(raw)
    assert len(owed(played)) == 2


async def test_a_long_silence_makes_an_answer_a_row_at_once(played: Store, database_url: str, clock: HandClock) -> None:
    async with works(database_url, clock) as it:
        it.faults.add("too_many_requests", "sendMessage", seconds=600)
        await asyncio.wait_for(it.types(YLVA, "/meny"), 5)
        [notice] = owed(played)
        assert await it.deliver() == 0  # silent, the delivery too
        await asyncio.wait_for(it.types(KNUT, "/meny"), 5)
        assert not it.heard(KNUT)  # not even tried
        clock.forward(seconds=601)
        await it.deliver()
        assert [len(it.heard(who)) for who in (YLVA, KNUT)] == [1, 1]
    assert notice.about_id == 0


@pytest.mark.parametrize("method", ["answerCallbackQuery", "editMessageText"])
async def test_a_429_on_anything_makes_every_sender_silent(
    played: Store, database_url: str, clock: HandClock, method: str
) -> None:
    async with works(database_url, clock) as it:
        await it.types(YLVA, "/meny")
        it.faults.add("too_many_requests", method, seconds=600)
        await it.taps(YLVA, it.heard(YLVA)[-1]["message_id"], it.data(buttons.RunCommand("language"), YLVA))
        assert it.app.voice.silence.left() > 500
        [pace] = rows(played, Pace)
        assert (pace.next_at - clock.now()).total_seconds() > 500


async def test_after_a_silence_answers_come_one_after_the_other(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        it.app.voice.silence.keep(0.2)
        places = [it.app.voice.silence.place() for _ in range(30)]
        gaps = {round(later - earlier, 3) for earlier, later in pairwise(places)}
        assert gaps == {0.034}
        await it.types(YLVA, "/meny")
        assert len(it.heard(YLVA)) == 1


@pytest.mark.parametrize("kind", ["blocked", "deactivated"])
async def test_whoever_turns_out_to_be_gone_is_not_tried_until_they_write(
    played: Store, database_url: str, clock: HandClock, kind: str
) -> None:
    def blocked() -> list[bool]:
        return [bool(row.blocked_at) for row in rows(played, Member) if row.telegram_id == YLVA.telegram_id]

    async with works(database_url, clock) as it:
        it.faults.add(kind, "sendMessage")
        await it.types(YLVA, "/meny")
        assert blocked() == [True]
        assert not owed(played)
        await it.types(YLVA, "/meny")
        assert blocked() == [False]
        assert len(it.heard(YLVA)) == 1


async def test_a_group_that_was_migrated_is_left_all_the_same(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        it.world.add_to_group(YLVA.telegram_id, -55, "Gruppen")
        it.faults.add("migrated", "leaveChat")
        await it.serve()
        assert not it.faults.waiting()
    assert not notices(played)


def _no_answer(_answer: Answer) -> bool:
    return False


async def test_without_the_rows_a_lost_answer_would_be_missed_here(
    played: Store, database_url: str, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That these tests can fail: nothing is owed, and nothing is shown again."""
    never: Callable[[Answer], bool] = _no_answer
    monkeypatch.setattr(owed_answers, "_is_owed", never)
    async with works(database_url, clock) as it:
        go_away(it)
        await it.types(YLVA, "/hanvisa B2 trädgård")
        it.faults.clear()
        assert await it.deliver() == 0
        assert not it.heard(YLVA)
