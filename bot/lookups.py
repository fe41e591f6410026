"""Questions over several rows that actions and cards both ask."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import Date, Integer, Select, bindparam, func, or_, select
from sqlmodel import Session, col

from bot import clock, workdays
from bot.agreements.periods import in_force_on
from models import (
    OPEN,
    Absence,
    Agreement,
    AuditEntry,
    Glass,
    Member,
    Notice,
    Organisation,
    OrganisationKind,
    Party,
    Referral,
    Role,
    Wish,
)
from models.base import Choice

WORDS = "words"
"""What the audit calls words in a chat; `subject_id` is the writer's organisation."""


# Asked at every tap: built once, since to build a statement takes longer than to ask it.
DAY = bindparam("day", type_=Date)
ORGANISATION = bindparam("organisation", type_=Integer)
MEMBER = bindparam("member", type_=Integer)
AGREEMENT_FOR = (
    select(Agreement)
    .join(Party, col(Party.agreement_id) == Agreement.id)
    .where(col(Party.organisation_id) == ORGANISATION, col(Agreement.takes_referrals))
    .where(in_force_on(DAY))
    .order_by(col(Agreement.valid_to).desc())
    .limit(1)
)
IN_FORCE = select(col(Agreement.id)).where(in_force_on(DAY))


def _partners_under(agreements: Select[int]) -> Select[Organisation]:
    """Partners that are party to one of `agreements`. Not a DISTINCT join: PostgreSQL compares no JSON columns."""
    parties = select(col(Party.organisation_id)).where(col(Party.agreement_id).in_(agreements))
    return (
        select(Organisation)
        .where(col(Organisation.kind) == OrganisationKind.PARTNER, col(Organisation.id).in_(parties))
        .order_by(col(Organisation.alias))
    )


PARTNERS = _partners_under(IN_FORCE)
TAKING_REFERRALS = _partners_under(IN_FORCE.where(col(Agreement.takes_referrals)))
WISHES = (
    select(Wish)
    .where(col(Wish.organisation_id) == ORGANISATION, col(Wish.withdrawn).is_(False))
    .order_by(col(Wish.position))
)
MEMBERS = select(Member).where(col(Member.ended_at).is_(None)).order_by(col(Member.name), col(Member.id))
MEMBERS_OF = MEMBERS.where(col(Member.organisation_id) == ORGANISATION)
IN_ROLE = col(Member.role) == bindparam("role", type_=Choice(Role))
ABSENCE = (
    select(Absence)
    .where(col(Absence.member_id) == MEMBER, col(Absence.first_day) <= DAY, col(Absence.last_day) >= DAY)
    .order_by(col(Absence.id).desc())
    .limit(1)
)
STANDS_IN_FOR = (
    select(col(Absence.member_id))
    .join(Member, col(Member.id) == col(Absence.member_id))
    .where(col(Absence.substitute_id).in_(bindparam("substitutes", expanding=True)), col(Member.ended_at).is_(None))
    .where(col(Absence.first_day) <= DAY, col(Absence.last_day) >= DAY)
)
MEMBERS_ASKED = {
    (False, False): MEMBERS,
    (True, False): MEMBERS_OF,
    (False, True): MEMBERS.where(IN_ROLE),
    (True, True): MEMBERS_OF.where(IN_ROLE),
}
"""By whether one organisation is asked for, and one role."""


def agreement_for(session: Session, organisation_id: int, day: date) -> Agreement | None:
    """The agreement in force on `day` under which the organisation takes referrals."""
    return session.scalars(AGREEMENT_FOR, {"organisation": organisation_id, "day": day}).first()


def agreements_of(session: Session, organisation_id: int) -> Sequence[Agreement]:
    """All agreements that the organisation is or was party to, the one that ends first on top."""
    theirs = select(col(Party.agreement_id)).where(col(Party.organisation_id) == organisation_id)
    in_order = select(Agreement).where(col(Agreement.id).in_(theirs)).order_by(col(Agreement.valid_to))
    return session.scalars(in_order).all()


def partners_taking_referrals(session: Session, day: date) -> Sequence[Organisation]:
    """Partners with an agreement in force on `day` that takes referrals, by alias."""
    return session.scalars(TAKING_REFERRALS, {"day": day}).all()


def partners_in_force(session: Session, day: date) -> Sequence[Organisation]:
    """Partners with an agreement in force on `day`, by alias; those that take no referrals are places to mention."""
    return session.scalars(PARTNERS, {"day": day}).all()


