"""Updates: every one that Telegram accepted was handled, and could be read."""

from collections.abc import Iterator

from tests.faults.books import Books
from tests.faults.checks.finding import Finding


def updates(books: Books) -> Iterator[Finding]:
    """Every update that Telegram accepted was handled, and could be read."""
    issued = set(range(1, books.ledger.issued + 1))
    handled = books.handled | books.ledger.forgotten
    yield from (("lost", f"update {number} never handled") for number in sorted(issued - handled))
    yield from (("doubled", f"update {number} that nobody made") for number in sorted(books.handled - issued))
    if books.quarantined:
        yield "lost", f"{books.quarantined} updates quarantined"
