"""The command line by hand: import, invite, doctor, and what it says when something is missing."""

import asyncio
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.demo.telegram.server import LocalTelegram
from tests.forked import ROOT, bot

FACTS = ROOT / "tests/facts/partnerships.toml"
BOARD = "enskede-årsta-vantörs stadsdelsnämnd"


def test_the_facts_are_imported_and_a_second_time_changes_nothing(tmp_path: Path) -> None:
    first = bot(tmp_path, "import", str(FACTS))
    second = bot(tmp_path, "import", str(FACTS))

    assert first.returncode == 0, first.stderr
    assert "added: 10 organisations, 10 agreements" in first.stdout
    assert 'line 10, [[organisation]] Convictus: organisation number "8002012-1581"' in first.stdout
    assert "unchanged: 10 organisations, 10 agreements" in second.stdout


def test_a_bad_entry_is_reported_with_its_line_and_the_good_one_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "some.toml"
    file.write_text(
        '[board]\nname = "Nämnden"\n\n[[organisation]]\nname = "Föreningen"\nalias = "b2"\n', encoding="utf-8"
    )

    done = bot(tmp_path, "import", str(file))

    assert done.returncode == 1
    assert "error: line 4, [[organisation]] Föreningen: alias" in done.stdout
    assert "added: 1 organisations" in done.stdout


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the facts were imported."""
    folder = tmp_path_factory.mktemp("imported")
    bot(folder, "import", str(FACTS))
    return folder


async def test_an_invitation_prints_its_link_alone_on_the_last_line(imported: Path) -> None:
    async with LocalTelegram() as telegram:
        words = ("invite", "--role", "administrator", "--organisation", BOARD)
        settings = {"TELEGRAM_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url}
        done = await asyncio.to_thread(bot, imported, *words, **settings)

    assert done.returncode == 0, done.stderr
    last = done.stdout.splitlines()[-1]
    assert re.fullmatch(r"https://t\.me/handslag_demo_bot\?start=i-[A-Za-z0-9_-]{22}", last)


async def test_an_invitation_to_nobody_known_says_who_is(imported: Path) -> None:
    async with LocalTelegram() as telegram:
        settings = {"TELEGRAM_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url}
        unknown = await asyncio.to_thread(
            bot, imported, "invite", "--role", "koordinator", "--organisation", "Nonsens", **settings
        )
        misfit = await asyncio.to_thread(
            bot, imported, "invite", "--role", "koordinator", "--organisation", BOARD, **settings
        )

    assert unknown.returncode == 1
    assert "Street Minds" in unknown.stderr
    assert misfit.returncode == 1
    assert "cannot belong" in misfit.stderr


async def test_the_doctor_names_what_is_missing_and_where_it_comes_from(tmp_path: Path, imported: Path) -> None:
    empty = bot(tmp_path, "doctor")
    async with LocalTelegram() as telegram:
        settings = {"TELEGRAM_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url}
        later = await asyncio.to_thread(bot, imported, "doctor", CHILD_WORRY_PHONE="1", **settings)

    assert empty.returncode == 1
    assert "✗ The database lacks migrations: run `python -m bot migrate`." in empty.stdout
    assert "✗ TELEGRAM_TOKEN is not set" in empty.stdout
    assert "✓ Telegram knows the bot as @handslag_demo_bot." in later.stdout
    assert "CHILD_WORRY_PHONE" not in later.stdout
    assert "✗ No caseworker has joined yet" in later.stdout


@pytest.mark.parametrize("command", ["run", "web", "worker"])
def test_a_process_without_a_token_says_where_to_get_one(tmp_path: Path, command: str) -> None:
    done = bot(tmp_path, command)

    assert done.returncode == 1
    assert "BotFather" in done.stderr
    assert "Traceback" not in done.stderr


async def test_a_token_that_telegram_does_not_know_ends_with_a_line(tmp_path: Path) -> None:
    async with LocalTelegram() as telegram:
        settings = {"TELEGRAM_TOKEN": "1234567:" + "x" * 35, "TELEGRAM_API_URL": telegram.url}
        done = await asyncio.to_thread(bot, tmp_path, "run", **settings)

    assert done.returncode == 1
    assert done.stderr.strip().splitlines() == [
        "Telegram does not know this TELEGRAM_TOKEN. Look it up with @BotFather."
    ]


def test_help_names_every_command_from_a_cold_start(tmp_path: Path) -> None:
    help_ = [sys.executable, "-m", "bot", "--help"]
    done = subprocess.run(
        help_, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
    )

    assert done.stderr == ""
    for command in ("demo", "run", "web", "worker", "migrate", "import", "invite", "doctor"):
        assert command in done.stdout
