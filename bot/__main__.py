"""The command line: `python -m bot COMMAND`."""

import asyncio
import errno
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from models.member import Role

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from bot.app import App

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)


@app.command()
def demo(
    *,
    port: Annotated[int, typer.Option(help="Port of the page on 127.0.0.1.", envvar="PORT")] = 8080,
    start: Annotated[str, typer.Option(help="The first morning, as YYYY-MM-DD.")] = "2022-10-03",
    script: Annotated[bool, typer.Option("--script", help="Play the story here in the terminal, no browser.")] = False,
) -> None:
    """Play an outreach worker, a coordinator and a manager against the real bot, on this machine alone."""
    from bot.demo import page, story

    morning = page.morning_of(_date(start))
    if script:
        raise typer.Exit(asyncio.run(story.play(morning)))
    asyncio.run(page.open_house(port, morning))


@app.command()
def run() -> None:
    """Everything in one process: poller, notices and timetable. For a small board, on SQLite."""
    from bot import serving

    _serve(serving.run(_ready_app()))


@app.command()
def web() -> None:
    """Take updates in over a webhook. PostgreSQL, PUBLIC_URL and WEBHOOK_SECRET are needed."""
    from bot import serving

    _serve(serving.web(_ready_app(shared=True, webhook=True)))


@app.command()
def worker() -> None:
    """Say what is owed, and keep the timetable. PostgreSQL is needed; start as many as you like."""
    from bot import serving

    _serve(serving.worker(_ready_app(shared=True)))


@app.command()
def migrate() -> None:
    """Bring the database to the schema that this version expects."""
    from bot import commands

    commands.migrate()
    typer.echo("The database is up to date.")


@app.command(hidden=True)
def revision(message: Annotated[str, typer.Argument(help="What changed.")]) -> None:
    """Write the migration that leads from the newest one to the models."""
    from bot import commands

    commands.write_revision(message)


@app.command("import")
def import_file(
    file: Annotated[
        Path | None, typer.Argument(help="Partnerships as TOML, .xlsx or .csv.", exists=True, dir_okay=False)
    ] = None,
    *,
    template: Annotated[Path | None, typer.Option(help="Write an empty workbook here instead, to fill in.")] = None,
) -> None:
    """Read partnerships from FILE; good entries are kept, bad ones are reported with their line or row."""
    from bot import commands

    if (file is None) == (template is None):
        sys.exit("Give a FILE to import, or --template FILE.xlsx to write an empty workbook.")
    if template:
        raise typer.Exit(commands.write_template_to(template))
    assert file
    raise typer.Exit(commands.import_partnerships_from(file))


