"""Row 10: a backup while others write, more life and an erasure after it, a restore; and what must not come back."""

import asyncio
import random
import threading
import time
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine, create_engine, text
from sqlmodel import Session, col, func, select

from bot import outbox, schedule
from bot.actions import erasure
from bot.backup import keys
from bot.backup.restoring import Order as Restore
from bot.backup.restoring import restore
from bot.backup.taking import Taken, take
from bot.clock import at_local
from bot.demo.cast import OLLE, YLVA
from bot.sealed.chain import seal, verify
from bot.sealed.ledger import Ledger
from bot.store import Store, open_engine
from models import Client, Event, Member, Notice, NoticeKind, Referral
from tests.faults import databases
from tests.faults.figures import Figure, Order
from tests.hands import HandClock
from tests.sealed.files import a_file, room_house

FULL, SHORT = 20, 1
ROW = "restore"
SLOWEST_SECONDS = 60.0
ASKED = frozenset({NoticeKind.TO_DO, NoticeKind.WORDS_CAME})
"""Lists of what is open, which a restore owes; and words that leave a chat, where they are not gone."""


@dataclass
class Tally:
    """What was found in all drills."""

    drills: int = 0
    broken_audits: int = 0
    readable: int = 0
    sent_again: int = 0
    lost: int = 0
    torn: int = 0
    slowest: float = 0.0
    marks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Broken:
    """What is broken on purpose, to see that it is found."""

    ledger: bool = False
    resend: bool = False
    row: bool = False
    seal: bool = False


WHOLE = Broken()


async def play(order: Order) -> list[Figure]:
    """So many drills on a database that lives on."""
    return figures(order, await asyncio.to_thread(drills, order, WHOLE))


def figures(order: Order, tally: Tally) -> list[Figure]:
    """The row's figures."""
    zero = (
        ("audits that do not verify", tally.broken_audits),
        ("erased people of whom something can be read", tally.readable),
        ("notices said again unasked", tally.sent_again),
        ("rows lost that were committed before the backup", tally.lost),
        ("referrals torn from their events", tally.torn),
    )
    found = [Figure(ROW, order.database, what, value, "0", value == 0) for what, value in zero]
    drills = Figure(ROW, order.database, "drills", tally.drills, f"{order.times}", tally.drills == order.times)
    quick = tally.slowest <= SLOWEST_SECONDS
    slowest = Figure(ROW, order.database, "slowest restore", round(tally.slowest, 2), "at most 60 s", quick, "s")
    return [drills, *found, slowest]


def drills(order: Order, broken: Broken) -> Tally:
    """What the drills came to."""
    now = at_local(date(2022, 10, 3), 9)
    databases.set_up(order.url, now)
    clock, tally = HandClock(now), Tally()
    store = Store(open_engine(order.url), clock)
    try:
        for number in range(order.times):
            Drill(order, store, clock, number, broken, tally).play()
            order.tell(f"{number + 1} of {order.times} drills")
    finally:
        store.close()
    return tally


