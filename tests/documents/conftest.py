"""A referral with a past."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from bot.actions import writing
from bot.demo.cast import KNUT, YLVA
from models import LadderStep, NoteKind, Particular, Referral, StrikeReason
from tests.documents.files import noted, room_turn
from tests.hands import HandClock, a_referral, member


@pytest.fixture
def referral(session: Session, clock: HandClock) -> Referral:
    """Ylva has referred somebody to B2, and both have written of them for a few days."""
    ylva = room_turn(session, YLVA, clock)
    referral = a_referral(ylva)
    member(session, KNUT).undertaking_until = ylva.today + timedelta(days=365)
    writing.put(ylva, referral.code, Particular.REASON, 0, "Bor hos sin syster, 811228-9874.")
    writing.put(ylva, referral.code, Particular.CONTACT, 0, "Ring 08-465 004 44 efter tio.")
    writing.put(ylva, referral.code, Particular.CONTACT, 1, "Ring 08-465 004 45 efter tio.")
    session.flush()
    first = noted(ylva, referral, "Ringde hennes man på 08-465 004 46.", "one")
    writing.edit(ylva, first.id, 1, "Ringde 08-465 004 45 och talade med Knut Påhittad.")
    session.flush()
    wrong = noted(ylva, referral, "Gäller någon annan.", "two")
    writing.strike(ylva, wrong.id, StrikeReason.WRONG_PERSON)
    clock.forward(days=1)
    knut = room_turn(session, KNUT, clock)
    noted(knut, referral, "Egen tanke.", "three")
    noted(knut, referral, "Kom i tid.", "four", NoteKind.CAME, shared=True)
    step = writing.write(
        knut, referral.code, "five000000000000", NoteKind.STEP, knut.today, "", step=LadderStep.FIRST_VISIT
    )
    assert step.step is LadderStep.FIRST_VISIT
    session.flush()
    return referral
