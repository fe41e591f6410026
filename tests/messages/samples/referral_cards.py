"""Samples of the referrer's card of a referral."""

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
    HANDED_OVER,
    MATCHED,
    MISTAKE,
    NO_SHOW,
    NOTES,
    PAUSED,
    PROPOSED,
    RECORDED,
    REJECTED,
    RESUMED,
    SEEN,
    SENT,
    SUITS,
    TIME_ASKED,
    WAITED,
    WAITING,
    WAITS,
    WAITS_ANEW,
    WITHDRAWN,
)
from tests.messages.samples.invented import ALIAS, CODE, NEXT_WEEK, NEXT_YEAR, WISHES, at

USUAL = views.ReferralCard(
    code=CODE,
    alias=ALIAS,
    state=Word("state.sent"),
    reason=None,
    news=None,
    handover=Word("handover.call_me"),
    meet_at=None,
    proposed_at=None,
    waiting_list=False,
    wishes=WISHES,
    start_on=None,
    activity=None,
    consent_until=NEXT_YEAR,
    same_person=0,
    recorded=True,
    history=(SENT,),
)


def referral_card(
    state: str, *history: views.HistoryLine, handover: str = "call_me", reason: str | None = None, **more: Any
) -> views.ReferralCard:
    """The card of a referral in `state`, after `history`; `more` are fields that are not as usual."""
    return replace(
        USUAL,
        state=Word(f"state.{state}"),
        handover=Word(f"handover.{handover}"),
        reason=Word(reason) if reason else None,
        history=(SENT, *history),
        **more,
    )


REFERRAL_CARDS: tuple[View, ...] = (
    referral_card("sent", recorded=False, wishes=(), same_person=1),
    referral_card("seen", SEEN, recorded=False, handover="time", meet_at=at(6, 10), same_person=2),
    referral_card("seen", SEEN, PROPOSED, news=PROPOSED, proposed_at=at(6, 10)),
    referral_card("seen", SEEN, CALL_ASKED, news=CALL_ASKED),
    referral_card("seen", SEEN, CALL_ASKED, news=CALL_ASKED),
    referral_card("seen", SEEN, PROPOSED, SUITS, meet_at=at(6, 10)),
    referral_card("seen", SEEN, PROPOSED, DECLINED),
    referral_card("seen", SEEN, WAITING, news=WAITING, waiting_list=True),
    referral_card("ended", REJECTED, news=REJECTED, reason="reason.full"),
    referral_card("ended", reason="reason.no_match"),
    referral_card("ended", reason="reason.unreachable"),
    referral_card("ended", reason="reason.person_declined"),
    referral_card("running", SEEN, ACCEPTED, news=ACCEPTED, start_on=NEXT_WEEK, handover="come_along"),
    referral_card("running", SEEN, ACCEPTED, HANDED_OVER, MATCHED, start_on=NEXT_WEEK, activity="trädgård"),
    referral_card("paused", ACCEPTED, PAUSED, news=PAUSED, start_on=NEXT_WEEK),
    referral_card("ended", ACCEPTED, COMPLETED, news=COMPLETED, start_on=NEXT_WEEK, reason="ending.completed"),
    referral_card("ended", ACCEPTED, FAILED, news=FAILED, start_on=NEXT_WEEK, reason="ending.failed"),
    referral_card("ended", WITHDRAWN, reason="ending.cancelled"),
    referral_card("ended", MISTAKE, recorded=False, reason="ending.entered-in-error"),
    referral_card("running", *[PAUSED, RESUMED] * 5, start_on=NEXT_WEEK),
    referral_card("sent", recorded=False, waiting=WAITS),
    referral_card("sent", RECORDED, waiting=WAITED, reminds=True),
    referral_card("seen", SEEN, news=SEEN, waiting=WAITS),
    referral_card("seen", SEEN, CALL_ASKED, recorded=False, waiting=WAITED, reminds=True),
    referral_card("seen", SEEN, PROPOSED, DECLINED, waiting=WAITS),
    referral_card("seen", SEEN, PROPOSED, SUITS, meet_at=at(6, 10), waiting=WAITED),
    referral_card("seen", SEEN, PROPOSED, SUITS, NO_SHOW, news=NO_SHOW, meet_at=at(6, 10)),
    referral_card("seen", SEEN, PROPOSED, SUITS, NO_SHOW, TIME_ASKED, meet_at=at(6, 10), waiting=WAITS_ANEW),
    referral_card("running", SEEN, ACCEPTED, *NOTES, news=NOTES[-1], start_on=NEXT_WEEK),
    referral_card("running", SEEN, ACCEPTED, PROPOSED, SUITS, CAME, start_on=NEXT_WEEK, meet_at=at(6, 10)),
    referral_card("running", SEEN, ACCEPTED, NO_SHOW, TIME_ASKED, start_on=NEXT_WEEK),
    referral_card("running", SEEN, ACCEPTED, NO_SHOW, news=NO_SHOW, start_on=NEXT_WEEK),
    referral_card("running", SEEN, ACCEPTED, CAME, start_on=NEXT_WEEK),
)
