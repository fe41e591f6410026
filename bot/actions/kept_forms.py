"""Forms that could not be saved when they were sent: the room had been locked meanwhile, or it was refused."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, select
from sqlmodel import Session, col

from bot.sealed.places import kept_form_context
from bot.turn import Turn
from models import KeptForm

KEPT = timedelta(days=7)
LARGEST = 100_000
"""Characters of a form, all of its fields together."""
MOST = 20
"""Of one person; beyond them the oldest goes."""
LONGEST_PATH = 200


def keep(turn: Turn, path: str, fields: Mapping[str, str]) -> bool:
    """Keep what a form to `path` held, in place of what was kept of it before.

    Returns:
        Whether it was kept: one that is too long is not, nor is one to a path that no page of ours has.
    """
    if len(path) > LONGEST_PATH or not (path.isascii() and path.isprintable()):
        return False
    text = json.dumps(dict(fields), ensure_ascii=False)
    if len(text) > LARGEST:
        return False
    row = turn.session.scalars(_of(turn, path)).first() or KeptForm(
        member_id=turn.who.id, path=path, sealed=b"", sealed_by="", kept_at=turn.now
    )
    ring = turn.vault.ring
    row.sealed = ring.seal(text.encode(), kept_form_context(turn.who.id, path))
    row.sealed_by, row.kept_at = ring.current, turn.now
    turn.session.add(row)
    turn.session.flush()
    _let_go(turn)
    return True


def drop(turn: Turn, path: str) -> None:
    """Let go of what was kept of a form to `path`."""
    turn.session.execute(delete(KeptForm).where(col(KeptForm.member_id) == turn.who.id, col(KeptForm.path) == path))


def forget(session: Session, now: datetime) -> int:
    """Forget what has been kept for a week."""
    session.execute(delete(KeptForm).where(col(KeptForm.kept_at) < now - KEPT))
    return 0


def _let_go(turn: Turn) -> None:
    theirs = select(col(KeptForm.id)).where(col(KeptForm.member_id) == turn.who.id)
    old = turn.session.scalars(
        theirs.order_by(col(KeptForm.kept_at).desc(), col(KeptForm.id).desc()).offset(MOST)
    ).all()
    if old:
        turn.session.execute(delete(KeptForm).where(col(KeptForm.id).in_(old)))


def _of(turn: Turn, path: str) -> Select[KeptForm]:
    return select(KeptForm).where(col(KeptForm.member_id) == turn.who.id, col(KeptForm.path) == path)
