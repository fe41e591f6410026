"""/healthz, /readyz and /metrics: the truth, to those who may ask, within 2 s, also where the database hangs."""

import asyncio
import gc
import os
import signal
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest
from sqlmodel import Session

from bot.demo.cast import YLVA
from bot.store import Store
from bot.watch.look import PATIENCE_SECONDS, Looker
from bot.web.health import health_routes
from bot.web.webhook import web_app
from models import Heartbeat, Quarantined, Service
from tests.conftest import MORNING
from tests.faults import databases
from tests.hands import HandClock
from tests.works import ON_SQLITE, Works, works

READYZ_SECONDS = 5.0
"""Two at most where nothing else runs; where nobody watched the time it would be the driver's eight and more."""


@asynccontextmanager
async def asked(
    it: Works, service: Service = Service.WEB, token: str = "", *, caller: str = "127.0.0.1", backed_up: bool = False
) -> AsyncIterator[httpx.AsyncClient]:
    """Whoever asks how it is."""
    looker = Looker(it.app.store, it.app.watch)
    routes = health_routes(looker, it.app.watch, service, token, backed_up=backed_up)
    transport = httpx.ASGITransport(web_app(routes), client=(caller, 4711))
    it.app.watch.is_ready = True
    async with httpx.AsyncClient(transport=transport, base_url="http://bot.example") as client:
        yield client


def beat(store: Store, service: Service, clock: HandClock, seconds: float = 0) -> None:
    at = clock.now() - timedelta(seconds=seconds)
    row = Heartbeat(process=f"{service}{seconds}", service=service, started_at=at, at=at)
    store.run_now(lambda session: session.add(row))


async def test_all_is_well_where_a_worker_lives(played: Store, database_url: str, clock: HandClock) -> None:
    beat(played, Service.WORKER, clock)
    async with works(database_url, clock) as it, asked(it) as client:
        answer = await client.get("/readyz")
        assert (answer.status_code, answer.json()["status"]) == (200, "ok")
        assert (await client.get("/healthz")).text == "ok"
        assert {name: part["state"] for name, part in answer.json().items() if name != "status"} == {
            "process": "ok",
            "database": "ok",
            "telegram": "ok",
            "worker": "ok",
            "backup": "none",
        }


@pytest.mark.parametrize("seconds", [None, 46, 600])
async def test_without_a_worker_updates_are_taken_in_and_it_is_said(
    played: Store, database_url: str, clock: HandClock, seconds: float | None
) -> None:
    if seconds:
        beat(played, Service.WORKER, clock, seconds)
    async with works(database_url, clock) as it, asked(it) as client:
        answer = await client.get("/readyz")
        assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
        since = (clock.now() - timedelta(seconds=seconds)).isoformat() if seconds else None
        assert answer.json()["worker"] == {"state": "away", "since": since}


async def test_run_is_its_own_worker(played: Store, database_url: str, clock: HandClock) -> None:
    async with works(database_url, clock) as it, asked(it, Service.RUN) as client:
        assert (await client.get("/readyz")).json()["worker"]["state"] == "ok"


async def test_telegram_away_is_said_and_when_it_is_back(played: Store, database_url: str, clock: HandClock) -> None:
    beat(played, Service.WORKER, clock)
    async with works(database_url, clock) as it, asked(it) as client:
        clock.forward(seconds=5)
        it.faults.add("drop_before", times=100)
        await it.types(YLVA, "/meny")
        answer = await client.get("/readyz")
        assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
        assert answer.json()["telegram"] == {"state": "away", "since": clock.now().isoformat()}
        it.faults.clear()
        await it.types(YLVA, "/meny")
        assert (await client.get("/readyz")).json()["telegram"]["state"] == "ok"


async def test_who_has_not_started_or_is_leaving_is_not_ready(
    played: Store, database_url: str, clock: HandClock
) -> None:
    beat(played, Service.WORKER, clock)
    async with works(database_url, clock) as it, asked(it) as client:
        it.app.watch.is_ready = False
        answer = await client.get("/readyz")
        assert (answer.status_code, answer.json()["status"]) == (503, "unready")
        assert (await client.get("/healthz")).status_code == 200


@ON_SQLITE
async def test_a_database_that_is_not_migrated_is_a_503(played: Store, database_url: str, clock: HandClock) -> None:
    async with works(database_url, clock) as it, asked(it) as client:
        with it.app.store.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
        answer = await client.get("/readyz")
        assert answer.status_code == 503
        assert answer.json()["database"]["state"] == "not migrated"
        assert "handslag_database_up 0.0" in (await client.get("/metrics")).text


