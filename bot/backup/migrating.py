"""Bringing a database to a schema within a transaction that is open already."""

from pathlib import Path

from sqlalchemy import Connection

from models import schema


def newest() -> str:
    """The number of the newest schema that this version knows."""
    return max(path.name.partition("_")[0] for path in schema.VERSIONS.glob("[0-9]*.py"))


def upgrade(connection: Connection, to: str) -> None:
    """Run the migrations up to the number `to` in the transaction of `connection`, which stays open."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, to)
