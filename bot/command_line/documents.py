"""Documents about partnerships."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.documents.command import Order

app = typer.Typer(no_args_is_help=True, help="Documents about partnerships: Word files, in Swedish.")
Out = Annotated[Path, typer.Option(help="The Word file to write.", dir_okay=False)]
Board = Annotated[str, typer.Option(help="Whose partnerships, where there are several boards.")]
Force = Annotated[bool, typer.Option("--force", help="Write over the file where it exists.")]
Named = Annotated[str, typer.Option(help="An agreement's name.")]


@app.command("uppfoljning")
def write_follow_up(
    *, year: Annotated[int, typer.Option(help="The calendar year.")], out: Out, board: Board = "", force: Force = False
) -> None:
    """Write the yearly follow-up of all a board's partnerships."""
    from bot.documents import command

    _write(lambda order: command.write_follow_up(order, year), out, board, force=force)


@app.command("slutrapport")
def write_final_report(*, agreement: Named, out: Out, board: Board = "", force: Force = False) -> None:
    """Write the final report of a partnership, with all agreements that follow each other."""
    from bot.documents import command

    _write(lambda order: command.write_final(order, agreement), out, board, force=force)


@app.command("styrgrupp")
def write_steering_pack(
    *,
    agreement: Named,
    meeting: Annotated[str, typer.Option(help="The meeting's day; without it the next one.")] = "",
    out: Out,
    board: Board = "",
    force: Force = False,
) -> None:
    """Write the pack of a steering group's meeting."""
    from bot.documents import command

    _write(lambda order: command.write_pack(order, agreement, meeting), out, board, force=force)


@app.command("templates")
def copy_templates(*, out: Annotated[Path, typer.Option(help="The folder to copy them to.", file_okay=False)]) -> None:
    """Copy the built-in templates out, to be edited in Word."""
    from bot.documents import command

    try:
        typer.echo(command.write_templates(out))
    except command.Unwilling as no:
        sys.exit(str(no))


def _write(write: "Callable[[Order], None]", out: Path, board: str, *, force: bool) -> None:
    """Let `write` make the document of the board named `board` as the file `out`; else end with the reason."""
    from bot import clock, commands
    from bot.documents.command import Order, Unwilling
    from bot.documents.partnership.render import Templates
    from bot.settings import Settings

    store = commands.open_store()
    order = Order(store, clock.SystemClock().now(), Templates(Settings().templates), out, board, force)
    try:
        write(order)
    except Unwilling as no:
        sys.exit(str(no))
    finally:
        store.close()
    typer.echo(f"Wrote {out}.")
