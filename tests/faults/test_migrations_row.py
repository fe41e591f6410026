"""The row of migrations can fail: what is half done is seen, what kills a migration kills it where it says."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.failpoints import IN_MIGRATION
from bot.store import open_engine
from tests.faults import databases
from tests.faults.figures import Order
from tests.faults.rows.migrations_grounds import Base, Grounds
from tests.faults.rows.migrations_kills import name_of
from tests.faults.rows.migrations_scratch import numbers
from tests.forked import ROOT, bot

BEFORE = numbers()[-2]
KILLED = -9


@pytest.fixture(params=["sqlite", "postgresql"])
def grounds(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Grounds]:
    """Where the row is played, on each database in turn."""
    admin = ""
    if request.param == "postgresql":
        server: str = request.getfixturevalue("postgres")
        admin = databases.create_on(server, f"row_{os.getpid()}")
    yield Grounds(Order(request.param, "", 1, "1", tmp_path, admin_url=admin))
    if admin:
        _drop_all(request.getfixturevalue("postgres"))


def _drop_all(server: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for name in connection.scalars(
            text("SELECT datname FROM pg_database WHERE datname ~ '^(base|copy|row)_'")
        ).all():
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


def test_what_is_neither_old_nor_new_is_called_between(grounds: Grounds) -> None:
    base = grounds.base(BEFORE)
    assert base.kept
    assert base.old.count > 50
    assert name_of(grounds.state(base.url), base) == "old"
    for statement in ("CREATE TABLE alarm (id int)", "DELETE FROM handledupdate", "UPDATE member SET unit = 'other'"):
        url = grounds.copy(base.url)
        engine = open_engine(url)
        with engine.begin() as connection:
            connection.execute(text(statement))
        engine.dispose()
        assert name_of(grounds.state(url), base) == "between", statement
        grounds.drop(url)


def test_a_migration_killed_after_its_first_or_its_last_statement_leaves_the_old_schema_and_is_done_again(
    grounds: Grounds,
) -> None:
    base = grounds.base(BEFORE)
    url = grounds.copy(base.url)
    for nth in (base.statements // 2, base.statements):
        assert _migrate(url, f"{IN_MIGRATION}:{nth}") == KILLED
        assert name_of(grounds.state(url), base) == "old"
    assert _migrate(url, f"{IN_MIGRATION}:{base.statements + 1}") == 0
    assert _state_name(grounds, url, base) == "new"


def _migrate(url: str, failpoint: str) -> int:
    return bot(ROOT, "migrate", DATABASE_URL=url, HANDSLAG_FAILPOINT=failpoint).returncode


def _state_name(grounds: Grounds, url: str, base: Base) -> str:
    return name_of(grounds.state(url), base)
