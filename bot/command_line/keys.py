"""The keys outside the database."""

from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="The keys that seal what is written of people.")


@app.command("new")
def new(name: Annotated[str, typer.Argument(help="The key's name, for instance 2026-11.")]) -> None:
    """Print a new key alone on a line, and what to do with it."""
    from bot.sealed.keys_command import print_new

    raise typer.Exit(print_new(name))


@app.command("rotate")
def rotate() -> None:
    """Seal with the first key on the ring what the others sealed. Stop it when you like, and begin again."""
    from bot import commands
    from bot.sealed import keys_command

    ring = commands.key_ring()
    store = commands.open_store()
    try:
        code = keys_command.rotate_keys(store, ring)
    finally:
        store.close()
    raise typer.Exit(code)


@app.command("escrow")
def escrow() -> None:
    """Print a fingerprint for each key, to note beside its sealed copy."""
    from bot import commands
    from bot.sealed import keys_command

    raise typer.Exit(keys_command.print_escrow(commands.key_ring()))
