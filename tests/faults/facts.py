"""What a scene needs besides the cast: reports that are due, a second manager; and whether it had its digests."""

import random
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from bot import clock
from bot.actions import agreements
from bot.demo.cast import BOARD, MAJ, Player
from bot.store import Store
from bot.turn import Turn
from models import Agreement, Digest, Member, ReportKind, Role
from tests.faults import databases, hiring
from tests.hands import HOUSE, HandClock, member

DUTIES = 14
EVERY = timedelta(days=11)
LATE_ON = date(2022, 10, 4)
SECOND = Player(7001, "Chef Påhittad", Role.MANAGER, BOARD)


def add(url: str, now: datetime) -> None:
    """Let reports be due under the agreement that takes referrals, and a second manager get digests."""
    store = Store(databases.writer(url), HandClock(now))
    store.run_now(lambda session: _add(session, now))
    store.close()


def _add(session: Session, now: datetime) -> None:
    turn = Turn(session, member(session, MAJ), now, HOUSE, random.Random(1))
    agreement_ids = {row.name: row.id for row in session.scalars(select(Agreement))}
    for number in range(1, DUTIES + 1):
        due_on = clock.today(now) + number * EVERY
        agreements.add_duty(turn, agreement_ids["Street Minds"], ReportKind.INTERIM, due_on)
    agreements.add_duty(turn, agreement_ids["Drömstort"], ReportKind.INTERIM, LATE_ON)  # nobody hands it in
    hiring.hire(session, SECOND, now)


def weeks(first: date, last: date) -> list[date]:
    """The Mondays of the weeks after that of `first`, up to that of `last`."""
    monday = first - timedelta(days=first.weekday())
    count = (last - monday).days // 7
    return [monday + timedelta(weeks=number) for number in range(1, count + 1)]


def have_digests(url: str, now: datetime) -> bool:
    """Whether every manager who has been there since its beginning is owed this week's digest."""
    week = clock.today(now) - timedelta(days=clock.today(now).weekday())
    managers = (
        select(func.count())
        .select_from(Member)
        .where(col(Member.role) == Role.MANAGER, col(Member.joined_at) < clock.at_local(week, 0))
    )
    digests = select(func.count()).select_from(Digest).where(col(Digest.week) == week)
    with Session(engine := databases.reader(url)) as session:
        enough = session.scalars(digests).one() >= session.scalars(managers).one()
    engine.dispose()
    return enough
