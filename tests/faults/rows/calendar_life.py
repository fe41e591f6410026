"""The years as they happen in the product: every tick at its hour, every notice delivered when Telegram takes it."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import count
from pathlib import Path

from sqlalchemy import Connection
from sqlmodel import col, select
from telegram import Bot

from bot import outbox
from bot.actions import record, referrals
from bot.clock import local
from bot.delivery import Delivery
from bot.schedule import Tick, timetable, upkeep
from bot.sealed.ledger import Ledger
from bot.store import Store
from bot.telegram_api import Api
from bot.telegram_http import TelegramHttp
from bot.turn import Turn
from bot.voice import Voice
from models import (
    ActivityKind,
    Agreement,
    AuditEntry,
    Member,
    Notice,
    NoticeKind,
    Organisation,
    Referral,
    Role,
    Series,
    SeriesPurpose,
    StatusReason,
    SteeringMeeting,
)
from tests.faults.rows.calendar_clockwork import Wake
from tests.faults.rows.calendar_plan import HERE, THERE, Years
from tests.hands import HOUSE, HandClock, a_referral
from tests.properties.almanac import DAY, at, day_of
from tests.properties.reminded import Event, Happening, Told
from tests.properties.worlds import World

Said = Counter[tuple[str, str, str]]
"""How often: what, of what and to whom, and what the clock showed."""
KEPT_MONTHS = 12
HELD_ON = 3
"""The weekday of the activity that comes back."""
FRAME = """
[[organisation]]
name = "{there}"
alias = "P1"
[[agreement]]
name = "Ramavtal"
parties = ["{here}", "{there}"]
takes_referrals = true
logs_activities = true
valid_from = {begins}
valid_to = {ends}
"""
JUDGED = (
    *(NoticeKind.DIGEST, NoticeKind.RECORD_QUESTION, NoticeKind.NUDGE, NoticeKind.WAITING_LONG, NoticeKind.ESCALATION),
    *(NoticeKind.STEERING_MEETING, NoticeKind.ACTIVITY_ASKED, NoticeKind.UNDERTAKING_ENDS, NoticeKind.LOG_REVIEW),
    NoticeKind.ERASURE_AHEAD,
)
COMMIT_EVERY = 200


class Life(Happening):
    """Years that happen in a world, on a connection of their own."""

    def __init__(self, plan: Years, connection: Connection, folder: Path, store: Store) -> None:
        super().__init__(plan, World(connection))
        self.plan = plan
        self._connection = connection
        self._transaction = connection.begin()
        self._turns = count(1)
        self.ledger = Ledger(folder / "erased.log")
        dice = random.Random(1)
        self.ticks = (*timetable(dice, self.ledger), *upkeep(folder / "anchors.log"))
        self.clock = HandClock(plan.clockwork.first)
        voice = Voice(Bot("1:none"), Api(TelegramHttp(), ""), b"none")
        self.delivery = Delivery(store, voice, HOUSE, self.clock, dice, 48, 0.0)
        self.referrals: list[int] = []
        self.meetings: dict[int, int] = {}
        self.ran = 0
        self._newest = 0
        self._owed: list[Notice] = []

    def happen(self) -> Told:
        """Let it all happen; who was reminded of which agreement, and when."""
        super().happen()
        self._transaction.commit()
        with self.world.unit() as session:
            names = {row.id: row.name for row in session.exec(select(Agreement))}
        numbers = {member_id: number for number, member_id in self.ids.items()}
        return Counter(
            (names[row.about_id], str(row.due_at), numbers[row.recipient_id])
            for row in self._owed
            if row.kind is NoticeKind.AGREEMENT_REMINDER
        )

    def _events(self) -> Iterator[Event]:
        end = at(self.plan.last, 0)
        yield from (event for event in self._all_events() if event[0] < end)

    def _all_events(self) -> Iterator[Event]:
        yield self.plan.clockwork.first + timedelta(seconds=5), self._begin
        yield from super()._events()
        yield from self._wakes()
        for one in self.plan.sent:
            number = next(self._turns)
            yield one.at, partial(self._send, one.at)
            yield one.recorded, partial(self._record, number - 1, one.recorded)
            yield one.answered, partial(self._answer, number - 1, one.answered)
        for number, meeting in enumerate(self.plan.gatherings):
            yield meeting.known, partial(self._call, number)
            if meeting.off:
                yield meeting.off, partial(self._call_off, number, meeting.off)
        for moment in self.plan.reads:
            yield moment, partial(self._read, moment)
        for moment, until in self.plan.undertakings:
            yield moment, partial(self._undertake, until)

    def _wakes(self) -> Iterator[Event]:
        up, hours = self.plan.clockwork, sorted({_hour(tick) for tick in self.ticks})
        for wake in up.wakes():
            if wake.real not in up.starts:  # what `ticks` yields anyway
                yield wake.real, partial(self._look, wake, self.ticks)
        for hour in hours:
            ticks = [tick for tick in self.ticks if _hour(tick) == hour]
            for wake in up.daily(hour.hour, hour.minute, day_of(up.first), self.plan.last):
                yield wake.real, partial(self._look, wake, ticks)
        for silence in self.plan.silences:
            if up.is_up(silence.until):
                yield silence.until, partial(self._deliver, silence.until)

    def _wake(self, moment: datetime) -> None:
        """The process starts: everything is looked at once."""
        self._look(Wake(moment, moment), self.ticks)

    def _look(self, wake: Wake, ticks: Sequence[Tick]) -> None:
        for tick in ticks:
            self.world.work(tick.work, wake.shown)
            self.ran += 1
        self._remember()
        if not any(silence.since <= wake.real < silence.until for silence in self.plan.silences):
            self._deliver(wake.shown)
        if self.ran % COMMIT_EVERY < len(ticks):
            self._transaction.commit()
            self._transaction = self._connection.begin()

    def _remember(self) -> None:
        """What is owed now, before a late delivery puts it off to a morning."""
        newer = select(Notice).where(col(Notice.id) > self._newest).order_by(col(Notice.id))
        with self.world.unit() as session:
            rows = session.exec(newer).all()
        self._newest = rows[-1].id if rows else self._newest
        self._owed += [row.model_copy() for row in rows]

    def _deliver(self, moment: datetime) -> None:
        """Say what is due, as the delivery prepares it."""
        self.clock.moment = moment
        with self.world.unit() as session:
            if not outbox.unsaid(session, moment):
                return
        while claimed := self._claim(moment):
            for one in claimed:
                with self.world.unit() as session:
                    if self.delivery._prepare(session, one):
                        outbox.settle_sent(session, one.id, one.id, moment)

    def _claim(self, moment: datetime) -> list[outbox.Claimed]:
        with self.world.unit() as session:
            return outbox.claim(session, moment, 48)

    def _begin(self) -> None:
        """An agreement for referrals, an activity each week, somebody who refers."""
        begun = self.plan.clockwork.first
        self.world.load(
            FRAME.format(here=HERE, there=THERE, begins=day_of(begun), ends=self.plan.last + 800 * DAY), begun
        )
        self.referrer = self.world.join(HERE, Role.CASEWORKER, begun)
        with self.world.unit() as session:
            session.exec(select(Organisation).where(col(Organisation.name) == HERE)).one().keep_months = KEPT_MONTHS
            frame = session.exec(select(Agreement).where(col(Agreement.name) == "Ramavtal")).one()
            self.frame = frame.id
            session.add(
                Series(
                    agreement_id=frame.id,
                    purpose=SeriesPurpose.ACTIVITY,
                    kind=ActivityKind.MEETING_PLACE,
                    weekday=HELD_ON,
                    opens=15,
                    closes=18,
                    begins=day_of(begun),
                )
            )

    def _send(self, moment: datetime) -> None:
        with self.world.unit() as session:
            dice = random.Random(f"{moment} {len(self.referrals)}")
            turn = Turn(session, session.get_one(Member, self.referrer), moment, HOUSE, dice)
            self.referrals.append(a_referral(turn, "P1").id)

    def _record(self, number: int, moment: datetime) -> None:
        with self.world.turn(self.referrer, moment) as turn:
            record.confirm(turn, self.referrals[number])

    def _answer(self, number: int, moment: datetime) -> None:
        with self.world.turn(self.ids[2], moment) as turn:
            row = turn.session.get_one(Referral, self.referrals[number])
            referrals.decline(turn, row.id, row.revision, StatusReason.FULL)

    def _call(self, number: int) -> None:
        with self.world.unit() as session:
            starts = self.plan.gatherings[number].starts
            meeting = SteeringMeeting(agreement_id=self.frame, starts_at=starts, form=str(number))
            session.add(meeting)
            session.flush()
            self.meetings[number] = meeting.id

    def _call_off(self, number: int, moment: datetime) -> None:
        with self.world.unit() as session:
            meeting = session.exec(select(SteeringMeeting).where(col(SteeringMeeting.form) == str(number))).one()
            meeting.called_off_at = moment

    def _read(self, moment: datetime) -> None:
        if self.referrals:
            with self.world.unit() as session:
                session.add(
                    AuditEntry(
                        at=moment,
                        member_id=self.referrer,
                        act="see_referral",
                        subject="referral",
                        subject_id=self.referrals[-1],
                        allowed=True,
                    )
                )

    def _undertake(self, until: date) -> None:
        with self.world.unit() as session:
            session.get_one(Member, self.ids[2]).undertaking_until = until

    def others(self) -> Said:
        """What else was said; whom and of what, as the oracle calls it."""
        called = {member_id: str(number) for number, member_id in self.ids.items()} | {self.referrer: "referrer"}
        return Counter(
            (row.kind.value, f"{_about(row)} {called[row.recipient_id]}", str(row.due_at))
            for row in self._owed
            if row.kind in JUDGED
        )


def _about(row: Notice) -> str:
    """What it is about: the row, or the time that it stands for."""
    if row.kind in (NoticeKind.DIGEST, NoticeKind.ACTIVITY_ASKED, NoticeKind.UNDERTAKING_ENDS, NoticeKind.LOG_REVIEW):
        return row.occasion
    if row.kind is NoticeKind.ERASURE_AHEAD:
        return row.occasion.partition("_")[0]
    return str(row.about_id)


def _hour(tick: Tick) -> time:
    """When it comes each day; what comes more often is looked at with the rest."""
    moment = local(tick.after(datetime.fromisoformat("2022-10-03T00:00:00+02:00")))
    return time(4, 20) if moment.hour < 4 else time(moment.hour, moment.minute)
