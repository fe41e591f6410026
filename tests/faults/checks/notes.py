"""Notes: each that was tapped is there, once, and each change of it left a trace."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from bot import buttons as b
from models import Note, NoteKind, Role
from tests.faults.books import Books
from tests.faults.checks.finding import Finding, Kind

Noted = tuple[int, NoteKind, date, bool]
"""About which referral, what, of which day, and whether the partner noted it."""


def notes(books: Books) -> Iterator[Finding]:
    """What was tapped stands, or stood until it was taken back; nothing stands that nobody tapped."""
    tapped: Counter[Noted] = Counter()
    struck = {tap.button.note for tap in books.ledger.taps if isinstance(tap.button, b.StrikeNote)}
    for tap in books.ledger.taps:
        if isinstance(tap.button, b.AddNote):
            by_partner = books.members[books.member_id(tap.user)].role is Role.KOORDINATOR
            tapped[tap.button.referral, NoteKind(tap.button.kind), tap.button.day, by_partner] += 1
    rows = [note for notes in books.notes.values() for note in notes]
    found = Counter(map(_noted, (note for note in rows if note.form is None)))
    anywhere = set(map(_noted, rows))
    yield from (("lost", f"a note that was tapped is not there: {one}") for one in tapped if one not in anywhere)
    for one, times in found.items():
        if times > tapped[one]:
            yield "doubled", f"{times} notes of {tapped[one]} taps: {one}"
    known = {note.id for note in rows}
    yield from (("lost", f"note {number} was taken back and is gone") for number in sorted(struck - known))
    for note in rows:
        if (note.struck_at is not None) != (note.id in struck):
            yield ("lost" if note.id in struck else "doubled"), f"note {note.id}: struck is {note.struck_at}"


def _noted(note: Note) -> Noted:
    return note.referral_id, note.kind, note.day, note.by_partner


def trace(books: Books) -> Iterator[Finding]:
    """The trace has an entry for each note, each that was taken back, and each version of words."""
    for row in books.referrals:
        rows = books.notes[row.id]
        written = sum(len(books.versions[note.id]) for note in rows)
        yield from _compare(f"{row.code}: notes", len(rows), books.audited[row.id, "note"])
        yield from _compare(f"{row.code}: words", written, books.audited[row.id, "write_words"])
        for note in rows:
            yield from _compare(f"note {note.id} struck", note.struck_at is not None, books.struck[note.id])


def _compare(what: str, times: int, noted: int) -> Iterator[Finding]:
    if times != noted:
        kind: Kind = "doubled" if max(times, noted) > 1 else "lost"
        yield kind, f"{what}: {times}, {noted} in the trace"
