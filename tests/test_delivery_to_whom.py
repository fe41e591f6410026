"""Who is told when somebody is away; and a notice with a bug in it."""

import asyncio
import time
from datetime import timedelta

import pytest
import structlog
from sqlalchemy import update
from sqlmodel import Session, col, select

from bot import outbox
from bot.clock import today
from bot.demo.cast import KNUT, MAJ, OLLE, SIRI, YLVA, Player
from bot.demo.telegram.world import World
from bot.store import Store
from models import Absence, Consent, Event, Member, Notice, NoticeKind, Referral
from tests.hands import HandClock, member
from tests.works import CANARY, notices, rows, send_referral, works

KIND = NoticeKind.MEMBER_JOINED


def away(session: Session, who: Player, instead: Player, clock: HandClock) -> None:
    """`instead` stands in for `who` today."""
    day = today(clock.now())
    session.add(
        Absence(
            member_id=member(session, who).id, substitute_id=member(session, instead).id, first_day=day, last_day=day
        )
    )
    session.flush()


def owe(session: Session, to: Player, clock: HandClock, occasion: str = "a") -> None:
    """Owe `to` the news that Olle has joined."""
    outbox.owe(session, member(session, to).id, KIND, member(session, OLLE).id, occasion, clock.now())


async def test_the_substitute_gets_what_the_absent_would_get(
    played: Store, database_url: str, clock: HandClock
) -> None:
    def unit(session: Session) -> None:
        away(session, MAJ, YLVA, clock)
        owe(session, MAJ, clock)

    played.run_now(unit)
    async with works(database_url, clock) as it:
        await it.deliver()
        assert (len(it.heard(MAJ)), len(it.heard(YLVA))) == (0, 1)


async def test_after_the_last_day_the_absent_is_told_again(played: Store, database_url: str, clock: HandClock) -> None:
    played.run_now(lambda session: away(session, MAJ, YLVA, clock))
    clock.forward(days=1)
    played.run_now(lambda session: owe(session, MAJ, clock))
    async with works(database_url, clock) as it:
        await it.deliver()
        assert (len(it.heard(MAJ)), len(it.heard(YLVA))) == (1, 0)


async def test_whoever_is_told_the_same_already_is_not_told_again_as_a_substitute(
    played: Store, database_url: str, clock: HandClock
) -> None:
    def unit(session: Session) -> None:
        away(session, KNUT, SIRI, clock)
        send_referral(session, clock.now())

    played.run_now(unit)
    async with works(database_url, clock) as it:
        await it.deliver()
        assert (len(it.heard(KNUT)), len(it.heard(SIRI))) == (0, 1)
    assert sorted(notice.dropped_for or "" for notice in notices(played)) == ["", "nobody to tell"]


@pytest.mark.parametrize("reason", ["ended_at", "blocked_at"])
async def test_where_the_substitute_cannot_be_told_the_absent_is(
    played: Store, database_url: str, clock: HandClock, reason: str
) -> None:
    def unit(session: Session) -> None:
        away(session, MAJ, YLVA, clock)
        owe(session, MAJ, clock)
        session.execute(update(Member).where(col(Member.telegram_id) == YLVA.telegram_id).values({reason: clock.now()}))

    played.run_now(unit)
    async with works(database_url, clock) as it:
        await it.deliver()
        assert (len(it.heard(MAJ)), len(it.heard(YLVA))) == (1, 0)


async def test_a_substitute_who_turns_out_to_have_blocked_the_bot_gives_way_to_the_absent(
    played: Store, database_url: str, clock: HandClock
) -> None:
    def unit(session: Session) -> None:
        away(session, MAJ, YLVA, clock)
        owe(session, MAJ, clock)

    played.run_now(unit)
    async with works(database_url, clock) as it:
        it.world.people[YLVA.telegram_id].blocked = True
        await it.deliver()
        assert len(it.heard(MAJ)) == 1


