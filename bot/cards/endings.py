"""What is open while an agreement ends, for both sides: codes and states, never words."""

from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from bot import attention, buttons, lookups, reminding
from bot.cards.card import PAGE, Card, Press, page_of, paging
from bot.cards.common import MENU
from bot.cards.referral import state_word
from bot.errors import Refused
from bot.turn import Turn
from messages import views
from models import OPEN, Agreement, AgreementStatus, Member, Referral, Role

SHOWN_BEFORE = 30
"""So many days before the end the list can be opened from the agreement's card."""


def open_at_end(turn: Turn, agreement: Agreement, end: date) -> Card | None:
    """The first page, while the agreement ends on `end` and nothing follows; nothing where nothing is open."""
    stands = agreement.valid_to == end and agreement.status is AgreementStatus.AGREED
    if not stands or reminding.is_followed(turn.session, agreement):
        return None
    return _card(turn, agreement, 0)


def has_open(turn: Turn, agreement: Agreement) -> bool:
    """Whether the agreement ends within a month, or has ended, and something of the reader's is open under it."""
    return agreement.days_left(turn.today) <= SHOWN_BEFORE and _card(turn, agreement, 0) is not None


def page(turn: Turn, agreement_id: int, number: int) -> Card:
    """The page `number` (from 0).

    Raises:
        Refused: nothing is open there, or nothing of the reader's.
    """
    agreement = turn.session.get(Agreement, agreement_id)
    card = _card(turn, agreement, number) if agreement else None
    if card is None:
        raise Refused(views.NotFound())
    return card


def _card(turn: Turn, agreement: Agreement, number: int) -> Card | None:
    theirs = (
        col(Referral.agreement_id) == agreement.id,
        col(Referral.status).in_(OPEN),
        col(Referral.erased_at).is_(None),
        _theirs(turn),
    )
    total = turn.session.scalars(select(func.count()).select_from(Referral).where(*theirs)).one()
    if not total:
        return None
    shown = page_of(total, number)
    in_order = select(Referral).where(*theirs).order_by(col(Referral.sent_at), col(Referral.id))
    rows = turn.session.scalars(in_order.offset(shown.start).limit(PAGE)).all()
    opens = turn.who.role is not Role.MANAGER
    aliases = attention.aliases(turn.session, [agreement.id])
    view = views.OpenAtEnd(
        aliases="" if turn.who.role is Role.KOORDINATOR else aliases.get(agreement.id, ""),
        valid_to=agreement.valid_to,
        ended=agreement.valid_to < turn.today,
        lines=() if opens else tuple(views.OpenLine(row.code, state_word(row)) for row in rows),
        page=shown.number + 1,
        pages=shown.count,
    )
    presses = tuple((_press(row),) for row in rows) if opens else ()
    return Card(view, (*presses, *paging(shown, lambda other: buttons.ShowOpenAtEnd(agreement.id, other)), *MENU))


def _theirs(turn: Turn) -> ColumnElement[bool]:
    """Those that concern the reader: of their partner, of their board's unit, or their own and their stand-ins'."""
    who = turn.who
    if who.role is Role.KOORDINATOR:
        return col(Referral.organisation_id) == who.organisation_id
    if who.role is Role.MANAGER:
        referrers = select(col(Member.id)).where(col(Member.organisation_id) == who.organisation_id)
        return col(Referral.referrer_id).in_(referrers.where(col(Member.unit) == who.unit) if who.unit else referrers)
    return col(Referral.referrer_id).in_({who.id, *lookups.stands_in_for(turn.session, who.id, turn.today)})


def _press(row: Referral) -> Press:
    return Press("note_row_partner", buttons.ShowReferral(row.id), {"code": row.code, "state": state_word(row)})
