"""What the command line says of the chain, and its exit code."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from bot.sealed import anchor
from bot.sealed.audit_command import print_head, verify_audit
from tests.sealed.test_chain import a_chain, entries


def test_a_whole_chain_is_said_to_be_whole(engine: Engine, now: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    a_chain(engine, 3, now)
    entries(engine, 1, now + timedelta(minutes=2))

    assert verify_audit(engine, None, now + timedelta(minutes=5)) == 0

    said = capsys.readouterr().out
    assert "3 entries are sealed. The newest link: 3 " in said
    assert "1 entry waits for a seal, the oldest for 3 min." in said
    assert "Set AUDIT_ANCHOR" in said
    assert said.endswith("The chain is whole.\n")


def test_an_empty_database_is_whole(engine: Engine, now: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify_audit(engine, None, now) == 0
    assert "No entry waits for its seal." in capsys.readouterr().out


def test_a_long_wait_asks_whether_a_worker_runs(
    engine: Engine, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    entries(engine, 2, now)

    assert verify_audit(engine, None, now + timedelta(days=3)) == 0

    assert "the oldest for 3 days. That is long: is a worker running?" in capsys.readouterr().out


def test_a_broken_chain_names_what_is_broken_and_what_to_do(
    engine: Engine, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    a_chain(engine, 3, now)
    with engine.begin() as connection:
        connection.execute(text("UPDATE auditentry SET act = 'open' WHERE id = 2"))

    assert verify_audit(engine, None, now) == 1

    said = capsys.readouterr().out
    assert "BROKEN: Entry 2 does not fit link 2" in said
    assert "tell the security officer" in said


def test_an_end_that_was_cut_off_is_broken_against_the_file_and_against_a_kept_head(
    engine: Engine, now: datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "anchors.txt"
    a_chain(engine, 3, now)
    with Session(engine) as session:
        anchor.keep_head(session, now, file)
    print_head(engine)
    kept = capsys.readouterr().out
    assert verify_audit(engine, file, now, kept) == 0
    assert "Compared with 2 anchors from outside the database." in capsys.readouterr().out

    with engine.begin() as connection:
        connection.execute(text("DELETE FROM auditseal WHERE number = 3"))
        connection.execute(text("DELETE FROM auditentry WHERE id = 3"))

    assert [verify_audit(engine, None, now), verify_audit(engine, file, now)] == [0, 1]
    assert verify_audit(engine, None, now, kept) == 1
    assert "BROKEN: Link 3 was kept outside the database before and is gone" in capsys.readouterr().out


def test_the_head_stands_alone_on_one_line(engine: Engine, now: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    a_chain(engine, 2, now)

    assert print_head(engine) == 0

    with Session(engine) as session:
        assert capsys.readouterr().out == f"2 {anchor.newest(session).digest.hex()}\n"


def test_what_is_no_head_is_explained(engine: Engine, now: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify_audit(engine, None, now, "hello") == 1
    assert '"NUMBER DIGEST"' in capsys.readouterr().out


def test_a_file_that_holds_no_anchor_is_said(
    engine: Engine, now: datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify_audit(engine, tmp_path / "none.txt", now) == 0
    assert "none.txt holds no anchor." in capsys.readouterr().out


def test_a_file_that_cannot_be_read_is_said(
    engine: Engine, now: datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify_audit(engine, tmp_path, now) == 1
    assert "look at AUDIT_ANCHOR" in capsys.readouterr().out


def test_a_table_that_cannot_be_read_is_no_whole_chain(
    engine: Engine, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    a_chain(engine, 3, now)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE auditentry RENAME COLUMN act TO acts"))

    assert verify_audit(engine, None, now) == 1
    assert "cannot be checked to its end" in capsys.readouterr().out
