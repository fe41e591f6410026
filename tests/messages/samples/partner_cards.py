"""Samples of the koordinator's card of a referral."""

from dataclasses import replace
from typing import Any

from messages import views
from messages.views import View
from messages.word import Word
from tests.messages.samples.history import (
    ACCEPTED,
    CALL_ASKED,
    CAME,
    COMPLETED,
    DECLINED,
    FAILED,
    MATCHED,
    MISTAKE,
    NO_SHOW,
    NOTES,
    PAUSED,
    PROPOSED,
    REJECTED,
    REOPENED,
    SEEN,
    SENT,
    SUITS,
    TIME_ASKED,
    WAITED,
    WAITING,
    WAITS,
    WITHDRAWN,
)
from tests.messages.samples.invented import CODE, NEXT_WEEK, NEXT_YEAR, PHONE, SHARE, TURE, UNIT, WISHES, at

USUAL = views.PartnerCard(
    code=CODE,
    state=Word("state.sent"),
    reason=None,
    news=None,
    is_new=False,
    referrer=TURE,
    unit=UNIT,
    phone="",
    handover=Word("handover.call_me"),
    meet_at=None,
    proposed_at=None,
    waiting_list=False,
    wishes=WISHES,
    start_on=None,
    activity=None,
    share=SHARE,
    consent_until=NEXT_YEAR,
    withdrawn=False,
    history=(SENT,),
)


def partner_card(
    state: str, *history: views.HistoryLine, handover: str = "call_me", reason: str | None = None, **more: Any
) -> views.PartnerCard:
    """The card of a referral in `state`, after `history`; `more` are fields that are not as usual."""
    return replace(
        USUAL,
        state=Word(f"state.{state}"),
        handover=Word(f"handover.{handover}"),
        reason=Word(reason) if reason else None,
        history=(SENT, *history),
        **more,
    )


def withdrawn_card(reason: str, *, to_delete: bool = False) -> views.PartnerCard:
    """The card once somebody withdrew: it tells of no wishes, and of nothing that happened."""
    card = partner_card("ended", reason=reason, wishes=(), withdrawn=True, to_delete=to_delete)
    return replace(card, history=())


PARTNER_CARDS: tuple[View, ...] = (
    partner_card("sent", is_new=True, phone=PHONE),
    partner_card("sent", is_new=True, share=(), wishes=()),
    partner_card("seen", SEEN, handover="time", meet_at=at(6, 10), unit="", wishes=()),
    partner_card("seen", SEEN, PROPOSED, proposed_at=at(6, 10)),
    partner_card("seen", SEEN, CALL_ASKED),
    partner_card("seen", SEEN, PROPOSED, SUITS, news=SUITS, meet_at=at(6, 10)),
    partner_card("seen", SEEN, PROPOSED, DECLINED, news=DECLINED),
    partner_card("sent", WITHDRAWN, REOPENED, news=REOPENED, is_new=True),
    partner_card("seen", SEEN, WAITING, waiting_list=True),
    partner_card("ended", REJECTED, reason="reason.full"),
    partner_card("running", SEEN, ACCEPTED, start_on=NEXT_WEEK, handover="come_along"),
    partner_card("running", SEEN, ACCEPTED, MATCHED, start_on=NEXT_WEEK, activity="trädgård"),
    partner_card("paused", ACCEPTED, PAUSED, start_on=NEXT_WEEK),
    partner_card("ended", ACCEPTED, COMPLETED, start_on=NEXT_WEEK, reason="ending.completed"),
    partner_card("ended", ACCEPTED, FAILED, start_on=NEXT_WEEK, reason="ending.failed"),
    withdrawn_card("ending.cancelled"),
    withdrawn_card("ending.cancelled", to_delete=True),
    withdrawn_card("ending.entered-in-error", to_delete=True),
    withdrawn_card("ending.completed", to_delete=True),
    partner_card("ended", MISTAKE, news=MISTAKE, reason="ending.entered-in-error"),
    partner_card("sent", is_new=True, phone=PHONE, waiting=WAITS),
    partner_card("sent", is_new=True, waiting=WAITED, reminds=True),
    partner_card("sent", WITHDRAWN, REOPENED, is_new=True, waiting=WAITED, reminds=True),
    partner_card("seen", SEEN, CALL_ASKED, waiting=WAITED, reminds=True),
    partner_card("seen", SEEN, PROPOSED, DECLINED, news=DECLINED, waiting=WAITS),
    partner_card("seen", SEEN, PROPOSED, SUITS, meet_at=at(6, 10), waiting=WAITED, reminds=True),
    partner_card("seen", SEEN, PROPOSED, SUITS, NO_SHOW, TIME_ASKED, news=TIME_ASKED, meet_at=at(6, 10), waiting=WAITS),
    partner_card("running", SEEN, ACCEPTED, *NOTES, news=NOTES[0], start_on=NEXT_WEEK),
    partner_card("running", SEEN, ACCEPTED, NO_SHOW, start_on=NEXT_WEEK),
    partner_card("running", SEEN, ACCEPTED, PROPOSED, SUITS, CAME, start_on=NEXT_WEEK, meet_at=at(6, 10)),
    partner_card("running", SEEN, ACCEPTED, NO_SHOW, TIME_ASKED, news=TIME_ASKED, start_on=NEXT_WEEK),
)
