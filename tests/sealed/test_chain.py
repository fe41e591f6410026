"""Sealing: each entry gets one link, in order, whoever seals and however late it was committed."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import Engine, func, insert, text
from sqlmodel import Session, col, select

from bot.sealed import chain
from bot.sealed.anchor import FIRST
from bot.store import Store
from models import AuditEntry, AuditSeal
from tests.hands import at_once


def entries(engine: Engine, count: int, now: datetime, **columns: Any) -> None:
    """Commit `count` entries, a second apart from `now`."""
    plain = {"member_id": None, "act": "read", "subject": "referral", "allowed": True, "screen": "/mina"}
    rows = [{**plain, "at": now + timedelta(seconds=n), "subject_id": n, **columns} for n in range(count)]
    with Session(engine) as session:
        session.execute(insert(AuditEntry), rows)
        session.commit()


def seal_all(engine: Engine, now: datetime) -> int:
    """Seal until nothing is left, a chunk in each transaction; how many links that made."""
    sealed = 0
    while made := tick(engine, now):
        sealed += made
    return sealed


def tick(engine: Engine, now: datetime, work: Any = chain.seal) -> int:
    """One chunk in one transaction."""
    with Session(engine) as session:
        made: int = work(session, now)
        session.commit()
    return made


def a_chain(engine: Engine, count: int, now: datetime) -> None:
    """`count` entries, all sealed."""
    entries(engine, count, now)
    seal_all(engine, now + timedelta(minutes=1))


def links(engine: Engine) -> Sequence[AuditSeal]:
    """All links by number."""
    with Session(engine) as session:
        return session.exec(select(AuditSeal).order_by(col(AuditSeal.number))).all()


def faults(engine: Engine) -> list[tuple[chain.Fault, int, int]]:
    """What is wrong: the fault, the link, the entry."""
    return [(found.fault, found.link, found.entry) for found in chain.verify(engine).findings]


def test_an_empty_database_is_whole_and_its_head_stands_before_the_first_link(engine: Engine, now: datetime) -> None:
    assert tick(engine, now) == 0

    verdict = chain.verify(engine)

    assert verdict.whole
    assert (verdict.sealed, verdict.waiting, verdict.oldest) == (0, 0, None)
    assert (verdict.head.number, verdict.head.digest) == (0, FIRST)


def test_links_are_made_by_chunks_in_the_order_of_the_entries(engine: Engine, now: datetime) -> None:
    entries(engine, chain.CHUNK + 7, now)

    assert [tick(engine, now) for _ in range(3)] == [chain.CHUNK, 7, 0]

    made = links(engine)
    assert [link.number for link in made] == list(range(1, chain.CHUNK + 8))
    assert [link.entry_id for link in made] == sorted(link.entry_id for link in made)
    assert chain.verify(engine).whole


def test_the_order_is_that_of_the_ids_wherever_the_rows_lie(engine: Engine, now: datetime) -> None:
    entries(engine, 1, now, id=3)
    entries(engine, 1, now, id=1)
    entries(engine, 1, now, id=2)

    tick(engine, now)

    assert [link.entry_id for link in links(engine)] == [1, 2, 3]


def test_a_link_is_sha_256_over_a_json_array_that_anybody_can_write(engine: Engine, now: datetime) -> None:
    at = now.replace(microsecond=5)
    entries(engine, 1, at, id=7, act='läst "allt"', subject_id=None, allowed=False)

    tick(engine, now)

    first = b'["handslag audit 1","' + FIRST.hex().encode() + b'",1,"2022-10-03T07:00:00.000000+00:00",'
    entry = rb'7,"2022-10-03T07:00:00.000005+00:00",null,"l\u00e4st \"allt\"","referral",null,false,"/mina"]'
    assert links(engine)[0].digest == sha256(first + entry).digest()


def test_every_column_of_an_entry_is_in_its_link() -> None:
    assert list(chain.COLUMNS) == list(AuditEntry.model_fields)


def test_what_waits_is_counted_with_the_moment_of_the_oldest(engine: Engine, now: datetime) -> None:
    a_chain(engine, 3, now)
    entries(engine, 2, now + timedelta(hours=1))

    verdict = chain.verify(engine)

    assert verdict.whole
    assert (verdict.sealed, verdict.waiting, verdict.oldest) == (3, 2, now + timedelta(hours=1))


def test_progress_ends_with_all_links(engine: Engine, now: datetime) -> None:
    a_chain(engine, chain.CHUNK + 1, now)
    seen: list[tuple[int, int]] = []

    chain.verify(engine, progress=lambda done, total: seen.append((done, total)))

    assert seen == [(chain.CHUNK, chain.CHUNK + 1), (chain.CHUNK + 1, chain.CHUNK + 1)]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_an_entry_committed_after_a_newer_one_was_sealed_is_sealed_next(engine: Engine, now: datetime) -> None:
    with Session(engine) as slow:
        entry = AuditEntry(at=now, act="read", subject="referral", allowed=True)
        slow.add(entry)
        slow.flush()
        late = entry.id
        entries(engine, 2, now)
        assert tick(engine, now) == 2
        slow.commit()

    assert tick(engine, now + timedelta(minutes=1)) == 1

    assert [link.entry_id for link in links(engine)] == [late + 1, late + 2, late]
    verdict = chain.verify(engine)
    assert verdict.whole
    assert not verdict.late


def test_one_committed_after_more_newer_ones_than_a_tick_looks_at_is_found_by_the_sweep(
    engine: Engine, now: datetime
) -> None:
    entries(engine, 1, now, id=chain.MARGIN + 50)
    tick(engine, now)
    for late in (1, 49, 50):
        entries(engine, 1, now, id=late)

    assert tick(engine, now) == 0
    assert tick(engine, now, chain.sweep) == 3

    assert [link.entry_id for link in links(engine)] == [chain.MARGIN + 50, 1, 49, 50]
    assert chain.verify(engine).whole


def test_a_tick_that_was_undone_leaves_no_link_and_is_done_again(engine: Engine, now: datetime) -> None:
    entries(engine, 3, now)
    with Session(engine) as session:
        assert chain.seal(session, now) == 3
        session.rollback()

    assert tick(engine, now) == 3
    assert chain.verify(engine).whole


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_while_one_process_seals_another_does_nothing(engine: Engine, now: datetime) -> None:
    entries(engine, 3, now)
    with Session(engine) as first:
        assert chain.seal(first, now) == 3
        assert tick(engine, now) == 0
        first.commit()

    entries(engine, 1, now)
    assert tick(engine, now) == 1
    assert chain.verify(engine).whole


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_sweep_waits_until_another_process_has_sealed(engine: Engine, now: datetime) -> None:
    a_chain(engine, 1, now)
    entries(engine, 1, now, id=2 * chain.MARGIN)
    with Session(engine) as first, ThreadPoolExecutor(1) as thread:
        assert chain.seal(first, now) == 1
        entries(engine, 1, now, id=2)
        swept = thread.submit(tick, engine, now, chain.sweep)
        with pytest.raises(TimeoutError):
            swept.result(timeout=0.3)
        first.commit()

        assert swept.result() == 1
    assert [link.entry_id for link in links(engine)] == [1, 2 * chain.MARGIN, 2]
    assert chain.verify(engine).whole


def test_the_sweep_leaves_new_entries_to_the_tick(engine: Engine, now: datetime) -> None:
    entries(engine, 3, now)

    assert tick(engine, now, chain.sweep) == 0
    assert tick(engine, now) == 3


def test_sealers_at_once_make_one_chain_while_entries_are_written(store: Store, now: datetime) -> None:
    def seals(session: Session) -> int:
        return chain.seal(session, now)

    def writes(session: Session) -> None:
        session.execute(insert(AuditEntry), [{"at": now, "act": "a", "subject": "b", "allowed": True}] * 300)

    for _ in range(8):
        at_once(store, seals, writes, seals, writes, seals)
    seal_all(store.engine, now)

    assert [link.number for link in links(store.engine)] == list(range(1, 4801))
    verdict = chain.verify(store.engine)
    assert verdict.whole
    assert (verdict.sealed, verdict.waiting) == (4800, 0)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_tick_reads_neither_table_whole(engine: Engine) -> None:
    compiled = chain.WAITING.compile(engine)
    with engine.connect() as connection:
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN {compiled}".replace("?", "1"))).all()

    assert len(plan) >= 2
    assert not [step for *_, step in plan if step.startswith("SCAN")]


def test_no_entry_is_linked_twice(engine: Engine, now: datetime) -> None:
    a_chain(engine, 5, now)
    for work in (chain.seal, chain.sweep):
        assert tick(engine, now, work) == 0
    with Session(engine) as session:
        assert session.exec(select(func.count()).select_from(AuditSeal)).one() == 5
