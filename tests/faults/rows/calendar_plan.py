"""Years of two boards, drawn by chance: agreements, meetings, referrals, people, and what becomes of the machine."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from models import Intention
from tests.faults.rows.calendar_clockwork import BACK, Clockwork
from tests.properties.agreements import BOARDS, PARTNERS, Duty, Pact, Person, Story, Version
from tests.properties.almanac import DAY, FRIDAY, at, day_of, is_working
from tests.properties.boards import Batch, Board
from tests.properties.test_what_else_is_told_over_twenty_years import Gathering
from tests.properties.uptime import ODD_SECOND, Gap

HERE, THERE = BOARDS[0], PARTNERS[0]
"""The board and the partner of the agreement under which people are referred."""
SHORTEST, LONGEST = 1, 60 * 24 * 10
"""Minutes of a down-time."""


@dataclass(frozen=True)
class Sent:
    """A referral: when it is sent, when its code is recorded, when the partner says no."""

    at: datetime
    recorded: datetime
    answered: datetime


@dataclass(frozen=True)
class Span:
    """Telegram takes nothing from `since` until `until`."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Years(Story):
    """All that happens. `Story` holds the agreements, the boards' meetings and the people."""

    clockwork: Clockwork = field(default_factory=lambda: Clockwork(at(date(2015, 1, 1), 9), ()))
    last: date = date(2015, 1, 2)
    """Nothing is looked at any more from that day on."""
    sent: tuple[Sent, ...] = ()
    gatherings: tuple[Gathering, ...] = ()
    silences: tuple[Span, ...] = ()
    reads: tuple[datetime, ...] = ()
    undertakings: tuple[tuple[datetime, date], ...] = ()
    """When it was said until when the first koordinator's undertaking holds."""
    jumps: int = 0
    """Of the gaps: how often the clock jumped forward a day."""

    def days(self) -> set[date]:
        """None in particular: every day is lived."""
        return set()


