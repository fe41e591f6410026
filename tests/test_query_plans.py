"""What is asked every morning, and with every page, is found through indexes: nothing reads a whole table."""

import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert, inspect, text
from sqlmodel import Session

from bot import clock
from bot.actions import digests, notes, record, reminders, waiting
from bot.cards import coming, digest, lists
from bot.cards import notes as note_cards
from bot.turn import House, Turn
from models import Agreement, Member, Party
from tests.bench.rows import NOW, Big, build

REFERRALS, AGREEMENTS = 100_000, 3_000
LARGE = re.compile(r"SCAN (referral|event|notice|reminder|reportduty|note|agreement|party|digest|consent|auditentry)\b")
MADE_UP = re.compile(r"AUTOMATIC")
Ask = Callable[[Session, Big], Any]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Big]:
    """100,000 referrals and 24,000 reminders."""
    folder: Path = tmp_path_factory.mktemp("plans")
    made = build(f"sqlite:///{folder}/big.db", REFERRALS)
    with Session(made.engine) as session:
        _agreements(session)
        session.commit()
    yield made
    made.engine.dispose()


@pytest.fixture(scope="module", params=["not counted", "counted"])
def big(request: pytest.FixtureRequest, built: Big) -> Big:
    """The same without SQLite's statistics, and then with them."""
    if request.param == "counted":
        with built.engine.begin() as connection:
            connection.execute(text("ANALYZE"))
        built.engine.dispose()  # a connection reads them when it opens
    assert inspect(built.engine).has_table("sqlite_stat1") is (request.param == "counted")
    return built


def _agreements(session: Session) -> None:
    board = session.get_one(Member, 1).organisation_id
    today = clock.today(NOW)
    rows: list[dict[str, Any]] = [
        {
            "id": 1000 + number,
            "name": f"IOP {number}",
            "follows": f"IOP {number - 1}" if number % 3 == 0 else None,
            "valid_from": today - timedelta(days=400),
            "valid_to": today + timedelta(days=number % 1500),
            "takes_referrals": False,
            "facts": {},
        }
        for number in range(AGREEMENTS)
    ]
    session.execute(insert(Agreement), rows)
    parties = [
        {"agreement_id": row["id"], "organisation_id": board + place % 40, "position": 0}
        for place, row in enumerate(rows)
    ]
    session.execute(insert(Party), parties)
    reminders.replan(session, [row["id"] for row in rows], NOW - timedelta(days=30))


def _turn(session: Session, member_id: int) -> Turn:
    return Turn(session, session.get_one(Member, member_id), NOW, House("a_bot"), random.Random(1))


ASKED: dict[str, Ask] = {
    "/mina": lambda session, big: lists.mine(_turn(session, big.caseworker_id), 0),
    "/inkorg": lambda session, big: lists.inbox(_turn(session, big.koordinator_id), 0),
    "/anteckning": lambda session, big: note_cards.choice(_turn(session, big.caseworker_id), 0),
    "/veckobrev": lambda session, big: digest.on_demand(_turn(session, big.manager_id)),
    "/kommande": lambda session, big: coming.coming(_turn(session, big.manager_id), 0),
    "reminders": lambda session, _: reminders.due(session, NOW),
    "nudges": lambda session, _: waiting.due(session, NOW),
    "follow-ups": lambda session, _: notes.due(session, NOW),
    "record questions": lambda session, _: record.due(session, NOW),
    "digests": lambda session, _: digests.due(session, NOW),
}


@pytest.mark.parametrize("name", ASKED)
def test_nothing_reads_a_whole_table(big: Big, name: str) -> None:
    plans = _plans(big.engine, lambda session: ASKED[name](session, big))
    assert plans
    whole = [plan for plan in plans if any(LARGE.search(line) or MADE_UP.search(line) for line in plan)]
    assert not whole, "\n".join(whole[0])


def test_a_thousand_digests_take_four_statements(big: Big) -> None:
    with Session(big.engine) as session, _watching(big.engine) as asked:
        assert digests.due(session, NOW) == digests.CHUNK
        session.rollback()
    sent = [statement for statement, *_ in asked if not statement.startswith("BEGIN")]
    assert 3 <= len(sent) <= 4


def _plans(engine: Engine, ask: Callable[[Session], object]) -> list[list[str]]:
    """The plan of every statement that `ask` sends, a list of lines each, headed by the statement."""
    with Session(engine) as session:
        with _watching(engine) as asked:
            ask(session)
        raw: Any = session.connection().connection
        plans = [
            [statement, *(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}", values))]
            for statement, values, many in asked
            if not many and not statement.startswith(("SAVEPOINT", "RELEASE"))
        ]
        session.rollback()
    return plans


@contextmanager
def _watching(engine: Engine) -> Iterator[list[tuple[str, Any, bool]]]:
    """Every statement that is sent meanwhile, with its values, and whether it was for many rows at once."""
    asked: list[tuple[str, Any, bool]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool) -> None:
        asked.append((statement, values, many))

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", hear)
