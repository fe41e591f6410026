"""Log control (*loggkontroll*): each month the responsible look at a sample of the reads, and at all that stand out."""

import random
from collections import defaultdict
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlmodel import Session, col

from bot import audit, clock, log_reads, log_rules, lookups, outbox, policy, workdays
from bot.errors import Refused
from bot.log_reads import Seen, StandIns
from bot.outbox import Owed
from bot.policy import Act, Relation
from bot.turn import Turn
from bot.upsert import insert_new
from messages import views
from models import (
    AuditEntry,
    LogReview,
    Member,
    NoticeKind,
    Organisation,
    OrganisationKind,
    Standing,
    Verdict,
)

DRAW = "draw_log"
"""What the audit calls that a board's sample was drawn; `subject_id` is the board's."""


def due(session: Session, now: datetime, dice: random.Random) -> int:
    """Draw last month's reads of one board, from 08:00 on the first working day of a month.

    The number of questions to the database does not depend on how much was read. A month that was missed altogether is
    not drawn afterwards.

    Returns:
        How many boards were drawn, 0 or 1; call again until it is 0.
    """
    this_month = clock.today(now).replace(day=1)
    begins = clock.at_local(workdays.on_or_after(this_month), workdays.MORNING.hour, workdays.MORNING.minute)
    if now < begins or not workdays.may_speak(now):
        return 0
    board_id = _next_board(session, this_month)
    if board_id is None:
        return 0
    month = clock.months_later(this_month, -1)
    reviews = _drawn(session, board_id, month, dice)
    if reviews:
        session.execute(insert_new(session, LogReview, "reviewer_id", "entry_id"), reviews)
    told = sorted({int(review["reviewer_id"]) for review in reviews})
    outbox.owe_all(
        session, [Owed(member_id, NoticeKind.LOG_REVIEW, board_id, month.isoformat(), now) for member_id in told]
    )
    audit.write(session, None, DRAW, "organisation", board_id, now)
    return 1


def decide(turn: Turn, review_id: int, verdict: Verdict) -> LogReview:
    """Say of a read that it was justified, or is to be investigated; the other takes it back.

    Raises:
        Refused: not a read that was given to them to look at.
    """
    review = turn.session.get(LogReview, review_id, with_for_update=True, populate_existing=True)
    if review is None:
        raise Refused(views.NotFound())
    policy.require(turn.who, Act.REVIEW_LOG, Relation.OWN if review.reviewer_id == turn.who.id else Relation.OTHER)
    if review.verdict is not verdict:
        review.verdict, review.decided_at = verdict, turn.now
        audit.note(turn, f"verdict_{verdict}", "log_review", review.id)
    return review


def _next_board(session: Session, this_month: date) -> int | None:
    """A board that was not drawn this month, locked; whoever else draws meanwhile takes another."""
    lacking = select(Organisation).where(
        col(Organisation.kind) == OrganisationKind.MUNICIPAL_BOARD, ~_was_drawn(this_month)
    )
    first = lacking.order_by(col(Organisation.id)).limit(1)
    row = session.scalars(first.with_for_update(skip_locked=True, key_share=True)).first()
    if row is None:
        return None
    # asked again under the lock: another may have drawn it and gone
    return row.id if session.scalars(lacking.where(col(Organisation.id) == row.id)).first() else None


def _was_drawn(this_month: date) -> ColumnElement[bool]:
    return exists().where(
        col(AuditEntry.subject) == "organisation",
        col(AuditEntry.subject_id) == col(Organisation.id),
        col(AuditEntry.act) == DRAW,
        col(AuditEntry.at) >= clock.at_local(this_month, 0),
    )


def _drawn(session: Session, board_id: int, month: date, dice: random.Random) -> list[dict[str, Any]]:
    """The rows of `LogReview`: for each responsible all that stands out, and a sample of the rest."""
    responsible = _Responsible(session, board_id)
    stand_ins = StandIns(session, board_id, month)
    read: defaultdict[int, list[int]] = defaultdict(list)
    standing: defaultdict[int, dict[int, Standing]] = defaultdict(dict)
    for _, of_one in groupby(log_reads.of_month(session, board_id, month), key=lambda seen: seen.read.member_id):
        seen = {one.read.id: one for one in of_one}
        reads = list(log_rules.one_of_each(one.read for one in seen.values()))
        outside = {one.id for one in reads if _is_outside(seen[one.id], stand_ins)}
        found = log_rules.standings(reads, outside)
        for one in reads:
            for reviewer_id in responsible.for_read(one.member_id, seen[one.id].referrer_id):
                read[reviewer_id].append(one.id)
                if one.id in found:
                    standing[reviewer_id][one.id] = found[one.id]
    rows: list[dict[str, Any]] = []
    for reviewer_id, ids in sorted(read.items()):
        chosen = dict.fromkeys(log_rules.drawn(ids, standing[reviewer_id], dice), Standing.SAMPLE)
        rows += [
            {"month": month, "reviewer_id": reviewer_id, "entry_id": entry_id, "standing": why}
            for entry_id, why in sorted((standing[reviewer_id] | chosen).items())
        ]
    return rows


def _is_outside(seen: Seen, stand_ins: StandIns) -> bool:
    day = clock.today(seen.read.at)
    return not seen.own and seen.referrer_id not in stand_ins.stood_in(seen.read.member_id, day)


class _Responsible:
    """Who at the board answers for a read: never the reader."""

    def __init__(self, session: Session, board_id: int) -> None:
        everybody = session.scalars(select(Member).where(col(Member.organisation_id) == board_id)).all()
        self._staff = {member.id: member for member in everybody}
        self._current = [member for member in everybody if member.ended_at is None]
        self._known: dict[tuple[int, int], list[int]] = {}

    def for_read(self, reader_id: int, referrer_id: int) -> list[int]:
        """The ids of those who answer for the reader, or for the referrer where a partner's koordinator read."""
        anchor_id = reader_id if reader_id in self._staff else referrer_id
        if (reader_id, anchor_id) not in self._known:
            self._known[reader_id, anchor_id] = self._find(reader_id, self._staff[anchor_id])
        return self._known[reader_id, anchor_id]

    def _find(self, reader_id: int, anchor: Member) -> list[int]:
        others = [member for member in self._current if member.id != reader_id]
        return [member.id for member in lookups.managers_among(others, anchor)]
