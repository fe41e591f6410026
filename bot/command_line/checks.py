"""Checks: of a text before it is pasted anywhere, and of the whole installation."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer


def guard(
    file: Annotated[Path, typer.Argument(help="A text file; - for standard input.", allow_dash=True)],
) -> None:
    """Point at what identifies a person in FILE: a line `LINE:COLUMN kind` for each, and nothing else."""
    from bot.guard.command import check_file

    raise typer.Exit(check_file(file))


def doctor() -> None:
    """Say in plain words what is missing or unsafe."""
    from bot.doctor import examine

    raise typer.Exit(asyncio.run(examine()))
