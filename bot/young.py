"""Where somebody under 18 can be referred, under an agreement that is about young people, and what is asked then."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlmodel import Session, col

from bot.agreements.periods import in_force_on
from bot.referral_draft import Offer, ReferralDraft
from models import Agreement, ConsentGiver, Handover, Organisation, OrganisationKind, Party, Scope

FORM_BITS = 31
"""A form's number fits an integer column: 1 to 2 147 483 647."""


@dataclass(frozen=True)
class Wanted:
    """What the form says. `unprotected`: it was ticked that the person has no protected personal data."""

    partner: int
    handover: Handover
    day: date | None
    hour: int | None
    wishes: tuple[int, ...]
    given_by: ConsentGiver
    share: tuple[Scope, ...]
    others: bool
    months: int
    unprotected: bool


@dataclass(frozen=True)
class Checked:
    """What could be sent now, and to whom."""

    draft: ReferralDraft
    partner: Organisation
    offer: Offer


def new_form(dice: random.Random) -> int:
    """A number for a form."""
    return dice.randrange(1, 1 << FORM_BITS)


def max_months(chosen: Organisation) -> int:
    """How long a consent may last there, in months."""
    return max(12, chosen.consent_months)


def partners(session: Session, board_id: int, day: date) -> Sequence[Organisation]:
    """The partners, by alias, that take young people from the board under an agreement in force on `day`."""
    parties = select(col(Party.organisation_id)).where(col(Party.agreement_id).in_(_of_board(board_id, day)))
    theirs = col(Organisation.kind) == OrganisationKind.PARTNER, col(Organisation.id).in_(parties)
    return session.scalars(select(Organisation).where(*theirs).order_by(col(Organisation.alias))).all()


def agreement(session: Session, board_id: int, partner_id: int, day: date) -> Agreement | None:
    """The agreement under which the partner takes young people from the board on `day`: the one that ends last."""
    of_partner = select(col(Party.agreement_id)).where(col(Party.organisation_id) == partner_id)
    fitting = col(Agreement.id).in_(_of_board(board_id, day)), col(Agreement.id).in_(of_partner)
    return session.scalars(select(Agreement).where(*fitting).order_by(col(Agreement.valid_to).desc()).limit(1)).first()


def _of_board(board_id: int, day: date) -> Select[int]:
    return (
        select(col(Agreement.id))
        .join(Party, col(Party.agreement_id) == col(Agreement.id))
        .where(col(Party.organisation_id) == board_id, col(Agreement.for_young), col(Agreement.takes_referrals))
        .where(in_force_on(day))
    )
