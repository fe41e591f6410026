"""What the command line does, beyond starting processes."""

import json
import random
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from bot import clock, dates, logs, simulation
from bot.actions import invitations
from bot.actions.partnerships import Finding, Outcome, import_partnerships, read_file, write_template
from bot.app import App, build
from bot.documents.command import Order, Unwilling
from bot.documents.partnership.render import Templates
from bot.errors import Refused
from bot.failpoints import IN_MIGRATION, failpoint
from bot.sealed import KeyRing, KeysMissing
from bot.settings import Settings
from bot.store import Store, open_engine
from bot.turn import House
from models import Organisation, Role, schema

LONG_IMPORT = 50
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


def import_partnerships_from(file: Path) -> int:
    """Import partnerships from `file` and report.

    Returns:
        The exit code: 1 where an entry was bad.
    """
    console = Console()
    with console.status(f"Reading {file.name}"):
        reading = read_file(file)
    store = _store()
    with Progress(console=console, transient=True, disable=len(reading.entries) < LONG_IMPORT) as progress:
        task = progress.add_task("Importing", total=len(reading.entries))
        now = clock.SystemClock().now()
        outcome = store.run_now(
            lambda session: import_partnerships(
                session, reading, now, lambda done, total: progress.update(task, completed=done, total=total)
            )
        )
    _report(outcome)
    return 1 if outcome.problems else 0


def write_template_to(file: Path) -> int:
    """Write an empty workbook to fill in; an existing file stays as it is.

    Returns:
        The exit code: 1 where it could not be written.
    """
    if file.suffix.lower() != ".xlsx":
        sys.exit("The template is an Excel workbook: end its name in .xlsx.")
    try:
        write_template(file)
    except FileExistsError:
        sys.exit(f"{file} exists and was left as it is. Choose another name.")
    except OSError as wrong:
        sys.exit(f"{file} cannot be written: {wrong.strerror}.")
    sys.stdout.write(f"Wrote {file}. Fill it in, then run: python -m bot import {file}\n")
    return 0


def _report(outcome: Outcome) -> None:
    for problem in outcome.problems:
        _say("error", problem)
    for caution in outcome.cautions:
        _say("note", caution)
    for done, tally in (("added", outcome.added), ("changed", outcome.changed), ("unchanged", outcome.unchanged)):
        counts = f"{tally.organisations} organisations, {tally.agreements} agreements"
        meetings = f", {tally.board_meetings} board meetings" if tally.board_meetings else ""
        sys.stdout.write(f"{done}: {counts}, {tally.report_duties} report duties{meetings}\n")


def _say(grade: str, finding: Finding) -> None:
    sys.stdout.write(f"{grade}: {finding}\n")


def simulate(start: str, end: str, *, as_json: bool) -> int:
    """Print what would happen to the imported agreements from `start` to `end`, days as people write them.

    Returns:
        The exit code.
    """
    today = clock.today(clock.SystemClock().now())
    first, last = (_day(option, text, today) for option, text in (("--from", start), ("--to", end)))
    if last < first:
        sys.exit(f"--to ({last}) is before --from ({first}).")
    said = _store().run_now(lambda session: simulation.simulate(session, first, last))
    for one in said:
        sys.stdout.write(f"{json.dumps(one.facts, ensure_ascii=False) if as_json else one}\n")
    if not said and not as_json:
        sys.stdout.write("Nothing would happen. Have the partnerships been imported (`python -m bot import FILE`)?\n")
    return 0


def _day(option: str, text: str, today: date) -> date:
    day = dates.understood(text, today, prefer="past")
    if day is None:
        sys.exit(f"{option} takes a day, for instance 2022-10-01, not {text!r}.")
    return day


async def invite(role: Role, organisation: str, unit: str) -> int:
    """Make an invitation and print its link alone on the last line.

    Returns:
        The exit code.
    """
    settings = Settings()
    if not settings.token:
        sys.exit("TELEGRAM_TOKEN is not set: the link needs the bot's name.")
    app = build(settings)
    await app.bot.initialize()
    try:
        payload = app.store.run_now(lambda session: _invite(session, role, organisation, unit))
    except Refused:
        sys.exit(
            f"A {role} cannot belong to that organisation: "
            "koordinator and partner_manager are a partner's, all others a board's."
        )
    finally:
        await app.bot.shutdown()
    sys.stdout.write(
        f"Good once and for 48 hours. Hand it over in person.\n{House(app.bot.username).deep_link(payload)}\n"
    )
    return 0


