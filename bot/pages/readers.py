"""Who has seen a referral."""

from sqlalchemy import Select, func, select
from sqlmodel import col

from bot.cards.common import role_word
from bot.log_reads import READS
from bot.pages import paths
from bot.turn import Turn
from messages.room.pages import Reader, ReadersPage
from models import AuditEntry, Member, Referral

__all__ = ["READS", "page", "readers"]
SHOWN = 8
PAGE = 50


def readers(turn: Turn, referral: Referral, limit: int = SHOWN) -> tuple[tuple[Reader, ...], bool]:
    """The newest reads that were allowed, up to `limit`, and whether there are more."""
    rows = _rows(turn, referral, limit + 1)
    return rows[:limit], len(rows) > limit


def page(turn: Turn, referral: Referral, number: int) -> ReadersPage:
    """All of them, the newest first; `number` is the page, from 0. The caller has asked the policy."""
    total = turn.session.scalars(select(func.count()).select_from(_of_each_moment(referral).subquery())).one()
    pages = max(1, -(-total // PAGE))
    number = min(number, pages - 1)
    return ReadersPage(
        code=referral.code,
        back=paths.referral(referral),
        path=paths.under(referral, "readers"),
        readers=tuple(_rows(turn, referral, PAGE, number * PAGE)),
        page=number,
        pages=pages,
    )


def _rows(turn: Turn, referral: Referral, limit: int, offset: int = 0) -> tuple[Reader, ...]:
    rows = turn.session.execute(
        select(AuditEntry, Member)
        .join(Member, col(Member.id) == col(AuditEntry.member_id))
        .where(col(AuditEntry.id).in_(_of_each_moment(referral)))
        .order_by(col(AuditEntry.id).desc())
        .limit(limit)
        .offset(offset)
    ).all()
    return tuple(Reader(entry.at, member.name, role_word(member), entry.act) for entry, member in rows)


def _of_each_moment(referral: Referral) -> Select[int]:
    """The ids of the reads; of those that one opening of a page wrote the last, which says most."""
    return (
        select(func.max(col(AuditEntry.id)))
        .where(col(AuditEntry.subject) == "referral", col(AuditEntry.subject_id) == referral.id)
        .where(col(AuditEntry.act).in_(READS), col(AuditEntry.allowed), col(AuditEntry.member_id).is_not(None))
        .group_by(col(AuditEntry.member_id), col(AuditEntry.at))
    )
