"""Members: their own settings, and what a manager does when somebody leaves."""

from sqlalchemy import delete, or_, select, update
from sqlmodel import col

from bot import audit, lookups, outbox, policy
from bot.actions import drafts, events
from bot.errors import Refused
from bot.policy import Act, Relation
from bot.turn import Turn
from messages import views
from models import (
    ENDED,
    OPEN,
    Absence,
    Happening,
    Invitation,
    Language,
    Member,
    Note,
    NoticeKind,
    Organisation,
    Referral,
    Role,
)

SHORTEST_NUMBER, LONGEST_NUMBER = 6, 15
PHONE_CHARACTERS = frozenset("0123456789 +-()")


def set_language(turn: Turn, language: Language) -> None:
    """Read this language from now on."""
    turn.who.language = language


def set_phone(turn: Turn, words: list[str]) -> None:
    """Keep the work number that partners call: 6 to 15 digits (ITU-T E.164), written as it is said; `0` for none.

    Raises:
        Refused: no telephone number.
    """
    number = " ".join(words)
    digits = sum(character.isdigit() for character in number)
    if number == "0":
        number = ""
    elif not SHORTEST_NUMBER <= digits <= LONGEST_NUMBER or set(number) - PHONE_CHARACTERS or number[0] not in "0+(":
        raise Refused(views.CommandUnread("/telefon 08-465 004 30", deleted=True))
    turn.who.phone = number


def set_quiet(turn: Turn, start: int, end: int) -> None:
    """Get messages without a sound between the whole local hours `start` and `end` (0-23); the same twice: never.

    Raises:
        Refused: no such hours.
    """
    if not (0 <= start <= 23 and 0 <= end <= 23):
        raise Refused(views.Stale())
    turn.who.quiet_from, turn.who.quiet_to = start, end


def find(turn: Turn, member_id: int, act: Act, *, ended_too: bool = False) -> Member:
    """A current member (or one whose membership has `ended_too`), for an act that the policy allows.

    Raises:
        Refused: there is none, or not theirs to see or change.
    """
    member = turn.session.get(Member, member_id)
    if member is None or (member.ended_at is not None and not ended_too):
        raise Refused(views.NotFound())
    policy.require(turn.who, act, _relation(turn, member))
    if act is Act.CHANGE_MEMBER and member.role not in policy.roles_to_invite(turn.who.role):
        raise Refused(views.NotAllowed())
    return member


def _relation(turn: Turn, member: Member) -> Relation:
    ours = member.organisation_id in lookups.board_circle(turn.session, turn.who.organisation_id)
    return Relation.OWN_ORGANISATION if ours else Relation.OTHER


def hand_over(turn: Turn, member_id: int, colleague_id: int, *, ends: bool) -> int:
    """Hand a member's open referrals to a colleague; end the membership with it where `ends`.

    Koordinatorer hold no referrals of their own: theirs belong to the partner.

    Returns:
        How many referrals changed hands.

    Raises:
        Refused: there are open referrals and nobody named to take them, or nobody who could.
    """
    lookups.lock_members(turn.session, {member_id, colleague_id} - {0})
    member = find(turn, member_id, Act.CHANGE_MEMBER, ended_too=ends)
    if member.ended_at is not None:
        return 0
    if ends and member.id == turn.who.id:
        raise Refused(views.NotAllowed())
    if ends:
        _require_somebody_left(turn, member)
    colleague = _colleague(turn, member, colleague_id)
    if colleague is None and lookups.to_hand_over(turn.session, member.id) and _somebody_must(turn, member):
        raise Refused(views.Stale())
    moved = _move_referrals(turn, member, colleague) if colleague else 0
    if ends and colleague:
        stood_in = update(Absence).where(
            col(Absence.substitute_id) == member.id, col(Absence.member_id) != colleague.id
        )
        turn.session.execute(stood_in.values(substitute_id=colleague.id))
    if ends:
        _end(turn, member)
    return moved


def _require_somebody_left(turn: Turn, member: Member) -> None:
    """A partner's last koordinator stays as long as people are on their way there."""
    if member.role is Role.KOORDINATOR:  # those who end the others, and those who send, take turns at the partner
        turn.session.get(Organisation, member.organisation_id, with_for_update={"key_share": True})
    is_last = member.role is Role.KOORDINATOR and not lookups.colleagues(turn.session, member)
    waiting = lookups.open_at_partner(turn.session, member.organisation_id) if is_last else 0
    if waiting:
        raise Refused(views.LastKoordinator(member.name, waiting))


def _somebody_must(turn: Turn, member: Member) -> bool:
    """Whether a colleague is needed: open referrals cannot be left; a question may end where nobody is to ask."""
    return bool(lookups.open_referrals(turn.session, member.id) or lookups.colleagues(turn.session, member))


def _colleague(turn: Turn, member: Member, colleague_id: int) -> Member | None:
    if not colleague_id:
        return None
    for colleague in lookups.colleagues(turn.session, member):
        if colleague.id == colleague_id:
            return colleague
    raise Refused(views.NotFound())


def _move_referrals(turn: Turn, member: Member, colleague: Member) -> int:
    rows = turn.session.scalars(
        select(Referral).where(
            col(Referral.referrer_id) == member.id,
            or_(col(Referral.status).in_(OPEN), col(Referral.ask_record_on).is_not(None)),
        )
    ).all()
    for referral in rows:
        referral.referrer_id = colleague.id
        events.write(turn, referral, Happening.HANDED_OVER, to=colleague.name)
        audit.note(turn, Happening.HANDED_OVER, "referral", referral.id)
    kinds = (NoticeKind.REFERRAL_NEWS, NoticeKind.RECORD_QUESTION, NoticeKind.WAITING_LONG, NoticeKind.NO_CONTACT)
    ids = [referral.id for referral in rows]
    outbox.readdress(turn.session, kinds, ids, colleague.id)
    own_notes = select(col(Note.id)).where(col(Note.referral_id).in_(ids), col(Note.by_partner).is_(False))
    outbox.readdress(turn.session, [NoticeKind.ASK_AGAIN], turn.session.scalars(own_notes).all(), colleague.id)
    moved = sum(referral.status not in ENDED for referral in rows)
    if rows:
        occasion = f"{turn.now.isoformat()}:{colleague.id}"
        outbox.owe(turn.session, colleague.id, NoticeKind.REFERRALS_HANDED_OVER, member.id, occasion, turn.now)
    return moved


def _end(turn: Turn, member: Member) -> None:
    member.ended_at = turn.now
    mine = update(Invitation).where(col(Invitation.invited_by_id) == member.id, col(Invitation.used_at).is_(None))
    turn.session.execute(mine.values(expires_at=turn.now))
    drafts.drop_all(turn.session, member.id)
    left = update(Referral).where(col(Referral.referrer_id) == member.id)
    turn.session.execute(left.values(ask_record_on=None))  # nobody is left to ask
    turn.session.execute(
        delete(Absence).where(or_(col(Absence.member_id) == member.id, col(Absence.substitute_id) == member.id))
    )
    audit.note(turn, "end", "member", member.id)


def blocked(turn: Turn, *, now_blocked: bool) -> None:
    """The member closed the chat with the bot, or opened it again: what is owed waits, or goes on."""
    turn.session.execute(
        update(Member).where(col(Member.id) == turn.who.id).values(blocked_at=turn.now if now_blocked else None)
    )
