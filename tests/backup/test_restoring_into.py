"""What a backup is restored into: an empty database, at the schema of the backup and then at the newest."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from bot.backup.taking import take
from bot.backup.target import Unwilling
from bot.clock import today
from bot.demo.cast import MAJ
from bot.store import Store, open_engine
from models import (
    Agreement,
    Instance,
    Resolution,
    ResolutionKind,
    schema,
)
from tests.backup import kept
from tests.hands import member
from tests.works import ON_SQLITE

Empty = Callable[[str], str]
BOTH = pytest.mark.parametrize("engine_name", ["sqlite", "postgresql"])


@ON_SQLITE
@BOTH
def test_a_database_that_holds_anything_is_left_alone(
    played: Store, now: datetime, tmp_path: Path, empty: Empty, engine_name: str
) -> None:
    taken = kept.back_up(played, tmp_path, now)
    url = empty(engine_name)
    kept.put_back(taken.file, url, now)
    before = kept.everything(url)

    with pytest.raises(Unwilling, match="not empty"):
        kept.put_back(taken.file, url, now)

    assert kept.everything(url) == before


@ON_SQLITE
@BOTH
def test_a_freshly_migrated_database_takes_a_backup(
    played: Store, now: datetime, tmp_path: Path, empty: Empty, engine_name: str
) -> None:
    taken = kept.back_up(played, tmp_path, now)
    url = empty(engine_name)
    engine = open_engine(url)
    with engine.begin() as connection:
        schema.upgrade(connection)
    engine.dispose()

    assert kept.put_back(taken.file, url, now).contents.manifest.rows == taken.rows


@BOTH
def test_a_backup_of_an_older_schema_is_restored_and_then_migrated(
    now: datetime, tmp_path: Path, empty: Empty, engine_name: str
) -> None:
    old, new = empty("sqlite"), empty(engine_name)
    engine = open_engine(old)
    with engine.begin() as connection:
        schema.upgrade(connection, "0001")
        connection.execute(text("INSERT INTO handledupdate (update_id, handled_at) VALUES (7, '2022-10-03 07:00:00')"))
    engine.dispose()
    taken = take(old, kept.RECIPIENTS, tmp_path / "old.age", now)
    assert taken.schema == "0001"

    kept.put_back(taken.file, new, now)

    engine = open_engine(new)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == schema.newest()
        assert connection.execute(text("SELECT update_id FROM handledupdate")).scalar() == 7
    engine.dispose()


@ON_SQLITE
def test_a_backup_of_a_newer_schema_is_refused(played: Store, now: datetime, tmp_path: Path, empty: Empty) -> None:
    with played.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9001'"))
    taken = kept.back_up(played, tmp_path, now)
    url = empty("sqlite")

    with pytest.raises(Unwilling, match=re.escape(f"schema 9001, and this version knows {schema.newest()}")):
        kept.put_back(taken.file, url, now)

    assert not kept.tables(url), "the database is as it was"


@ON_SQLITE
@BOTH
def test_rows_that_refer_to_later_rows_of_their_table_come_back(
    played: Store, now: datetime, tmp_path: Path, empty: Empty, engine_name: str
) -> None:
    def decision(session: Session, number: int, mandate: int | None) -> Resolution:
        return Resolution(
            id=number,
            mandate_id=mandate,
            agreement_id=session.exec(select(Agreement.id).limit(1)).one(),
            kind=next(iter(ResolutionKind)),
            instance=next(iter(Instance)),
            decided_on=today(now),
            registry_number="1.1-1/2022",
            paragraph=str(number),
            member_id=member(session, MAJ).id,
            at=now,
        )

    def unit(session: Session) -> None:
        session.add(decision(session, 2, None))
        session.flush()
        session.add(decision(session, 1, 2))

    played.run_now(unit)
    taken = kept.back_up(played, tmp_path, now)
    url = empty(engine_name)

    kept.put_back(taken.file, url, now)

    assert kept.everything(url)["resolution"] == kept.everything(kept.url_of(played))["resolution"]
