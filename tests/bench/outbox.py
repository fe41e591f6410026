"""Notices under Telegram's limits: which share of the rate that Telegram allows is used, and how often it refuses."""

import asyncio
import time
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import insert
from sqlmodel import Session

from bot.clock import SystemClock
from bot.demo.telegram.limits import Limits
from bot.demo.telegram.refusals import ApiError
from bot.store import open_engine
from models import Notice, NoticeKind, Role, schema
from tests.bench.board import a_board, a_member
from tests.bench.contestants import PRODUCT, started
from tests.bench.fake import FakeTelegram, Refusal
from tests.bench.figures import Figure, at_least, at_most

RATE = 30
NOTICES, PEOPLE = 600, 200
BURSTS = (30, 10)
LONGEST_SECONDS = 120


def measure(_rounds: int = 1) -> list[Figure]:
    """One run for each burst that Telegram may allow; they last as long as Telegram's pace makes them."""
    return [figure for burst in BURSTS for figure in asyncio.run(_deliver(burst))]


async def _deliver(burst: int) -> list[Figure]:
    with TemporaryDirectory(prefix="handslag-bench-") as name:
        url = f"sqlite:///{Path(name) / 'bench.db'}"
        _owe(url)
        async with FakeTelegram() as telegram:
            gate = _Gate(burst)
            telegram.before_send = gate.count
            async with started(PRODUCT, telegram, url, Path(name)), asyncio.timeout(LONGEST_SECONDS):
                await gate.all_sent.wait()
            return _figures(burst, gate)


def _figures(burst: int, gate: "_Gate") -> list[Figure]:
    after = gate.sent[burst:]
    share = (len(after) - 1) / (after[-1] - after[0]) / RATE
    note = f"{NOTICES} notices to {PEOPLE} chats, after the first {burst}"
    return [
        Figure("outbox", f"share of 30/s, burst {burst}", (100 * share,), "%", at_least(98, 99), note),
        Figure("outbox", f"refusals (429), burst {burst}", (float(gate.refusals),), "", at_most(0, 0), note),
    ]


class _Gate:
    """Telegram's limits at the door, and who came through when."""

    def __init__(self, burst: int) -> None:
        self._limits = Limits(overall=(RATE, burst))
        self.sent: list[float] = []
        self.refusals = 0
        self.all_sent = asyncio.Event()

    def count(self, chat_id: int) -> None:
        try:
            self._limits.count(chat_id)
        except ApiError as refused:
            self.refusals += 1
            raise Refusal(429, refused.description, int((refused.parameters or {})["retry_after"])) from None
        self.sent.append(time.monotonic())
        if len(self.sent) == NOTICES:
            self.all_sent.set()


def _owe(url: str) -> None:
    """Owe everybody three notices, now."""
    engine = open_engine(url)
    schema.migrate(engine)
    now = SystemClock().now() - timedelta(seconds=1)
    with Session(engine) as session:
        board = a_board("Provnämnden")
        session.add(board)
        session.flush()
        people = [a_member(number, Role.ADMINISTRATOR, board.id, now) for number in range(1, PEOPLE + 1)]
        session.add_all(people)
        session.flush()
        ids = [member.id for member in people]
        session.execute(insert(Notice), [_notice(number, ids, now) for number in range(NOTICES)])
        session.commit()
    engine.dispose()


def _notice(number: int, ids: list[int], now: object) -> dict[str, object]:
    recipient, about = ids[number % PEOPLE], ids[number // PEOPLE]
    return {
        "key": f"bench:{number}",
        "kind": NoticeKind.MEMBER_JOINED,
        "recipient_id": recipient,
        "about_id": about,
        "due_at": now,
        "attempts": 0,
    }
