"""Log control: a month's reads, why each of them stands here, and what was found."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, func, select
from sqlmodel import col

from bot import audit, log_reads
from bot.cards.common import role_word
from bot.turn import Turn
from messages.room.pages import LogEntry, LogMonth, LogReviewPage
from models import AuditEntry, LogReview, Member, Referral, Standing

PAGE = 20
PATH = "log"
IN_THE_ROOM = ("/r/", "/note/")


def page(turn: Turn, wanted: str, number: int) -> LogReviewPage:
    """The page `number` (from 0) of the month `wanted` (YYYY-MM); without one, of the newest with something left."""
    months = _months(turn)
    chosen = _chosen(months, wanted)
    audit.note(turn, "review_log", "log_review", None)
    total = chosen.total if chosen else 0
    pages = max(1, -(-total // PAGE))
    number = min(number, pages - 1)
    return LogReviewPage(
        month=chosen.month if chosen else None,
        months=tuple(months),
        entries=_entries(turn, chosen.month, number) if chosen else (),
        decided=chosen.decided if chosen else 0,
        total=total,
        path=chosen.path if chosen else PATH,
        page=number,
        pages=pages,
        alone=not log_reads.has_another(turn.session, turn.who),
    )


def path_of(month: date) -> str:
    """Where a month is."""
    return f"{PATH}?month={month:%Y-%m}"


def page_of(turn: Turn, review: LogReview) -> str:
    """Where on its month's pages a read is."""
    ids = list(turn.session.scalars(_in_order(turn, review.month).with_only_columns(col(LogReview.id))))
    return f"{path_of(review.month)}&page={ids.index(review.id) // PAGE}#read-{review.id}"


def _months(turn: Turn) -> list[LogMonth]:
    rows = turn.session.execute(
        select(col(LogReview.month), func.count(), func.count(col(LogReview.verdict)))
        .where(col(LogReview.reviewer_id) == turn.who.id)
        .group_by(col(LogReview.month))
        .order_by(col(LogReview.month).desc())
    ).all()
    return [LogMonth(month, path_of(month), decided, total) for month, total, decided in rows]


def _chosen(months: Sequence[LogMonth], wanted: str) -> LogMonth | None:
    asked_for = [one for one in months if f"{one.month:%Y-%m}" == wanted]
    left = [one for one in months if one.decided < one.total]
    return next(iter([*asked_for, *left, *months]), None)


def _in_order(turn: Turn, month: date) -> Select[LogReview, AuditEntry, Member, Referral]:
    """First what stands out, then the sample, each in the order of the reads."""
    return (
        select(LogReview, AuditEntry, Member, Referral)
        .join(AuditEntry, col(AuditEntry.id) == col(LogReview.entry_id))
        .join(Member, col(Member.id) == col(AuditEntry.member_id))
        .join(Referral, col(Referral.id) == col(AuditEntry.subject_id))
        .where(col(LogReview.reviewer_id) == turn.who.id, col(LogReview.month) == month)
        .order_by(col(LogReview.standing) == Standing.SAMPLE, col(AuditEntry.at), col(LogReview.id))
    )


def _entries(turn: Turn, month: date, number: int) -> tuple[LogEntry, ...]:
    rows = turn.session.execute(_in_order(turn, month).offset(number * PAGE).limit(PAGE)).all()
    return tuple(_entry(*row) for row in rows)


def _entry(review: LogReview, entry: AuditEntry, reader: Member, referral: Referral) -> LogEntry:
    return LogEntry(
        id=review.id,
        at=entry.at,
        by=reader.name,
        role=role_word(reader),
        code=referral.code,
        what=entry.act,
        screen="room" if entry.screen.startswith(IN_THE_ROOM) else "chat",
        standing=review.standing.value,
        verdict=review.verdict.value if review.verdict else "",
        action=f"{PATH}/{review.id}",
    )
