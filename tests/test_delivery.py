"""The delivery against a local Telegram that does what networks and a busy Telegram do."""

from datetime import datetime, timedelta

import pytest
from aiohttp import test_utils, web
from sqlalchemy import update
from sqlmodel import Session

from bot import outbox
from bot.actions import referrals
from bot.demo.cast import KNUT, MAJ, OLLE, SIRI, YLVA, Player
from bot.store import Store
from models import Happening, Member, NoticeKind
from tests.hands import HandClock, turn
from tests.works import ids, notices, send_referral, works

KIND = NoticeKind.MEMBER_JOINED


def owe(store: Store, to: Player, about: Player, now: datetime, occasion: str = "a") -> None:
    """Owe `to` the news that `about` has joined."""
    mine = ids(store)
    store.run_now(lambda session: outbox.owe(session, mine[to], KIND, mine[about], occasion, now))


async def test_a_notice_is_said_once_and_settled(played: Store, database_url: str, clock: HandClock) -> None:
    owe(played, MAJ, OLLE, clock.now())
    async with works(database_url, clock) as it:
        assert await it.deliver() == 1
        assert await it.deliver() == 0
        [message] = it.heard(MAJ)
    [notice] = notices(played)
    assert OLLE.name in message["text"]
    assert (notice.sent_at, notice.message_id) == (clock.now(), message["message_id"])


@pytest.mark.parametrize(
    ("kind", "times_heard"),
    [
        *(("server_error", 1), ("bad_gateway", 1), ("drop_before", 1), ("html", 1)),
        *(("drop_after", 2), ("reset_in_body", 2), ("half_json", 2)),
    ],
)
async def test_what_a_network_swallowed_is_said_again(
    played: Store, database_url: str, clock: HandClock, kind: str, times_heard: int
) -> None:
    """Only where Telegram had taken it already, and nobody could know, it is heard twice."""
    owe(played, MAJ, OLLE, clock.now())
    async with works(database_url, clock) as it:
        it.faults.add(kind, "sendMessage")
        await it.deliver()
        [notice] = notices(played)
        assert notice.sent_at is None
        assert await it.deliver() == 0  # not at once
        clock.forward(seconds=3)
        await it.deliver()
        assert len(it.heard(MAJ)) == times_heard
    assert notices(played)[0].sent_at


async def test_a_time_out_after_delivery_is_said_again(played: Store, database_url: str, clock: HandClock) -> None:
    owe(played, MAJ, OLLE, clock.now())
    async with works(database_url, clock) as it:
        it.app.api.patience = 0.1
        it.faults.add("timeout_after", "sendMessage", seconds=0.5)
        await it.deliver()
        clock.forward(seconds=3)
        await it.deliver()
        assert len(it.heard(MAJ)) == 2
    assert notices(played)[0].sent_at


async def test_pauses_between_tries_grow(played: Store, database_url: str, clock: HandClock) -> None:
    owe(played, MAJ, OLLE, clock.now())
    waits = []
    async with works(database_url, clock) as it:
        it.faults.add("server_error", "sendMessage", times=10)
        for _ in range(10):
            await it.deliver()
            again_at = notices(played)[0].leased_until
            assert again_at
            waits.append((again_at - clock.now()).total_seconds())
            clock.moment = again_at + timedelta(milliseconds=1)
        await it.deliver()
    assert waits == [2, 4, 8, 10, 10, 10, 10, 10, 10, 10]
    assert notices(played)[0].sent_at


async def test_while_telegram_is_away_one_notice_is_tried_at_a_time_and_all_are_said_when_it_is_back(
    played: Store, database_url: str, clock: HandClock
) -> None:
    """Else each would have waited longer after each try, and an hour's worth of them minutes after it."""
    async with works(database_url, clock) as it:
        people = (MAJ, KNUT, YLVA, SIRI, OLLE)
        for who in people:
            owe(played, who, OLLE, clock.now())
        it.faults.be_away("refused", clock.now() + timedelta(hours=1))
        assert await it.app.delivery.deliver_due() == 5
        for _ in range(100):
            clock.forward(seconds=11)
            assert await it.app.delivery.deliver_due() <= 1
        clock.forward(hours=1)
        assert await it.deliver() == 5
        assert [len(it.heard(who)) for who in people] == [1] * 5


