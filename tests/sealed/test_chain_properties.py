"""Any history seals whole, and any one field that is changed in it afterwards is found."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, func, insert, update
from sqlmodel import Session, col, select

from bot.sealed import chain
from bot.store import Store
from models import AuditEntry, AuditSeal, Member
from tests.sealed.test_chain import seal_all, tick

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
NUMBERS = st.integers(0, 2**31 - 1)
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001
ENTRIES = st.fixed_dictionaries(
    {
        "at": MOMENTS,
        "member_id": st.none() | st.integers(0, 2),
        "act": TEXTS,
        "subject": TEXTS,
        "subject_id": st.none() | NUMBERS,
        "allowed": st.booleans(),
        "screen": TEXTS,
    }
)
HISTORIES = st.lists(st.lists(ENTRIES, min_size=1, max_size=4), min_size=1, max_size=5)
CHANGES: dict[str, st.SearchStrategy[Any]] = {
    "id": st.integers(1, 2**31 - 1),
    "at": MOMENTS,
    "member_id": st.none() | st.integers(0, 2),
    "act": TEXTS,
    "subject": TEXTS,
    "subject_id": st.none() | NUMBERS,
    "allowed": st.booleans(),
    "screen": TEXTS,
}
LINK_CHANGES: dict[str, st.SearchStrategy[Any]] = {
    "number": st.integers(-(2**31), 2**31 - 1),
    "entry_id": st.integers(-(2**31), 2**31 - 1),
    "digest": st.binary(max_size=40),
    "sealed_at": MOMENTS,
}
PLAY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def people(played: Store) -> list[int]:
    """Three members."""
    with Session(played.engine) as session:
        return list(session.exec(select(Member.id).limit(3)).all())


def play(engine: Engine, people: list[int], history: list[list[dict[str, Any]]], now: datetime) -> None:
    """Only this history: each part is committed and sealed before the next."""
    with Session(engine) as session:
        session.execute(delete(AuditSeal))
        session.execute(delete(AuditEntry))
        session.commit()
    for minute, part in enumerate(history):
        rows = [{**row, "member_id": _one_of(people, row["member_id"])} for row in part]
        with Session(engine) as session:
            session.execute(insert(AuditEntry), rows)
            session.commit()
        seal_all(engine, now + timedelta(minutes=minute))


def _one_of(people: list[int], which: int | None) -> int | None:
    return None if which is None else people[which]


@given(history=HISTORIES)
@PLAY
def test_an_honest_history_is_whole(played: Store, people: list[int], now: datetime, history: Any) -> None:
    play(played.engine, people, history, now)

    verdict = chain.verify(played.engine)

    assert verdict.whole, verdict.findings
    assert (verdict.sealed, verdict.waiting) == (sum(map(len, history)), 0)


@given(history=HISTORIES, data=st.data())
@PLAY
def test_any_changed_field_of_an_entry_is_found(
    played: Store, people: list[int], now: datetime, history: Any, data: st.DataObject
) -> None:
    play(played.engine, people, history, now)
    column = data.draw(st.sampled_from(sorted(CHANGES)))
    value = data.draw(CHANGES[column])
    change(played.engine, AuditEntry, column, _one_of(people, value) if column == "member_id" else value, data)

    assert not chain.verify(played.engine).whole


@given(history=HISTORIES, data=st.data())
@PLAY
def test_any_changed_field_of_a_link_is_found(
    played: Store, people: list[int], now: datetime, history: Any, data: st.DataObject
) -> None:
    play(played.engine, people, history, now)
    column = data.draw(st.sampled_from(sorted(LINK_CHANGES)))
    change(played.engine, AuditSeal, column, data.draw(LINK_CHANGES[column]), data)

    assert not chain.verify(played.engine).whole


def change(engine: Engine, table: Any, column: str, value: Any, data: st.DataObject) -> None:
    """Set one field of some row to another value."""
    key = "id" if table is AuditEntry else "number"
    unique = {"id", "number", "entry_id"}
    with Session(engine) as session:
        rows = session.exec(select(table).order_by(getattr(table, key))).all()
        row = data.draw(st.sampled_from(rows))
        taken = [getattr(other, column) for other in rows] if column in unique else [getattr(row, column)]
        assume(value not in taken)
        session.execute(update(table).where(getattr(table, key) == getattr(row, key)).values({column: value}))
        session.commit()


@given(order=st.permutations(range(1, 13)), seals=st.sets(st.integers(0, 12)), chosen=st.data())
@PLAY
def test_in_whatever_order_entries_are_committed_each_gets_its_link_and_nothing_is_held_against_it(
    played: Store, now: datetime, order: list[int], seals: set[int], chosen: st.DataObject
) -> None:
    apart = chosen.draw(st.sampled_from([1, chain.MARGIN // 4, chain.MARGIN]))
    play(played.engine, [], [], now)
    for turn, place in enumerate(order):
        at = now + timedelta(seconds=place)
        row = {"id": place * apart, "at": at, "act": "read", "subject": "note", "allowed": True}
        with Session(played.engine) as session:
            session.execute(insert(AuditEntry), [row])
            session.commit()
        if turn in seals:
            tick(played.engine, at)

    for work in (chain.seal, chain.sweep):
        while tick(played.engine, now, work):
            assert chain.verify(played.engine).whole

    with Session(played.engine) as session:
        sealed = session.exec(select(func.count(col(AuditSeal.number)))).one()
    verdict = chain.verify(played.engine)
    assert verdict.whole, verdict.findings
    assert (sealed, verdict.sealed, verdict.waiting, verdict.late) == (12, 12, 0, ())
