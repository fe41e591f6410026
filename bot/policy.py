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
    # In the room
    ENTER = "enter"
    READ_WORDS = "read_words"
    """What the other side wrote of a person and shares."""
    READ_OWN_WORDS = "read_own_words"
    """What one's own side wrote: that stays with its author."""
    WRITE_WORDS = "write_words"
    WRITE_PARTICULARS = "write_particulars"
    EXTEND_CONSENT = "extend_consent"
    WITHDRAW_CONSENT = "withdraw_consent"
    """After the end; before it the referral itself is withdrawn."""
    CONFIRM_DELETION = "confirm_deletion"
    LINK_CASE = "link_case"
    SEE_READERS = "see_readers"
    EXPORT = "export"
    """The file as a document: for the file of record, for the person, or with what is secret masked."""
    ASK_FOR_RIGHTS = "ask_for_rights"
    DECIDE_RIGHTS = "decide_rights"
    BREAK_GLASS = "break_glass"
    REFER_MINOR = "refer_minor"
    SEE_OVERVIEW = "see_overview"
    REVIEW_LOG = "review_log"
    CLOSE_INCIDENT = "close_incident"
    SET_KEEPING = "set_keeping"
    # An agreement's life
    READ_AGREEMENT = "read_agreement"
    """Its pages in the room: what it says, its money, its steering group."""
    PROPOSE_AGREEMENT = "propose_agreement"
    SET_BOARD = "set_board"
    """The board's meetings and lead times."""
    REPORT_USE = "report_use"
    """What was used of the budget, and hours that were given."""
    PROPOSE = "propose"
    """To the steering group."""
    DECIDE_PROPOSAL = "decide_proposal"
    LOG_ACTIVITY = "log_activity"
    LOG_SHIFT = "log_shift"
    HAND_IN_REPORT = "hand_in_report"
    SEE_REPORTS = "see_reports"
    """Which reports are due, and which have come."""
    TAKE_DOCUMENT = "take_document"
    """The yearly follow-up, a final report, the workbook of all that a manager may see."""


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
    CLOSED = "closed"
    """Theirs, and ended."""
    WITHDRAWN = "withdrawn"
    """Theirs, and the person's consent is withdrawn or has run out."""
    ERASED = "erased"
    """Theirs once: the person's file is gone."""
    GLASS = "glass"
    """Nobody's of theirs, but two have opened it to them for a while."""
    MANDATED = "mandated"
    """Their board's, and they decide as its director."""


NONE, OWN, ORGANISATION, OTHER, CLOSED, WITHDRAWN, ERASED, GLASS, MANDATED = Relation
CASEWORKER, KOORDINATOR, MANAGER, PARTNER_MANAGER, ADMINISTRATOR = Role
PARTNERS = (KOORDINATOR, PARTNER_MANAGER)

THEIRS = frozenset({OWN, CLOSED, WITHDRAWN})
AT_PARTNER = frozenset({ORGANISATION, CLOSED, WITHDRAWN})
STEERING = frozenset({ORGANISATION, MANDATED})

