"""Referrals: each that was sent is there once, as chosen, with the history that was tapped, and with its trace."""

from collections import Counter
from collections.abc import Iterator

from bot import buttons as b
from bot.steps import STEPS
from models import Event, Happening, Referral
from tests.faults.books import Books
from tests.faults.checks.finding import Finding, Kind

Taken = tuple[int, Happening, int]
"""A step as it was tapped: by which member, what, on a card of which revision."""


def sends(books: Books) -> Iterator[Finding]:
    """Each draft that was sent is one referral as chosen, and each intention is one draft."""
    by_draft: dict[int, list[Referral]] = {}
    for row in books.referrals:
        by_draft.setdefault(row.draft_id, []).append(row)
    for intention in books.ledger.intentions:
        came = [row for draft in intention.sent for row in by_draft.pop(draft, [])]
        who = books.member_id(intention.user)
        if intention.sent and not came:
            yield "lost", f"drafts {intention.sent} of {intention.user} sent, and no referral came of them"
        if len(came) > 1:
            yield "doubled", f"{intention.user} meant one person: {[row.code for row in came]}"
        for row in came[:1]:
            chosen = (who, intention.handover, intention.wishes)
            if (row.referrer_id, row.handover.value, books.wishes[row.id]) != chosen:
                yield "lost", f"{row.code} is not as it was chosen: {chosen}"
    for rows in by_draft.values():
        yield from (("doubled", f"{row.code} that nobody sent") for row in rows)


def leftovers(books: Books) -> Iterator[Finding]:
    """Every flow came to its end, and left no draft behind."""
    unfinished = {intention.user for intention in books.ledger.intentions if not intention.finished}
    yield from (("lost", f"{user} could not finish a referral") for user in sorted(unfinished))
    for draft in books.drafts:
        if books.members[draft.member_id].telegram_id not in unfinished:
            yield "doubled", f"draft {draft.id} opened once more"


def histories(books: Books) -> Iterator[Finding]:
    """Each event has a tap of its own, and each tap on a card that was current has its event."""
    taken: dict[int, set[Taken]] = {row.id: set() for row in books.referrals}
    for tap in books.ledger.taps:
        if isinstance(tap.button, b.Step | b.Accept):
            happening = Happening(tap.button.happening) if isinstance(tap.button, b.Step) else Happening.ACCEPTED
            step = (books.member_id(tap.user), happening, tap.button.revision)
            taken.setdefault(tap.button.referral, set()).add(step)
    known = {row.id for row in books.referrals}
    yield from (("lost", f"referral {number} was answered and is gone") for number in taken if number not in known)
    for row in books.referrals:
        yield from _history(books, row, taken[row.id])


def _history(books: Books, row: Referral, taken: set[Taken]) -> Iterator[Finding]:
    events = [event for event in books.events[row.id] if event.happening is not Happening.RECORDED]
    revision, status = 1, "requested"
    counted = Counter(event.happening for event in events)
    if not counted[Happening.SENT]:
        yield "lost", f"{row.code} has no `sent` event"
    once = (Happening.SENT, Happening.SEEN, Happening.ACCEPTED)
    yield from (("doubled", f"{row.code} has {counted[kind]} `{kind}`") for kind in once if counted[kind] > 1)
    for event in (event for event in events if event.happening is not Happening.SENT):
        if (event.member_id, event.happening, revision) not in taken:
            yield "doubled", f"{row.code}: `{event.happening}` without a tap of its own"
        revision += event.happening is not Happening.SEEN
        status = (STEPS[event.happening].after or row.status).value
    for member_id, happening, seen in sorted(taken):
        if seen >= revision and not (happening is Happening.SEEN and counted[Happening.SEEN]):
            yield "lost", f"{row.code}: `{happening}` of member {member_id} left no state"
    if (row.revision, row.status.value) != (revision, status):
        told = f"{row.code} is {row.status} ({row.revision}), its history says {status} ({revision})"
        yield ("doubled" if revision > row.revision else "lost"), told
    yield from _intake(books, row, events)


def _intake(books: Books, row: Referral, events: list[Event]) -> Iterator[Finding]:
    accepted = next((event for event in events if event.happening is Happening.ACCEPTED), None)
    intake = books.intakes.get(row.id)
    if accepted is None:
        yield "lost", f"{row.code} was never taken in"
    elif intake is None or intake.start_on.isoformat() != accepted.detail.get("day"):
        yield "lost", f"{row.code} has no intake as its history says"


def records(books: Books) -> Iterator[Finding]:
    """Each *införd i akten* is one event."""
    said = {tap.button.referral for tap in books.ledger.taps if isinstance(tap.button, b.Recorded)}
    for row in books.referrals:
        times = sum(event.happening is Happening.RECORDED for event in books.events[row.id])
        if times > (row.id in said):
            yield "doubled", f"{row.code} recorded {times} times"
        if row.id in said and not (times and row.recorded_at):
            yield "lost", f"{row.code} was said to be recorded"


def trace(books: Books) -> Iterator[Finding]:
    """The trace has an entry for each event, and no other."""
    for row in books.referrals:
        happened = Counter(event.happening.value for event in books.events[row.id])
        for happening in Happening:
            act = "send" if happening is Happening.SENT else happening.value
            noted, times = books.audited[row.id, act], happened[happening.value]
            if noted != times:
                kind: Kind = "doubled" if max(noted, times) > 1 else "lost"
                yield kind, f"{row.code}: {times} `{happening}`, {noted} in the trace"
