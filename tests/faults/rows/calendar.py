"""Twenty years in Stockholm: what falls due is told once, whatever becomes of the machine and its clock.

First a populated board lives all these years, every tick at its own hour; then the suite's stories are played at full
length. What must be told is reckoned a second time, from the words and the law, by `tests/properties`.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from bot.clock import SystemClock
from bot.sealed import chain
from bot.store import Store, open_engine
from models import Client, Notice, NoticeKind, schema
from tests.faults import databases
from tests.faults.figures import Figure, Order
from tests.faults.rows import calendar_stories
from tests.faults.rows.calendar_life import Life, Said
from tests.faults.rows.calendar_oracle import erasure_of, wanted
from tests.faults.rows.calendar_plan import Years, draw
from tests.properties.almanac import at, is_day_time
from tests.properties.reminded import expected
from tests.properties.test_weekly_digests import HALF_PAST_SEVEN

FULL, SHORT = 20, 1
"""Simulated years."""
SHORT_DAYS = 40
"""So many of a single year are lived: a short form is to be short."""
SPOKEN_BY_DAY = (
    *(NoticeKind.AGREEMENT_REMINDER, NoticeKind.DIGEST, NoticeKind.NUDGE, NoticeKind.WAITING_LONG),
    *(NoticeKind.ESCALATION, NoticeKind.STEERING_MEETING, NoticeKind.ACTIVITY_ASKED, NoticeKind.UNDERTAKING_ENDS),
    *(NoticeKind.LOG_REVIEW, NoticeKind.ERASURE_AHEAD),
)
LONGEST_WAIT = timedelta(days=20)
"""Within this everything owed is said, even after ten days away over Christmas."""


@dataclass(frozen=True)
class Verdict:
    """What came of the years that were lived."""

    said: Said
    wanted: Said
    wrong_hours: int
    unsaid: int
    erased_wrongly: int
    audit_whole: bool
    ticks: int

    def kinds(self) -> list[str]:
        """All that was told or was to be."""
        return sorted({kind for kind, _, _ in (*self.said, *self.wanted)})

    def of(self, kind: str) -> tuple[int, int, int]:
        """How often it was told, missed, and told too much."""
        said, wanted = (_only(kind, counted) for counted in (self.said, self.wanted))
        return said.total(), (wanted - said).total(), (said - wanted).total()


async def play(order: Order) -> list[Figure]:
    """Live the years, then play the stories."""
    chance = random.Random(order.seed)
    plan = draw(order.times, chance, SHORT_DAYS if order.times == SHORT else None)
    engine = open_engine(order.url)
    await asyncio.to_thread(schema.migrate, engine)
    verdict = await asyncio.to_thread(live, plan, engine, order.folder)
    figures = [*_of_life(order, plan, verdict)]
    engine.dispose()
    order.tell(f"{order.times} years lived, {verdict.ticks} ticks")
    engine = await asyncio.to_thread(_another, order)
    for name in calendar_stories.PLAYS:
        tally = await asyncio.to_thread(
            partial(calendar_stories.play, name, engine, order.times, f"{order.seed} {name}")
        )
        for wrong in tally.wrong:
            order.tell(wrong)
        figures += _of_stories(order, name, tally)
        order.tell(f"{name}: {tally.stories} stories")
    engine.dispose()
    return figures


def live(plan: Years, engine: Engine, folder: Path, without: str = "") -> Verdict:
    """Live the years on a migrated database; `without` is a tick that is left out, to see that it is missed."""
    store = Store(engine, SystemClock())
    with engine.connect() as connection:
        life = Life(plan, connection, folder, store)
        life.ticks = tuple(tick for tick in life.ticks if tick.name != without)
        reminded = life.happen()
        told, due = _labelled(reminded.items()), _labelled(_due(plan))
        verdict = _judge(life, engine, told + life.others(), due + wanted(life))
    store.close()
    return verdict


def _labelled(reminded: Iterable[tuple[tuple[str, str, int], int]]) -> Said:
    return Counter({("agreement_reminder", f"{name} {who}", at_): n for (name, at_, who), n in reminded})


def _due(plan: Years) -> Iterator[tuple[tuple[str, str, int], int]]:
    """The reminders of agreements that fall due before the end."""
    end = str(at(plan.last, 0))
    return ((one, n) for one, n in expected(plan).items() if one[1] < end)


def _judge(life: Life, engine: Engine, said: Said, due: Said) -> Verdict:
    end = at(life.plan.last, 0)
    goes = [moment for one in life.plan.sent if (moment := erasure_of(life.plan, one)[1]) and moment < end]
    with Session(engine) as session:
        spoken = session.exec(select(Notice).where(col(Notice.sent_at).is_not(None))).all()
        waiting = session.exec(
            select(Notice).where(
                col(Notice.sent_at).is_(None), col(Notice.dropped_at).is_(None), col(Notice.due_at) < end - LONGEST_WAIT
            )
        ).all()
        erased = session.exec(select(col(Client.erased_at)).where(col(Client.erased_at).is_not(None))).all()
        noted = len(life.ledger.path.read_text().splitlines()) if life.ledger.path.exists() else 0
    by_day = [one.sent_at for one in spoken if one.kind in SPOKEN_BY_DAY and one.sent_at]
    wrongly = (Counter(map(str, goes)) - Counter(map(str, erased))).total() + abs(noted - len(goes))
    return Verdict(
        said=said,
        wanted=due,
        wrong_hours=sum(not is_day_time(moment, HALF_PAST_SEVEN) for moment in by_day),
        unsaid=len(waiting),
        erased_wrongly=wrongly + abs(len(erased) - len(goes)),
        audit_whole=chain.verify(engine).whole,
        ticks=life.ran,
    )


def _only(kind: str, counted: Said) -> Said:
    return Counter({one: times for one, times in counted.items() if one[0] == kind})


def _of_life(order: Order, plan: Years, verdict: Verdict) -> Iterator[Figure]:
    up = plan.clockwork
    for kind in verdict.kinds():
        told, missed, doubled = verdict.of(kind)
        yield _figure(order, f"{kind}: told", told, "counted", good=True)
        yield _figure(order, f"{kind}: missed", missed)
        yield _figure(order, f"{kind}: told too much, or at another time", doubled)
    yield _figure(order, "said outside working hours", verdict.wrong_hours)
    yield _figure(order, "owed and never said", verdict.unsaid)
    yield _figure(order, "files erased at another time, twice or never", verdict.erased_wrongly)
    yield _figure(order, "audit verifies", int(verdict.audit_whole), "1", good=verdict.audit_whole)
    for what, number in (
        ("days lived", (plan.last - up.first.date()).days),
        ("ticks", verdict.ticks),
        ("jumps of a day", plan.jumps + len(up.ahead)),
        ("times the clock was set back", len(up.set_back) + len(up.ahead)),
        ("down-times", len(up.gaps) - plan.jumps),
    ):
        yield _figure(order, what, number, "counted", good=True)


def _of_stories(order: Order, name: str, tally: calendar_stories.Tally) -> list[Figure]:
    return [
        _figure(order, f"stories, {name}: told", tally.told, "counted", good=True),
        _figure(order, f"stories, {name}: missed", tally.missed),
        _figure(order, f"stories, {name}: told too much", tally.doubled),
        _figure(order, f"stories, {name}: wrong otherwise", len(tally.wrong)),
    ]


def _figure(order: Order, what: str, value: float, must: str = "0", *, good: bool | None = None) -> Figure:
    return Figure("calendar", order.database, what, value, must, value == 0 if good is None else good)


def _another(order: Order) -> Engine:
    """An empty, migrated database for the stories."""
    url = databases.create_on(order.admin_url, "stories") if order.admin_url else f"sqlite:///{order.folder}/stories.db"
    engine = open_engine(url)
    schema.migrate(engine)
    return engine
