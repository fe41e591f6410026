"""Samples of an agreement's card."""

from dataclasses import replace
from datetime import date
from typing import Any

from messages import views
from messages.views import View
from tests.messages.samples.agreement_days import DUE, EXPIRES, IS_DUE, IS_LATE, LAPSES, LAST_DAYS, LATE
from tests.messages.samples.invented import BOARD, CLUB, ENDS, EXTEND, MALL, TODAY

FIRST = f"{CLUB} (första)"
USUAL = views.AgreementCard(
    name=CLUB,
    parties=(BOARD, CLUB),
    valid_from=date(2022, 6, 1),
    valid_to=ENDS,
    begun=True,
    days_left=0,
    follows=None,
    takes_referrals=True,
    extension_months=None,
    orgnr_notes=(),
)


def agreement_card(days_left: int, **more: Any) -> views.AgreementCard:
    """The card of an agreement that has begun and of which little is known; `more` are fields that are not so."""
    return replace(USUAL, days_left=days_left, **more)


AGREEMENT_CARDS: tuple[View, ...] = (
    agreement_card(
        240, follows=FIRST, extension_months=12, orgnr_notes=(f"{CLUB}: 000000-00001 har en siffra för mycket.",)
    ),
    agreement_card(-1, valid_from=date(2021, 10, 2), valid_to=date(2022, 10, 2)),
    agreement_card(0, valid_from=date(2021, 10, 4), valid_to=TODAY, takes_referrals=False, extension_months=0),
    agreement_card(
        759,
        parties=(BOARD, CLUB, "Stiftelsen Attrappen"),
        valid_from=date(2022, 11, 1),
        valid_to=date(2024, 10, 31),
        begun=False,
    ),
    agreement_card(
        1,
        extension_months=1,
        intention=EXTEND,
        intended_by=MALL,
        intended_on=TODAY,
        next_duty=LATE,
        coming=(IS_DUE, IS_LATE, EXPIRES),
    ),
    agreement_card(120, furthest_end=date(2024, 5, 31), extension_months=12, extended_to=date(2024, 5, 31)),
    agreement_card(
        200, furthest_end=date(2024, 5, 31), extension_months=12, extended_to=date(2024, 1, 31), extension_signed=True
    ),
    agreement_card(90, news=True, extension_months=12, extended_to=date(2024, 1, 31), extension_signed=True),
    agreement_card(-90, standing="unknown", reported_end=date(2024, 12, 31), unexplained=580),
    agreement_card(-900, reported_end=date(2024, 12, 31), unexplained=580, extension_months=0),
    agreement_card(240, follows=FIRST, gap=264, doubt="dnr 171-84/2017"),
    agreement_card(240, follows=FIRST, gap=1, standing="proposed"),
    agreement_card(240, standing="withdrawn"),
    agreement_card(120, next_duty=DUE, coming=(LAST_DAYS, LAPSES)),
)
