"""Agreements by name, and a partner's capacity."""

from sqlalchemy import func, select
from sqlmodel import col

from bot import buttons, lookups
from bot.cards.card import PAGE, Card, Press, in_rows, page_of, paging
from bot.cards.common import MENU
from bot.errors import Refused
from bot.turn import Turn
from messages import Word, views
from models import Agreement, Capacity, CapacityState, Organisation, Party


def agreements(turn: Turn, number: int) -> Card:
    """All agreements: those in force first, the one that ends soonest at the top; then the others, newest first."""
    in_force = (col(Agreement.valid_from) <= turn.today) & (col(Agreement.valid_to) >= turn.today)
    page = page_of(turn.session.scalars(select(func.count()).select_from(Agreement)).one(), number)
    running = turn.session.scalars(select(func.count()).select_from(Agreement).where(in_force)).one()
    ordered = sorted(
        turn.session.execute(select(col(Agreement.id), col(Agreement.valid_to), in_force)).all(),
        key=lambda row: (not row[2], row[1].toordinal() if row[2] else -row[1].toordinal(), row[0]),
    )
    rows = [_row(turn, turn.session.get_one(Agreement, row[0])) for row in ordered[page.start : page.start + PAGE]]
    view = views.Agreements(page.total, running, page.number + 1, page.count)
    return Card(view, (*in_rows(rows, 1), *paging(page, buttons.ShowAgreements), *MENU))


def _row(turn: Turn, agreement: Agreement) -> Press:
    label = "agreement_row" if agreement.in_force(turn.today) else "agreement_row_not_in_force"
    values = {"name": agreement.name, "until": agreement.valid_to.isoformat()}
    return Press(label, buttons.ShowAgreement(agreement.id), values)


def agreement(turn: Turn, agreement_id: int) -> Card:
    """One agreement: its parties, its period, and the days left.

    Raises:
        Refused: there is none.
    """
    row = turn.session.get(Agreement, agreement_id)
    if row is None:
        raise Refused(views.NotFound())
    parties = turn.session.scalars(
        select(Organisation)
        .join(Party, col(Party.organisation_id) == col(Organisation.id))
        .where(col(Party.agreement_id) == row.id)
        .order_by(col(Party.position))
    ).all()
    view = views.AgreementCard(
        name=row.name,
        parties=tuple(party.name for party in parties),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        begun=row.valid_from <= turn.today,
        days_left=row.days_left(turn.today),
        follows=row.follows,
        takes_referrals=row.takes_referrals,
        extension_months=row.extension_permitted_months,
        orgnr_notes=tuple(f"{party.name}: {party.orgnr_as_written}" for party in parties if party.orgnr_note),
    )
    return Card(view, ((Press("do_agreements", buttons.ShowAgreements(0)),), *MENU))


def capacity(turn: Turn) -> Card:
    """What room the partner says it has, and the other answers to choose."""
    said = turn.session.get(Capacity, turn.who.organisation_id)
    partner = turn.session.get_one(Organisation, turn.who.organisation_id)
    state = lookups.capacity(turn.session, partner.id)
    view = views.CapacityChoice(partner.alias or "", Word(f"capacity.{state}"), said.assured_on if said else None)
    presses = [Press(f"capacity_{word}", buttons.SetCapacity(word.value)) for word in CapacityState]
    return Card(view, (*in_rows(presses, 2), *MENU))