async def test_a_proxy_s_refusal_is_not_telegram_s(
    played: Store, database_url: str, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It once dropped the notice (400), or took the chat for closed (403)."""
    owe(played, MAJ, OLLE, clock.now())
    async with works(database_url, clock) as it:
        for status in (400, 403, 404, 413):

            async def refuse(_request: web.Request, status: int = status) -> web.Response:
                return web.Response(status=status)

            page = web.Application()
            page.router.add_route("*", "/{path:.*}", refuse)
            server = test_utils.TestServer(page)
            await server.start_server()
            with monkeypatch.context() as elsewhere:
                elsewhere.setattr(it.app.api, "url", str(server.make_url("/")))
                await it.app.delivery.deliver_due()
            await server.close()
            clock.forward(seconds=11)
        assert await it.deliver() == 1
        assert len(it.heard(MAJ)) == 1


async def test_a_429_pauses_everybody_and_loses_nothing(played: Store, database_url: str, clock: HandClock) -> None:
    for who in (MAJ, KNUT, YLVA):
        owe(played, who, OLLE, clock.now())
    async with works(database_url, clock) as it:
        it.faults.add("too_many_requests", "sendMessage", times=3, seconds=30)
        await it.deliver()
        it.faults.clear()  # whoever had not asked yet when the first 429 came has kept silent too
        clock.forward(seconds=20)
        assert await it.deliver() == 0
        assert not it.heard(MAJ)
        clock.forward(seconds=11)
        assert await it.deliver() == 3
        assert [len(it.heard(who)) for who in (MAJ, KNUT, YLVA)] == [1, 1, 1]


async def test_what_is_owed_to_one_who_blocked_the_bot_waits_until_the_chat_is_open_again(
    played: Store, database_url: str, clock: HandClock
) -> None:
    owe(played, MAJ, OLLE, clock.now())
    owe(played, KNUT, OLLE, clock.now())
    async with works(database_url, clock) as it:
        it.world.people[MAJ.telegram_id].blocked = True  # the bot was down when it was told
        await it.deliver()
        clock.forward(days=3)
        assert await it.deliver() == 0
        assert len(it.heard(KNUT)) == 1
        it.world.people[MAJ.telegram_id].blocked = False
        await it.types(MAJ, "/meny")
        await it.deliver()
        assert OLLE.name in it.texts(MAJ)[-1]


async def test_whoever_tells_us_that_the_chat_is_closed_is_not_tried(
    played: Store, database_url: str, clock: HandClock
) -> None:
    owe(played, MAJ, OLLE, clock.now())
    async with works(database_url, clock) as it:
        it.world.block(MAJ.telegram_id)
        await it.serve()
        assert await it.deliver() == 0
        it.world.unblock(MAJ.telegram_id)
        await it.serve()
        assert await it.deliver() == 1
        assert len(it.heard(MAJ)) == 1


async def test_a_chat_that_telegram_does_not_know_holds_what_is_owed(
    played: Store, database_url: str, clock: HandClock
) -> None:
    owe(played, MAJ, OLLE, clock.now())
    async with works(database_url, clock) as it:
        person, chat = it.world.people.pop(MAJ.telegram_id), it.world.chats.pop(MAJ.telegram_id)
        await it.deliver()
        [notice] = notices(played)
        assert (notice.sent_at, notice.dropped_at) == (None, None)
        it.world.people[MAJ.telegram_id], it.world.chats[MAJ.telegram_id] = person, chat
        await it.types(MAJ, "/meny")
        assert await it.deliver() == 1


async def test_what_telegram_refuses_for_good_is_dropped_and_holds_up_nothing(
    played: Store, database_url: str, clock: HandClock
) -> None:
    played.run_now(lambda session: session.execute(update(Member).values(name="N" * 5_000)))
    owe(played, MAJ, OLLE, clock.now())
    async with works(database_url, clock) as it:
        await it.deliver()
    assert notices(played)[0].dropped_for == "refused"


@pytest.mark.parametrize(("hour", "silent"), [(6, True), (7, False), (19, False), (20, True), (23, True)])
async def test_in_quiet_hours_a_notice_makes_no_sound(
    played: Store, database_url: str, clock: HandClock, hour: int, silent: bool
) -> None:
    clock.forward(hours=hour - 9)
    owe(played, MAJ, OLLE, clock.now())
    async with works(database_url, clock) as it:
        await it.deliver()
        assert it.heard(MAJ)[0].get("disable_notification", False) is silent


async def test_a_notice_shows_the_rows_as_they_are_when_it_is_said(
    played: Store, database_url: str, clock: HandClock
) -> None:
    def accept(session: Session) -> None:
        referrals.take(turn(session, KNUT, clock.now()), sent, Happening.SEEN, 1)

    sent = played.run_now(lambda session: send_referral(session, clock.now()).id)
    played.run_now(accept)
    async with works(database_url, clock) as it:
        await it.deliver()
        [offer] = it.texts(SIRI)
        [news] = it.texts(YLVA)
    assert "Sedd" in offer or "sedd" in offer
    assert KNUT.name in news


async def test_what_there_is_no_reason_to_say_any_more_is_dropped(
    played: Store, database_url: str, clock: HandClock
) -> None:
    def withdraw(session: Session) -> None:
        referrals.take(turn(session, YLVA, clock.now()), sent, Happening.WITHDRAWN, 1)

    sent = played.run_now(lambda session: send_referral(session, clock.now()).id)
    played.run_now(withdraw)
    async with works(database_url, clock) as it:
        await it.deliver()
    why = {(notice.kind, notice.dropped_for) for notice in notices(played)}
    assert why == {
        (NoticeKind.REFERRAL_OFFERED, "nothing to say any more"),
        (NoticeKind.PARTNER_NEWS, None),
        (NoticeKind.CONFIRM_DELETION, None),  # for a week later
    }


async def test_a_membership_that_has_ended_is_told_nothing(played: Store, database_url: str, clock: HandClock) -> None:
    owe(played, MAJ, OLLE, clock.now())
    played.run_now(lambda session: session.execute(update(Member).values(ended_at=clock.now())))
    async with works(database_url, clock) as it:
        await it.deliver()
        assert not it.heard(MAJ)
    assert notices(played)[0].dropped_for == "nobody to tell"
