"""A table: what each kind of notice says."""

from collections.abc import Callable

from bot import keeping, lookups
from bot.cards import alarms
from bot.cards.card import Card
from bot.notices import agreements, members, oversight, referrals
from bot.turn import Turn
from models import Notice, NoticeKind, Referral

NEWEST_ONLY = frozenset(
    {
        NoticeKind.NUDGE,
        NoticeKind.WAITING_LONG,
        NoticeKind.ESCALATION,
        NoticeKind.NO_CONTACT,
        NoticeKind.AGREEMENT_REMINDER,
        NoticeKind.AGREEMENT_NEWS,
        NoticeKind.STEERING_MEETING,
        NoticeKind.PROPOSAL_NEWS,
        NoticeKind.ALARM,
    }
)
"""A closed chat gathers these; each says how things stand, so the newest says it all."""

CARDS: dict[NoticeKind, Callable[[Turn, Notice], Card | None]] = {
    NoticeKind.REFERRAL_OFFERED: referrals.offered,
    NoticeKind.REFERRAL_NEWS: referrals.news,
    NoticeKind.PARTNER_NEWS: referrals.partner_news,
    NoticeKind.RECORD_QUESTION: referrals.record_question,
    NoticeKind.MEMBER_JOINED: members.joined,
    NoticeKind.REFERRALS_HANDED_OVER: members.handed_over,
    NoticeKind.STANDING_IN: members.standing_in,
    NoticeKind.WORDS_CAME: members.words_came,
    NoticeKind.WORDS_COUNTED: oversight.words_counted,
    NoticeKind.INCIDENT: oversight.incident,
    NoticeKind.TO_DO: members.to_do,
    NoticeKind.NUDGE: referrals.nudge,
    NoticeKind.WAITING_LONG: referrals.waiting_long,
    NoticeKind.ESCALATION: referrals.escalation,
    NoticeKind.NO_CONTACT: referrals.no_contact,
    NoticeKind.ASK_AGAIN: referrals.ask_again,
    NoticeKind.AGREEMENT_REMINDER: agreements.reminder,
    NoticeKind.DIGEST: oversight.week,
    NoticeKind.OPEN_AT_END: agreements.open_at_end,
    NoticeKind.AGREEMENT_NEWS: agreements.news,
    NoticeKind.ROOM_READY: referrals.room_ready,
    NoticeKind.LOG_REVIEW: oversight.log_review,
    NoticeKind.GLASS_ASKED: oversight.glass_asked,
    NoticeKind.GLASS_OPENED: oversight.glass_opened,
    NoticeKind.UNDERTAKING_ENDS: oversight.undertaking_ends,
    NoticeKind.CONFIRM_DELETION: referrals.confirm_deletion,
    NoticeKind.ERASURE_AHEAD: oversight.erasure_ahead,
    NoticeKind.RIGHTS_ASKED: oversight.rights_asked,
    NoticeKind.REPORT_NEWS: agreements.report_news,
    NoticeKind.ACTIVITY_ASKED: agreements.activity_asked,
    NoticeKind.STEERING_MEETING: agreements.steering_meeting,
    NoticeKind.PROPOSAL_NEWS: agreements.proposal_news,
    NoticeKind.ALARM: alarms.alarm,
    NoticeKind.CARD_AGAIN: members.card_again,
}


def card_for(turn: Turn, notice: Notice) -> Card | None:
    """The card of `notice` for the one who gets it, or nothing where there is nothing to say any more."""
    if notice.kind in NEWEST_ONLY and lookups.newer_notice(turn.session, notice, turn.now):
        return None
    if notice.kind in keeping.ABOUT_A_REFERRAL and _is_erased(turn, notice.about_id):
        return None
    return CARDS[notice.kind](turn, notice)


def _is_erased(turn: Turn, referral_id: int) -> bool:
    row = turn.session.get(Referral, referral_id)
    return bool(row and row.erased_at)
