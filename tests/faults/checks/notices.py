"""Notices: whoever is to be told is owed it once, and what was owed was said."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from bot import clock, sharing
from bot.actions.notes import NEWS
from bot.steps import STEPS
from models import Note, NoticeKind, Referral, ReportState, Role
from tests.faults.books import Books
from tests.faults.checks.finding import Finding

GOOD_REASONS = frozenset({"nothing to say any more", "nobody to tell", "gone"})
OF_REFERRALS = (NoticeKind.REFERRAL_OFFERED, NoticeKind.REFERRAL_NEWS, NoticeKind.PARTNER_NEWS)


def owed(books: Books) -> Iterator[Finding]:
    """Whoever is to be told is owed a notice, once."""
    wanted = set()
    for row in books.referrals:
        for member_id in books.koordinators(row.organisation_id):
            wanted.add(f"{NoticeKind.REFERRAL_OFFERED}:{row.id}:sent:{member_id}")
        wanted |= _of_notes(books, row)
        for event in books.events[row.id]:
            if event.happening in STEPS and STEPS[event.happening].by_partner:
                wanted.add(f"{NoticeKind.REFERRAL_NEWS}:{row.id}:{event.id}:{row.referrer_id}")
    wanted |= _of_reports(books)
    kinds = (*OF_REFERRALS, NoticeKind.REPORT_NEWS)
    keys = Counter(notice.key for notice in books.notices if notice.kind in kinds)
    yield from (("lost", f"notice {key} was never owed") for key in sorted(wanted - set(keys)))
    yield from (("doubled", f"notice {key} owed too often") for key in keys if key not in wanted or keys[key] > 1)


def said(books: Books) -> Iterator[Finding]:
    """What was owed was said, and is in the chat; or there was a good reason not to."""
    for notice in books.notices:
        if notice.dropped_at and notice.dropped_for not in GOOD_REASONS:
            yield "lost", f"notice {notice.key} dropped: {notice.dropped_for}"
        elif notice.sent_at is None and notice.dropped_at is None:
            yield "lost", f"notice {notice.key} never said"
        elif notice.sent_at:
            user = books.members[notice.recipient_id].telegram_id
            if notice.message_id not in books.arrived.get(user, {}):
                yield "lost", f"notice {notice.key} is marked as said, and its message is not there"
        if notice.leased_until and (notice.sent_at or notice.dropped_at):
            yield "lost", f"notice {notice.key} is still held by somebody"


def _of_notes(books: Books, row: Referral) -> set[str]:
    """What is owed for notes on it: the referrer of a partner's news, the partner of what the consent covers."""
    wanted = set()
    for note in books.notes[row.id]:
        if note.kind not in NEWS and not note.shared:
            continue
        wanted |= _of_note(books, row, note, f"note{note.id}", note.at)
        if note.struck_at:
            wanted |= _of_note(books, row, note, f"note{note.id}struck", note.struck_at)
    return wanted


def _of_note(books: Books, row: Referral, note: Note, occasion: str, at: datetime) -> set[str]:
    if note.by_partner:
        return {f"{NoticeKind.REFERRAL_NEWS}:{row.id}:{occasion}:{row.referrer_id}"}
    if not sharing.may_note(books.consents[row.id], note.kind, clock.today(at)):
        return set()
    return {f"{NoticeKind.PARTNER_NEWS}:{row.id}:{occasion}:{one}" for one in books.koordinators(row.organisation_id)}


def _of_reports(books: Books) -> set[str]:
    """The board's managers are told what is handed in, the partner's koordinatorer how it was judged."""
    wanted = set()
    for remark in books.remarks:
        role = Role.MANAGER if remark.state is ReportState.HANDED_IN else Role.KOORDINATOR
        for member in books.parties(remark.report_id):
            if member.role is role:
                wanted.add(f"{NoticeKind.REPORT_NEWS}:{remark.report_id}:{remark.id}:{member.id}")
    return wanted
