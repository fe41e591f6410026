"""What is open, in one message: it stands where cards were taken out of the chat."""

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlmodel import col

from bot import buttons, lookups
from bot.cards.card import PAGE, Card, Press, Row
from bot.cards.referral import state_word
from bot.turn import Turn
from messages import views
from models import ANSWERABLE, OPEN, Organisation, Referral, Role


def card(turn: Turn) -> Card | None:
    """What is open for the reader, what waits for them first; nothing where nothing is, or they have left."""
    if turn.who.ended_at or turn.who.role not in (Role.CASEWORKER, Role.KOORDINATOR):
        return None
    theirs, waits = (_theirs(turn), col(Referral.status).in_(OPEN)), _waits(turn)
    count, waiting = turn.session.execute(
        select(func.count(), func.count(case((waits, 1)))).select_from(Referral).where(*theirs)
    ).one()
    if not count:
        return None
    order = (case((waits, 0), else_=1), col(Referral.sent_at), col(Referral.id))
    rows = turn.session.scalars(select(Referral).where(*theirs).order_by(*order).limit(PAGE)).all()
    presses = tuple(_press(turn, referral) for referral in rows)
    return Card(views.ToDo(count, waiting), (*presses, (_all(turn),)))


def _theirs(turn: Turn) -> ColumnElement[bool]:
    if turn.who.role is Role.KOORDINATOR:
        return col(Referral.organisation_id) == turn.who.organisation_id
    owners = {turn.who.id, *lookups.stands_in_for(turn.session, turn.who.id, turn.today)}
    return col(Referral.referrer_id).in_(owners)


def _waits(turn: Turn) -> ColumnElement[bool]:
    if turn.who.role is Role.KOORDINATOR:
        return col(Referral.status).in_(ANSWERABLE)
    return or_(col(Referral.proposed_at).is_not(None), col(Referral.call_asked))


def _press(turn: Turn, referral: Referral) -> Row:
    show = buttons.ShowReferral(referral.id)
    if turn.who.role is Role.KOORDINATOR:
        return (Press("note_row_partner", show, {"code": referral.code, "state": state_word(referral)}),)
    alias = turn.session.get_one(Organisation, referral.organisation_id).alias
    return (Press("note_row", show, {"code": referral.code, "alias": alias, "state": state_word(referral)}),)


def _all(turn: Turn) -> Press:
    if turn.who.role is Role.KOORDINATOR:
        return Press("do_inbox", buttons.ShowInbox(0))
    return Press("do_mine", buttons.ShowMine(0))