async def test_a_substitute_hears_at_most_one_message_a_second(
    played: Store, database_url: str, clock: HandClock
) -> None:
    """What is owed to several people falls on one chat, and Telegram counts chats."""

    def unit(session: Session) -> None:
        for absent in (MAJ, KNUT, SIRI):
            away(session, absent, YLVA, clock)
            owe(session, absent, clock, occasion=absent.name)

    played.run_now(unit)
    async with works(database_url, clock) as it:
        it.app.delivery._speaker.chat_pause = 0.15
        listening = asyncio.create_task(times_of(it.world, 3))
        await asyncio.sleep(0)
        await it.deliver()
        first, second, third = await listening
        assert len(it.heard(YLVA)) == 3
    assert min(second - first, third - second) > 0.1
    assert third - first > 0.25


async def times_of(world: World, count: int) -> list[float]:
    """When the next `count` messages came, in seconds."""
    heard = world.subscribe()
    times = []
    for _ in range(count):
        await heard.get()
        times.append(time.monotonic())
    return times


def break_history(session: Session, _: int) -> None:
    """A row that no card can be made of."""
    session.execute(update(Event).values(detail={"at": CANARY}))


def break_words(session: Session, _: int) -> None:
    """A row whose card cannot be put into words."""
    session.execute(update(Consent).values(share=[CANARY]))


@pytest.mark.parametrize("spoil", [break_history, break_words])
async def test_a_notice_with_a_bug_in_it_is_dropped_without_a_word_in_the_log_and_the_next_is_said(
    played: Store, database_url: str, clock: HandClock, spoil: object
) -> None:
    def unit(session: Session) -> None:
        send_referral(session, clock.now())
        spoil(session, 0)  # type: ignore[operator]
        owe(session, MAJ, clock)
        owe(session, KNUT, clock, "b")

    played.run_now(unit)
    async with works(database_url, clock) as it:
        with structlog.testing.capture_logs() as logged:
            await it.deliver()
        assert [len(it.heard(who)) for who in (KNUT, SIRI, MAJ)] == [1, 0, 1]
    dropped = [notice.dropped_for for notice in notices(played) if notice.kind is NoticeKind.REFERRAL_OFFERED]
    assert dropped == ["bug", "bug"]
    assert "notice cannot be made" in {entry["event"] for entry in logged}
    assert CANARY not in repr(logged)


async def test_a_notice_about_what_is_gone_is_dropped(played: Store, database_url: str, clock: HandClock) -> None:
    def unit(session: Session) -> None:
        outbox.owe(session, member(session, MAJ).id, NoticeKind.STANDING_IN, 4711, "begun", clock.now())
        outbox.owe(session, member(session, MAJ).id, NoticeKind.RECORD_QUESTION, 4711, "x", clock.now())

    played.run_now(unit)
    async with works(database_url, clock) as it:
        await it.deliver()
        assert not it.heard(MAJ)
    assert [notice.dropped_for for notice in notices(played)] == ["nothing to say any more", "bug"]


async def test_the_question_about_the_case_file_goes_unasked_once_it_is_answered(
    played: Store, database_url: str, clock: HandClock
) -> None:
    def unit(session: Session) -> None:
        referral = send_referral(session, clock.now())
        mine = member(session, YLVA).id
        outbox.owe(session, mine, NoticeKind.RECORD_QUESTION, referral.id, "x", clock.now())
        referral.recorded_at = clock.now() + timedelta(minutes=1)

    played.run_now(unit)
    async with works(database_url, clock) as it:
        await it.deliver()
        assert not it.heard(YLVA)
    assert len(rows(played, Referral)) == 1
    asked = played.run_now(
        lambda session: session.exec(
            select(Notice.dropped_for).where(col(Notice.kind) == NoticeKind.RECORD_QUESTION)
        ).one()
    )
    assert asked == "nothing to say any more"
