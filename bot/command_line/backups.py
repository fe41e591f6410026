"""Backups, and the way back."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Backups: encrypted to the keys in BACKUP_RECIPIENTS, and read back after writing.")
Wanted = Annotated[Path | None, typer.Option("--out", help="The file to write; else one in BACKUP_FOLDER.")]


@app.callback(invoke_without_command=True)
def backup(context: typer.Context, *, out: Wanted = None) -> None:
    """Take a backup now, while the bot runs. `backup keys` prints a new pair of keys."""
    if context.invoked_subcommand is None:
        take(out=out)


@app.command("take")
def take(*, out: Wanted = None) -> None:
    """Take a backup now: the same as `backup` alone."""
    from bot import clock
    from bot.backup import command
    from bot.settings import Settings

    raise typer.Exit(command.take_now(Settings(), out, clock.SystemClock().now()))


@app.command("keys")
def print_keys() -> None:
    """Print a new pair of keys: the public line for BACKUP_RECIPIENTS, and the secret for an envelope elsewhere."""
    from bot.backup import command

    raise typer.Exit(command.print_keys())


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
    from bot import clock
    from bot.backup import command
    from bot.settings import Settings

    settings, now = Settings(), clock.SystemClock().now()
    if drill:
        raise typer.Exit(command.drill_with(settings, file, key, now))
    raise typer.Exit(command.restore_from(settings, file, key, now, resend=resend, without_ledger=without_ledger))
