"""What platforms set, what is refused, and what never shows."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.app import build, clock_of
from bot.clock import SharedClock, SystemClock
from bot.settings import Settings, with_driver
from tests.forked import bot

TOKEN = "123456789:AAaaBBbbCCccDDddEEeeFFffGGggHHhhIIi"
PLATFORM = {
    "DATABASE_URL": "postgres://u:p@db.example:5432/handslag?sslmode=require",
    "PORT": "3000",
    "TELEGRAM_TOKEN": TOKEN,
    "TELEGRAM_API_URL": "http://127.0.0.1:8081",
    "PUBLIC_URL": "https://handslag.example",
    "WEBHOOK_SECRET": "0123456789abcdef",
}


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder without an .env, and an environment without ours."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_the_names_that_platforms_set_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in PLATFORM.items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert settings.database_url == "postgresql+psycopg://u:p@db.example:5432/handslag?sslmode=require"
    assert (settings.port, settings.token) == (3000, TOKEN)
    assert (settings.telegram_api_url, settings.public_url) == ("http://127.0.0.1:8081", "https://handslag.example")
    assert settings.webhook_secret.get_secret_value() == "0123456789abcdef"
    assert settings.local_telegram
    assert not settings.on_sqlite


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("postgres://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgresql://u@h/d", "postgresql+psycopg://u@h/d"),
        ("postgresql+psycopg://u@h/d", "postgresql+psycopg://u@h/d"),
        ("sqlite:///handslag.db", "sqlite:///handslag.db"),
        ("sqlite:////data/postgres://x", "sqlite:////data/postgres://x"),
    ],
)
def test_a_database_s_address_gets_our_driver(written: str, read: str) -> None:
    assert with_driver(written) == read


def test_without_anything_it_is_sqlite_here_and_the_real_telegram() -> None:
    settings = Settings()
    assert settings.on_sqlite
    assert not settings.local_telegram
    assert settings.token == ""


@pytest.mark.parametrize("wrong", [{"PORT": "-1"}, {"PORT": "x"}, {"IN_FLIGHT": "0"}, {"PORT": "65536"}])
def test_what_makes_no_sense_is_refused(monkeypatch: pytest.MonkeyPatch, wrong: dict[str, str]) -> None:
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError):
        Settings()


def test_secrets_do_not_show_and_settings_do_not_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("WEBHOOK_SECRET", "0123456789abcdef")
    settings = Settings()
    assert TOKEN not in f"{settings!r} {settings}"
    assert "0123456789abcdef" not in f"{settings!r} {settings}"
    with pytest.raises(ValidationError):
        settings.port = 1


def test_a_clock_that_can_be_moved_is_refused_with_the_real_telegram(tmp_path: Path) -> None:
    moved: dict[str, Any] = {"shared_clock": tmp_path / "clock", "telegram_token": TOKEN}
    with pytest.raises(ValueError, match="SHARED_CLOCK is for a local Telegram only"):
        build(Settings(**moved))
    assert isinstance(clock_of(Settings(**moved, telegram_api_url="http://127.0.0.1:8081")), SharedClock)
    assert isinstance(clock_of(Settings()), SystemClock)


@pytest.mark.parametrize(
    "url",
    [
        "https://api.telegram.org",
        "https://127.0.0.1.example",
        "https://example/?x=//127.0.0.1:1",
        "https://localhost.example:1",
    ],
)
def test_only_this_machine_counts_as_a_local_telegram(url: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="local Telegram only"):
        clock_of(Settings(shared_clock=tmp_path / "clock", telegram_api_url=url))


def test_processes_say_what_they_lack(tmp_path: Path) -> None:
    ready = {**PLATFORM, "DATABASE_URL": "postgres://u:p@127.0.0.1:9/d"}

    def ends_with(command: str, **environment: str) -> str:
        ended = bot(tmp_path, command, **{**ready, **environment})
        assert ended.returncode == 1
        return ended.stderr

    web = ends_with("web", DATABASE_URL="sqlite:///x.db")
    worker = ends_with("worker", DATABASE_URL="sqlite:///x.db")
    nowhere = ends_with("web", PUBLIC_URL="")
    for said in (web, worker):
        assert "SQLite serves one process" in said
        assert "python -m bot run" in said
    assert "PUBLIC_URL is not set" in nowhere
    for said in (web, worker, nowhere):
        assert "Traceback" not in said
        assert TOKEN not in said
