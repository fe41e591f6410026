"""The managers' digests: one a week while the bot is up, and what is said joins without a gap or an overlap."""

import heapq
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import count, pairwise

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from bot import outbox
from bot.actions import digests
from models import Digest, Event, Happening, Member, NoticeKind, Referral, Role
from tests.hands import a_referral
from tests.properties.almanac import DAY, at, day_of, is_day_time, on_or_after
from tests.properties.uptime import ODD_SECOND, Gap, Uptime, gaps, missed_mornings, moments
from tests.properties.worlds import World, examples, world

HALF_PAST_SEVEN = time(7, 30)
WEEK = 7 * DAY
DELAYS = st.none() | st.integers(1, 600) | st.integers(1, 60 * 24 * 16)
"""Minutes until Telegram takes a notice; nothing: it never does."""
Weekly = tuple[int, date, datetime]
"""The number of the manager, the week's Monday and the moment."""


@dataclass(frozen=True)
class Season:
    """Some weeks of managers who join, a bot that is away, notices that are not taken, and things that happen."""

    first: date
    weeks: int
    uptime: Uptime
    joins: tuple[datetime, ...]
    delays: tuple[int | None, ...]
    happened: tuple[datetime, ...]

    @property
    def end(self) -> date:
        """A Monday on which nobody looks any more."""
        return self.first + self.weeks * WEEK


@st.composite
def seasons(draw: st.DrawFn) -> Season:
    begins = st.dates(date(2015, 1, 12), date(2034, 12, 1)) | st.sampled_from(
        [date(2019, 12, 9), date(2024, 12, 16), date(2024, 3, 18), date(2025, 6, 9), date(2024, 2, 19)]
    )
    some_day = draw(begins)
    first = some_day - some_day.weekday() * DAY
    weeks = draw(st.integers(2, 10))
    days = st.integers(0, weeks * 7 - 1).map(lambda ahead: first + ahead * DAY)
    started = at(first - 3 * DAY, 9)
    joins = draw(st.lists(moments(days, ODD_SECOND) | st.just(started + DAY), min_size=1, max_size=4))
    mondays = st.integers(0, weeks - 1).map(lambda ahead: on_or_after(first + ahead * WEEK))
    away = draw(st.lists(gaps(days) | missed_mornings(mondays), max_size=4))
    delays = draw(st.lists(DELAYS, min_size=1, max_size=12))
    happened = draw(st.lists(moments(days, 1), max_size=12))
    return Season(first, weeks, Uptime(started, tuple(away)), tuple(joins), tuple(delays), tuple(happened))


def _completed(referral: Referral, who: Member, moment: datetime) -> Event:
    return Event(
        referral_id=referral.id,
        at=moment,
        member_id=who.id,
        organisation_id=who.organisation_id,
        unit="",
        happening=Happening.COMPLETED,
        detail={},
    )


class Weeks:
    """A season that happens in a world."""

    def __init__(self, season: Season, world: World) -> None:
        self.season = season
        self.world = world
        self.sent: list[tuple[int, datetime]] = []
        """The digests that Telegram took, and when, in that order."""
        self._queue: list[tuple[datetime, int, Callable[[], object]]] = []
        self._order = count()
        self._delays = 0
        self._seen = 0
        self.managers: dict[int, int] = {}
        """The numbers of the managers, by their ids."""

    def happen(self) -> None:
        """Let it all happen."""
        self._settle_in()
        last = (self.season.end - self.season.first).days
        days = [self.season.first + ahead * DAY for ahead in range(last)]
        end = at(self.season.end, 0)
        for moment in self.season.uptime.ticks("digests", days):
            if moment < end:
                self._at(moment, partial(self._wake, moment))
        for number, joins in enumerate(self.season.joins):
            self._at(joins, partial(self._join, number, joins))
        while self._queue:
            heapq.heappop(self._queue)[2]()

    def _settle_in(self) -> None:
        started = self.season.uptime.first
        self.world.load(
            '[[organisation]]\nname = "Nämnd"\nkind = "municipal_board"\n'
            '[[organisation]]\nname = "Partner"\nalias = "P1"\n'
            '[[agreement]]\nname = "Avtal"\nparties = ["Nämnd", "Partner"]\ntakes_referrals = true\n'
            f"valid_from = {self.season.first - WEEK}\nvalid_to = {self.season.end}\n",
            started,
        )
        referrer = self.world.join("Nämnd", Role.CASEWORKER, started)
        self.world.join("Partner", Role.KOORDINATOR, started)
        with self.world.turn(referrer, started) as turn:
            referral = a_referral(turn, "P1")
            turn.session.add_all(_completed(referral, turn.who, moment) for moment in self.season.happened)

    def _at(self, moment: datetime, does: Callable[[], object]) -> None:
        heapq.heappush(self._queue, (moment, next(self._order), does))

    def _join(self, number: int, moment: datetime) -> None:
        self.managers[self.world.join("Nämnd", Role.MANAGER, moment)] = number

    def _wake(self, moment: datetime) -> None:
        self.world.work(digests.due, moment)
        if not is_day_time(moment, HALF_PAST_SEVEN):
            return
        for notice in self.world.owed_after(self._seen, NoticeKind.DIGEST):
            self._seen = notice.id
            delay = self.season.delays[self._delays % len(self.season.delays)]
            self._delays += 1
            if delay is not None:
                taken = self._by_day(moment + timedelta(minutes=delay, seconds=ODD_SECOND))
                self._at(taken, partial(self._deliver, notice.id, taken))

    def _by_day(self, moment: datetime) -> datetime:
        if self.season.uptime.is_up(moment) and is_day_time(moment, HALF_PAST_SEVEN):
            return moment
        return self.season.uptime.first_said(moment, HALF_PAST_SEVEN) + timedelta(seconds=ODD_SECOND)

    def _deliver(self, notice_id: int, moment: datetime) -> None:
        notice = next(one for one in self.world.owed(NoticeKind.DIGEST) if one.id == notice_id)
        says_something = self.world.has_card(notice, moment)
        with self.world.unit() as session:
            if says_something:
                outbox.settle_sent(session, notice_id, 1, moment)
                self.sent.append((notice.about_id, moment))
            else:
                outbox.settle_dropped(session, notice_id, "newer", moment)

    def rows(self) -> list[Digest]:
        """All digests, in the order in which they were made."""
        with self.world.unit() as session:
            return _all(session)


