"""A table: what each kind of notice says, from the rows as they are now; or nothing any more."""

from collections.abc import Callable
from datetime import timedelta

from bot import clock, lookups
from bot.cards import people, referral
from bot.cards.card import Card
from bot.cards.common import MENU
from bot.turn import Turn
from messages import views
from models import ANSWERABLE, Absence, Member, Notice, NoticeKind, Referral, ReferralStatus


def card_for(turn: Turn, notice: Notice) -> Card | None:
    """The card of `notice` for the one who gets it, or nothing where there is nothing to say any more."""
    return CARDS[notice.kind](turn, notice)


def _offered(turn: Turn, notice: Notice) -> Card | None:
    row = turn.session.get_one(Referral, notice.about_id)
    return referral.card(turn, row) if row.status in ANSWERABLE and _is_theirs(turn, row) else None


def _referral_news(turn: Turn, notice: Notice) -> Card | None:
    row = turn.session.get_one(Referral, notice.about_id)
    owners = {turn.who.id, *lookups.stands_in_for(turn.session, turn.who.id, turn.today)}
    if row.status is ReferralStatus.ENTERED_IN_ERROR or row.referrer_id not in owners:
        return None
    return referral.card(turn, row, news=True)


def _partner_news(turn: Turn, notice: Notice) -> Card | None:
    row = turn.session.get_one(Referral, notice.about_id)
    return referral.card(turn, row, news=True) if _is_theirs(turn, row) else None


def _is_theirs(turn: Turn, row: Referral) -> bool:
    return row.organisation_id == turn.who.organisation_id


def _record_question(turn: Turn, notice: Notice) -> Card | None:
    row = turn.session.get_one(Referral, notice.about_id)
    newest = row.ask_record_on == clock.today(notice.due_at) + timedelta(days=1)
    return referral.record_question(turn, row) if row.recorded_at is None and newest else None


def _joined(turn: Turn, notice: Notice) -> Card | None:
    member = turn.session.get_one(Member, notice.about_id)
    return None if member.ended_at else people.joined(turn, member)


def _handed_over(turn: Turn, notice: Notice) -> Card:
    return people.referrals_handed_over(turn, turn.session.get_one(Member, notice.about_id))


def _standing_in(turn: Turn, notice: Notice) -> Card | None:
    absence = turn.session.get(Absence, notice.about_id)
    stands_in = absence and absence.substitute_id == notice.recipient_id and absence.last_day >= turn.today
    return people.standing_in(turn, absence) if absence and stands_in else None


def _words_came(_turn: Turn, notice: Notice) -> Card:
    return Card(views.WordsDeleted(deleted=True), MENU, takes_away=notice.about_id)


CARDS: dict[NoticeKind, Callable[[Turn, Notice], Card | None]] = {
    NoticeKind.REFERRAL_OFFERED: _offered,
    NoticeKind.REFERRAL_NEWS: _referral_news,
    NoticeKind.PARTNER_NEWS: _partner_news,
    NoticeKind.RECORD_QUESTION: _record_question,
    NoticeKind.MEMBER_JOINED: _joined,
    NoticeKind.REFERRALS_HANDED_OVER: _handed_over,
    NoticeKind.STANDING_IN: _standing_in,
    NoticeKind.WORDS_CAME: _words_came,
}
