"""Notices of a referral: to those who answer it, and to those who made it. Nothing where it has changed since."""

from datetime import timedelta

from bot import clock, lookups, noted, sharing
from bot.cards import notes, referral
from bot.cards.card import Card
from bot.cards.common import MENU, room_row
from bot.turn import Turn
from messages import views
from models import ANSWERABLE, Consent, Note, Notice, Referral, ReferralStatus


def offered(turn: Turn, notice: Notice) -> Card | None:
    """To the partner: it waits for an answer."""
    row = _about(turn, notice)
    return referral.card(turn, row) if row.status in ANSWERABLE and _is_theirs(turn, row) else None


def news(turn: Turn, notice: Notice) -> Card | None:
    """To the referrer: what the partner did."""
    row = _about(turn, notice)
    if row.status is ReferralStatus.ENTERED_IN_ERROR or not _owns(turn, row):
        return None
    return referral.card(turn, row, news=True)


def partner_news(turn: Turn, notice: Notice) -> Card | None:
    """To the partner: what the referrer did."""
    row = _about(turn, notice)
    return referral.card(turn, row, news=True) if _is_theirs(turn, row) else None


def record_question(turn: Turn, notice: Notice) -> Card | None:
    """To the referrer: whether it stands in the file of record; only the newest time it is asked."""
    row = _about(turn, notice)
    newest = row.ask_record_on == clock.today(notice.due_at) + timedelta(days=1)
    return referral.record_question(turn, row) if row.recorded_at is None and newest else None


def nudge(turn: Turn, notice: Notice) -> Card | None:
    """To the partner: it still waits for an answer."""
    row = _about(turn, notice)
    return referral.card(turn, row, reminds=True) if _waits(row, 1) and _is_theirs(turn, row) else None


def waiting_long(turn: Turn, notice: Notice) -> Card | None:
    """To the referrer: the partner has not answered."""
    row = _about(turn, notice)
    return referral.card(turn, row, reminds=True) if _waits(row, 2) and _owns(turn, row) else None


def escalation(turn: Turn, notice: Notice) -> Card | None:
    """To the managers of both sides: nobody has answered."""
    row = _about(turn, notice)
    ours = {member.id for member in lookups.managers_of_referrer(turn.session, row.referrer_id)}
    concerns = turn.who.id in ours or _is_theirs(turn, row)
    return referral.escalation(turn, row) if _waits(row, 3) and concerns else None


def no_contact(turn: Turn, notice: Notice) -> Card | None:
    """To the referrer: nothing has been noted for long."""
    row = _about(turn, notice)
    asked_anew = row.contact_due_on is not None  # something was noted since
    return notes.silent(turn, row) if row.is_open and _owns(turn, row) and not asked_anew else None


def ask_again(turn: Turn, notice: Notice) -> Card | None:
    """To whoever noted a no-show: how it went since, where nothing was noted after it and they still may."""
    note = turn.session.get_one(Note, notice.about_id)
    row = turn.session.get_one(Referral, note.referral_id)
    if note.struck_at or not row.is_open or noted.since(turn.session, note):
        return None
    if note.by_partner and not sharing.may_note(turn.session.get_one(Consent, row.id), note.kind, turn.today):
        return None
    return notes.ask_again(turn, row, note)


def confirm_deletion(turn: Turn, notice: Notice) -> Card | None:
    """To the partner: the consent was withdrawn, and nobody has said that what they had is gone."""
    row = _about(turn, notice)
    unsaid = referral.to_delete(turn.session.get_one(Consent, row.id))
    return referral.card(turn, row) if unsaid and _is_theirs(turn, row) else None


def room_ready(turn: Turn, notice: Notice) -> Card | None:
    """To the referrer: what was taken out of the file waits in the room."""
    row = _about(turn, notice)
    room = room_row(turn, f"r/{row.code}/export")
    return Card(views.RoomReady(row.code), (*room, *MENU)) if room and _owns(turn, row) and not row.erased_at else None


def _about(turn: Turn, notice: Notice) -> Referral:
    return turn.session.get_one(Referral, notice.about_id)


def _is_theirs(turn: Turn, row: Referral) -> bool:
    """Whether the reader's organisation was referred to."""
    return row.organisation_id == turn.who.organisation_id


def _owns(turn: Turn, row: Referral) -> bool:
    """Whether it is the reader's own, or that of somebody they stand in for."""
    return row.referrer_id in {turn.who.id, *lookups.stands_in_for(turn.session, turn.who.id, turn.today)}


def _waits(row: Referral, steps: int) -> bool:
    """Whether the answer is still waited for, and so many steps were taken to get it."""
    return row.is_open and row.waiting_since is not None and row.nudges >= steps
