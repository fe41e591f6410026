"""Forms that could not be saved when they were sent, as they wait."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from bot.sealed import Unsealable
from bot.sealed.places import kept_form_context
from bot.turn import Turn
from models import KeptForm


@dataclass(frozen=True)
class Kept:
    """A form that waits to be sent again."""

    path: str
    fields: Mapping[str, str]
    kept_at: datetime


def of(turn: Turn) -> Sequence[Kept]:
    """The reader's kept forms, the newest first; one that cannot be opened any more is left out."""
    rows = turn.session.scalars(
        select(KeptForm).where(col(KeptForm.member_id) == turn.who.id).order_by(col(KeptForm.kept_at).desc())
    )
    return [kept for row in rows if (kept := _opened(turn, row))]


def _opened(turn: Turn, row: KeptForm) -> Kept | None:
    try:
        plain = turn.vault.ring.open(row.sealed, row.sealed_by, kept_form_context(row.member_id, row.path))
    except Unsealable:
        return None
    return Kept(row.path, json.loads(plain), row.kept_at)