def _invite(session: Session, role: Role, name: str, unit: str) -> str:
    organisations = session.exec(select(Organisation).order_by(col(Organisation.name))).all()
    wanted = name.casefold()
    named = (row for row in organisations if wanted in (row.name.casefold(), (row.alias or "").casefold()))
    organisation = next(named, None)
    if organisation is None:
        known = ", ".join(row.name for row in organisations)
        sys.exit(f"No organisation is called {name!r}. Known: {known or 'none; import partnerships first'}.")
    payload, _ = invitations.make(
        session,
        role=role,
        organisation=organisation,
        unit=unit,
        invited_by_id=None,
        now=clock.SystemClock().now(),
        dice=random.SystemRandom(),
    )
    return payload


def write_revision(message: str) -> None:
    """Write a migration from the difference between the newest one and the models, on a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/empty.db")
        schema.migrate(engine)
        schema.write_revision(engine, message)
        engine.dispose()


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


def _store() -> Store:
    return Store(migrate(), clock.SystemClock())


def document(write: Callable[[Order], None], out: Path, board: str, *, force: bool) -> int:
    """Write a document about partnerships into the file `out`, of the board named `board`.

    Returns:
        The exit code; ends the process with a reason where it was not written.
    """
    store = _store()
    order = Order(store, clock.SystemClock().now(), Templates(Settings().templates), out, board, force)
    try:
        write(order)
    except Unwilling as no:
        sys.exit(str(no))
    finally:
        store.close()
    sys.stdout.write(f"Wrote {out}.\n")
    return 0


def verify_audit(head: str) -> int:
    """Verify the audit's chain, against its anchors and a `head` noted elsewhere.

    Returns:
        The exit code: 1 where it is broken.
    """
    from bot.sealed import audit_command

    now = clock.SystemClock().now()
    return audit_command.verify_audit(migrate(), Settings().audit_anchor, now, head)


def audit_head() -> int:
    """Print the chain's head.

    Returns:
        The exit code.
    """
    from bot.sealed import audit_command

    return audit_command.print_head(migrate())


def take_backup(out: Path | None) -> int:
    """Take a backup of the database into `out`, or into the folder of the backups.

    Returns:
        The exit code: 1 where none was taken.
    """
    from bot.backup import command

    return command.take_now(Settings(), out, clock.SystemClock().now())


def restore(file: Path, key: Path, *, resend: bool, without_ledger: bool) -> int:
    """Restore the backup `file` into the empty database, with the secret in `key`.

    Returns:
        The exit code: 1 where it was not restored, or something is not as it must be.
    """
    from bot.backup import command

    now = clock.SystemClock().now()
    return command.restore_from(Settings(), file, key, now, resend=resend, without_ledger=without_ledger)


def drill(file: Path, key: Path) -> int:
    """Restore the backup `file` into a database that is thrown away.

    Returns:
        The exit code: 1 where it cannot be restored, or something is not as it must be.
    """
    from bot.backup import command

    return command.drill_with(Settings(), file, key, clock.SystemClock().now())


def rotate_keys() -> int:
    """Seal with the first key on the ring what the others sealed.

    Returns:
        The exit code: 1 where something was left.
    """
    from bot.sealed import keys_command

    ring = _ring()
    store = _store()
    try:
        return keys_command.rotate_keys(store, ring)
    finally:
        store.close()


def escrow_keys() -> int:
    """Print a fingerprint for each key.

    Returns:
        The exit code.
    """
    from bot.sealed import keys_command

    return keys_command.print_escrow(_ring())


def _ring() -> KeyRing:
    try:
        ring = Settings().key_ring()
    except KeysMissing as wrong:
        sys.exit(f"The keys cannot be read: {wrong}.")
    return ring or sys.exit("No key is set: `python -m bot keys new NAME` makes one and says where to put it.")
