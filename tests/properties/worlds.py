"""Databases in which time goes by, and the people in them."""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from hypothesis import HealthCheck, settings
from sqlalchemy import Connection, Engine
from sqlmodel import Session, col, select

from bot import notices
from bot.actions.partnerships import import_partnerships, read
from bot.turn import Turn
from models import Member, Notice, NoticeKind, Organisation, Role
from tests.hands import HOUSE

TIMES = int(os.environ.get("PROPERTY_TIMES", "1"))
"""How many times as many examples as usual; for a night, PROPERTY_TIMES=100."""


def examples(usual: int) -> settings:
    """`usual` examples, or PROPERTY_TIMES as many."""
    tolerated = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=usual * TIMES, deadline=None, suppress_health_check=tolerated)


@dataclass
class World:
    """One example's database: units of work in one connection, all undone when it ends."""

    connection: Connection
    people: int = 0

    @contextmanager
    def unit(self) -> Iterator[Session]:
        """A session of its own, as every unit of work has."""
        with Session(self.connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as session:
            yield session
            session.commit()

    def work(self, due: Callable[[Session, datetime], int], now: datetime) -> None:
        """A tick: until nothing is left to do."""
        for _ in range(100):
            with self.unit() as session:
                if not due(session, now):
                    return
        raise AssertionError(f"the tick at {now} never ends")

    def load(self, text: str, now: datetime) -> None:
        """Import a file."""
        with self.unit() as session:
            outcome = import_partnerships(session, read(text.encode()), now)
            assert not outcome.problems, outcome.problems

    def join(self, organisation: str, role: Role, now: datetime) -> int:
        """Somebody becomes a member; the id."""
        self.people += 1
        with self.unit() as session:
            theirs = select(col(Organisation.id)).where(col(Organisation.name) == organisation)
            member = Member(
                telegram_id=self.people,
                name=f"Person {self.people}",
                role=role,
                organisation_id=session.exec(theirs).one(),
                joined_at=now,
            )
            session.add(member)
            session.flush()
            return member.id

    def leave(self, member_id: int, now: datetime) -> None:
        """A membership ends."""
        with self.unit() as session:
            session.get_one(Member, member_id).ended_at = now

    @contextmanager
    def turn(self, member_id: int, now: datetime) -> Iterator[Turn]:
        """A member's turn, in a unit of its own."""
        with self.unit() as session:
            yield turn_of(session, member_id, now)

    def owed(self, *kinds: NoticeKind) -> list[Notice]:
        """All notices of these kinds, in the order in which they were owed."""
        with self.unit() as session:
            return list(session.exec(select(Notice).where(col(Notice.kind).in_(kinds)).order_by(col(Notice.id))))

    def owed_after(self, notice_id: int, kind: NoticeKind) -> list[Notice]:
        """Those of a kind that are newer than that one."""
        newer = select(Notice).where(col(Notice.kind) == kind, col(Notice.id) > notice_id).order_by(col(Notice.id))
        with self.unit() as session:
            return list(session.exec(newer))

    def has_card(self, notice: Notice, now: datetime) -> bool:
        """Whether a notice that is delivered at `now` says something."""
        with self.turn(notice.recipient_id, now) as turn:
            return notices.card_for(turn, notice) is not None


def turn_of(session: Session, member_id: int, now: datetime) -> Turn:
    """A member's turn in a session that is open."""
    return Turn(session, session.get_one(Member, member_id), now, HOUSE, random.Random(member_id))


@contextmanager
def world(engine: Engine) -> Iterator[World]:
    """An empty world."""
    with engine.connect() as connection:
        transaction = connection.begin()
        try:
            yield World(connection)
        finally:
            transaction.rollback()
