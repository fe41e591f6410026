"""What falls due by the clock: nothing is left, and each week and each reminder was said to everybody once."""

from collections import Counter
from collections.abc import Iterator

from bot import clock, leads
from models import NoticeKind, Role
from tests.faults import facts
from tests.faults.books import Books
from tests.faults.checks.finding import Finding
from tests.faults.timeline import BEGINS

STEPS = (NoticeKind.NUDGE, NoticeKind.WAITING_LONG, NoticeKind.ESCALATION)


def left(books: Books) -> Iterator[Finding]:
    """No tick has anything left to do."""
    yield from (("lost", f"the tick {name} left {count} undone") for name, count in books.undone.items() if count)


def digests(books: Books) -> Iterator[Finding]:
    """One page for each manager and week, from the second week on."""
    managers = [member.id for member in books.members.values() if member.role is Role.MANAGER]
    weeks = facts.weeks(BEGINS, clock.today(books.now))
    there = Counter((row.member_id, row.week) for row in books.digests)
    wanted = {(member_id, week) for member_id in managers for week in weeks}
    yield from (("lost", f"no digest for member {who} in the week of {week}") for who, week in wanted - set(there))
    yield from (("doubled", f"{there[one]} digests: {one}") for one in there if there[one] > (one in wanted))
    owed = {notice.about_id for notice in books.notices if notice.kind is NoticeKind.DIGEST}
    yield from (("lost", f"digest {row.id} was never owed") for row in books.digests if row.id not in owed)


def reminders(books: Books) -> Iterator[Finding]:
    """Each that was said is owed to everybody whom it concerns, and nothing else is."""
    wanted = set()
    for row in books.reminders:
        if row.said and row.settled_at:
            told = leads.told(row.kind, row.days)
            day = clock.today(row.settled_at).isoformat()
            for member in books.of_agreement(row.agreement_id):
                if member.role in told:
                    wanted.add(f"{NoticeKind.AGREEMENT_REMINDER}:{row.agreement_id}:{day}:{member.id}")
    there = {notice.key for notice in books.notices if notice.kind is NoticeKind.AGREEMENT_REMINDER}
    yield from (("lost", f"reminder {key} was never owed") for key in sorted(wanted - there))
    yield from (("doubled", f"reminder {key} without a reason") for key in sorted(there - wanted))


def steps(books: Books) -> Iterator[Finding]:
    """A partner's silence: each step told all whom it is for, and the steps before it were taken too.

    Between two of them the partner may have asked for a call, which is no answer and moves the revision on.
    """
    taken: dict[tuple[int, int, int], set[int]] = {}
    for notice in books.notices:
        if notice.kind in STEPS:
            revision, step = map(int, notice.occasion.split(":"))
            taken.setdefault((notice.about_id, step, revision), set()).add(notice.recipient_id)
    referrals = {row.id: row for row in books.referrals}
    for (number, step, revision), told in taken.items():
        row = referrals[number]
        if step == 0 and told != set(books.koordinators(row.organisation_id)):
            yield "lost", f"{row.code}: only {sorted(told)} were reminded"
        if step and not any((number, step - 1, earlier) in taken for earlier in range(revision + 1)):
            yield "lost", f"{row.code}: step {step} of its waiting without the one before"


def chain(books: Books) -> Iterator[Finding]:
    """The audit's chain is whole, against what was kept outside the database."""
    yield from (("lost", f"audit chain: {finding}") for finding in books.chain)
