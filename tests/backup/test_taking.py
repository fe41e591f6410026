"""A backup is whole or is not there; only its key opens it; what was cut, changed or edited is refused."""

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

import pyrage
import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from bot.backup import keys, sealing
from bot.backup.folder import tidy
from bot.backup.keys import BadKey
from bot.backup.reading import Nobody, read
from bot.backup.sealing import Unreadable
from bot.backup.taking import NotTaken, take
from bot.backup.target import Unwilling
from bot.demo.cast import YLVA
from bot.store import Store, open_engine
from models import Event, Referral
from tests.backup import kept
from tests.hands import HandClock, a_referral, turn
from tests.works import ON_SQLITE

ROOT = Path(__file__).parents[2]


def lines_of(file: Path) -> list[bytes]:
    """A backup's lines, in clear."""
    found: list[bytes] = []
    with file.open("rb") as opened:
        sealing.unseal(opened, kept.IDENTITIES, found.append)
    return found


def sealed(lines: list[bytes], file: Path) -> Path:
    """A backup that somebody who knows the public key made of `lines`."""
    with file.open("wb") as opened:
        sealing.seal(lines, opened, kept.RECIPIENTS)
    return file


@ON_SQLITE
def test_it_is_its_owners_alone_and_nothing_else_is_left_in_the_folder(
    played: Store, now: datetime, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()

    taken = kept.back_up(played, folder, now)

    assert [path.name for path in folder.iterdir()] == ["one.age"]
    assert taken.file.stat().st_mode & 0o777 == 0o600
    assert taken.size == taken.file.stat().st_size


@ON_SQLITE
def test_no_word_of_the_database_stands_in_it(played: Store, now: datetime, tmp_path: Path) -> None:
    taken = kept.back_up(played, tmp_path, now)
    clear = b"\n".join(lines_of(taken.file))

    assert YLVA.name.encode("unicode_escape") in clear or YLVA.name.encode() in clear
    assert YLVA.name.encode() not in taken.file.read_bytes()


@ON_SQLITE
def test_each_of_several_keys_opens_it_and_another_does_not(played: Store, now: datetime, tmp_path: Path) -> None:
    public, secret = keys.new_pair()
    recipients = keys.recipients(f"{kept.PUBLIC}, {public}")
    taken = take(kept.url_of(played), recipients, tmp_path / "two.age", now)
    (tmp_path / "key").write_text(f"# of the board's safe\n{secret}\n")

    for identities in (kept.IDENTITIES, keys.identities(tmp_path / "key")):
        assert read(taken.file, identities, Nobody()).manifest.rows == taken.rows
    with pytest.raises(Unreadable, match="the key does not open it"):
        read(taken.file, [pyrage.x25519.Identity.generate()], Nobody())


@ON_SQLITE
def test_wherever_it_is_cut_or_a_byte_is_flipped_it_is_refused(played: Store, now: datetime, tmp_path: Path) -> None:
    whole = kept.back_up(played, tmp_path, now).file.read_bytes()
    broken = tmp_path / "broken.age"
    for place in range(0, len(whole), 97):
        broken.write_bytes(whole[:place])
        with pytest.raises(Unreadable):
            read(broken, kept.IDENTITIES, Nobody())
        broken.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        with pytest.raises(Unreadable):
            read(broken, kept.IDENTITIES, Nobody())


@ON_SQLITE
@pytest.mark.parametrize("hurt", ["a row gone", "a row more", "a row changed", "a digest", "no manifest", "no header"])
def test_one_that_was_edited_and_encrypted_anew_is_refused(
    played: Store, now: datetime, tmp_path: Path, hurt: str
) -> None:
    lines = lines_of(kept.back_up(played, tmp_path, now).file)
    row = next(number for number, line in enumerate(lines) if line.startswith(b"["))
    manifest = json.loads(lines[-1])
    manifest["manifest"]["organisation"]["sha256"] = "0" * 64
    edited = {
        "a row gone": [*lines[:row], *lines[row + 1 :]],
        "a row more": [*lines[:row], lines[row], *lines[row:]],
        "a row changed": [*lines[:row], lines[row].replace(b"1", b"2", 1), *lines[row + 1 :]],
        "a digest": [*lines[:-1], json.dumps(manifest).encode()],
        "no manifest": lines[:-1],
        "no header": lines[1:],
    }[hurt]

    with pytest.raises(Unwilling, match="is not restored"):
        kept.put_back(sealed(edited, tmp_path / "edited.age"), f"sqlite:///{tmp_path / 'empty.db'}", now)

    assert kept.everything(f"sqlite:///{tmp_path / 'empty.db'}") == {}, "the database is as it was"


def test_one_taken_while_others_write_shows_one_moment(
    played: Store, database_url: str, now: datetime, tmp_path: Path
) -> None:
    """A referral and what happened to it are committed together: a backup has both or neither."""
    stop, seeds = threading.Event(), iter(range(1000, 9000))
    slow = Store(open_engine(database_url), HandClock(now))

    def write() -> None:
        while not stop.is_set():
            slow.run_now(lambda session: a_referral(turn(session, YLVA, now, next(seeds))))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        taken = [kept.back_up(played, tmp_path, now, f"{number}.age") for number in range(2)]
    finally:
        stop.set()
        writer.join()
        slow.close()

    for number, one in enumerate(taken):
        url = f"sqlite:///{tmp_path / f'{number}.db'}"
        kept.fill(one.file, url, now)
        there = open_engine(url)
        with Session(there) as session:
            referrals = set(session.exec(select(Referral.id)).all())
            assert referrals == set(session.exec(select(Event.referral_id).distinct()).all())
        there.dispose()
    assert taken[0].rows < taken[-1].rows, "somebody wrote meanwhile"


@ON_SQLITE
def test_a_writer_does_not_wait_for_a_backup(played: Store, now: datetime, tmp_path: Path) -> None:
    """Within a snapshot that is held open another connection commits, and the snapshot does not see it."""
    from bot.backup.snapshot import snapshot

    with snapshot(kept.url_of(played)) as connection:
        before: int = connection.execute(text("SELECT count(*) FROM referral")).scalar_one()
        played.run_now(lambda session: a_referral(turn(session, YLVA, now)))
        assert connection.execute(text("SELECT count(*) FROM referral")).scalar() == before
    with snapshot(kept.url_of(played)) as connection:
        assert connection.execute(text("SELECT count(*) FROM referral")).scalar() == before + 1


@ON_SQLITE
def test_a_database_that_is_not_there_is_not_made(tmp_path: Path, database_url: str, now: datetime) -> None:
    with pytest.raises(NotTaken, match="database cannot be read"):
        take(f"sqlite:///{tmp_path / 'nowhere.db'}", kept.RECIPIENTS, tmp_path / "one.age", now)

    assert not (tmp_path / "nowhere.db").exists()
    assert not list(tmp_path.glob("*.age"))
    assert not list(tmp_path.glob(".handslag*"))


@ON_SQLITE
def test_what_cannot_be_read_back_is_removed(
    played: Store, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that loses the end of what is written: the file is cut before it is read back."""
    from bot.backup import folder

    monkeypatch.setattr(folder, "keep_on_disk", lambda file: (file.flush(), file.truncate(3000)))

    with pytest.raises(NotTaken, match="cannot be read back"):
        kept.back_up(played, tmp_path, now)

    assert not list(tmp_path.glob("*.age"))
    assert not list(tmp_path.glob(".handslag*"))


TAKER = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from bot.backup import keys, rows, taking
lines = rows.lines
def slowly(connection, table):
    for line in lines(connection, table):
        print("writing", flush=True)
        import time; time.sleep(0.05)
        yield line
rows.lines = slowly
url, key, target = sys.argv[1:]
taking.take(url, keys.recipients(key), Path(target), datetime.now(UTC))
"""


@ON_SQLITE
def test_killed_while_writing_it_leaves_the_old_one_and_no_half_of_a_new_one(
    played: Store, now: datetime, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    before = kept.back_up(played, folder, now, "handslag-2022-10-03.age").file.read_bytes()
    target = folder / "handslag-2022-10-03.age"

    process = subprocess.Popen(
        [sys.executable, "-c", TAKER, kept.url_of(played), kept.PUBLIC, str(target)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout
    assert process.stdout.readline() == b"writing\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()

    assert process.returncode == -signal.SIGKILL
    assert target.read_bytes() == before
    assert [path.name for path in folder.glob("*.age")] == [target.name]
    left = list(folder.glob(".handslag*"))
    assert len(left) == 1
    tidy(folder, 30, datetime.fromtimestamp(time.time(), now.tzinfo) + timedelta(hours=1))
    assert left[0].exists(), "somebody may be at it"
    tidy(folder, 30, datetime.fromtimestamp(time.time(), now.tzinfo) + timedelta(days=2))
    assert not left[0].exists()


def test_a_key_that_is_none_is_named_by_its_number_and_not_shown(tmp_path: Path) -> None:
    with pytest.raises(BadKey, match="key 2 in BACKUP_RECIPIENTS") as no:
        keys.recipients(f"{kept.PUBLIC}, {kept.SECRET}")
    assert kept.SECRET not in str(no.value)
    (tmp_path / "key").write_text(kept.SECRET[:-3] + "AAA\n")
    with pytest.raises(BadKey, match="damaged"):
        keys.identities(tmp_path / "key")
    (tmp_path / "key").write_text("nothing\n")
    with pytest.raises(BadKey, match="no line"):
        keys.identities(tmp_path / "key")


def test_a_file_without_end_is_not_read_into_memory() -> None:
    with pytest.raises(Unreadable):
        sealing.unseal(io.BytesIO(b"age-encryption.org/v1\n" + b"x" * 100_000), kept.IDENTITIES, lambda _line: None)
