"""Lists of referrals, what needs attention first, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, func, or_, select
from sqlmodel import col

from bot import buttons, clock, lookups
from bot.cards.card import PAGE, Card, Page, Press, Row, page_of, paging
from bot.cards.common import MENU
from bot.cards.referral import state_word
from bot.turn import Turn
from messages import Word, views
from models import ANSWERABLE, ENDED, OPEN, Organisation, Referral, ReferralStatus
from models.base import Moment

SHOWN_ENDED = ENDED - {ReferralStatus.ENTERED_IN_ERROR}
KEPT = timedelta(days=90)
"""How long what has ended stays in a list."""


@dataclass(frozen=True)
class Listed:
    """The statements of a list: its rows, how many there are, and how many of them are first."""

    rows: Select[Referral]
    count: Select[int]
    waiting: Select[int]


def _listed(theirs: ColumnElement[bool], first: ColumnElement[bool]) -> Listed:
    """What is `first` before the rest, the longest waiting on top; then what was sent last.

    Listed is what is open, and what ended after `since`. Each half by itself names all that its index is led by.
    """
    is_open = and_(theirs, col(Referral.status).in_(OPEN))
    ended = and_(theirs, col(Referral.status).in_(SHOWN_ENDED), col(Referral.changed_at) >= SINCE)
    which = and_(or_(is_open, ended), col(Referral.erased_at).is_(None))
    rank = case((first, 0), (col(Referral.status).in_(OPEN), 1), else_=2)
    oldest = case((first, col(Referral.sent_at)), else_=None)
    newest = (col(Referral.sent_at).desc(), col(Referral.id).desc())
    counted = select(func.count()).select_from(Referral).where(which)
    rows = select(Referral).where(which).order_by(rank, oldest, *newest).offset(START).limit(PAGE)
    return Listed(rows, counted, counted.where(first))


SINCE, START = bindparam("since", type_=Moment), bindparam("start", type_=Integer)
MINE = _listed(
    col(Referral.referrer_id).in_(bindparam("owners", expanding=True)),
    or_(
        col(Referral.proposed_at).is_not(None),
        col(Referral.call_asked),
        and_(col(Referral.recorded_at).is_(None), col(Referral.ask_record_on).is_not(None)),
    ),
)
INBOX = _listed(col(Referral.organisation_id) == bindparam("partner"), col(Referral.status).in_(ANSWERABLE))


def mine(turn: Turn, number: int) -> Card:
    """A caseworker's own referrals, and those of whom they stand in for: what waits for them first."""
    owners = {turn.who.id, *lookups.stands_in_for(turn.session, turn.who.id, turn.today)}
    page, rows = _page(turn, MINE, {"owners": list(owners)}, number)
    partners = lookups.organisations(turn.session, {referral.organisation_id for referral in rows})
    presses = [_mine_press(referral, partners[referral.organisation_id]) for referral in rows]
    view = views.MyReferrals(page.total, page.number + 1, page.count)
    new = Press("do_refer", buttons.RunCommand("refer"))
    return Card(view, (*presses, *paging(page, buttons.ShowMine), (new,), *MENU))


def inbox(turn: Turn, number: int) -> Card:
    """What a partner's koordinatorer see: what waits for an answer first."""
    whose = {"partner": turn.who.organisation_id}
    page, rows = _page(turn, INBOX, whose, number)
    waiting = turn.session.scalars(INBOX.waiting, {**whose, "since": turn.now - KEPT}).one()
    presses = [_inbox_press(referral) for referral in rows]
    view = views.Inbox(page.total, waiting, page.number + 1, page.count)
    return Card(view, (*presses, *paging(page, buttons.ShowInbox), *MENU))


def _page(turn: Turn, which: Listed, whose: dict[str, Any], number: int) -> tuple[Page, Sequence[Referral]]:
    """The page `number` of what is listed of `whose`."""
    values = {**whose, "since": turn.now - KEPT}
    page = page_of(turn.session.scalars(which.count, values).one(), number)
    return page, turn.session.scalars(which.rows, {**values, "start": page.start}).all()


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
