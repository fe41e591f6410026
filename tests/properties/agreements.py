"""Random boards, partners and agreements over twenty years: what is imported, decided and received, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import Any

from hypothesis import strategies as st

from models import Intention, Role
from tests.properties.almanac import DAY, at, of_end, of_report
from tests.properties.boards import Board, told_days
from tests.properties.uptime import ODD_SECOND, Uptime, gaps, missed_mornings, moments

FIRST, LAST = date(2015, 1, 1), date(2035, 12, 31)
BESIDE = 3
"""Of so many due days one has its neighbours looked at as well: a tick takes time."""
BOARDS, PARTNERS = ("Nämnd 1", "Nämnd 2"), ("Partner 1", "Partner 2", "Partner 3")


@dataclass(frozen=True)
class Version:
    """That a file said so of the agreement's last day; or that the room extended it, which the file does not know."""

    at: datetime
    end: date
    in_room: bool = False


@dataclass(frozen=True)
class Duty:
    """A report, imported at `at`; received some time, or never."""

    kind: str
    due_on: date
    at: datetime
    received: datetime | None


@dataclass(frozen=True)
class Pact:
    """An agreement's whole life. The versions are in their order; the decisions as well."""

    name: str
    begins: date
    parties: tuple[str, ...]
    versions: tuple[Version, ...]
    decisions: tuple[tuple[datetime, Intention], ...] = ()
    duties: tuple[Duty, ...] = ()
    follows: str | None = None
    months: int | None = None
    """By how many it may be extended."""

    def filed(self, moment: datetime) -> date:
        """Its last day as the file has it at `moment`."""
        return next(one.end for one in reversed(self.versions) if one.at <= moment and not one.in_room)

    def end(self, moment: datetime) -> date | None:
        """Its last day as the bot knows it at `moment`; nothing before the first import."""
        return next((version.end for version in reversed(self.versions) if version.at <= moment), None)

    def intention(self, moment: datetime) -> Intention | None:
        """What was last said of the end as it is known at `moment`; a new end makes what was said before void."""
        return next((said for at, said in reversed(self.decisions) if self.renewed(moment) <= at <= moment), None)

    @property
    def board(self) -> str:
        """The board that it names first."""
        return next(party for party in self.parties if party in BOARDS)

    def renewed(self, moment: datetime) -> datetime:
        """When the end that is known at `moment` became known."""
        known = [version for version in self.versions if version.at <= moment]
        same = list(takewhile(lambda version: version.end == known[-1].end, reversed(known)))
        return same[-1].at

    def file(self, end: date, duty: Duty | None = None) -> str:
        """A partnerships file with this agreement alone."""
        listed = ", ".join(f'"{party}"' for party in self.parties)
        lines = ["[[agreement]]", f'name = "{self.name}"', f"parties = [{listed}]"]
        lines += [f"valid_from = {self.begins}", f"valid_to = {end}"]
        lines += [f'follows = "{self.follows}"'] if self.follows else []
        lines += [f"extension_permitted_months = {self.months}"] if self.months else []
        if duty:
            lines += ["[[report_duty]]", f'agreement = "{self.name}"', f'kind = "{duty.kind}"']
            lines += [f"due_on = {duty.due_on}"]
        return "\n".join(lines)


ORGANISATIONS = "\n".join(
    [f'[[organisation]]\nname = "{name}"\nkind = "municipal_board"' for name in BOARDS]
    + [f'[[organisation]]\nname = "{name}"' for name in PARTNERS]
)


@dataclass(frozen=True)
class Person:
    """A manager or koordinator, from `joins` until `leaves` (or for ever)."""

    organisation: str
    joins: datetime
    leaves: datetime | None = None

    @property
    def role(self) -> Role:
        """What they are there."""
        return Role.MANAGER if self.organisation in BOARDS else Role.KOORDINATOR

    def is_there(self, moment: datetime) -> bool:
        """Whether they are a member at `moment`."""
        return self.joins <= moment and (self.leaves is None or moment < self.leaves)


@dataclass(frozen=True)
class Story:
    """All that happens in an example."""

    uptime: Uptime
    pacts: tuple[Pact, ...]
    people: tuple[Person, ...]
    boards: tuple[Board, ...] = ()

    def days(self) -> set[date]:
        """The days that matter: around everything that falls due, and after everything that was missed."""
        ends = (of_end(version.end) for pact in self.pacts for version in pact.versions)
        reports = (of_report(duty.due_on) for pact in self.pacts for duty in pact.duties)
        due = {occasion.day for occasions in (*ends, *reports) for occasion in occasions}
        for pact in self.pacts:
            known = [board for board in self.boards if board.name == pact.board]
            due |= {day for board in known for day in told_days((one.end for one in pact.versions), board)}
        beside = {day + ahead * DAY for day in due if day.day % BESIDE == 0 for ahead in (-1, 1)}
        return due | beside | set(self.uptime.days_after_gaps())


def _special_days() -> list[date]:
    years = range(FIRST.year + 1, LAST.year)
    days = [date(year, month, 31) for year in years for month in (1, 3, 5, 7, 8, 10, 12)]
    days += [date(year, 6, day) for year in years for day in range(18, 29)]
    days += [date(year, 12, day) for year in years for day in range(20, 31)]
    days += [date(year, 1, day) for year in years for day in range(1, 9)]
    return [*days, *[date(year, 2, 29) for year in years if year % 4 == 0] * 5]


