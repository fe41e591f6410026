"""What is logged: each line says what it belongs to, and none says anything about a person."""

import io
import json
import re
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import structlog
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from structlog.contextvars import clear_contextvars

from bot import logs
from bot.demo.cast import ADA, CAST, KNUT, MAJ, YLVA
from bot.store import Store
from bot.web.correlation import HEADER
from bot.web.webhook import web_app
from tests.hands import HandClock
from tests.test_delivery import owe
from tests.works import CANARY, STRANGER, notices, works

log = structlog.get_logger()
WORDS = (CANARY, "19121212-1212", "Främmande", str(STRANGER))
PEOPLE = [word for player in CAST for word in (str(player.telegram_id), player.name, player.name.split()[1])]


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """What has been logged as JSON."""
    written = io.StringIO()
    before = structlog.get_config()
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", written)
        logs.set_up(as_json=True)
    logs.belongs_to("run", "0a1b2c3d")
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    clear_contextvars()
    structlog.configure(**before)


async def test_what_an_update_causes_names_it_also_on_the_stores_threads_and_in_its_answer(
    played: Store, database_url: str, clock: HandClock, lines: Any
) -> None:
    async with works(database_url, clock) as it:
        serve = it.app.desk._counter.serve

        def speaking(session: Session, *rest: Any) -> Any:
            log.info("on a thread")
            return serve(session, *rest)

        object.__setattr__(it.app.desk._counter, "serve", speaking)
        it.faults.add("server_error", "sendMessage", times=1)
        for player in (YLVA, KNUT, MAJ):
            it.world.send_text(player.telegram_id, "/meny")
        numbers = sorted(update["update_id"] for update in peek(it))
        await it.serve()
        said = lines()
    assert sorted(line["update"] for line in said if line["event"] == "on a thread") == numbers
    [unsaid] = [line for line in said if line["event"] == "answer not said"]
    assert unsaid["update"] in numbers
    assert {(line["service"], line["process"]) for line in said} == {("run", "0a1b2c3d")}


def peek(it: Any) -> list[dict[str, Any]]:
    return [json.loads(update.body) for update in it.world.updates.live()]


async def test_what_a_notice_causes_names_it(played: Store, database_url: str, clock: HandClock, lines: Any) -> None:
    owe(played, MAJ, YLVA, clock.now())
    async with works(database_url, clock) as it:
        it.faults.add("server_error", "sendMessage", times=1)
        await it.deliver()
        [line] = [line for line in lines() if line["event"].startswith("notice not said")]
    assert line["notice"] == notices(played)[0].id


async def test_what_a_tick_causes_names_it(played: Store, database_url: str, clock: HandClock, lines: Any) -> None:
    async with works(database_url, clock) as it:
        for tick in (*it.app.timetable, *it.app.upkeep):
            work = tick.work
            object.__setattr__(tick, "work", lambda session, now, work=work: log.info("at work") or work(session, now))
            await it.app.tick(tick, clock.now())
        assert {line["tick"] for line in lines() if line["event"] == "at work"} == {
            tick.name for tick in (*it.app.timetable, *it.app.upkeep)
        }


async def test_a_request_has_an_id_of_our_own_that_its_answer_and_its_lines_name(lines: Any) -> None:
    async def speak(_request: Request) -> PlainTextResponse:
        log.info("asked")
        return PlainTextResponse("")

    transport = httpx.ASGITransport(web_app([Route("/", speak)]))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot.example") as client:
        answers = [await client.get("/", headers={HEADER: "of the caller"}) for _ in range(2)]
    given = [answer.headers[HEADER] for answer in answers]
    assert [line["request"] for line in lines()] == given
    assert len(set(given)) == 2
    assert all(len(number) == 12 for number in given)


async def test_nobody_and_nothing_that_was_written_is_in_the_log(
    played: Store, database_url: str, clock: HandClock, lines: Any
) -> None:
    """Menus, typed words, a stranger, refusals, what nobody can read, Telegram away, a blocked chat and bugs."""
    owe(played, MAJ, YLVA, clock.now())
    async with works(database_url, clock) as it:
        for player in CAST:
            for text in ("/start", "/meny", "/hjalp", f"/hanvisa B2 {CANARY}", f"{CANARY} 19121212-1212 {YLVA.name}"):
                await it.types(player, text)
        await it.types(STRANGER, f"/start {CANARY}")
        it.faults.add("server_error", times=12)
        await it.types(YLVA, "/mina")
        await it.app.desk.handle({"update_id": 999_999, "message": {"text": CANARY, "from": YLVA.telegram_id}})
        it.world.block(KNUT.telegram_id)
        await it.serve()
        serve = it.app.desk._counter.serve

        def fail(*_: Any) -> None:
            raise ValueError(f"{CANARY} of {ADA.name}, {ADA.telegram_id}")

        object.__setattr__(it.app.desk._counter, "serve", fail)
        await it.types(ADA, CANARY)
        object.__setattr__(it.app.desk._counter, "serve", serve)
        await it.deliver()
        said = lines()
    assert {"bug", "update quarantined", "answer not said"} <= {line["event"] for line in said}
    # A person's number may stand in a larger one of a clock or an id: only whole ones count.
    text = json.dumps(said, ensure_ascii=False)
    assert not [word for word in (*WORDS, *PEOPLE) if whole(word, text)]


def whole(word: str, text: str) -> bool:
    """Whether `word` stands in `text`, not as a part of a longer number."""
    return re.search(rf"(?<![\d.]){re.escape(word)}(?!\d)", text) is not None


def test_an_exception_is_told_without_what_it_says(lines: Any) -> None:
    try:
        int(CANARY)
    except ValueError:
        log.exception("ours")
    [line] = lines()
    assert line["exception"].endswith("ValueError")
    assert CANARY not in json.dumps(line, ensure_ascii=False)
