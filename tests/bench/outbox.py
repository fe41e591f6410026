"""Notices under Telegram's limits: which share of the rate that Telegram allows is used, and how often it refuses.

Left out: that answers to taps count against the same limits at Telegram; here nobody taps.
"""

import asyncio
from datetime import datetime, timedelta

from sqlalchemy import insert
from sqlmodel import Session

from bot.clock import SystemClock
from bot.store import open_engine
from models import Notice, NoticeKind, Role, schema
from tests.bench.board import a_board, a_member
from tests.bench.contestants import PRODUCT, started
from tests.bench.figures import Figure, at_least, at_most
from tests.bench.gate import RATE
from tests.bench.rounds import folder
from tests.bench.size import sized
from tests.bench.world import Sent, World

NOTICES = 10_000
"""They take five and a half minutes with each burst, whatever the bot can do."""
PEOPLE = 200
BURSTS = (30, 10)


def measure(_rounds: int = 1) -> list[Figure]:
    """One run for each burst that Telegram may allow; they last as long as Telegram's pace makes them."""
    return [figure for burst in BURSTS for figure in asyncio.run(_deliver(burst))]


async def _deliver(burst: int) -> list[Figure]:
    notices = sized(NOTICES, 100)
    with folder() as path:
        url = f"sqlite:///{path / 'bench.db'}"
        owe(url, notices, people_at(url))
        async with World() as world:
            await world.limit(notices, burst)
            async with started(PRODUCT, world, url, path):
                sent = await world.until_sent(60 + 1.5 * notices / RATE)
    return _figures(burst, sent)


def _figures(burst: int, sent: Sent) -> list[Figure]:
    after = sent.times[burst:]
    share = (len(after) - 1) / (after[-1] - after[0]) / RATE
    note = f"{len(sent.times):,} notices to {PEOPLE} chats, after the first {burst}"
    return [
        Figure("outbox", f"share of {RATE}/s, burst {burst}", (100 * share,), "%", at_least(98, 99), note),
        Figure("outbox", f"refusals (429), burst {burst}", (float(sent.refusals),), "", at_most(0, 0), note),
    ]


def people_at(url: str, people: int = PEOPLE) -> list[int]:
    """A new database at `url` with so many people; their ids."""
    engine = open_engine(url)
    schema.migrate(engine)
    with Session(engine) as session:
        board = a_board("Provnämnden")
        session.add(board)
        session.flush()
        now = SystemClock().now()
        members = [a_member(number, Role.ADMINISTRATOR, board.id, now) for number in range(1, people + 1)]
        session.add_all(members)
        session.flush()
        ids = [member.id for member in members]
        session.commit()
    engine.dispose()
    return ids


def owe(url: str, notices: int, ids: list[int]) -> None:
    """Owe so many notices to these people, in turn, now."""
    engine = open_engine(url)
    now = SystemClock().now() - timedelta(seconds=1)
    with Session(engine) as session:
        session.execute(insert(Notice), [_notice(number, ids, now) for number in range(notices)])
        session.commit()
    engine.dispose()


def _notice(number: int, ids: list[int], now: datetime) -> dict[str, object]:
    recipient, about = ids[number % len(ids)], ids[number // len(ids) % len(ids)]
    return {
        "key": f"bench:{number}",
        "kind": NoticeKind.MEMBER_JOINED,
        "recipient_id": recipient,
        "about_id": about,
        "due_at": now,
        "attempts": 0,
    }
