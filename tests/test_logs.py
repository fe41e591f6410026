"""Logs without secrets, whoever writes them."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.logs import redact, without_words

TOKEN = "123456789:AAaaBBbbCCccDDddEEeeFFffGGggHHhhIIi"
ROOT = Path(__file__).parent.parent
TALK = """
import logging, sys, structlog
from bot import logs
TOKEN = sys.argv[1]
logs.set_up(as_json=sys.argv[2] == "json")
url = f"https://api.telegram.org/bot{TOKEN}/getMe"
log = structlog.get_logger()
log.info("ours", url=url, inside={"url": [url]}, error=ValueError(url))
log.info(url)
library = logging.getLogger("some.library")
library.info("POST %s", url)
library.warning({"url": url})
logging.getLogger("httpx").info("HTTP Request: POST %s", url)
logging.getLogger("httpx").error("failed %s", url)
def fetch(address):
    raise ConnectionError(f"cannot reach {address}")
try:
    fetch(url)
except ConnectionError:
    log.exception("ours", at=url)
    library.exception("theirs")
    logging.getLogger("asyncio").error("Task exception was never retrieved", exc_info=True)
from urllib.parse import quote
library.info(quote(url, safe=""))
library.info("the last line")
"""


@pytest.mark.parametrize("manner", ["json", "plain"])
def test_a_token_never_shows_in_our_events_nor_in_libraries_records(manner: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", TALK, TOKEN, manner], cwd=ROOT, capture_output=True, text=True, check=True
    )
    said = done.stderr + done.stdout
    assert TOKEN not in said
    assert TOKEN.partition(":")[2] not in said
    assert said.count("[token]") >= 8
    assert "the last line" in said
    assert "HTTP Request" not in said  # httpx at INFO is silent
    assert "failed https" in said


def test_only_the_token_goes() -> None:
    assert (
        redact(f"at https://x/bot{TOKEN}/getMe: 12:30, 12345:short")
        == "at https://x/bot[token]/getMe: 12:30, 12345:short"
    )


def test_a_bug_is_told_where_and_not_what() -> None:
    def fail(words: str) -> None:
        raise ValueError(f"what somebody wrote: {words}")

    try:
        fail("Kanariefågel")
    except ValueError as bug:
        told = without_words(bug)
    assert "in fail" in told
    assert told.endswith("ValueError")
    assert "Kanariefågel" not in told.replace('fail("Kanariefågel")', "")
