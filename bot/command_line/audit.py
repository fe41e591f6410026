"""The audit's chain."""

from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="The trace of who read and wrote what.")


@app.command("verify")
def verify(
    head: Annotated[str, typer.Option(help="A head that was noted elsewhere, as `audit head` prints it.")] = "",
) -> None:
    """Walk the whole chain and name every entry that was edited, removed, swapped or put in."""
    from bot import clock, commands
    from bot.sealed import audit_command
    from bot.settings import Settings

    now = clock.SystemClock().now()
    raise typer.Exit(audit_command.verify_audit(commands.migrate(), Settings().audit_anchor, now, head))


@app.command("head")
def print_head() -> None:
    """Print the head of the chain alone on a line, to be kept where the database is not."""
    from bot import commands
    from bot.sealed import audit_command

    raise typer.Exit(audit_command.print_head(commands.migrate()))