@contextmanager
def server() -> Iterator[tuple[str, int]]:
    """A database on a PostgreSQL of its own, with everybody in it, and the id of that server's process."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # the server is another user's
        with databases.postgres(folder) as admin:
            url = databases.create_on(admin, "stopped")
            databases.set_up(url, MORNING)
            yield url, postmaster_under(folder)


@pytest.fixture
def stopped() -> Iterator[tuple[str, int]]:
    with server() as running:
        yield running


def postmaster_under(folder: Path) -> int:
    """The id of the server whose files lie there."""
    return int(next(folder.rglob("postmaster.pid")).read_text(encoding="utf-8").splitlines()[0])


def processes_of(postmaster: int) -> list[int]:
    """The server's processes: each connection has one."""
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    return [postmaster, *map(int, children)]


async def test_a_database_that_was_stopped_is_told_at_once_and_again_when_it_goes_on(
    stopped: tuple[str, int], clock: HandClock
) -> None:
    url, postmaster = stopped
    assert PATIENCE_SECONDS < 2
    async with works(url, clock) as it, asked(it) as client:
        assert (await client.get("/readyz")).status_code == 200
        halted = processes_of(postmaster)
        for pid in halted:
            os.kill(pid, signal.SIGSTOP)
        try:
            await asyncio.sleep(1.1)  # what was read is not fresh any more
            for path, status in (("/readyz", 503), ("/readyz", 503), ("/metrics", 200), ("/healthz", 200)):
                begun = time.monotonic()
                answer = await client.get(path)
                assert (answer.status_code, time.monotonic() - begun < READYZ_SECONDS) == (status, True), path
            assert "handslag_database_up 0.0" in (await client.get("/metrics")).text
            assert (await client.get("/readyz")).json()["database"]["state"] == "away"
        finally:
            for pid in halted:
                os.kill(pid, signal.SIGCONT)
        for look in [thread for thread in threading.enumerate() if thread.name == "look"]:
            await asyncio.to_thread(look.join, 10)
        await asyncio.sleep(0.2)
        assert (await client.get("/readyz")).json()["database"]["state"] == "ok"
    gc.collect()


async def test_the_figures_count_what_was_done(played: Store, database_url: str, clock: HandClock) -> None:
    beat(played, Service.WORKER, clock, 7)
    async with works(database_url, clock) as it, asked(it) as client:
        it.world.send_text(YLVA.telegram_id, "/meny")
        [raw] = it.waiting()
        for update in (raw, raw, {"update_id": 999_999, "message": 7}):
            await it.app.desk.handle(update)
        await it.app.desk.drain()
        said = (await client.get("/metrics")).text
    for line in (
        'handslag_updates_total{outcome="served"} 1.0',
        'handslag_updates_total{outcome="repeated"} 1.0',
        'handslag_updates_total{outcome="quarantined"} 1.0',
        "handslag_update_seconds_count 3.0",
        "handslag_quarantined_rows 1.0",
        'handslag_heartbeat_age_seconds{service="worker"} 7.0',
        'handslag_telegram_calls_total{method="sendMessage",outcome="ok"} 2.0',
        "handslag_database_up 1.0",
        "handslag_notices_waiting 0.0",
    ):
        assert line in said
    assert not [word for word in (str(YLVA.telegram_id), YLVA.name, YLVA.unit) if word in said]


async def test_the_database_is_read_once_in_five_seconds(played: Store, database_url: str, clock: HandClock) -> None:
    async with works(database_url, clock) as it, asked(it) as client:
        await client.get("/metrics")

        def one_more(session: Session) -> None:
            session.add(Quarantined(digest="", shape="", error="", at=clock.now()))

        played.run_now(one_more)
        assert "handslag_quarantined_rows 0.0" in (await client.get("/metrics")).text


@ON_SQLITE
@pytest.mark.parametrize(
    ("token", "caller", "headers", "status"),
    [
        ("", "127.0.0.1", {}, 200),
        ("", "::1", {}, 200),
        ("", "127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 404),
        ("", "127.0.0.1", {"Forwarded": "for=127.0.0.1"}, 404),
        ("", "127.0.0.1", {"X-Real-IP": "127.0.0.1"}, 404),
        ("", "10.0.0.1", {}, 404),
        ("", "10.0.0.1", {"Authorization": "Bearer "}, 404),
        ("a-token", "10.0.0.1", {"Authorization": "Bearer a-token", "X-Forwarded-For": "192.0.2.1"}, 200),
        ("a-token", "10.0.0.1", {"Authorization": "Bearer a-toke"}, 404),
        ("a-token", "10.0.0.1", {"Authorization": "a-token"}, 404),
        ("a-token", "127.0.0.1", {}, 404),
    ],
)
async def test_the_figures_are_for_who_shows_the_token_or_for_this_machine(
    played: Store, database_url: str, clock: HandClock, token: str, caller: str, headers: dict[str, str], status: int
) -> None:
    async with works(database_url, clock) as it, asked(it, token=token, caller=caller) as client:
        assert (await client.get("/metrics", headers=headers)).status_code == status
