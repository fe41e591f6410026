"""A key is replaced while the bot runs: nothing is lost wherever it is stopped, and everything opens afterwards."""

import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, insert
from sqlmodel import Session, col, select

from bot import kept_forms as waiting_forms
from bot import written
from bot.actions import factors, kept_forms
from bot.demo.cast import KNUT, MAJ, YLVA
from bot.sealed import KeyRing, Vault
from bot.sealed.keys_command import print_escrow, print_new, rotate_keys
from bot.sealed.ring import new_key
from bot.sealed.rotation import CHUNK, Rotated, needed, rotate
from bot.store import Store
from bot.turn import Turn
from models import Client, Factor, FactorKind, NoteVersion, Referral
from tests.forked import bot
from tests.hands import HOUSE, turn
from tests.sealed.files import WORDS, a_file, room_house, room_turn

OLD, NEW = new_key("old"), new_key("new")
BOTH = KeyRing.read(f"{NEW}\n{OLD}")


def clients(store: Store, count: int, now: datetime) -> None:
    """`count` clients with a data key each, wrapped with the old key."""
    ring = KeyRing.read(OLD)
    marks = [f"{number:016x}" for number in range(count)]
    rows = [
        {
            "mark": mark,
            "made_at": now,
            "erase_on": now.date(),
            "wrapped_by": "old",
            "wrapped_key": ring.seal(mark.encode() * 2, f"client|wrapped_key|{mark}"),
        }
        for mark in marks
    ]
    store.run_now(lambda session: session.execute(insert(Client), rows))


def opens_with(store: Store, keys: str) -> int:
    """How many clients' keys are the ones they were given, and open with `keys` alone."""
    ring = KeyRing.read(keys)
    with Session(store.engine) as session:
        return sum(
            ring.open(one.wrapped_key or b"", one.wrapped_by or "", f"client|wrapped_key|{one.mark}")
            == one.mark.encode() * 2
            for one in session.exec(select(Client)).all()
        )


def test_what_was_written_opens_with_the_new_key_alone(played: Store, now: datetime, tmp_path: Path) -> None:
    referral_id = played.run_now(lambda session: a_file(session, now, room_house(tmp_path, OLD)).id)
    played.run_now(
        lambda session: factors.choose(
            room_turn(session, YLVA, now, room_house(tmp_path, OLD)), FactorKind.PIN, b"hash"
        )
    )

    assert rotate(played, BOTH) == Rotated(clients=1, factors=1)

    with Session(played.engine) as session:
        turn = room_turn(session, YLVA, now, room_house(tmp_path, NEW))
        referral = session.get_one(Referral, referral_id)
        version = session.exec(select(NoteVersion)).one()
        assert written.read_note(turn, referral, version) == WORDS
        pin = factors.find(turn, FactorKind.PIN)
        assert pin
        assert factors.secret_of(turn, pin) == b"hash"
        assert needed(session) == {"new": 2}


def test_a_second_time_there_is_nothing_to_do(played: Store, now: datetime) -> None:
    clients(played, CHUNK + 1, now)

    assert rotate(played, BOTH) == Rotated(clients=CHUNK + 1)
    assert rotate(played, BOTH) == Rotated()


def test_a_passkey_is_no_secret_and_stays_as_it_is(played: Store, now: datetime, tmp_path: Path) -> None:
    def add(session: Session) -> None:
        knut = room_turn(session, KNUT, now, room_house(tmp_path)).who
        session.add(Factor(member_id=knut.id, kind=FactorKind.PASSKEY, secret=b"public", handle=b"id", made_at=now))

    played.run_now(add)

    assert rotate(played, BOTH) == Rotated()


def test_what_another_key_of_the_same_name_sealed_stays_and_the_rest_is_done(played: Store, now: datetime) -> None:
    clients(played, 3, now)
    strange = KeyRing.read(new_key("old")).seal(b"x" * 32, "client|wrapped_key|strange")
    row = {"mark": "strange", "made_at": now, "erase_on": now.date(), "wrapped_by": "old", "wrapped_key": strange}
    played.run_now(lambda session: session.execute(insert(Client), [row]))

    assert rotate(played, BOTH) == Rotated(clients=3, unopened=1)

    with Session(played.engine) as session:
        assert session.get_one(Client, "strange").wrapped_key == strange


def test_two_rotations_at_once_share_the_work_and_everything_opens(played: Store, now: datetime) -> None:
    clients(played, CHUNK * 5, now)

    with ThreadPoolExecutor(2) as threads:
        both = list(threads.map(lambda _: rotate(played, BOTH), range(2)))

    assert sum(one.clients for one in both) == CHUNK * 5
    assert opens_with(played, NEW) == CHUNK * 5


