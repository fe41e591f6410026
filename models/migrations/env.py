"""How Alembic reaches the tables."""

from alembic import context
from sqlalchemy import Connection

import models  # noqa: F401 - fills the metadata
from models.base import Row
from models.migrations.render import render_item


def run(connection: Connection) -> None:
    """Run what was asked for over `connection`, all of it in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=Row.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