def organisations(session: Session, ids: Collection[int]) -> dict[int, Organisation]:
    """These organisations, by id."""
    return {row.id: row for row in session.scalars(select(Organisation).where(col(Organisation.id).in_(ids)))}


def partner_by_alias(session: Session, alias: str) -> Organisation | None:
    """The organisation whose alias is `alias`, however it is typed."""
    return session.scalars(select(Organisation).where(col(Organisation.alias) == alias.strip().upper())).first()


def wishes(session: Session, organisation_id: int) -> Sequence[Wish]:
    """The wishes and skills that the partner offers, in its own order."""
    return session.scalars(WISHES, {"organisation": organisation_id}).all()


def members(session: Session, organisation_id: int | None, role: Role | None = None) -> Sequence[Member]:
    """Current members, of one organisation or all, by name; of one role or all."""
    statement = MEMBERS_ASKED[organisation_id is not None, role is not None]
    return session.scalars(statement, {"organisation": organisation_id, "role": role}).all()


def lock_members(session: Session, ids: set[int]) -> None:
    """Let whoever changes or acts for these members take turns, in one order so that nobody waits in a circle."""
    session.scalars(
        select(Member)
        .where(col(Member.id).in_(ids))
        .order_by(col(Member.id))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()


def board_circle(session: Session, organisation_id: int) -> frozenset[int]:
    """A board and the partners that it has, or has had, agreements with."""
    agreements = select(col(Party.agreement_id)).where(col(Party.organisation_id) == organisation_id)
    partners = (
        select(col(Organisation.id))
        .join(Party, col(Party.organisation_id) == col(Organisation.id))
        .where(col(Party.agreement_id).in_(agreements), col(Organisation.kind) == OrganisationKind.PARTNER)
    )
    return frozenset({organisation_id, *session.scalars(partners)})


def members_of(session: Session, organisations: frozenset[int]) -> Sequence[Member]:
    """Current members of any of `organisations`, by name."""
    theirs = (col(Member.ended_at).is_(None), col(Member.organisation_id).in_(organisations))
    return session.scalars(select(Member).where(*theirs).order_by(col(Member.name), col(Member.id))).all()


def open_at_partner(session: Session, organisation_id: int) -> int:
    """How many open referrals a partner has."""
    theirs = col(Referral.organisation_id) == organisation_id
    return session.scalars(select(func.count()).where(theirs, col(Referral.status).in_(OPEN))).one()


def koordinators(session: Session, organisation_id: int) -> Sequence[Member]:
    """The partner's current koordinators."""
    return members(session, organisation_id, Role.KOORDINATOR)


def managers_of_referrer(session: Session, member_id: int) -> Sequence[Member]:
    """The managers of a caseworker's unit and of the whole board; where there are none, those who run it."""
    referrer = session.get_one(Member, member_id)
    return managers_among(members(session, referrer.organisation_id), referrer)


def managers_among(colleagues: Iterable[Member], member: Member) -> list[Member]:
    """Those of `colleagues` who answer for a member of a board: as `managers_of_referrer`."""
    board = [one for one in colleagues if one.organisation_id == member.organisation_id]
    managers = [one for one in board if one.role is Role.MANAGER]
    theirs = [manager for manager in managers if manager.unit in ("", member.unit)]
    return theirs or managers or [one for one in board if one.role is Role.ADMINISTRATOR]


def responsible_for(session: Session, member: Member, day: date) -> Sequence[Member]:
    """Who answers for how a member uses the chat: their managers, or those of the boards they work for."""
    home = session.get_one(Organisation, member.organisation_id)
    if home.is_board:
        return managers_of_referrer(session, member.id)
    own = members(session, home.id, Role.PARTNER_MANAGER)
    return own or [
        manager for board in boards_of(session, home.id, day) for manager in members(session, board, Role.MANAGER)
    ]


def boards_of(session: Session, organisation_id: int, day: date) -> Sequence[int]:
    """The ids of the boards with which a partner has an agreement in force on `day`."""
    theirs = select(col(Party.agreement_id)).where(
        col(Party.organisation_id) == organisation_id, col(Party.agreement_id).in_(IN_FORCE)
    )
    boards = (
        select(col(Organisation.id))
        .join(Party, col(Party.organisation_id) == col(Organisation.id))
        .where(col(Party.agreement_id).in_(theirs), col(Organisation.kind) == OrganisationKind.MUNICIPAL_BOARD)
    )
    return sorted(set(session.scalars(boards, {"day": day})))


def newer_notice(session: Session, notice: Notice, now: datetime) -> bool:
    """Whether the same person is owed a newer notice of the same kind about the same row, and it is due."""
    newer = select(col(Notice.id)).where(
        col(Notice.recipient_id) == notice.recipient_id,
        col(Notice.kind) == notice.kind,
        col(Notice.about_id) == notice.about_id,
        col(Notice.id) > notice.id,
        col(Notice.due_at) <= now,
        col(Notice.dropped_at).is_(None),
    )
    return session.scalars(newer.limit(1)).first() is not None


def words_before(session: Session, organisation_id: int, unit: str, morning: date) -> int:
    """How often words stood in the chats of a unit (empty: the whole organisation) since the working day before."""
    since = clock.at_local(workdays.on_or_before(morning - workdays.DAY), 0)
    came = (
        select(func.count())
        .select_from(AuditEntry)
        .join(Member, col(Member.id) == col(AuditEntry.member_id))
        .where(col(AuditEntry.subject) == WORDS, col(AuditEntry.subject_id) == organisation_id)
        .where(col(AuditEntry.at) >= since, col(AuditEntry.at) < clock.at_local(morning, 0))
    )
    return session.scalars(came.where(col(Member.unit) == unit) if unit else came).one()


def colleagues(session: Session, member: Member) -> Sequence[Member]:
    """Who could do a member's work: same organisation, same role."""
    return [other for other in members(session, member.organisation_id, member.role) if other.id != member.id]


def free_colleagues(session: Session, member: Member, day: date) -> Sequence[Member]:
    """The colleagues who could stand in for a member: not away themselves on `day`."""
    return [other for other in colleagues(session, member) if absence(session, other.id, day) is None]


def organisations_to_invite_to(session: Session, who: Member, role: Role) -> Sequence[Organisation]:
    """Where `who` may invite somebody of `role`: any partner, one's own board, any board for an administrator."""
    rows = session.scalars(select(Organisation).order_by(col(Organisation.name)))
    anywhere = who.role is Role.ADMINISTRATOR
    return [
        row for row in rows if row.has_role(role) and (anywhere or not row.is_board or row.id == who.organisation_id)
    ]


def to_hand_over(session: Session, referrer_id: int) -> int:
    """How many referrals of a member still need somebody: open, or not yet entered in the case file."""
    needs_somebody = or_(col(Referral.status).in_(OPEN), col(Referral.ask_record_on).is_not(None))
    return session.scalars(select(func.count()).where(col(Referral.referrer_id) == referrer_id, needs_somebody)).one()


def open_referrals(session: Session, referrer_id: int) -> int:
    """How many open referrals a member owns."""
    statement = select(func.count()).where(col(Referral.referrer_id) == referrer_id, col(Referral.status).in_(OPEN))
    return session.scalars(statement).one()


def absence(session: Session, member_id: int, day: date) -> Absence | None:
    """A member's absence on `day`."""
    return session.scalars(ABSENCE, {"member": member_id, "day": day}).first()


def stand_in(session: Session, member_id: int, day: date) -> int:
    """Who does a member's work on `day`: themselves, or at the end of a chain of absences the one who is there."""
    seen = [member_id]
    while (away := absence(session, seen[-1], day)) and away.substitute_id not in seen:
        seen.append(away.substitute_id)
    return seen[-1]


def stands_in_for(session: Session, member_id: int, day: date) -> frozenset[int]:
    """The ids of those whom a member stands in for on `day`, also at the end of a chain."""
    found: set[int] = set()
    ahead = {member_id}
    while ahead:
        away = session.scalars(STANDS_IN_FOR, {"substitutes": list(ahead), "day": day})
        ahead = set(away) - found - {member_id}
        found |= ahead
    return frozenset(found)


def glass_open(session: Session, member_id: int, referral: Referral, now: datetime) -> bool:
    """Whether two have opened the referral to the member for a while, which is not over."""
    opened = select(col(Glass.id)).where(
        col(Glass.referral_id) == referral.id, col(Glass.asked_by_id) == member_id, col(Glass.until) > now
    )
    return referral.erased_at is None and session.scalars(opened.limit(1)).first() is not None