def test_a_key_that_is_made_meanwhile_opens(played: Store, now: datetime, tmp_path: Path) -> None:
    clients(played, CHUNK * 5, now)
    house = room_house(tmp_path, f"{NEW}\n{OLD}")

    with ThreadPoolExecutor(2) as threads:
        rotating = threads.submit(rotate, played, BOTH)
        referral_id = played.run_now(lambda session: a_file(session, now, house).id)
        rotating.result()

    with Session(played.engine) as session:
        turn = room_turn(session, YLVA, now, room_house(tmp_path, NEW))
        version = session.exec(select(NoteVersion)).one()
        assert written.read_note(turn, session.get_one(Referral, referral_id), version) == WORDS


@pytest.mark.parametrize(
    ("database_url", "where"),
    [("sqlite", "before-commit:4"), ("postgresql", "after-commit:4")],
    indirect=["database_url"],
)
def test_killed_in_the_middle_it_is_run_again_and_everything_opens(
    played: Store, database_url: str, now: datetime, tmp_path: Path, where: str
) -> None:
    clients(played, CHUNK * 6, now)

    killed = command(tmp_path, database_url, HANDSLAG_FAILPOINT=where)

    assert killed.returncode == -signal.SIGKILL
    with Session(played.engine) as session:
        count = select(func.count()).select_from(Client).where(col(Client.wrapped_by) == "new")
        assert 0 < session.exec(count).one() < CHUNK * 6
    assert opens_with(played, f"{NEW}\n{OLD}") == CHUNK * 6

    again = command(tmp_path, database_url)

    assert again.returncode == 0, again.stderr
    assert "Nothing needs the key old any more" in again.stdout
    assert opens_with(played, NEW) == CHUNK * 6


def command(folder: Path, url: str, **more: str) -> subprocess.CompletedProcess[str]:
    """`python -m bot keys rotate` on that database, in a process of its own."""
    return bot(folder, "keys", "rotate", DATABASE_URL=url, KEY_ENCRYPTION_KEY=f"{NEW},{OLD}", **more)


def test_a_form_that_could_not_be_saved_is_sealed_anew(played: Store, now: datetime) -> None:
    def of(ring: KeyRing, session: Session) -> Turn:
        return replace(turn(session, MAJ, now), house=replace(HOUSE, vault=Vault(ring)))

    old, new = KeyRing.read(OLD), KeyRing.read(NEW)
    played.run_now(lambda session: kept_forms.keep(of(old, session), "agreement/1/goals", {"words": "Fler platser."}))
    assert rotate(played, BOTH).reports == 1
    [kept] = played.run_now(lambda session: waiting_forms.of(of(new, session)))
    assert kept.fields == {"words": "Fler platser."}


def test_a_key_that_is_missing_is_named_and_ends_with_1(
    played: Store, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    clients(played, 2, now)

    assert rotate_keys(played, KeyRing.read(NEW)) == 1

    said = capsys.readouterr().out
    assert "The key old is MISSING: put it on the ring (2 rows)." in said
    assert "any more" not in said


def test_an_old_key_that_nothing_needs_may_go(played: Store, now: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    clients(played, 2, now)

    assert rotate_keys(played, BOTH) == 0

    said = capsys.readouterr().out
    assert "Sealed anew with new: 2 files' keys, 0 ways in, 0 reports and documents." in said
    assert "Nothing needs the key old any more: take it off the ring" in said


def test_a_new_key_stands_alone_on_a_line_that_the_ring_reads(capsys: pytest.CaptureFixture[str]) -> None:
    assert print_new("2026-11") == 0

    said = capsys.readouterr()
    assert KeyRing.read(said.out).current == "2026-11"
    assert said.out.strip().partition(":")[2] not in said.err


def test_a_name_that_the_ring_does_not_read_is_no_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert print_new("Nyckel 1") == 1
    assert capsys.readouterr().out == ""


def test_a_fingerprint_names_the_key_and_says_nothing_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    print_escrow(BOTH)
    print_escrow(KeyRing.read(NEW))

    said = capsys.readouterr().out.splitlines()
    assert said[0] == said[2]
    assert said[0] != said[1]
    assert len(said[0].partition(" ")[2]) == 8


def test_a_vault_of_the_old_ring_cannot_open_what_was_rotated(played: Store, now: datetime, tmp_path: Path) -> None:
    clients(played, 1, now)
    rotate(played, BOTH)

    with Session(played.engine) as session, pytest.raises(Exception, match="the key 'new' is needed"):
        Vault(KeyRing.read(OLD)).rewrap(session.exec(select(Client)).one())
