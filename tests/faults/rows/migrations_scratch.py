"""Migrations that the product does not have: one more on top of the newest, as the next release could bring it."""

import textwrap
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from models import schema

HEAD = """
    import sqlalchemy as sa
    from alembic import op

    revision = {number!r}
    down_revision = {before!r}
    branch_labels = None
    depends_on = None


    def upgrade() -> None:
"""
ADDITIVE = """
        tables = [name for name in sa.inspect(op.get_bind()).get_table_names() if name != "alembic_version"]
        for table in tables:
            op.add_column(table, sa.Column("next_note", sa.String(), nullable=True))
            op.add_column(table, sa.Column("next_count", sa.Integer(), server_default=sa.text("0"), nullable=False))
        op.create_index("ix_event_next_count", "event", ["next_count"])
        op.create_table(
            "nextthing",
            sa.Column("id", sa.Integer(), primary_key=True),
            sa.Column("referral_id", sa.Integer(), sa.ForeignKey("referral.id"), nullable=False),
        )
"""
"""Every table gets a column that may be empty and one with a default; there is a new table, and a new index."""
COLUMN_WITHOUT_DEFAULT = """
        with op.batch_alter_table("referral") as batch:
            batch.add_column(sa.Column("next_count", sa.Integer(), nullable=False))
"""
COLUMN_GONE = """
        with op.batch_alter_table("event") as batch:
            batch.drop_column("unit")
"""
WORD_GONE = """
        from models.migrations.checks import replace_check

        replace_check("member", "language", ("sv", "en"), ("en",))
"""


def numbers() -> list[str]:
    """The numbers of the product's migrations, in order."""
    return sorted(path.name.partition("_")[0] for path in schema.VERSIONS.glob("[0-9]*.py"))


def apply(engine: Engine, body: str, folder: Path) -> str:
    """Apply one more migration, whose `upgrade` is `body`, written into `folder`; its number."""
    before = numbers()[-1]
    number = f"{int(before) + 1:04d}"
    written = textwrap.dedent(HEAD).format(number=number, before=before) + textwrap.dedent(body).replace("\n", "\n    ")
    (folder / f"{number}_next.py").write_text(written.rstrip() + "\n")
    config = Config()
    config.set_main_option("script_location", str(schema.VERSIONS.parent))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", f"{schema.VERSIONS}\n{folder}")

    def upgrade() -> None:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    schema.patiently(upgrade)
    return number
