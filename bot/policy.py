"""Who may do what to which object: one table, one function.

Default deny: what is not in the table is refused, and refused in the words that are said of what does not exist.
"""

from enum import StrEnum
from typing import Protocol

from bot.errors import Refused
from messages import views
from models import Role


class Act(StrEnum):
    REFER = "refer"
    SEE_OWN_REFERRALS = "see_own_referrals"
    SEE_REFERRAL = "see_referral"
    STEER_REFERRAL = "steer_referral"
    SEE_INBOX = "see_inbox"
    ANSWER_REFERRAL = "answer_referral"
    NOTE = "note"
    SET_CAPACITY = "set_capacity"
    SET_OPEN_DAYS = "set_open_days"
    SEE_AGREEMENTS = "see_agreements"
    STEER_AGREEMENT = "steer_agreement"
    SEE_COMING = "see_coming"
    SEE_DIGEST = "see_digest"
    INVITE = "invite"
    SEE_MEMBERS = "see_members"
    CHANGE_MEMBER = "change_member"
    BE_AWAY = "be_away"


class Relation(StrEnum):
    """How somebody stands to the object."""

    NONE = "none"
    """The act has no object."""
    OWN = "own"
    """Their own, or that of somebody they stand in for."""
    OWN_ORGANISATION = "own_organisation"
    """Their organisation's; of a referral: that it was sent to; of an agreement: a party to it; of a member: the
    board's, or its partners'."""
    OTHER = "other"


NONE, OWN, ORGANISATION, OTHER = Relation
CASEWORKER, KOORDINATOR, MANAGER, PARTNER_MANAGER, ADMINISTRATOR = Role

TABLE: dict[Act, dict[Role, frozenset[Relation]]] = {
    Act.REFER: {CASEWORKER: frozenset({NONE})},
    Act.SEE_OWN_REFERRALS: {CASEWORKER: frozenset({NONE})},
    Act.SEE_REFERRAL: {CASEWORKER: frozenset({OWN}), KOORDINATOR: frozenset({ORGANISATION})},
    Act.STEER_REFERRAL: {CASEWORKER: frozenset({OWN})},
    Act.SEE_INBOX: {KOORDINATOR: frozenset({NONE})},
    Act.ANSWER_REFERRAL: {KOORDINATOR: frozenset({ORGANISATION})},
    Act.NOTE: {CASEWORKER: frozenset({NONE, OWN}), KOORDINATOR: frozenset({NONE, ORGANISATION})},
    Act.SET_CAPACITY: {KOORDINATOR: frozenset({NONE})},
    Act.SET_OPEN_DAYS: {KOORDINATOR: frozenset({NONE})},
    Act.SEE_AGREEMENTS: dict.fromkeys(Role, frozenset({NONE})),
    Act.STEER_AGREEMENT: {MANAGER: frozenset({ORGANISATION})},
    Act.SEE_COMING: dict.fromkeys((KOORDINATOR, MANAGER, PARTNER_MANAGER, ADMINISTRATOR), frozenset({NONE})),
    Act.SEE_DIGEST: {MANAGER: frozenset({NONE})},
    Act.INVITE: {MANAGER: frozenset({NONE}), ADMINISTRATOR: frozenset({NONE})},
    Act.SEE_MEMBERS: {
        MANAGER: frozenset({NONE, ORGANISATION}),
        ADMINISTRATOR: frozenset({NONE, ORGANISATION, OTHER}),
    },
    Act.CHANGE_MEMBER: {
        MANAGER: frozenset({ORGANISATION}),
        ADMINISTRATOR: frozenset({ORGANISATION, OTHER}),
    },
    Act.BE_AWAY: {CASEWORKER: frozenset({NONE}), KOORDINATOR: frozenset({NONE})},
}


class Somebody(Protocol):
    """Whoever acts."""

    role: Role


def allows(role: Role, act: Act, relation: Relation = NONE) -> bool:
    """Whether the table lets `role` do `act` to an object in `relation`."""
    return relation in TABLE[act].get(role, frozenset())


def require(who: Somebody, act: Act, relation: Relation = NONE) -> None:
    """Go on only if `who` may do `act` to an object in `relation`.

    Raises:
        Refused: not theirs (said as if it did not exist), or not a thing their role does.
    """
    if not allows(who.role, act, relation):
        raise Refused(views.NotAllowed() if relation is NONE else views.NotFound())


def roles_to_invite(role: Role) -> tuple[Role, ...]:
    """The roles that somebody of `role` may invite others to."""
    every = (CASEWORKER, KOORDINATOR, MANAGER, PARTNER_MANAGER)
    return (*every, ADMINISTRATOR) if role is ADMINISTRATOR else every
