"""That the row of duplicates can fail: what is doubled or missing is counted as such."""

from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from models import Notice
from tests.faults import databases
from tests.faults.rows import duplicates
from tests.faults.rows import duplicates_books as books
from tests.faults.rows.telegram_kinds import KINDS
from tests.faults.timeline import MORNING

Json = dict[str, Any]


def phone(user: int, *names: int, by_bot: bool = True) -> Json:
    """A phone to which it was said that these have joined."""
    texts = [f"Nyling {name} har gått med.\nRoll: administratör" for name in names]
    messages = [{"from": {"is_bot": by_bot}, "text": text} for text in texts]
    return {"user": {"id": user}, "messages": [*messages, {"from": {"is_bot": True}, "text": "Nyling 3 · meny"}]}


def test_each_notice_once_is_neither_doubled_nor_missing() -> None:
    counted = books.count(4, [phone(1, 1, 2), phone(2, 1, 2)], 0)
    assert (counted.extra, counted.missing) == (0, 0)


def test_a_notice_that_came_twice_is_seen() -> None:
    counted = books.count(4, [phone(1, 1, 2, 2), phone(2, 1, 2)], 0)
    assert (counted.extra, counted.missing) == (1, 0)


def test_a_notice_that_did_not_come_is_seen_also_where_another_came_twice() -> None:
    counted = books.count(4, [phone(1, 1, 1), phone(2, 1, 2)], 0)
    assert (counted.extra, counted.missing) == (1, 1)


def test_what_its_owner_wrote_is_no_notice() -> None:
    assert books.count(1, [phone(1, 1, by_bot=False)], 0).missing == 1


def test_a_notice_that_is_not_marked_as_said_is_lost_although_it_came() -> None:
    counted = books.count(1, [phone(1, 1)], 1)
    assert duplicates._lost(duplicates.Play(counted, 0, 1.0)) == 1


def test_every_notice_that_is_owed_is_of_another_pair(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'owed.db'}"
    databases.set_up(url, MORNING)
    users = books.owe(url, 120, MORNING)
    with Session(engine := databases.reader(url)) as session:
        pairs = {(row.recipient_id, row.about_id) for row in session.exec(select(Notice))}
    engine.dispose()
    assert len(pairs) == 120
    assert len(users) == books.people_for(120)


def test_the_faults_that_hide_what_was_done_are_those_that_the_telegram_row_plays_too() -> None:
    assert set(duplicates.FAULTS) <= {kind.name for kind in KINDS if kind.hides}