def draw(years: int, chance: random.Random, days_lived: int | None = None) -> Years:
    """So many years from a random morning on; or, of the first of them, so many days."""
    first = date(2015, 1, 1) + chance.randrange(1500) * DAY
    last = first + (days_lived or 365 * years + years // 4) * DAY
    days = [first + ahead * DAY for ahead in range((last - first).days)]
    begun = at(first, 9)
    jumps = [Gap(moment, moment + DAY) for moment in _some(days, 2 * years, chance)]
    gaps = tuple(gap for gap in (*jumps, *_gaps(days, years, chance)) if gap.since > begun)
    up = Clockwork(begun, gaps)
    end = at(last, 0)
    moments = _some(days[:-60] or days, 12 * years, chance, by_day=True)
    sent = tuple(one for one in (_sent(moment, up, chance) for moment in moments) if one.at < end)
    held = [_gathering(moment, up, chance) for moment in _some(days[90:], 3 * years, chance)]
    pacts = tuple(_pact(number, day, up, chance) for number, day in enumerate(_ends(days, chance)))
    board = Board(HERE, 14, 21, 60, tuple(_told(year, up) for year in range(first.year, last.year + 1)))
    people = (*(Person(name, begun) for name in BOARDS + PARTNERS), *_people(days, 2 * years, up, chance))
    reads = tuple(at(day, 10, 0, ODD_SECOND) for day in days if day.day == chance.choice((3, 10, 28)))
    plan = Years(
        uptime=up,
        pacts=pacts,
        people=people,
        boards=(board,),
        last=last,
        sent=sent,
        gatherings=tuple(one for one in held if one.known < end),
        silences=tuple(
            Span(one, one + chance.randint(1, 72) * timedelta(hours=1)) for one in _some(days, years, chance)
        ),
        reads=reads,
        undertakings=tuple(_undertakings(days, up, chance)),
        jumps=len(jumps),
    )
    clockwork = Clockwork(begun, gaps, _ahead(plan, days, chance), _set_back(plan, days, chance))
    return Years(**{**plan.__dict__, "uptime": clockwork, "clockwork": clockwork})


def happenings(plan: Years) -> list[datetime]:
    """The moments of all that people do."""
    listed = [moment for one in plan.sent for moment in (one.at, one.recorded, one.answered)]
    listed += [moment for one in plan.gatherings for moment in (one.known, one.off) if moment]
    listed += [moment for one in plan.people for moment in (one.joins, one.leaves) if moment]
    listed += [batch.at for board in plan.boards for batch in board.batches]
    for pact in plan.pacts:
        listed += [version.at for version in pact.versions] + [moment for moment, _ in pact.decisions]
        listed += [moment for duty in pact.duties for moment in (duty.at, duty.received) if moment]
    return sorted([*listed, *plan.reads, *(moment for moment, _ in plan.undertakings)])


def _some(days: Sequence[date], number: int, chance: random.Random, *, by_day: bool = False) -> list[datetime]:
    hours = (8, 16) if by_day else (0, 23)
    picked = chance.sample(days, min(number, len(days)))
    return sorted(at(day, chance.randint(*hours), chance.randint(0, 59), ODD_SECOND) for day in picked)


def _gaps(days: Sequence[date], years: int, chance: random.Random) -> list[Gap]:
    """A minute to ten days at any time; over a due hour; a weekend; Christmas; a night in which the clock changes."""
    gaps = []
    for moment in _some(days, 5 * years, chance):
        lasts = chance.choice((chance.randint(SHORTEST, 120), chance.randint(SHORTEST, LONGEST)))
        gaps.append(Gap(moment, moment + lasts * timedelta(minutes=1)))
    mornings = chance.sample(days, min(3 * years, len(days)))
    gaps += [Gap(at(day, 7, 59), at(day, chance.choice((8, 8, 12, 18)), 1)) for day in mornings]
    fridays = [day for day in days if day.isoweekday() == FRIDAY and chance.random() < 0.05]
    gaps += [Gap(at(day, 17), at(day + 3 * DAY, 9)) for day in fridays]
    for day in days:
        if (day.month, day.day) == (12, 23) and chance.random() < 0.5:
            gaps.append(Gap(at(day, 16), at(day + 10 * DAY, 10)))
        if day.month in (3, 10) and day.isoweekday() == 7 and day.day >= 25 and chance.random() < 0.5:
            gaps.append(Gap(at(day, 0), at(day, chance.choice((2, 3, 4)), 30)))
    return gaps


def _sent(moment: datetime, up: Clockwork, chance: random.Random) -> Sent:
    sent = up.next_up(moment)
    recorded = up.next_up(sent + chance.choice((0, 1, 2, 5)) * DAY + timedelta(minutes=chance.randint(1, 200)))
    answered = up.next_up(recorded + chance.randint(0, 30) * DAY + timedelta(minutes=chance.randint(1, 200)))
    return Sent(sent, recorded, answered)


def _ends(days: Sequence[date], chance: random.Random) -> list[date]:
    """31 May, the last day of February, and any other day, of each year."""
    ends = [day for day in days if (day.month, day.day) == (5, 31) or ((day + DAY).day == 1 and day.month == 2)]
    return [*ends, *chance.sample(days, len(ends) // 2 + 1)]


def _pact(number: int, end: date, up: Clockwork, chance: random.Random) -> Pact:
    imported = max(
        up.first + timedelta(minutes=1 + number), at(end - chance.randint(100, 400) * DAY, 11, 0, ODD_SECOND)
    )
    decided = up.next_up(at(end - chance.randint(20, 90) * DAY, 13, 0, ODD_SECOND))
    duties = []
    if chance.random() < 0.7:
        due_on = end + chance.randint(-60, 90) * DAY
        received = up.next_up(at(due_on + chance.randint(-20, 20) * DAY, 14, 0, ODD_SECOND))
        known = imported + timedelta(minutes=1)
        duties.append(Duty("yearly", due_on, known, received if received > known else None))
    return Pact(
        name=f"Avtal {number}",
        begins=day_of(imported) - 100 * DAY if day_of(imported) < end else end,
        parties=(chance.choice(BOARDS), chance.choice(PARTNERS[1:])),
        versions=(Version(imported, end),),
        decisions=((decided, chance.choice(list(Intention))),) if decided > imported else (),
        duties=tuple(duties),
    )


def _told(year: int, up: Clockwork) -> Batch:
    """In January a file tells the meetings of the year: the third Thursday of each month."""
    days = [date(year, month, 15 + (3 - date(year, month, 15).weekday()) % 7) for month in range(1, 13)]
    return Batch(
        max(up.first + timedelta(seconds=40 + year), at(date(year, 1, 10), 10, 0, 40)),
        tuple((day, None) for day in days),
    )


def _people(days: Sequence[date], number: int, up: Clockwork, chance: random.Random) -> list[Person]:
    people = []
    for joins in _some(days, number, chance, by_day=True):
        leaves = joins + chance.randint(40, 1500) * DAY
        people.append(Person(chance.choice((HERE, HERE, THERE, PARTNERS[1])), max(joins, up.first), leaves))
    return people


def _gathering(starts: datetime, up: Clockwork, chance: random.Random) -> Gathering:
    known = max(up.first + timedelta(minutes=9), at(day_of(starts) - chance.randint(2, 60) * DAY, 9, 3, ODD_SECOND))
    off = at(day_of(starts) - chance.randint(0, 20) * DAY, 9, 7, ODD_SECOND) if chance.random() < 0.2 else None
    return Gathering(known, starts, off if off and off > known else None)


def _undertakings(days: Sequence[date], up: Clockwork, chance: random.Random) -> Iterator[tuple[datetime, date]]:
    """A year each, renewed shortly before it ends, or some weeks before."""
    moment, until = up.first + timedelta(minutes=20), days[0] + chance.randint(60, 300) * DAY
    while until < days[-1]:
        yield moment, until
        moment = up.next_up(at(until - chance.choice((1, 3, 20)) * DAY, 15, 0, ODD_SECOND))
        until += 365 * DAY
    yield moment, until


def _ahead(plan: Years, days: Sequence[date], chance: random.Random) -> tuple[datetime, ...]:
    """Twice a year the machine shows the next day for some hours; nobody does anything until that day has come."""
    busy = {day_of(moment) for moment in happenings(plan)}
    for gap in plan.uptime.gaps:
        busy |= {day_of(gap.since) + ahead * DAY for ahead in range((gap.until - gap.since).days + 2)}
    quiet = [
        day
        for day in days[2:]
        if is_working(day) and is_working(day + DAY) and not busy & {day, day + DAY, day + 2 * DAY}
    ]
    picked = chance.sample(quiet, min(len(quiet), 2 * len(days) // 365))
    return tuple(at(day, 10) for day in sorted(picked) if day + DAY not in picked and day + 2 * DAY not in picked)


def _set_back(plan: Years, days: Sequence[date], chance: random.Random) -> tuple[datetime, ...]:
    """Ten times a year, some minutes after something was said, the clock is set back behind it."""
    happened = happenings(plan)
    picked = []
    for day in sorted(chance.sample(days[2:], min(10 * len(days) // 365, len(days) - 2))):
        moment = at(day, *chance.choice(((7, 33), (8, 4), (15, 37))))
        near = any(abs(other - moment) < 3 * BACK for other in happened)
        if not near and all(plan.uptime.is_up(moment + delta * BACK) for delta in (-2, -1, 0, 1, 2)):
            picked.append(moment)
    return tuple(picked)
