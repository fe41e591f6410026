"""Holds the database and the chats against what the players remember: what is lost, what is doubled."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import Engine
from sqlmodel import Session

from bot import buttons as b
from bot.steps import STEPS
from models import Event, Happening, NoticeKind, Referral
from tests.faults.books import Books
from tests.faults.ledger import Ledger
from tests.faults.phones import Phones
from tests.faults.wounds import WOUNDS

GOOD_REASONS = frozenset({"nothing to say any more", "nobody to tell"})
Finding = tuple[Literal["lost", "doubled"], str]
Taken = tuple[int, Happening, int]
"""A step as it was tapped: by which member, what, on a card of which revision."""


@dataclass
class Verdict:
    """What the books say."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    said_twice: int = 0
    """Notices that came more than once: a kill between Telegram's acceptance and the mark. Allowed."""
    referrals: int = 0
    accepts: int = 0
    notices: int = 0
    updates: int = 0


def check(engine: Engine, ledger: Ledger, phones: Phones) -> Verdict:
    """The verdict on a database that is at rest."""
    with Session(engine) as session:
        return judge(Books.open(session, ledger, phones))


def unseen_wounds(engine: Engine, ledger: Ledger, phones: Phones) -> list[str]:
    """Hurt the database in each way that the checker must see, undo it, and name what it did not see."""
    unseen = []
    before = check(engine, ledger, phones)
    for name, (kind, hurt) in WOUNDS.items():
        with Session(engine) as session:
            hurt(session)
            after = judge(Books.open(session, ledger, phones))
            session.rollback()
        if len(getattr(after, kind)) <= len(getattr(before, kind)):
            unseen.append(name)
    return unseen


def judge(books: Books) -> Verdict:
    """The verdict on books."""
    verdict = Verdict(
        referrals=len(books.referrals),
        accepts=sum(event.happening is Happening.ACCEPTED for row in books.referrals for event in books.events[row.id]),
        notices=sum(notice.sent_at is not None for notice in books.notices),
        updates=books.ledger.issued,
        said_twice=_said_twice(books),
    )
    checks: tuple[Callable[[Books], Iterator[Finding]], ...] = (
        _updates,
        _sends,
        _leftovers,
        _histories,
        _records,
        _trace,
        _owed,
        _said,
    )
    for kind, what in (finding for find in checks for finding in find(books)):
        (verdict.lost if kind == "lost" else verdict.doubled).append(what)
    return verdict


def _updates(books: Books) -> Iterator[Finding]:
    """Every update that Telegram accepted was handled, and could be read."""
    issued = set(range(1, books.ledger.issued + 1))
    yield from (("lost", f"update {number} never handled") for number in sorted(issued - books.handled))
    yield from (("doubled", f"update {number} that nobody made") for number in sorted(books.handled - issued))
    if books.quarantined:
        yield "lost", f"{books.quarantined} updates quarantined"


def _sends(books: Books) -> Iterator[Finding]:
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


def _leftovers(books: Books) -> Iterator[Finding]:
    """Every flow came to its end, and left no draft behind."""
    unfinished = {intention.user for intention in books.ledger.intentions if not intention.finished}
    yield from (("lost", f"{user} could not finish a referral") for user in sorted(unfinished))
    for draft in books.drafts:
        if books.members[draft.member_id].telegram_id not in unfinished:
            yield "doubled", f"draft {draft.id} opened once more"


def _histories(books: Books) -> Iterator[Finding]:
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


def _records(books: Books) -> Iterator[Finding]:
    """Each *införd i akten* is one event."""
    said = {tap.button.referral for tap in books.ledger.taps if isinstance(tap.button, b.Recorded)}
    for row in books.referrals:
        times = sum(event.happening is Happening.RECORDED for event in books.events[row.id])
        if times > (row.id in said):
            yield "doubled", f"{row.code} recorded {times} times"
        if row.id in said and not (times and row.recorded_at):
            yield "lost", f"{row.code} was said to be recorded"


def _trace(books: Books) -> Iterator[Finding]:
    """The trace has an entry for each event, and no other."""
    for row in books.referrals:
        happened = Counter(event.happening.value for event in books.events[row.id])
        for happening in Happening:
            act = "send" if happening is Happening.SENT else happening.value
            noted, times = books.audited[row.id, act], happened[happening.value]
            if noted != times:
                kind: Literal["lost", "doubled"] = "doubled" if max(noted, times) > 1 else "lost"
                yield kind, f"{row.code}: {times} `{happening}`, {noted} in the trace"


def _owed(books: Books) -> Iterator[Finding]:
    """Whoever is to be told is owed a notice, once."""
    wanted = set()
    for row in books.referrals:
        for member_id in books.koordinators(row.organisation_id):
            wanted.add(f"{NoticeKind.REFERRAL_OFFERED}:{row.id}:sent:{member_id}")
        for event in books.events[row.id]:
            if event.happening in STEPS and STEPS[event.happening].by_partner:
                wanted.add(f"{NoticeKind.REFERRAL_NEWS}:{row.id}:{event.id}:{row.referrer_id}")
    kinds = (NoticeKind.REFERRAL_OFFERED, NoticeKind.REFERRAL_NEWS)
    owed = Counter(notice.key for notice in books.notices if notice.kind in kinds)
    yield from (("lost", f"notice {key} was never owed") for key in sorted(wanted - set(owed)))
    yield from (("doubled", f"notice {key} owed too often") for key in owed if key not in wanted or owed[key] > 1)


def _said(books: Books) -> Iterator[Finding]:
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


def _said_twice(books: Books) -> int:
    marked = {(notice.recipient_id, notice.message_id) for notice in books.notices if notice.sent_at}
    told = {(notice.recipient_id, notice.about_id) for notice in books.notices if notice.sent_at}
    return sum(
        (member, number) not in marked and (member, about) in told for member, number, about in books.said_notices()
    )