@app.command()
def simulate(
    *,
    start: Annotated[str, typer.Option("--from", help="The first day, for instance 2022-10-01.")],
    end: Annotated[str, typer.Option("--to", help="The last day, inclusive.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Print reminders, decision cards, meetings and duties of a period in order, each with its rule. Nothing is sent.

    The facts count as known from the start: nobody decides anything, no report comes in, and an agreement that
    follows another silences nothing.
    """
    from bot import commands

    raise typer.Exit(commands.simulate(start, end, as_json=as_json))


@app.command()
def invite(
    *,
    role: Annotated[Role, typer.Option(help="What the invited person will be.")],
    organisation: Annotated[str, typer.Option(help="Its name, or a partner's alias.")],
    unit: Annotated[str, typer.Option(help="The unit within a board.")] = "",
) -> None:
    """Make a one-time invitation, good for 48 hours; the link stands alone on the last line."""
    from bot import commands

    raise typer.Exit(asyncio.run(commands.invite(role, organisation, unit)))


@app.command()
def guard(
    file: Annotated[Path, typer.Argument(help="A text file; - for standard input.", allow_dash=True)],
) -> None:
    """Point at what identifies a person in FILE: a line `LINE:COLUMN kind` for each, and nothing else."""
    from bot.guard.command import check_file

    raise typer.Exit(check_file(file))


audit_app = typer.Typer(no_args_is_help=True, help="The trace of who read and wrote what.")
app.add_typer(audit_app, name="audit")


@audit_app.command("verify")
def verify_audit(
    head: Annotated[str, typer.Option(help="A head that was noted elsewhere, as `audit head` prints it.")] = "",
) -> None:
    """Walk the whole chain and name every entry that was edited, removed, swapped or put in."""
    from bot import commands

    raise typer.Exit(commands.verify_audit(head))


@audit_app.command("head")
def audit_head() -> None:
    """Print the head of the chain alone on a line, to be kept where the database is not."""
    from bot import commands

    raise typer.Exit(commands.audit_head())


keys_app = typer.Typer(no_args_is_help=True, help="The keys that seal what is written of people.")
app.add_typer(keys_app, name="keys")


@keys_app.command("new")
def new_key(name: Annotated[str, typer.Argument(help="The key's name, for instance 2026-11.")]) -> None:
    """Print a new key alone on a line, and what to do with it."""
    from bot.sealed.keys_command import print_new

    raise typer.Exit(print_new(name))


@keys_app.command("rotate")
def rotate_keys() -> None:
    """Seal with the first key on the ring what the others sealed. Stop it when you like, and begin again."""
    from bot import commands

    raise typer.Exit(commands.rotate_keys())


@keys_app.command("escrow")
def escrow_keys() -> None:
    """Print a fingerprint for each key, to note beside its sealed copy."""
    from bot import commands

    raise typer.Exit(commands.escrow_keys())


document_app = typer.Typer(no_args_is_help=True, help="Documents about partnerships: Word files, in Swedish.")
app.add_typer(document_app, name="document")
Out = Annotated[Path, typer.Option(help="The Word file to write.", dir_okay=False)]
Board = Annotated[str, typer.Option(help="Whose partnerships, where there are several boards.")]
Force = Annotated[bool, typer.Option("--force", help="Write over the file where it exists.")]
Named = Annotated[str, typer.Option(help="An agreement's name.")]


@document_app.command("uppfoljning")
def write_follow_up(
    *, year: Annotated[int, typer.Option(help="The calendar year.")], out: Out, board: Board = "", force: Force = False
) -> None:
    """Write the yearly follow-up of all a board's partnerships."""
    from bot import commands
    from bot.documents import command

    raise typer.Exit(commands.document(lambda order: command.write_follow_up(order, year), out, board, force=force))


@document_app.command("slutrapport")
def write_final_report(*, agreement: Named, out: Out, board: Board = "", force: Force = False) -> None:
    """Write the final report of a partnership, with all agreements that follow each other."""
    from bot import commands
    from bot.documents import command

    raise typer.Exit(commands.document(lambda order: command.write_final(order, agreement), out, board, force=force))


@document_app.command("styrgrupp")
def write_steering_pack(
    *,
    agreement: Named,
    meeting: Annotated[str, typer.Option(help="The meeting's day; without it the next one.")] = "",
    out: Out,
    board: Board = "",
    force: Force = False,
) -> None:
    """Write the pack of a steering group's meeting."""
    from bot import commands
    from bot.documents import command

    written = commands.document(lambda order: command.write_pack(order, agreement, meeting), out, board, force=force)
    raise typer.Exit(written)


@document_app.command("templates")
def copy_templates(*, out: Annotated[Path, typer.Option(help="The folder to copy them to.", file_okay=False)]) -> None:
    """Copy the built-in templates out, to be edited in Word."""
    from bot.documents import command

    try:
        typer.echo(command.write_templates(out))
    except command.Unwilling as no:
        sys.exit(str(no))


backup_app = typer.Typer(help="Backups: encrypted to the keys in BACKUP_RECIPIENTS, and read back after writing.")
app.add_typer(backup_app, name="backup")
Wanted = Annotated[Path | None, typer.Option("--out", help="The file to write; else one in BACKUP_FOLDER.")]


@backup_app.callback(invoke_without_command=True)
def backup(context: typer.Context, *, out: Wanted = None) -> None:
    """Take a backup now, while the bot runs. `backup keys` prints a new pair of keys."""
    if context.invoked_subcommand is None:
        take_backup(out=out)


@backup_app.command("take")
def take_backup(*, out: Wanted = None) -> None:
    """Take a backup now: the same as `backup` alone."""
    from bot import commands

    raise typer.Exit(commands.take_backup(out))


@backup_app.command("keys")
def backup_keys() -> None:
    """Print a new pair of keys: the public line for BACKUP_RECIPIENTS, and the secret for an envelope elsewhere."""
    from bot.backup.command import print_keys

    raise typer.Exit(print_keys())


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup.", exists=True, dir_okay=False)],
    *,
    key: Annotated[Path, typer.Option(help="The file with the secret key.", exists=True, dir_okay=False)],
    drill: Annotated[
        bool, typer.Option("--drill", help="Restore it elsewhere, say what came of it, throw it away.")
    ] = False,
    resend: Annotated[bool, typer.Option("--resend", help="Say notices that are due, also those said before.")] = False,
    without_ledger: Annotated[bool, typer.Option("--without-ledger", help="Nobody has ever been erased.")] = False,
) -> None:
    """Restore a backup into the empty database of DATABASE_URL; from SQLite to PostgreSQL or back, if you like."""
    from bot import commands

    if drill:
        raise typer.Exit(commands.drill(file, key))
    raise typer.Exit(commands.restore(file, key, resend=resend, without_ledger=without_ledger))


@app.command()
def doctor() -> None:
    """Say in plain words what is missing or unsafe."""
    from bot.doctor import examine

    raise typer.Exit(asyncio.run(examine()))


def _serve(process: "Coroutine[Any, Any, None]") -> None:
    """Run a process to its end; what its owner can mend ends it with a line, not a traceback."""
    from telegram.error import InvalidToken

    from bot.poller import TokenRefused
    from bot.sealed.ledger import LedgerUnreadable

    try:
        with asyncio.Runner(loop_factory=_new_loop) as runner:
            runner.run(process)
    except (InvalidToken, TokenRefused):
        sys.exit("Telegram does not know this TELEGRAM_TOKEN. Look it up with @BotFather.")
    except LedgerUnreadable as unreadable:
        sys.exit(f"Not started: {unreadable}. Without it nobody can tell who was erased. Look at ERASURE_LEDGER.")
    except OSError as taken:
        if taken.errno not in (errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES):
            raise
        sys.exit(f"Cannot listen: {taken.strerror}. PORT= chooses another port.")


def _new_loop() -> asyncio.AbstractEventLoop:
    """A faster loop where the platform has it."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


def _ready_app(*, shared: bool = False, webhook: bool = False) -> "App":
    from bot import commands

    return commands.ready_app(shared=shared, webhook=webhook)


def _date(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d")  # noqa: DTZ007 - a day
    except ValueError:
        sys.exit(f"--start takes a date as YYYY-MM-DD, not {text!r}")


if __name__ == "__main__":
    app()
