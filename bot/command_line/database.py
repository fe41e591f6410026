"""The database's schema."""

from typing import Annotated

import typer


def migrate() -> None:
    """Bring the database to the schema that this version expects."""
    from bot import commands

    commands.migrate()
    typer.echo("The database is up to date.")


def revision(message: Annotated[str, typer.Argument(help="What changed.")]) -> None:
    """Write the migration that leads from the newest one to the models."""
    from bot import commands

    commands.write_revision(message)
