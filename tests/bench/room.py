"""Writing in the room: 50 people who save at once, each as fast as somebody who writes, and each as fast as it goes."""

import asyncio
import secrets
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from aiohttp import ClientSession, TCPConnector
from sqlmodel import Session, col, select

from bot.clock import SystemClock, today
from bot.sealed.ring import new_key
from bot.store import Store, open_engine
from bot.web.room import cookies
from models import (
    Agreement,
    Client,
    Consent,
    FactorKind,
    Handover,
    Member,
    Organisation,
    Referral,
    ReferralStatus,
    Role,
    RoomSession,
)
from tests.bench.board import set_up
from tests.bench.figures import Figure, at_most

WRITERS = 50
PACE_SECONDS = 1.0
"""Between two saves of one person: as often as a draft is kept while somebody writes."""
NOTES = 20
Run = tuple[list[float], float]
"""How long each save took, and all of them together, in seconds."""
HEADERS = {"Sec-Fetch-Site": "same-origin"}


@dataclass(frozen=True)
class Writer:
    """Somebody inside, who writes about one referral."""

    token: str
    code: str


def measure(rounds: int = 1) -> list[Figure]:
    """Milliseconds for a note saved, at the pace of people and as fast as it goes."""
    paced, flat_out = zip(*(asyncio.run(_round()) for _ in range(rounds)), strict=True)
    note = f"{WRITERS} writers, {NOTES} notes each, SQLite with synchronous=FULL"
    rates = ", ".join(f"{WRITERS * NOTES / seconds:.0f}/s" for _, seconds in flat_out)
    return [
        Figure("room", "note saved, p99, one a second each", _p99s(paced), "ms", at_most(50, 20), note),
        Figure("room", "note saved, p99, as fast as it goes", _p99s(flat_out), "ms", None, rates),
    ]


def _p99s(rounds: Iterable[Run]) -> tuple[float, ...]:
    """The 99th percentile of each round's saves, in milliseconds."""
    return tuple(1000 * quantiles(times, n=100)[98] for times, _ in rounds)


async def _round() -> tuple[Run, Run]:
    with TemporaryDirectory(prefix="handslag-bench-") as name:
        url, key = f"sqlite:///{Path(name) / 'bench.db'}", new_key("bench")
        set_up(url)
        writers = _let_in(url)
        with _server(url, key) as address:
            async with ClientSession(address, connector=TCPConnector(limit=WRITERS)) as http:
                await asyncio.gather(*(_save(http, writer) for writer in writers))
                return await _all(http, writers, PACE_SECONDS), await _all(http, writers, 0.0)


async def _all(http: ClientSession, writers: list[Writer], pace: float) -> Run:
    begun = time.perf_counter()
    times = await asyncio.gather(*(_write(http, writer, number, pace) for number, writer in enumerate(writers)))
    return [one for each in times for one in each], time.perf_counter() - begun


async def _write(http: ClientSession, writer: Writer, number: int, pace: float) -> list[float]:
    await asyncio.sleep(pace * number / WRITERS)
    times = []
    for _ in range(NOTES):
        took = await _save(http, writer)
        times.append(took)
        await asyncio.sleep(max(0.0, pace - took))
    return times


async def _save(http: ClientSession, writer: Writer) -> float:
    slot = cookies.slot_of(writer.token)
    form = {
        "csrf": cookies.csrf_token(writer.token),
        "form": secrets.token_hex(12),
        "kind": "written",
        "day": today(SystemClock().now()).isoformat(),
        "words": "Vi sågs utanför biblioteket och talade om trädgården. " * 8,
    }
    headers = {**HEADERS, "Cookie": f"{cookies.PREFIX}{slot}={writer.token}"}
    begun = time.perf_counter()
    async with http.post(
        f"/room/{slot}/r/{writer.code}/note", data=form, headers=headers, allow_redirects=False
    ) as answer:
        await answer.read()
        assert answer.status == 303, answer.status
    return time.perf_counter() - begun


@contextmanager
def _server(url: str, key: str) -> Iterator[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.room_server", url, key], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.kill()
        process.wait()


def _let_in(url: str) -> list[Writer]:
    clock = SystemClock()
    store = Store(open_engine(url), clock)
    writers = store.run_now(lambda session: list(_writers(session)))
    store.close()
    return writers


def _writers(session: Session) -> Iterator[Writer]:
    now = SystemClock().now()
    caseworkers = session.exec(select(Member).where(col(Member.role) == Role.CASEWORKER).limit(WRITERS)).all()
    partner = session.exec(select(Organisation).where(col(Organisation.alias).is_not(None))).first()
    agreement = session.exec(select(Agreement)).first()
    assert partner
    assert agreement
    for number, member in enumerate(caseworkers):
        token, code = secrets.token_hex(32), f"R-B{number:04d}"
        session.add(Client(mark=f"{number:016x}", made_at=now, erase_on=today(now)))
        session.flush()
        referral = Referral(
            code=code,
            person=f"{number:016x}",
            referrer_id=member.id,
            organisation_id=partner.id,
            agreement_id=agreement.id,
            draft_id=number + 1,
            status=ReferralStatus.ACCEPTED,
            handover=Handover.CALL_ME,
            sent_at=now,
            changed_at=now,
        )
        session.add(referral)
        session.flush()
        session.add(
            Consent(
                referral_id=referral.id, share=[], shared_with=[], until=today(now), given_at=now, taken_by_id=member.id
            )
        )
        session.add(
            RoomSession(
                digest=cookies.digest(token),
                launch=secrets.token_bytes(32),
                member_id=member.id,
                launched_at=now,
                opened_at=now,
                seen_at=now,
                unlocked_by=FactorKind.PIN,
            )
        )
        session.flush()
        yield Writer(token, code)
