"""What a board begins with: its partnerships, what they will bring, and who joins."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from models.member import Role


def import_file(
    file: Annotated[
        Path | None, typer.Argument(help="Partnerships as TOML, .xlsx or .csv.", exists=True, dir_okay=False)
    ] = None,
    *,
    template: Annotated[Path | None, typer.Option(help="Write an empty workbook here instead, to fill in.")] = None,
) -> None:
    """Read partnerships from FILE; good entries are kept, bad ones are reported with their line or row."""
    from bot import importing

    if (file is None) == (template is None):
        sys.exit("Give a FILE to import, or --template FILE.xlsx to write an empty workbook.")
    if template:
        raise typer.Exit(importing.write_template_to(template))
    assert file
    raise typer.Exit(importing.import_partnerships_from(file))


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
    from bot.simulation import command

    raise typer.Exit(command.print_period(start, end, as_json=as_json))


def invite(
    *,
    role: Annotated[Role, typer.Option(help="What the invited person will be.")],
    organisation: Annotated[str, typer.Option(help="Its name, or a partner's alias.")],
    unit: Annotated[str, typer.Option(help="The unit within a board.")] = "",
) -> None:
    """Make a one-time invitation, good for 48 hours; the link stands alone on the last line."""
    from bot import inviting

    raise typer.Exit(asyncio.run(inviting.invite(role, organisation, unit)))
