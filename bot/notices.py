"""A table: what each kind of notice says, from the rows as they are now; or nothing any more."""

from collections.abc import Callable
from datetime import date, timedelta

from bot import clock, figures, keeping, lookups, noted, sharing, shown_cards
from bot.agreements import reports as questions
from bot.cards import (
    again,
    agreements,
    alarms,
    digest,
    endings,
    erasure,
    incidents,
    managers,
    notes,
    people,
    referral,
    reports,
    rights,
    steering,
    to_do,
    weekly,
)
from bot.cards.card import Card
from bot.cards.common import MENU, room_row
from bot.turn import Turn
from messages import views
from models import (
    ANSWERABLE,
    Absence,
    Agreement,
    Consent,
    Digest,
    Glass,
    Incident,
    Member,
    Note,
    Notice,
    NoticeKind,
    Organisation,
    Proposal,
    Referral,
    ReferralStatus,
    ReportDuty,
    ReportRemark,
    RightsRequest,
    Series,
    SteeringMeeting,
)


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


def _words_came(turn: Turn, notice: Notice) -> Card:
    room = room_row(turn, "day")
    view = views.WordsDeleted(deleted=True, room=bool(room))
    return Card(view, (*room, *MENU), takes_away=notice.about_id)


def _incident(turn: Turn, notice: Notice) -> Card | None:
    incident = turn.session.get_one(Incident, notice.about_id)
    return None if incident.closed_at else incidents.card(turn, incident)


def _to_do(turn: Turn, notice: Notice) -> Card | None:
    renews = shown_cards.due(turn.session, notice.recipient_id, turn.now).renews
    return to_do.card(turn) if renews else None


def _confirm_deletion(turn: Turn, notice: Notice) -> Card | None:
    row = turn.session.get_one(Referral, notice.about_id)
    unsaid = referral.to_delete(turn.session.get_one(Consent, row.id))
    return referral.card(turn, row) if unsaid and _is_theirs(turn, row) else None


def _erasure_ahead(turn: Turn, notice: Notice) -> Card | None:
    day = date.fromisoformat(notice.occasion.partition("_")[0])
    return erasure.ahead(turn, day, notice.about_id)


def _rights_asked(turn: Turn, notice: Notice) -> Card | None:
    request = turn.session.get_one(RightsRequest, notice.about_id)
    return rights.decided(turn, request) if notice.occasion == "decided" else rights.asked(turn, request)


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


def _agreement_news(turn: Turn, notice: Notice) -> Card | None:
    return agreements.agreement(turn, notice.about_id, news=True)


def _open_at_end(turn: Turn, notice: Notice) -> Card | None:
    agreement = turn.session.get_one(Agreement, notice.about_id)
    return endings.open_at_end(turn, agreement, date.fromisoformat(notice.occasion))


def _digest(turn: Turn, notice: Notice) -> Card | None:
    row = turn.session.get_one(Digest, notice.about_id)
    return None if figures.has_newer(turn.session, row) else digest.weekly(turn, row)


def _words_counted(turn: Turn, notice: Notice) -> Card | None:
    morning = date.fromisoformat(notice.occasion)
    return people.words_counted(turn, turn.session.get_one(Organisation, notice.about_id), morning)


def _log_review(turn: Turn, notice: Notice) -> Card | None:
    return managers.log_review(turn, date.fromisoformat(notice.occasion))


def _glass_asked(turn: Turn, notice: Notice) -> Card | None:
    return managers.glass_asked(turn, turn.session.get_one(Glass, notice.about_id))


def _glass_opened(turn: Turn, notice: Notice) -> Card | None:
    return managers.glass_opened(turn, turn.session.get_one(Glass, notice.about_id))


def _undertaking_ends(turn: Turn, notice: Notice) -> Card | None:
    until = date.fromisoformat(notice.occasion.partition(":")[0])
    return managers.undertaking_ends(turn, turn.session.get_one(Member, notice.about_id), until)


def _room_ready(turn: Turn, notice: Notice) -> Card | None:
    row = turn.session.get_one(Referral, notice.about_id)
    room = room_row(turn, f"r/{row.code}/export")
    return Card(views.RoomReady(row.code), (*room, *MENU)) if room and _owns(turn, row) and not row.erased_at else None


def _steering_meeting(turn: Turn, notice: Notice) -> Card | None:
    return steering.meeting(turn, turn.session.get_one(SteeringMeeting, notice.about_id), notice.occasion)


def _proposal_news(turn: Turn, notice: Notice) -> Card | None:
    return steering.proposal_news(turn, turn.session.get_one(Proposal, notice.about_id), notice.occasion)


def _activity_asked(turn: Turn, notice: Notice) -> Card | None:
    return weekly.asked(turn, turn.session.get_one(Series, notice.about_id), notice.occasion)


def _report_news(turn: Turn, notice: Notice) -> Card | None:
    if notice.occasion.startswith(questions.LATE):
        duty = turn.session.get(ReportDuty, notice.about_id)
        return reports.very_late(turn, duty) if duty else None
    return reports.news(turn, turn.session.get_one(ReportRemark, int(notice.occasion)))


def _card_again(turn: Turn, notice: Notice) -> Card:
    return again.answer(turn, notice.about_id, refused=notice.occasion.startswith("refused"))


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
    NoticeKind.REFERRAL_OFFERED: _offered,
    NoticeKind.REFERRAL_NEWS: _referral_news,
    NoticeKind.PARTNER_NEWS: _partner_news,
    NoticeKind.RECORD_QUESTION: _record_question,
    NoticeKind.MEMBER_JOINED: _joined,
    NoticeKind.REFERRALS_HANDED_OVER: _handed_over,
    NoticeKind.STANDING_IN: _standing_in,
    NoticeKind.WORDS_CAME: _words_came,
    NoticeKind.WORDS_COUNTED: _words_counted,
    NoticeKind.INCIDENT: _incident,
    NoticeKind.TO_DO: _to_do,
    NoticeKind.NUDGE: _nudge,
    NoticeKind.WAITING_LONG: _waiting_long,
    NoticeKind.ESCALATION: _escalation,
    NoticeKind.NO_CONTACT: _no_contact,
    NoticeKind.ASK_AGAIN: _ask_again,
    NoticeKind.AGREEMENT_REMINDER: _agreement_reminder,
    NoticeKind.DIGEST: _digest,
    NoticeKind.OPEN_AT_END: _open_at_end,
    NoticeKind.AGREEMENT_NEWS: _agreement_news,
    NoticeKind.ROOM_READY: _room_ready,
    NoticeKind.LOG_REVIEW: _log_review,
    NoticeKind.GLASS_ASKED: _glass_asked,
    NoticeKind.GLASS_OPENED: _glass_opened,
    NoticeKind.UNDERTAKING_ENDS: _undertaking_ends,
    NoticeKind.CONFIRM_DELETION: _confirm_deletion,
    NoticeKind.ERASURE_AHEAD: _erasure_ahead,
    NoticeKind.RIGHTS_ASKED: _rights_asked,
    NoticeKind.REPORT_NEWS: _report_news,
    NoticeKind.ACTIVITY_ASKED: _activity_asked,
    NoticeKind.STEERING_MEETING: _steering_meeting,
    NoticeKind.PROPOSAL_NEWS: _proposal_news,
    NoticeKind.ALARM: alarms.alarm,
    NoticeKind.CARD_AGAIN: _card_again,
}