def _all(session: Session) -> list[Digest]:
    return list(session.exec(select(Digest).order_by(col(Digest.id))))


def owed(season: Season) -> Counter[Weekly]:
    """What the issue says: for every week one, as soon as the bot is up by day from the first working day at 07:30."""
    wanted: Counter[Weekly] = Counter()
    for week in (season.first + number * WEEK for number in range(season.weeks)):
        begins = at(on_or_after(week), 7, 30)
        said = season.uptime.first_said(begins, HALF_PAST_SEVEN)
        if said < at(week + WEEK, 0):
            wanted.update((number, week, said) for number, joins in enumerate(season.joins) if joins < begins)
    return wanted


@examples(12)
@given(season=seasons())
def test_every_manager_is_owed_one_digest_a_week_and_those_that_are_said_join(clean: Engine, season: Season) -> None:
    with world(clean) as here:
        weeks = Weeks(season, here)
        weeks.happen()
        rows = weeks.rows()
        notices = here.owed(NoticeKind.DIGEST)
    made = Counter((weeks.managers[row.member_id], row.week, row.until) for row in rows)
    assert made == owed(season)
    assert sorted((row.about_id, row.recipient_id) for row in notices) == [(row.id, row.member_id) for row in rows]
    for member in weeks.managers:
        check_windows(season, [row for row in rows if row.member_id == member], dict(weeks.sent))


def check_windows(season: Season, rows: list[Digest], sent: dict[int, datetime]) -> None:
    """One manager's digests: each begins where the last one that was said by then ends; each happening is told once."""
    for row in rows:
        said = [other.until for other in rows if other.id in sent and sent[other.id] < row.until]
        assert row.since == max(said, default=at(row.week - WEEK, 0))
    told = [row for row in rows if row.id in sent]
    assert [sent[row.id] for row in told] == sorted(sent[row.id] for row in told), "an older one after a newer one"
    assert all(after.since == before.until for before, after in pairwise(told))
    if told:
        within = [moment for moment in season.happened if told[0].since <= moment < told[-1].until]
        assert sum(row.figures["lately"]["completed"] for row in told) == len(within)


def test_after_weeks_without_the_bot_the_next_digest_covers_them(clean: Engine) -> None:
    monday = date(2024, 12, 16)

    away = Gap(at(date(2024, 12, 23), 7), at(date(2025, 1, 2), 11))
    started = at(monday - 3 * DAY, 9)
    season = Season(monday, 4, Uptime(started, (away,)), (started + DAY,), (1,), ())
    with world(clean) as here:
        weeks = Weeks(season, here)
        weeks.happen()
        spans = [(row.week, row.since, row.until) for row in weeks.rows()]
    first, second, third = at(monday, 7, 30), at(date(2025, 1, 2), 11), at(date(2025, 1, 7), 7, 30)
    assert spans == [
        (monday, at(monday - WEEK, 0), first),
        (date(2024, 12, 30), first, second),
        (date(2025, 1, 6), second, third),  # Monday is Epiphany
    ]
    assert day_of(third).isoweekday() == 2
