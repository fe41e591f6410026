"""The room: what was written there is there once, a draft is kept, and a report is in the state that was said."""

from collections import Counter
from collections.abc import Iterator

from bot.agreements import counts
from bot.buttons import SetCount
from models import ReportState
from tests.faults.books import Books
from tests.faults.checks.finding import Finding


def words(books: Books) -> Iterator[Finding]:
    """What was saved is there once; what was sent at most once; and nobody else wrote anything."""
    known = {said.text for said in books.ledger.words}
    for said in books.ledger.words:
        times = books.written[said.kind][said.text]
        if said.saved and not times:
            yield "lost", f"{said.kind} of {said.user} was saved and is not there: {said.text}"
        elif said.tried and not said.saved and not said.barred and not times:
            yield "lost", f"{said.kind} of {said.user} was never taken: {said.text}"
        elif times > said.tried:
            yield "doubled", f"{said.kind} of {said.user} is there {times} times: {said.text}"
    for kind, texts in books.written.items():
        yield from (("doubled", f"{kind} that nobody wrote") for text in texts if text not in known)


def versions(books: Books) -> Iterator[Finding]:
    """The versions of a note are numbered from 1 without a gap."""
    for note_id, rows in books.versions.items():
        if sorted(row.number for row in rows) != list(range(1, len(rows) + 1)):
            yield "lost", f"note {note_id} has the versions {[row.number for row in rows]}"


def drafts(books: Books) -> Iterator[Finding]:
    """A draft that was kept and not sent is there, and says what was kept."""
    codes = {row.id: row.code for row in books.referrals}
    there = {}
    for draft, text in books.room_drafts:
        user, _, number = books.members[draft.member_id].telegram_id, *draft.place.split(":")[:2]
        there[user, codes[int(number)]] = text
    yield from (("lost", f"the draft of {user} about {code} is gone") for user, code in books.ledger.kept - set(there))
    for whose, text in there.items():
        if text not in books.ledger.drafts.get(whose, {text}):
            yield "lost", f"the draft of {whose} does not say what was kept"


def reports(books: Books) -> Iterator[Finding]:
    """Each report is in the state that was said of it last, and was handed in as often as it says."""
    for report in books.reports:
        remarks = [remark for remark in books.remarks if remark.report_id == report.id]
        state = remarks[-1].state if remarks else ReportState.DRAFT
        if report.state is not state:
            yield "lost", f"report {report.id} is {report.state}, and {state} was said last"
        said = Counter(remark.state for remark in remarks)
        if said[ReportState.HANDED_IN] != books.handed_in[report.id]:
            yield "doubled", f"report {report.id} was handed in {books.handed_in[report.id]} times, and told {said}"


def activities(books: Books) -> Iterator[Finding]:
    """What was logged is there once, and counted as it was tapped."""
    logged = books.logged()
    there = Counter((row.agreement_id, row.kind.value, row.day) for row in books.activities if row.struck_at is None)
    yield from (("lost", f"an activity that was logged is not there: {one}") for one in logged if one not in there)
    yield from (("doubled", f"activity {one}: {there[one]}") for one in there if there[one] > (one in logged))
    for row in books.activities:
        counted = [tap for tap in books.counted() if tap.activity == row.id]
        said = {"visitors": counts.visitors(row), "volunteers": counts.volunteers(row)}
        late = [tap for tap in counted if tap.revision >= row.revision]
        if any(said[tap.what] != counts.of_button(tap.number) for tap in late if _adds_up(said, tap)):
            yield "lost", f"a number of activity {row.id} left no trace in it"
        if row.revision - 1 > len(counted):
            yield "doubled", f"activity {row.id} was changed {row.revision - 1} times by {len(counted)} taps"


def _adds_up(said: dict[str, counts.Count], tap: SetCount) -> bool:
    """Whether the number that was tapped can stand beside the other one: more volunteers than came are refused."""
    would_be = {**said, tap.what: counts.of_button(tap.number)}
    return would_be["volunteers"].fewest <= would_be["visitors"].most
