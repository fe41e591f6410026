"""What commands begin with: the app, the database at its newest schema, the keys; or the reason why there are none."""

import sys
import tempfile

from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from bot import clock, logs
from bot.app import App, build
from bot.failpoints import IN_MIGRATION, failpoint
from bot.sealed import KeyRing, KeysMissing
from bot.settings import Settings
from bot.store import Store, open_engine
from models import schema

SECRET_CHARACTERS = 16


def ready_app(*, shared: bool, webhook: bool) -> App:
    """The app for a long-running process, its settings checked; ends the process with a reason where it cannot run.

    Args:
        shared: whether the process shares its database with others, which SQLite cannot do.
        webhook: whether Telegram must be able to call it.
    """
    settings = Settings()
    logs.set_up(as_json=not sys.stderr.isatty())
    if not settings.token:
        sys.exit("TELEGRAM_TOKEN is not set. BotFather gives it to you: see the README, or try `make demo`.")
    if shared and settings.on_sqlite:
        sys.exit("SQLite serves one process. Set DATABASE_URL to PostgreSQL, or use `python -m bot run`.")
    if webhook and not settings.public_url:
        sys.exit("PUBLIC_URL is not set: Telegram must know where to bring updates.")
    if webhook and len(settings.webhook_secret.get_secret_value()) < SECRET_CHARACTERS:
        sys.exit(f"WEBHOOK_SECRET is missing or shorter than {SECRET_CHARACTERS} characters.")
    if not shared:
        migrate().dispose()
    return build(settings)


def open_store() -> Store:
    """The database at its newest schema; ends the process with a reason where it cannot be reached."""
    return Store(migrate(), clock.SystemClock())


def migrate() -> Engine:
    """Bring the database to the newest schema; ends the process with a reason where it cannot be reached."""
    engine = open_engine(Settings().database_url)
    event.listen(engine, "after_cursor_execute", _between_statements)
    try:
        schema.migrate(engine)
    except OperationalError as down:
        sys.exit(f"The database cannot be reached or written ({type(down.orig).__name__}): look at DATABASE_URL.")
    finally:
        event.remove(engine, "after_cursor_execute", _between_statements)
    return engine


def _between_statements(*_: object) -> None:
    failpoint(IN_MIGRATION)


def write_revision(message: str) -> None:
    """Write a migration from the difference between the newest one and the models, on a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/empty.db")
        schema.migrate(engine)
        schema.write_revision(engine, message)
        engine.dispose()


def key_ring() -> KeyRing:
    """The keys outside the database; ends the process with a reason where there are none, or none that can be read."""
    try:
        ring = Settings().key_ring()
    except KeysMissing as wrong:
        sys.exit(f"The keys cannot be read: {wrong}.")
    return ring or sys.exit("No key is set: `python -m bot keys new NAME` makes one and says where to put it.")
