"""Lists of referrals, what needs attention first, a page at a time."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlmodel import col

from bot import buttons, clock, lookups
from bot.cards.card import PAGE, Card, Page, Press, Row, page_of, paging
from bot.cards.common import MENU
from bot.cards.referral import state_word
from bot.turn import Turn
from messages import Word, views
from models import ANSWERABLE, ENDED, OPEN, Organisation, Referral, ReferralStatus

SHOWN_ENDED = ENDED - {ReferralStatus.ENTERED_IN_ERROR}
KEPT = timedelta(days=90)
"""How long what has ended stays in a list."""


def mine(turn: Turn, number: int) -> Card:
    """A caseworker's own referrals, and those of whom they stand in for: what waits for them first."""
    owners = {turn.who.id, *lookups.stands_in_for(turn.session, turn.who.id, turn.today)}
    theirs = _fresh(turn, col(Referral.referrer_id).in_(owners))
    waits_for_me = or_(
        col(Referral.proposed_at).is_not(None),
        col(Referral.call_asked),
        and_(col(Referral.recorded_at).is_(None), col(Referral.ask_record_on).is_not(None)),
    )
    page, rows = _page(turn, theirs, waits_for_me, number)
    partners = lookups.organisations(turn.session, {referral.organisation_id for referral in rows})
    presses = [_mine_press(referral, partners[referral.organisation_id]) for referral in rows]
    view = views.MyReferrals(page.total, page.number + 1, page.count)
    new = Press("do_refer", buttons.RunCommand("refer"))
    return Card(view, (*presses, *paging(page, buttons.ShowMine), (new,), *MENU))


def inbox(turn: Turn, number: int) -> Card:
    """What a partner's koordinatorer see: what waits for an answer first."""
    theirs = _fresh(turn, col(Referral.organisation_id) == turn.who.organisation_id)
    unanswered = col(Referral.status).in_(ANSWERABLE)
    page, rows = _page(turn, theirs, unanswered, number)
    waiting = _count(turn, and_(theirs, unanswered))
    presses = [_inbox_press(referral) for referral in rows]
    view = views.Inbox(page.total, waiting, page.number + 1, page.count)
    return Card(view, (*presses, *paging(page, buttons.ShowInbox), *MENU))


def _fresh(turn: Turn, theirs: ColumnElement[bool]) -> ColumnElement[bool]:
    """Those of `theirs` that are open, or ended lately. Each half by itself names all that its index is led by."""
    is_open = and_(theirs, col(Referral.status).in_(OPEN))
    ended = and_(theirs, col(Referral.status).in_(SHOWN_ENDED), col(Referral.changed_at) >= turn.now - KEPT)
    return and_(or_(is_open, ended), col(Referral.erased_at).is_(None))


def _page(
    turn: Turn, which: ColumnElement[bool], first: ColumnElement[bool], number: int
) -> tuple[Page, Sequence[Referral]]:
    """The page `number`: what is `first` before the rest, the longest waiting on top; then what was sent last."""
    page = page_of(_count(turn, which), number)
    oldest = (case((first, col(Referral.sent_at)), else_=None),)
    rank = case((first, 0), (col(Referral.status).in_(OPEN), 1), else_=2)
    statement: Select[Referral] = (
        select(Referral)
        .where(which)
        .order_by(rank, *oldest, col(Referral.sent_at).desc(), col(Referral.id).desc())
        .offset(page.start)
        .limit(PAGE)
    )
    return page, turn.session.scalars(statement).all()


def _count(turn: Turn, which: ColumnElement[bool]) -> int:
    return turn.session.scalars(select(func.count()).select_from(Referral).where(which)).one()


def _mine_press(referral: Referral, partner: Organisation) -> Row:
    unrecorded = referral.recorded_at is None and referral.ask_record_on is not None
    label = "mine_waits" if referral.proposed_at or referral.call_asked or unrecorded else "mine_row"
    return (_row(label, referral, {"alias": partner.alias}),)


def _inbox_press(referral: Referral) -> Row:
    return (_row("inbox_waits" if referral.status in ANSWERABLE else "inbox_row", referral, {}),)


def _row(label: str, referral: Referral, more: dict[str, str | None]) -> Press:
    state: Word = state_word(referral)
    values = {"code": referral.code, "state": state, "day": clock.today(referral.sent_at), **more}
    return Press(label, buttons.ShowReferral(referral.id), values)
