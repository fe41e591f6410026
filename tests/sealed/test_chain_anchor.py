"""The anchor file: a line a head, outside the database, whole after a crash."""

import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session
from structlog.testing import capture_logs

from bot.sealed import anchor, chain
from bot.sealed.anchor import Anchor, Head
from tests.sealed.test_chain import a_chain

HEAD = Head(7, bytes(range(32)))
NEXT = Head(8, bytes(32))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the anchors are; nothing is there yet."""
    return tmp_path / "anchors.txt"


def settle(engine: Engine, file: Path, now: datetime) -> None:
    """Anchor the head in a transaction of its own."""
    with Session(engine) as session:
        anchor.keep_head(session, now, file)


def test_a_line_holds_number_digest_and_moment_and_the_file_is_its_owners_alone(file: Path, now: datetime) -> None:
    anchor.write(file, HEAD, now)

    assert file.read_text() == f"7 {bytes(range(32)).hex()} 2022-10-03T07:00:00.000000+00:00\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_was_written_is_read_again_oldest_first(file: Path, now: datetime) -> None:
    anchor.write(file, HEAD, now)
    anchor.write(file, NEXT, now + timedelta(days=1))

    assert anchor.read(file) == (Anchor(HEAD, now), Anchor(NEXT, now + timedelta(days=1)))


def test_where_there_is_no_file_there_are_no_anchors(file: Path) -> None:
    assert anchor.read(file) == ()


@pytest.mark.parametrize("kept", [1, 30, 70, 95, 99])
def test_a_torn_last_line_is_left_out_and_said_and_the_next_stands_on_a_line_of_its_own(
    file: Path, now: datetime, kept: int
) -> None:
    anchor.write(file, HEAD, now)
    whole = file.stat().st_size
    anchor.write(file, NEXT, now)
    file.write_bytes(file.read_bytes()[: whole + kept])

    with capture_logs() as said:
        assert anchor.read(file) == (Anchor(HEAD, now),)
    assert [one["line"] for one in said] == [2]

    anchor.write(file, NEXT, now)
    with capture_logs() as said:
        read = anchor.read(file)
    assert read[0] == Anchor(HEAD, now)
    assert read[-1] == Anchor(NEXT, now)


def test_a_head_is_anchored_once_and_again_when_it_has_moved(engine: Engine, file: Path, now: datetime) -> None:
    settle(engine, file, now)
    assert not file.exists()

    for day in range(3):
        a_chain(engine, 2, now)
        for hour in range(3):
            settle(engine, file, now + timedelta(days=day, hours=hour))

    anchors = anchor.read(file)
    assert [(one.head.number, one.at) for one in anchors] == [(2 * n + 2, now + timedelta(days=n)) for n in range(3)]
    assert chain.verify(engine, anchors).whole


def test_after_a_torn_line_the_head_is_anchored_again(engine: Engine, file: Path, now: datetime) -> None:
    a_chain(engine, 2, now)
    settle(engine, file, now)
    file.write_bytes(file.read_bytes()[:-40])

    settle(engine, file, now)

    assert [one.head.number for one in anchor.read(file)] == [2]


@pytest.mark.parametrize("text", ["", "7", "7 00", f"x {'0' * 64}", f"7 {'0' * 63}g", f"7 {'0' * 64} 1"])
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        Head.read(text)


def test_a_head_is_read_as_it_is_written() -> None:
    assert Head.read(f"{HEAD}\n") == HEAD
