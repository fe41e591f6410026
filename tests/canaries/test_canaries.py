"""No secret that somebody writes is found anywhere but sealed: not in Telegram, a log, a file or a table."""

import logging
import random
from pathlib import Path

import pytest

from bot.store import Store
from tests.canaries import flows
from tests.canaries.looking import files_below, record_requests, tables
from tests.canaries.marks import MARK, found_in, secrets, spellings
from tests.hands import HandClock
from tests.works import works

SHORT = 300


@pytest.mark.parametrize("around", ["{}", "åä{}ö", "x" * 7 + "{}" + "y" * 5])
def test_the_search_finds_the_mark_in_every_encoding(around: str) -> None:
    for text in (MARK, MARK.upper(), MARK.capitalize()):
        for name, spelled in spellings(around.format(text)).items():
            assert found_in(b"\0before " + spelled + b" after"), name


def test_the_search_finds_nothing_where_nothing_is() -> None:
    assert found_in(random.Random(7).randbytes(200_000)) == {}


async def test_no_secret_is_found_where_it_must_not_be(
    played: Store,
    database_url: str,
    clock: HandClock,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    dice = random.Random(7)
    with caplog.at_level(logging.DEBUG):
        async with works(database_url, clock) as bench:
            asked = record_requests(bench.telegram)
            counts = await flows.play(bench, clock, secrets(SHORT, dice), dice)
    assert all(counts.values())
    assert b"sendMessage" in b"".join(asked)
    said = capfd.readouterr()
    logged = (said.out + said.err + caplog.text).encode()
    assert b"RuntimeError" in logged, "the bugs were told of"
    places = {"telegram": b"\n".join(asked), "logs": logged, **files_below(tmp_path)}
    if database_url.startswith("postgresql"):
        places |= tables(played.engine)
    leaks = {name: found for name, content in places.items() if (found := found_in(content))}
    assert leaks == {}