ENDS = st.one_of(st.dates(date(2016, 1, 1), date(2034, 12, 31)), st.sampled_from(_special_days()))
PARTIES = st.tuples(
    st.lists(st.sampled_from(BOARDS), min_size=1, unique=True),
    st.lists(st.sampled_from(PARTNERS), min_size=1, unique=True),
).map(lambda parties: (*parties[0], *parties[1]))
INTENTIONS = st.sampled_from(Intention)


def _near(day: date, back: int, on: int) -> st.SearchStrategy[datetime]:
    """A moment from `back` days before `day` to `on` days after it."""
    days = st.integers(-back, on).map(lambda ahead: day + ahead * DAY)
    return moments(days, ODD_SECOND)


@st.composite
def _pact(draw: st.DrawFn, name: str, uptime: Uptime) -> Pact:
    end = draw(ENDS)
    imported = draw(st.one_of(_near(end, 400, 10), _near(end, 1000, -200)))
    versions = [Version(imported, end)]
    if draw(st.integers(0, 3)) == 0:
        changed = draw(_near(end, 200, 5))
        if changed > imported:
            versions.append(Version(changed, draw(ENDS | st.just(end + 365 * DAY))))
    said = st.tuples(_near(end, 250, 3).map(uptime.next_up), INTENTIONS)
    decisions = [one for one in draw(st.lists(said, max_size=3)) if one[0] > imported]
    days = st.integers(-300, 400).map(lambda ahead: end + ahead * DAY)
    duties = draw(st.lists(days, max_size=2, unique=True).flatmap(lambda due: _duties(due, imported, uptime)))
    return Pact(
        name=name,
        begins=min(end, *(version.end for version in versions)) - draw(st.integers(0, 1000)) * DAY,
        parties=draw(PARTIES),
        versions=tuple(versions),
        decisions=tuple(sorted(decisions)),
        duties=duties,
    )


def _duties(due: Sequence[date], imported: datetime, uptime: Uptime) -> st.SearchStrategy[tuple[Duty, ...]]:
    return st.tuples(*(_duty(day, imported, uptime) for day in due))


@st.composite
def _duty(draw: st.DrawFn, due_on: date, imported: datetime, uptime: Uptime) -> Duty:
    at = max(imported + timedelta(minutes=1), draw(st.just(imported) | _near(due_on, 100, 20)))
    received = draw(st.none() | _near(due_on, 60, 20))
    after = uptime.next_up(received) if received and received > at else None
    return Duty(draw(st.sampled_from(("interim", "yearly", "final"))), due_on, at, after if after != at else None)


@st.composite
def _follower(draw: st.DrawFn, before: Pact) -> Pact:
    """An agreement after another: with a gap or without."""
    end = before.versions[-1].end
    furthest = max(version.end for version in before.versions)  # no file lets it begin while the other runs
    begins = furthest + draw(st.integers(1, 5)) * DAY
    last = begins + draw(st.integers(0, 500)) * DAY
    earliest = before.versions[0].at + timedelta(minutes=1)
    imported = max(earliest, draw(_near(end, 250, 10)))
    return Pact(f"{before.name} igen", begins, before.parties, (Version(imported, last),), follows=before.name)


@st.composite
def _person(draw: st.DrawFn) -> Person:
    joins = draw(moments(st.dates(FIRST, LAST), ODD_SECOND))
    leaves = draw(st.none() | moments(st.dates(FIRST, LAST), ODD_SECOND))
    return Person(draw(st.sampled_from(BOARDS + PARTNERS)), joins, leaves if leaves and leaves > joins else None)


def _about(ends: Sequence[date]) -> st.SearchStrategy[date]:
    """Days on which something falls due, or near them."""
    return st.builds(lambda day, ahead: day + ahead * DAY, _due(ends), st.integers(-10, 2))


def _due(ends: Sequence[date]) -> st.SearchStrategy[date]:
    return st.sampled_from(sorted({occasion.day for end in ends for occasion in of_end(end)}))


@st.composite
def stories(draw: st.DrawFn, most: int = 15) -> Story:
    """Up to `most` agreements, their followers, the people and the bot's gaps."""
    begun = at(FIRST, 9)
    some_ends = draw(st.lists(ENDS, min_size=1, max_size=4))
    away = draw(st.lists(gaps(_about(some_ends)) | missed_mornings(_due(some_ends)), max_size=6))
    uptime = Uptime(begun, tuple(gap for gap in away if gap.since > begun))
    count = draw(st.one_of(*[st.integers(1, 2)] * 3, st.integers(1, 4), st.integers(1, most)))
    pacts = [draw(_pact(f"Avtal {number}", uptime)) for number in range(count)]
    for number, end in enumerate(some_ends[:count]):  # their occasions fall into the gaps
        if len(pacts[number].versions) == 1 and end >= pacts[number].begins:
            pacts[number] = _ending(pacts[number], end)
    followers = [draw(_follower(pact)) for pact in pacts if draw(st.integers(0, 2)) == 0]
    everybody = [Person(name, begun) for name in BOARDS + PARTNERS]
    return Story(uptime, (*pacts, *followers), (*everybody, *draw(st.lists(_person(), max_size=4))))


def _ending(pact: Pact, end: date) -> Pact:
    """The same, ending on `end`, and imported long before."""
    imported = min(pact.versions[0].at, at(end - 400 * DAY, 12, 0, ODD_SECOND))
    fields: dict[str, Any] = {**pact.__dict__, "versions": (Version(imported, end),)}
    return Pact(**fields)
