"""The schema: migrations and models agree, migrating twice does nothing, and two at once take turns."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

import bot
import messages
import models
from bot.store import open_engine
from models import schema
from models.base import Row
from tests.faults.rows import migrations_scratch
from tests.faults.rows.migrations_state import state_of
from tests.forked import start
from tests.works import ON_POSTGRESQL, ON_SQLITE

ROOT = Path(__file__).parent.parent


def emptied(engine: Engine) -> None:
    """Take every table away."""
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))


def test_the_migrations_lead_to_the_models(engine: Engine) -> None:
    schema.check(engine)


def test_a_migrated_database_is_current_and_an_empty_one_is_not(engine: Engine, tmp_path: Path) -> None:
    with engine.connect() as connection:
        assert schema.is_current(connection)
    empty = open_engine(f"sqlite:///{tmp_path}/empty.db")
    with empty.connect() as connection:
        assert not schema.is_current(connection)
    empty.dispose()


def test_a_database_that_newer_code_has_migrated_is_ready_for_older_code_and_left_as_it_is(
    engine: Engine, tmp_path: Path
) -> None:
    number = migrations_scratch.apply(engine, migrations_scratch.ADDITIVE, tmp_path)
    before = state_of(engine)
    schema.migrate(engine)
    assert state_of(engine) == before
    with engine.connect() as connection:
        assert schema.is_current(connection)
    assert before.number == number > migrations_scratch.numbers()[-1]


def test_a_database_that_lacks_a_migration_is_not_ready(tmp_path: Path) -> None:
    behind = open_engine(f"sqlite:///{tmp_path}/behind.db")
    schema.migrate(behind, migrations_scratch.numbers()[-2])
    with behind.connect() as connection:
        assert not schema.is_current(connection)
    behind.dispose()


@ON_POSTGRESQL
def test_a_migration_begins_again_where_somebody_holds_what_it_must_lock(engine: Engine) -> None:
    emptied(engine)
    schema.migrate(engine, "0001")
    begun = threading.Event()

    def read_slowly() -> None:
        with engine.begin() as connection:
            connection.execute(text("SELECT 1 FROM notice"))
            begun.set()
            connection.execute(text("SELECT pg_sleep(1)"))

    reading = threading.Thread(target=read_slowly)
    hasty = create_engine(engine.url, connect_args={"options": "-c lock_timeout=200ms"})
    reading.start()
    begun.wait(10)
    schema.migrate(hasty)
    reading.join()
    hasty.dispose()
    schema.check(engine)


def test_migrating_again_does_nothing(engine: Engine) -> None:
    names = "SELECT version_num FROM alembic_version"
    with engine.connect() as connection:
        before = connection.execute(text(names)).all()
    schema.migrate(engine)
    with engine.connect() as connection:
        assert connection.execute(text(names)).all() == before
    schema.check(engine)


def test_every_table_has_a_primary_key_and_every_moment_a_zone(engine: Engine) -> None:
    for table in Row.metadata.tables.values():
        assert table.primary_key.columns, table.name
        for column in table.columns:
            assert "DATETIME" not in repr(column.type).upper() or "Moment" in repr(column.type), column
            if column.name in ("telegram_id", "update_id"):
                assert "BIGINT" in str(column.type.compile(engine.dialect)), column


@ON_POSTGRESQL
def test_processes_that_migrate_at_the_same_time_take_turns(database_url: str, engine: Engine, tmp_path: Path) -> None:
    emptied(engine)
    errors = tmp_path / "errors"
    processes = [start(tmp_path, ["migrate"], {"DATABASE_URL": database_url}, errors) for _ in range(3)]
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0], errors.read_text()
    schema.check(engine)


@ON_POSTGRESQL
def test_a_migration_that_fails_leaves_nothing(engine: Engine) -> None:
    emptied(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE notice (x int)"))
    with pytest.raises(Exception, match="notice"):
        schema.migrate(engine)
    with engine.connect() as connection:
        there = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        assert [name for (name,) in there] == ["notice"]


@ON_SQLITE
def test_a_file_that_does_not_exist_is_made(tmp_path: Path, database_url: str) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/new.db")
    schema.migrate(engine)
    schema.check(engine)
    engine.dispose()


@pytest.mark.parametrize("package", [bot, messages, models])
def test_the_packages_that_are_imported_are_ours(package: object) -> None:
    [path] = package.__path__  # type: ignore[attr-defined]
    assert Path(path).parent == ROOT
