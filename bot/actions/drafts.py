"""Draft rows: opened, changed, dropped. What the fields mean is each flow's own business."""

from typing import Any

from sqlalchemy import Integer, bindparam, select
from sqlmodel import Session, col

from bot.errors import Refused
from bot.turn import Turn
from messages import views
from models import Draft, Flow, Member
from models.base import Choice

OF_FLOW = select(Draft).where(
    col(Draft.member_id) == bindparam("member", type_=Integer), col(Draft.flow) == bindparam("flow", type_=Choice(Flow))
)


def find(session: Session, who: Member, flow: Flow) -> Draft | None:
    """The member's open draft in `flow`."""
    return session.scalars(OF_FLOW, {"member": who.id, "flow": flow}).first()


def begin(turn: Turn, flow: Flow, fields: dict[str, Any]) -> Draft:
    """Open a draft in `flow` that holds `fields`, where the member has none open."""
    draft = Draft(member_id=turn.who.id, flow=flow, fields=fields, revision=1, changed_at=turn.now)
    turn.session.add(draft)
    turn.session.flush()
    return draft


def own(turn: Turn, draft_id: int, flow: Flow) -> Draft:
    """The member's own draft with that id.

    Raises:
        Refused: it is gone, or was never theirs.
    """
    draft = turn.session.get(Draft, draft_id)
    if draft is None or draft.member_id != turn.who.id or draft.flow is not flow:
        raise Refused(views.DraftGone())
    return draft


def write(turn: Turn, draft: Draft, fields: dict[str, Any]) -> None:
    """Keep `fields` as the draft's, and count its revision up if that changed anything."""
    if draft.fields != fields:
        draft.fields = fields
        draft.revision += 1
        draft.changed_at = turn.now


def drop(turn: Turn, flow: Flow) -> bool:
    """Throw away the member's draft in `flow`.

    Returns:
        Whether there was one.
    """
    draft = find(turn.session, turn.who, flow)
    if draft is None:
        return False
    turn.session.delete(draft)
    turn.session.flush()
    return True


def drop_all(session: Session, member_id: int) -> bool:
    """Throw away all drafts of a member.

    Returns:
        Whether there were any.
    """
    drafts = session.scalars(select(Draft).where(col(Draft.member_id) == member_id)).all()
    for draft in drafts:
        session.delete(draft)
    return bool(drafts)
