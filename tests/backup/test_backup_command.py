"""By hand: keys, a backup, a drill, a restore; and the app that starts on what was restored."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlmodel import Session

from bot.app import build
from bot.backup import buttons, command, keys
from bot.callbacks import signing_key
from bot.demo.telegram.server import LocalTelegram
from bot.demo.telegram.world import World
from bot.sealed.ledger import Ledger
from bot.settings import Settings
from bot.store import Store, open_engine
from models import Client
from tests.actions.test_erasure_replay import file_of, settings
from tests.backup import kept
from tests.forked import bot
from tests.hands import HandClock
from tests.sealed.files import KEY
from tests.works import ON_SQLITE


@ON_SQLITE
def test_keys_are_made_a_backup_is_taken_tried_and_restored(
    played: Store, database_url: str, now: datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, person = file_of(played, now, tmp_path)
    assert command.print_keys() == 0
    public, secret = capsys.readouterr().out.split()
    key, file, ledger = tmp_path / "key", tmp_path / "one.age", tmp_path / "erased.log"
    key.write_text(f"{secret}\n")
    facts = {"BACKUP_RECIPIENTS": public, "ERASURE_LEDGER": str(ledger)}
    sealed = {**facts, "KEY_ENCRYPTION_KEY": KEY}

    taken = bot(tmp_path, "backup", "--out", str(file), DATABASE_URL=database_url, **sealed)
    Ledger(ledger).write([person], now + timedelta(days=1))
    drilled = bot(tmp_path, "restore", str(file), "--key", str(key), "--drill", **sealed)
    new = of(facts, f"sqlite:///{tmp_path / 'new.db'}")
    restored = command.restore_from(new, file, key, now, resend=False, without_ledger=False)
    said = capsys.readouterr()

    assert taken.returncode == 0, taken.stderr
    assert "read back and compared" in taken.stdout
    assert drilled.returncode == 0, drilled.stdout + drilled.stderr
    assert "Erased anew, for the ledger says so: 1 files." in drilled.stdout
    assert "The audit's chain is whole" in drilled.stdout
    assert "The drill took" in drilled.stdout
    assert restored == 0, said.out + said.err
    for words in (taken.stdout + taken.stderr, drilled.stdout + drilled.stderr, said.out + said.err):
        assert secret not in words
        assert "Uppdiktad" not in words
    there = open_engine(new.database_url)
    with Session(there) as session:
        assert session.get_one(Client, person).wrapped_key is None
    there.dispose()


@ON_SQLITE
def test_what_cannot_be_done_is_said_in_a_sentence(
    played: Store, database_url: str, now: datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key, file = tmp_path / "key", kept.back_up(played, tmp_path, now).file
    key.write_text(f"{kept.SECRET}\n")
    here = of({"BACKUP_RECIPIENTS": kept.PUBLIC, "ERASURE_LEDGER": str(tmp_path / "erased.log")}, database_url)

    def said(code: int) -> str:
        assert code == 1
        return capsys.readouterr().err

    assert "BACKUP_RECIPIENTS is not set" in said(command.take_now(of({}, database_url), None, now))
    assert "exists and was left as it is" in said(command.take_now(here, file, now))
    unled = command.restore_from(here, file, key, now, resend=False, without_ledger=False)
    assert "no ledger of erased files" in said(unled)
    assert "is not empty" in said(command.restore_from(here, file, key, now, resend=False, without_ledger=True))
    key.write_text(f"{keys.new_pair()[1]}\n")
    assert "the key does not open it" in said(command.drill_with(here, file, key, now))


def of(facts: dict[str, str], url: str) -> Settings:
    """What the environment says."""
    told = {name.lower(): value for name, value in facts.items()}
    return Settings(_env_file=None, database_url=url, key_encryption_key=SecretStr(KEY), **told)  # type: ignore[call-arg, arg-type]


@ON_SQLITE
async def test_a_button_of_before_a_restore_does_nothing_and_one_of_after_does(
    played: Store, database_url: str, clock: HandClock, now: datetime, tmp_path: Path
) -> None:
    """Numbers that were given after the backup are given anew: an old button would mean another person."""
    taken = kept.back_up(played, tmp_path, now)
    url = f"sqlite:///{tmp_path / 'new.db'}"
    kept.put_back(taken.file, url, now)

    async with LocalTelegram(World(clock)) as telegram, build(settings(telegram, url, tmp_path), clock) as app:
        mark = app.store.run_now(buttons.mark)
        assert mark
        assert app.voice._key == signing_key(telegram.token + mark) != signing_key(telegram.token)
    with Session(played.engine) as session:
        assert buttons.mark(session) == ""
