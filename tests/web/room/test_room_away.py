"""The database is away: a plain page that says so, and hands back what was written."""

import contextlib
import sqlite3
from collections.abc import Iterator

from bot.store import Store
from models import Note
from tests.web.room.visiting import ON_SQLITE, OpenRoom, Visitor
from tests.works import rows

pytestmark = ON_SQLITE
WORDS = "Kom i tid, med <b>hunden</b> & en vän"


@contextlib.contextmanager
def locked(store: Store) -> Iterator[None]:
    """Another program has the file for itself, and we wait for 50 ms."""
    with contextlib.closing(store.engine.raw_connection()) as ours:
        ours.cursor().execute("PRAGMA busy_timeout=50")
    other = sqlite3.connect(str(store.engine.url.database), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


async def test_a_form_that_was_sent_meanwhile_comes_back_whole_and_can_be_sent_again(
    ylva: Visitor, room: OpenRoom
) -> None:
    note = f"r/{room.refers()}/note"
    await ylva.get(note)
    form = ylva.page.form(note)
    with locked(room.store):
        await ylva.send(form.action, {**form.fields, "words": WORDS})
        assert (ylva.status, ylva.headers["retry-after"]) == (503, "5")
        assert "Det du skrev finns kvar" in ylva.text
        assert "default-src 'none'" in ylva.headers["content-security-policy"]
        assert ylva.headers["cache-control"] == "no-store"
        [again] = [one for one in ylva.page.forms if "words" in one.fields]
    assert again.fields["words"] == WORDS
    await ylva.submit(again)
    assert ylva.status == 200
    assert len(rows(room.store, Note)) == 1


async def test_a_page_that_cannot_be_read_can_be_asked_for_again(ylva: Visitor, room: OpenRoom) -> None:
    with locked(room.store):
        await ylva.get("day?from=here")
        assert ylva.status == 503
        assert "Försök igen" in ylva.text
        assert [link for link in ylva.page.links if link.endswith("/day?from=here")]
    await ylva.get("day?from=here")
    assert ylva.status == 200


async def test_a_script_that_keeps_drafts_is_told_by_the_status_alone(ylva: Visitor, room: OpenRoom) -> None:
    note = f"r/{room.refers()}/note"
    await ylva.get(note)
    form = ylva.page.form(note)
    with locked(room.store):
        await ylva.send(form.draft, {**form.fields, "words": WORDS}, Sec_Fetch_Mode="cors")
        assert (ylva.status, ylva.answer.content) == (503, b"")