class Drill:
    """One backup and its restore."""

    def __init__(self, order: Order, store: Store, clock: HandClock, number: int, broken: Broken, tally: Tally) -> None:
        self._order, self._store, self._clock, self._number = order, store, clock, number
        self._broken, self._tally = broken, tally
        self._dice = random.Random(f"{order.seed} {number}")
        self._house = room_house(order.folder)
        self._ledger = Ledger(order.folder / "erased.log")
        self._seeds = iter(range(number * 1_000_000 + 1, (number + 1) * 1_000_000))
        public, secret = keys.new_pair()
        self._key = order.folder / "key"
        self._key.write_text(f"{secret}\n", encoding="ascii")
        self._recipients = keys.recipients(public)

    def play(self) -> None:
        """Live, back up under load, live on, erase, restore, look."""
        before = [self._file() for _ in range(self._dice.randint(2, 5))]
        self._seal()
        taken = self._taken_under_load()
        self._clock.forward(minutes=5)
        self._file()
        self._erase(self._dice.sample(before, self._dice.randint(1, 2)))
        self._clock.forward(days=self._dice.choice([0, 1, 7]), hours=2)
        self._say_all()
        self._look(taken, before)
        taken.file.unlink()

    def _file(self) -> tuple[int, str]:
        def unit(session: Session) -> tuple[int, str]:
            who = self._dice.choice([YLVA, OLLE])
            referral = a_file(session, self._clock.now(), self._house, who, next(self._seeds))
            return referral.id, referral.person

        return self._store.run_now(unit)

    def _seal(self) -> None:
        self._store.run_now(lambda session: seal(session, self._clock.now()))

    def _taken_under_load(self) -> Taken:
        stop = threading.Event()

        def write() -> None:
            while not stop.is_set():
                self._file()

        writer = threading.Thread(target=write)
        writer.start()
        try:
            file = self._order.folder / f"{self._number}.age"
            return take(self._order.url, self._recipients, file, self._clock.now())
        finally:
            stop.set()
            writer.join()

    def _erase(self, files: list[tuple[int, str]]) -> None:
        marks = [person for _, person in files]
        now = self._clock.now()
        self._store.run_now(lambda session: erasure.erase(session, marks, now, self._ledger, self._dice))
        self._tally.marks += marks

    def _say_all(self) -> None:
        """Life goes on: what falls due is owed and said."""
        now = self._clock.now()
        fall_due(self._store, now)

        def unit(session: Session) -> None:
            due = select(Notice.id).where(*outbox.UNSAID, col(Notice.due_at) <= now)
            for message, number in enumerate(session.exec(due).all(), 1):
                outbox.settle_sent(session, number, message, now)

        self._store.run_now(unit)

    def _look(self, taken: Taken, before: list[tuple[int, str]]) -> None:
        now, erased = self._clock.now(), {} if self._broken.ledger else self._ledger.read()
        with self._fresh() as url:
            begun = time.monotonic()
            wanted = Restore(taken.file, keys.identities(self._key), url, erased, now, self._broken.resend)
            restored = restore(wanted, self._dice)
            self._tally.slowest = max(self._tally.slowest, time.monotonic() - begun)
            there = Store(open_engine(url), self._clock)
            _break(there.engine, self._broken)
            fall_due(there, now)  # as the first start does
            self._count(there, restored.contents.manifest.tables, before)
            there.close()
        self._tally.drills += 1

    def _count(self, there: Store, tables: dict[str, dict[str, int]], before: list[tuple[int, str]]) -> None:
        tally = self._tally
        tally.broken_audits += not verify(there.engine).whole
        with Session(there.engine) as session:
            tally.readable += readable(session, tally.marks)
            tally.sent_again += sent_again(session, self._clock.now())
            tally.lost += lost(session, tables, [number for number, _ in before])
            tally.torn += torn(session)

    def _fresh(self) -> "_Fresh":
        return _Fresh(self._order, f"restored_{self._number}")


class _Fresh:
    """An empty database for as long as the `with` lasts."""

    def __init__(self, order: Order, name: str) -> None:
        self._order, self._name = order, name

    def __enter__(self) -> str:
        if self._order.admin_url:
            return databases.create_on(self._order.admin_url, self._name)
        return f"sqlite:///{self._order.folder / self._name}.db"

    def __exit__(self, *_: object) -> None:
        if not self._order.admin_url:
            for path in Path(self._order.folder).glob(f"{self._name}.db*"):
                path.unlink()
            return
        engine = create_engine(self._order.admin_url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {self._name}"))
        engine.dispose()


def fall_due(store: Store, now: datetime) -> None:
    """The whole timetable at `now`, but for what only takes cards out of a chat."""
    for tick in schedule.timetable(random.Random(3), None):
        while tick.name != "cleaning" and store.run_now(lambda session, tick=tick: tick.work(session, now)):  # type: ignore[misc]
            pass


def _break(engine: Engine, broken: Broken) -> None:
    with engine.begin() as connection:
        if broken.row:
            connection.execute(text("DELETE FROM event"))
        if broken.seal:
            connection.execute(text("DELETE FROM auditseal WHERE number = 1"))


def readable(session: Session, marks: list[str]) -> int:
    """Of how many of these people a key or a word is there."""
    keyed = select(col(Client.mark)).where(col(Client.mark).in_(marks), col(Client.wrapped_key).is_not(None))
    theirs = select(col(Referral.id)).where(col(Referral.person).in_(marks), col(Referral.erased_at).is_(None))
    return len(set(session.scalars(keyed))) + len(set(session.scalars(theirs)))


def sent_again(session: Session, now: datetime) -> int:
    """How many notices would be said now that may have been said before."""
    due = (*outbox.UNSAID, col(Notice.due_at) <= now, col(Notice.kind).not_in(ASKED))
    return session.scalars(select(func.count()).select_from(Notice).where(*due)).one()


def lost(session: Session, tables: dict[str, dict[str, int]], before: list[int]) -> int:
    """How many referrals, and rows of tables in which none is ever removed, are missing."""
    there = set(session.scalars(select(col(Referral.id)).where(col(Referral.id).in_(before))))
    missing = len(set(before) - there)
    for model in (Referral, Event, Client, Member, Notice):
        found = session.scalars(select(func.count()).select_from(model)).one()
        missing += max(0, tables[str(model.__tablename__)]["rows"] - found)
    return missing


def torn(session: Session) -> int:
    """How many referrals have no event, or events no referral."""
    referrals, told = (
        set(session.scalars(select(col(Referral.id)))),
        set(session.scalars(select(col(Event.referral_id)))),
    )
    return len(referrals ^ told)