TABLE: dict[Act, dict[Role, frozenset[Relation]]] = {
    Act.REFER: {CASEWORKER: frozenset({NONE})},
    Act.SEE_OWN_REFERRALS: {CASEWORKER: frozenset({NONE})},
    Act.SEE_REFERRAL: {CASEWORKER: THEIRS, KOORDINATOR: AT_PARTNER, MANAGER: frozenset({GLASS})},
    Act.STEER_REFERRAL: {CASEWORKER: THEIRS},
    Act.SEE_INBOX: {KOORDINATOR: frozenset({NONE})},
    Act.ANSWER_REFERRAL: {KOORDINATOR: AT_PARTNER},
    Act.NOTE: {CASEWORKER: THEIRS | {NONE}, KOORDINATOR: AT_PARTNER | {NONE}},
    Act.SET_CAPACITY: {KOORDINATOR: frozenset({NONE})},
    Act.SET_OPEN_DAYS: {KOORDINATOR: frozenset({NONE})},
    Act.SEE_AGREEMENTS: dict.fromkeys(Role, frozenset({NONE})),
    Act.STEER_AGREEMENT: {MANAGER: STEERING},
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
    Act.ENTER: dict.fromkeys(Role, frozenset({NONE})),
    Act.READ_WORDS: {
        CASEWORKER: frozenset({OWN, CLOSED}),
        KOORDINATOR: frozenset({ORGANISATION, CLOSED}),
        MANAGER: frozenset({GLASS}),
    },
    Act.READ_OWN_WORDS: {CASEWORKER: THEIRS, KOORDINATOR: AT_PARTNER, MANAGER: frozenset({GLASS})},
    Act.WRITE_WORDS: {CASEWORKER: THEIRS, KOORDINATOR: frozenset({ORGANISATION, CLOSED})},
    Act.WRITE_PARTICULARS: {CASEWORKER: THEIRS},
    Act.EXTEND_CONSENT: {CASEWORKER: frozenset({OWN})},
    Act.WITHDRAW_CONSENT: {CASEWORKER: frozenset({CLOSED, WITHDRAWN})},
    Act.CONFIRM_DELETION: {KOORDINATOR: frozenset({WITHDRAWN})},
    Act.LINK_CASE: {CASEWORKER: THEIRS},
    Act.SEE_READERS: {CASEWORKER: THEIRS, KOORDINATOR: AT_PARTNER},
    Act.EXPORT: {CASEWORKER: THEIRS},
    Act.ASK_FOR_RIGHTS: {CASEWORKER: THEIRS},
    Act.DECIDE_RIGHTS: {MANAGER: frozenset({ORGANISATION})},
    Act.BREAK_GLASS: {MANAGER: frozenset({NONE, ORGANISATION}), ADMINISTRATOR: frozenset({NONE, ORGANISATION})},
    Act.REFER_MINOR: {CASEWORKER: frozenset({NONE})},
    Act.SEE_OVERVIEW: {MANAGER: frozenset({NONE})},
    Act.REVIEW_LOG: {MANAGER: frozenset({NONE, OWN}), ADMINISTRATOR: frozenset({NONE, OWN})},
    Act.CLOSE_INCIDENT: {MANAGER: frozenset({NONE, ORGANISATION})},
    Act.SET_KEEPING: {ADMINISTRATOR: frozenset({NONE}), MANAGER: frozenset({NONE})},
    Act.READ_AGREEMENT: {
        MANAGER: STEERING,
        KOORDINATOR: frozenset({ORGANISATION}),
        PARTNER_MANAGER: frozenset({ORGANISATION}),
        ADMINISTRATOR: frozenset({ORGANISATION}),
    },
    Act.PROPOSE_AGREEMENT: {MANAGER: frozenset({NONE})},
    Act.SET_BOARD: {MANAGER: frozenset({NONE}), ADMINISTRATOR: frozenset({NONE})},
    Act.REPORT_USE: {MANAGER: STEERING, **dict.fromkeys(PARTNERS, frozenset({ORGANISATION}))},
    Act.PROPOSE: {MANAGER: STEERING, **dict.fromkeys(PARTNERS, frozenset({ORGANISATION}))},
    Act.DECIDE_PROPOSAL: {MANAGER: frozenset({MANDATED})},
    Act.LOG_ACTIVITY: dict.fromkeys(PARTNERS, frozenset({NONE, ORGANISATION})),
    Act.LOG_SHIFT: {
        CASEWORKER: frozenset({NONE, ORGANISATION}),
        KOORDINATOR: frozenset({NONE, ORGANISATION}),
        MANAGER: STEERING | {NONE},
    },
    Act.HAND_IN_REPORT: dict.fromkeys(PARTNERS, frozenset({NONE, ORGANISATION})),
    Act.SEE_REPORTS: dict.fromkeys((MANAGER, *PARTNERS), frozenset({NONE})),
    Act.TAKE_DOCUMENT: {MANAGER: STEERING | {NONE}},
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
