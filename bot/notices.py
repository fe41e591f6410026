"""A table: what each kind of notice says, from the rows as they are now; or nothing any more."""

from collections.abc import Callable
from datetime import date, timedelta

from bot import clock, figures, lookups, noted, sharing
from bot.cards import agreements, digest, notes, people, referral
from bot.cards.card import Card
from bot.cards.common import MENU
from bot.turn import Turn
from messages import views
from models import (
    ANSWERABLE,
    Absence,
    Agreement,
    Consent,
    Digest,
    Member,
    Note,
    Notice,
    NoticeKind,
    Organisation,
    Referral,
    ReferralStatus,
)


def card_for(turn: Turn, notice: Notice) -> Card | None:
    """The card of `notice` for the one who gets it, or nothing where there is nothing to say any more."""
    if notice.kind in NEWEST_ONLY and lookups.newer_notice(turn.session, notice, turn.now):
        return None
    return CARDS[notice.kind](turn, notice)


def _offered(turn: Turn, notice: Notice) -> Card | None:
    row = turn.session.get_one(Referral, notice.about_id)
    return referral.card(turn, row) if row.status in ANSWERABLE and _is_theirs(turn, row) else None


def _referral_news(turn: Turn, notice: Notice) -> Card | None:
    row = turn.session.get_one(Referral, notice.about_id)
    if row.status is ReferralStatus.ENTERED_IN_ERROR or not _owns(turn, row):
        return None
    return referral.card(turn, row, news=True)


def _owns(turn: Turn, row: Referral) -> bool:
    """Whether it is the reader's own, or that of somebody they stand in for."""
    return row.referrer_id in {turn.who.id, *lookups.stands_in_for(turn.session, turn.who.id, turn.today)}


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


def _nudge(turn: Turn, notice: Notice) -> Card | None:
    row = turn.session.get_one(Referral, notice.about_id)
    return referral.card(turn, row, reminds=True) if _waits(row, 1) and _is_theirs(turn, row) else None


def _waiting_long(turn: Turn, notice: Notice) -> Card | None:
    row = turn.session.get_one(Referral, notice.about_id)
    return referral.card(turn, row, reminds=True) if _waits(row, 2) and _owns(turn, row) else None


def _escalation(turn: Turn, notice: Notice) -> Card | None:
    row = turn.session.get_one(Referral, notice.about_id)
    ours = {member.id for member in lookups.managers_of_referrer(turn.session, row.referrer_id)}
    concerns = turn.who.id in ours or _is_theirs(turn, row)
    return referral.escalation(turn, row) if _waits(row, 3) and concerns else None


def _waits(row: Referral, steps: int) -> bool:
    """Whether the answer is still waited for, and so many steps were taken to get it."""
    return row.is_open and row.waiting_since is not None and row.nudges >= steps


def _no_contact(turn: Turn, notice: Notice) -> Card | None:
    row = turn.session.get_one(Referral, notice.about_id)
    asked_anew = row.contact_due_on is not None  # something was noted since
    return notes.silent(turn, row) if row.is_open and _owns(turn, row) and not asked_anew else None


def _ask_again(turn: Turn, notice: Notice) -> Card | None:
    note = turn.session.get_one(Note, notice.about_id)
    row = turn.session.get_one(Referral, note.referral_id)
    if note.struck_at or not row.is_open or noted.since(turn.session, note):
        return None
    if note.by_partner and not sharing.may_note(turn.session.get_one(Consent, row.id), note.kind, turn.today):
        return None
    return notes.ask_again(turn, row, note)


def _agreement_reminder(turn: Turn, notice: Notice) -> Card | None:
    return agreements.reminder(turn, turn.session.get_one(Agreement, notice.about_id))


def _digest(turn: Turn, notice: Notice) -> Card | None:
    row = turn.session.get_one(Digest, notice.about_id)
    return None if figures.has_newer(turn.session, row) else digest.weekly(turn, row)


def _words_counted(turn: Turn, notice: Notice) -> Card | None:
    morning = date.fromisoformat(notice.occasion)
    return people.words_counted(turn, turn.session.get_one(Organisation, notice.about_id), morning)


NEWEST_ONLY = frozenset(
    {
        NoticeKind.NUDGE,
        NoticeKind.WAITING_LONG,
        NoticeKind.ESCALATION,
        NoticeKind.NO_CONTACT,
        NoticeKind.AGREEMENT_REMINDER,
    }
)
"""A closed chat gathers these; each says how things stand, so the newest says it all."""

CARDS: dict[NoticeKind, Callable[[Turn, Notice], Card | None]] = {
    NoticeKind.REFERRAL_OFFERED: _offered,
    NoticeKind.REFERRAL_NEWS: _referral_news,
    NoticeKind.PARTNER_NEWS: _partner_news,
    NoticeKind.RECORD_QUESTION: _record_question,
    NoticeKind.MEMBER_JOINED: _joined,
    NoticeKind.REFERRALS_HANDED_OVER: _handed_over,
    NoticeKind.STANDING_IN: _standing_in,
    NoticeKind.WORDS_CAME: _words_came,
    NoticeKind.WORDS_COUNTED: _words_counted,
    NoticeKind.NUDGE: _nudge,
    NoticeKind.WAITING_LONG: _waiting_long,
    NoticeKind.ESCALATION: _escalation,
    NoticeKind.NO_CONTACT: _no_contact,
    NoticeKind.ASK_AGAIN: _ask_again,
    NoticeKind.AGREEMENT_REMINDER: _agreement_reminder,
    NoticeKind.DIGEST: _digest,
}
