"""Invitations: one-time links of 128 bits, hashed at rest, good for 48 hours, bound to role and organisation."""

import base64
import hashlib
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from bot import audit, lookups, outbox, policy
from bot.actions import drafts
from bot.errors import Refused
from bot.policy import Act
from bot.turn import Turn
from messages import views
from models import (
    Draft,
    Flow,
    Invitation,
    Language,
    Member,
    NoticeKind,
    Organisation,
    Role,
)

GOOD_FOR = timedelta(hours=48)
BYTES = 16
PREFIX = "i-"


def make(
    session: Session,
    *,
    role: Role,
    organisation: Organisation,
    unit: str,
    invited_by_id: int | None,
    now: datetime,
    dice: random.Random,
) -> tuple[str, Invitation]:
    """Make an invitation.

    Returns:
        The payload of its deep link, which is known now and never again, and the row.

    Raises:
        Refused: the role does not fit the organisation: see `Organisation.has_role`.
    """
    if not organisation.has_role(role):
        raise Refused(views.Stale())
    token = base64.urlsafe_b64encode(dice.randbytes(BYTES)).decode().rstrip("=")
    invitation = Invitation(
        token_hash=_hash(token),
        role=role,
        organisation_id=organisation.id,
        unit=unit,
        invited_by_id=invited_by_id,
        expires_at=now + GOOD_FOR,
    )
    session.add(invitation)
    audit.write(session, invited_by_id, "invite", "organisation", organisation.id, now)
    return PREFIX + token, invitation


def begin(turn: Turn, unit: str) -> Draft:
    """Begin an invitation anew, to `unit` (nothing: the whole organisation, or one's own unit)."""
    policy.require(turn.who, Act.INVITE)
    drafts.drop(turn, Flow.INVITATION)
    return drafts.begin(turn, Flow.INVITATION, {"unit": _known_unit(turn, unit) if unit else turn.who.unit})


def _known_unit(turn: Turn, unit: str) -> str:
    """The unit of that name, if a colleague belongs to it: the chat takes no new words (`invite --unit` does)."""
    known = {member.unit.casefold(): member.unit for member in lookups.members(turn.session, turn.who.organisation_id)}
    if unit.casefold() not in known:
        raise Refused(views.CommandUnread("/bjudin", deleted=True))
    return known[unit.casefold()]


def set_field(turn: Turn, draft_id: int, name: str, value: Any) -> None:  # noqa: ANN401 - a JSON value
    """Fill one field of an open invitation: `role` or `page`."""
    policy.require(turn.who, Act.INVITE)
    draft = drafts.own(turn, draft_id, Flow.INVITATION)
    if name == "role" and value not in policy.roles_to_invite(turn.who.role):
        raise Refused(views.NotFound())
    drafts.write(turn, draft, {**draft.fields, name: value})


def finish(turn: Turn, draft_id: int, organisation_id: int) -> tuple[str, Invitation]:
    """Make the invitation that the draft describes, to `organisation_id`; the draft goes.

    Raises:
        Refused: the draft is gone, or a manager invites to another board than their own.
    """
    policy.require(turn.who, Act.INVITE)
    draft = drafts.own(turn, draft_id, Flow.INVITATION)
    if "role" not in draft.fields:
        raise Refused(views.Stale())
    role = Role(draft.fields["role"])
    possible = lookups.organisations_to_invite_to(turn.session, turn.who, role)
    organisation = next((row for row in possible if row.id == organisation_id), None)
    if organisation is None:
        raise Refused(views.NotFound())
    made = make(
        turn.session,
        role=role,
        organisation=organisation,
        unit=draft.fields["unit"] if organisation.is_board else "",
        invited_by_id=turn.who.id,
        now=turn.now,
        dice=turn.dice,
    )
    turn.session.delete(draft)
    return made


@dataclass(frozen=True)
class Stranger:
    """Somebody who is no member yet."""

    telegram_id: int
    name: str
    language: Language


def claim(session: Session, payload: str, who: Stranger, now: datetime) -> Member | None:
    """Spend the invitation behind `payload` and make `who` a member; the inviter is told.

    One conditional UPDATE decides, so that of two who claim at once one wins.

    Returns:
        The new member, or nothing where there is no such invitation, spent and expired ones included.
    """
    if not payload.startswith(PREFIX):
        return None
    hashed = _hash(payload.removeprefix(PREFIX))
    taken = session.execute(
        update(Invitation)
        .where(col(Invitation.token_hash) == hashed)
        .where(col(Invitation.used_at).is_(None), col(Invitation.expires_at) > now)
        .values(used_at=now)
        .returning(col(Invitation.id))
    ).scalar_one_or_none()
    if taken is None:
        return None
    invitation = session.get_one(Invitation, taken)
    member = Member(
        telegram_id=who.telegram_id,
        name=who.name,
        role=invitation.role,
        organisation_id=invitation.organisation_id,
        unit=invitation.unit,
        language=who.language,
        joined_at=now,
    )
    session.add(member)
    session.flush()
    invitation.used_by_id = member.id
    audit.write(session, member.id, "join", "invitation", invitation.id, now)
    if invitation.invited_by_id:
        outbox.owe(session, invitation.invited_by_id, NoticeKind.MEMBER_JOINED, member.id, "joined", now)
    return member


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
