"""My day: what waits for the reader, what is open, and what was being written."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import col

from bot import clock, lookups
from bot.cards.referral import state_word
from bot.pages import paths
from bot.pages.links import links
from bot.turn import Turn
from messages.room.pages import DayPage, DraftMark, ReferralLine
from models import ANSWERABLE, OPEN, Note, Organisation, Particular, Referral, Role, RoomDraft

PAGE = 20


def page(turn: Turn, number: int) -> DayPage:
    """The page `number` (from 0) of what is open; what waits stands above it on every page."""
    theirs = _theirs(turn)
    open_ones = [theirs, col(Referral.status).in_(OPEN), col(Referral.erased_at).is_(None)]
    total = turn.session.scalars(select(func.count()).select_from(Referral).where(*open_ones)).one()
    pages = max(1, -(-total // PAGE))
    number = min(number, pages - 1)
    newest = select(Referral).where(*open_ones).order_by(col(Referral.sent_at).desc(), col(Referral.id).desc())
    waiting = select(Referral).where(*open_ones, _waits(turn)).order_by(col(Referral.sent_at)).limit(PAGE)
    return DayPage(
        waiting=_lines(turn, turn.session.scalars(waiting).all()),
        open=_lines(turn, turn.session.scalars(newest.offset(number * PAGE).limit(PAGE)).all()),
        drafts=_drafts(turn),
        links=links(turn),
        page=number,
        pages=pages,
    )


def _theirs(turn: Turn) -> ColumnElement[bool]:
    if turn.who.role is Role.KOORDINATOR:
        return col(Referral.organisation_id) == turn.who.organisation_id
    owners = {turn.who.id, *lookups.stands_in_for(turn.session, turn.who.id, turn.today)}
    return col(Referral.referrer_id).in_(owners)


def _waits(turn: Turn) -> ColumnElement[bool]:
    if turn.who.role is Role.KOORDINATOR:
        return col(Referral.status).in_(ANSWERABLE)
    return or_(col(Referral.proposed_at).is_not(None), col(Referral.call_asked))


def _lines(turn: Turn, rows: Sequence[Referral]) -> tuple[ReferralLine, ...]:
    return tuple(_line(turn, row) for row in rows)


def _line(turn: Turn, row: Referral) -> ReferralLine:
    alias = turn.session.get_one(Organisation, row.organisation_id).alias or ""
    koordinator = turn.who.role is Role.KOORDINATOR
    return ReferralLine(
        path=paths.referral(row),
        code=row.code,
        alias="" if koordinator else alias,
        state=state_word(row),
        since=clock.today(row.sent_at),
        waits=_why(row, koordinator=koordinator),
    )


def _why(row: Referral, *, koordinator: bool) -> str:
    if koordinator:
        return "answer" if row.status in ANSWERABLE else ""
    if row.proposed_at:
        return "time"
    return "call" if row.call_asked else ""


def _drafts(turn: Turn) -> tuple[DraftMark, ...]:
    rows = turn.session.scalars(
        select(RoomDraft)
        .where(col(RoomDraft.member_id) == turn.who.id)
        .order_by(col(RoomDraft.changed_at).desc())
        .limit(PAGE)
    )
    marks = (_draft(turn, row) for row in rows)
    return tuple(mark for mark in marks if mark)


def _draft(turn: Turn, row: RoomDraft) -> DraftMark | None:
    """Where the draft of `note:REFERRAL[:NOTE]` or `KIND:REFERRAL` is gone on with."""
    what, referral_id, *rest = row.place.split(":")
    referral = turn.session.get(Referral, int(referral_id))
    if referral is None or referral.erased_at:
        return None
    if what == "rights":
        return DraftMark(paths.under(referral, what), referral.code, row.changed_at)
    if what != "note":
        return DraftMark(paths.particular(referral, Particular(what)), referral.code, row.changed_at)
    note = turn.session.get(Note, int(rest[0])) if rest else None
    return DraftMark(paths.note(note, "edit") if note else paths.write(referral), referral.code, row.changed_at)
