"""The ledger: what stands in it names nobody, a crash does not spoil it, and what it cannot keep is not erased."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import StorageDown
from bot.sealed.ledger import Ledger, LedgerUnreadable, digest


def test_who_was_erased_is_found_again_with_the_moment(tmp_path: Path, now: datetime) -> None:
    ledger = Ledger(tmp_path / "erased.log")

    ledger.write(["anna", "berit"], now)

    assert ledger.read() == {digest(mark): now.isoformat(timespec="microseconds") for mark in ("anna", "berit")}


def test_it_holds_no_mark_and_is_its_owners_alone(tmp_path: Path, now: datetime) -> None:
    file = tmp_path / "erased.log"

    Ledger(file).write(["0123456789abcdef"], now)

    assert b"0123456789abcdef" not in file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_where_there_is_no_file_nobody_was_erased(tmp_path: Path) -> None:
    assert Ledger(tmp_path / "erased.log").read() == {}


def test_of_several_lines_the_newest_counts(tmp_path: Path, now: datetime) -> None:
    ledger = Ledger(tmp_path / "erased.log")
    later = now + timedelta(days=3)

    ledger.write(["anna"], later)
    ledger.write(["anna"], now)

    assert ledger.read() == {digest("anna"): later.isoformat(timespec="microseconds")}


@pytest.mark.parametrize("bytes_left", range(1, 99, 7))
def test_a_last_line_that_a_crash_tore_is_left_out_and_spoils_no_other(
    tmp_path: Path, now: datetime, bytes_left: int
) -> None:
    file = tmp_path / "erased.log"
    ledger = Ledger(file)
    ledger.write(["anna"], now)
    whole = file.read_bytes()
    file.write_bytes(whole + whole[:bytes_left].rstrip(b"\n"))

    ledger.write(["berit"], now)

    assert set(ledger.read()) == {digest("anna"), digest("berit")}


def test_many_who_write_at_once_lose_no_line(tmp_path: Path, now: datetime) -> None:
    marks = [[f"{writer}-{number}" for number in range(20)] for writer in range(8)]

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda theirs: Ledger(tmp_path / "erased.log").write(theirs, now), marks))

    assert set(Ledger(tmp_path / "erased.log").read()) == {digest(mark) for theirs in marks for mark in theirs}


def test_what_cannot_be_written_is_storage_that_is_down(tmp_path: Path, now: datetime) -> None:
    with pytest.raises(StorageDown, match="ledger"):
        Ledger(tmp_path / "nowhere" / "erased.log").write(["anna"], now)


def test_a_file_that_cannot_be_read_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "erased.log").mkdir()

    with pytest.raises(LedgerUnreadable):
        Ledger(tmp_path / "erased.log").read()
