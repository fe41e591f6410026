"""Steering groups' meetings, referrals that are open at an end, reports that are very late: each told once, by day."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import col, select

from bot.actions import endings, report_news, steering_meetings
from models import Agreement, Handover, NoticeKind, Organisation, Referral, ReferralStatus, Role, SteeringMeeting
from tests.properties.almanac import DAY, at, day_of, is_day_time, on_or_before
from tests.properties.uptime import ODD_SECOND, Uptime, gaps, missed_mornings, moments
from tests.properties.worlds import World, examples, world

LEADS = (14, 7, 1)
SWEEPS = (steering_meetings.due, endings.due, report_news.due)
FILE = """
[[organisation]]
name = "Nämnd"
kind = "municipal_board"
[[organisation]]
name = "Partner"
[[agreement]]
name = "Avtal"
parties = ["Nämnd", "Partner"]
takes_referrals = true
valid_from = {begins}
valid_to = {end}
[[report_duty]]
agreement = "Avtal"
kind = "yearly"
due_on = {due_on}
"""
Told = Counter[tuple[NoticeKind, Role, str]]
"""How often: what, whom, at what moment (UTC)."""


@dataclass(frozen=True)
class Gathering:
    """A meeting of the steering group; some are called off."""

    known: datetime
    starts: datetime
    off: datetime | None


@dataclass(frozen=True)
class Year:
    """An agreement's last year: a referral that is open until it is answered, a report that never comes, meetings."""

    uptime: Uptime
    end: date
    due_on: date
    answered: datetime | None
    gatherings: tuple[Gathering, ...]

    def days(self) -> set[date]:
        """The days that matter: when something is due, and when what was missed is made up for."""
        days = {day for one in self.gatherings for day in _leads(day_of(one.starts)).values()}
        days |= {day_of(one.known) + ahead * DAY for one in self.gatherings for ahead in range(6)}
        days |= {on_or_before(self.end - 30 * DAY)} | {self.due_on + days * DAY for days in range(30, 36)}
        return {near + ahead * DAY for near in days for ahead in (0, 1)} | set(self.uptime.days_after_gaps())


def _leads(day: date) -> dict[int, date]:
    return {lead: on_or_before(day - lead * DAY) for lead in LEADS}


@st.composite
def years(draw: st.DrawFn) -> Year:
    end = draw(st.dates(date(2016, 1, 1), date(2034, 12, 31)) | st.sampled_from((date(2024, 2, 29), date(2024, 3, 31))))
    days = st.integers(-250, 0).map(lambda ahead: end + ahead * DAY)
    held = draw(st.lists(moments(days), max_size=3, unique_by=day_of))
    gatherings = tuple(draw(_gathering(starts)) for starts in held)
    due_on = draw(days)
    due = [
        on_or_before(end - 30 * DAY),
        due_on + 30 * DAY,
        *(day for one in held for day in _leads(day_of(one)).values()),
    ]
    away = draw(st.lists(gaps(st.sampled_from(due)) | missed_mornings(st.sampled_from(due)), max_size=4))
    answered = draw(st.none() | moments(st.integers(-60, 5).map(lambda ahead: end + ahead * DAY), ODD_SECOND))
    return Year(Uptime(at(end - 400 * DAY, 9), tuple(away)), end, due_on, answered, gatherings)


@st.composite
def _gathering(draw: st.DrawFn, starts: datetime) -> Gathering:
    known = draw(moments(st.integers(2, 60).map(lambda days: day_of(starts) - days * DAY), ODD_SECOND))
    off = draw(st.none() | moments(st.integers(0, 20).map(lambda days: day_of(starts) - days * DAY), ODD_SECOND))
    return Gathering(known, starts, off if off and off > known else None)


class Watched:
    """A year that happens in a world."""

    def __init__(self, year: Year, world: World) -> None:
        self.year = year
        self.world = world
        begun = year.uptime.first
        world.load(FILE.format(begins=day_of(begun), end=year.end, due_on=year.due_on), begun)
        roles = {Role.CASEWORKER: "Nämnd", Role.MANAGER: "Nämnd", Role.KOORDINATOR: "Partner"}
        roles[Role.PARTNER_MANAGER] = "Partner"
        self.people = {world.join(name, role, begun): role for role, name in roles.items()}
        self._send(begun)

    def happen(self) -> Told:
        """Let it happen; who was told of what, and when."""
        for _, does in sorted(self._events(), key=lambda event: event[0]):
            does()
        kinds = (NoticeKind.STEERING_MEETING, NoticeKind.OPEN_AT_END, NoticeKind.REPORT_NEWS)
        return Counter((one.kind, self.people[one.recipient_id], str(one.due_at)) for one in self.world.owed(*kinds))

    def _events(self) -> Iterator[tuple[datetime, Callable[[], None]]]:
        for tick in self.year.uptime.ticks("steering_meetings", self.year.days()):
            yield tick, partial(self._wake, tick)
        for number, one in enumerate(self.year.gatherings):
            yield one.known, partial(self._call, number)
            if one.off:
                yield one.off, partial(self._call_off, number, one.off)
        if self.year.answered:
            yield self.year.answered, self._answer

    def _wake(self, moment: datetime) -> None:
        for sweep in SWEEPS:
            self.world.work(sweep, moment)

    def _send(self, begun: datetime) -> None:
        with self.world.unit() as session:
            partner = session.exec(select(Organisation).where(col(Organisation.name) == "Partner")).one()
            agreement = session.exec(select(Agreement)).one()
            referral = Referral(
                code="R-AAAAA",
                person="1",
                referrer_id=min(self.people),
                organisation_id=partner.id,
                agreement_id=agreement.id,
                draft_id=1,
                status=ReferralStatus.REQUESTED,
                handover=Handover.CALL_ME,
                sent_at=begun,
                changed_at=begun,
            )
            session.add(referral)

    def _answer(self) -> None:
        with self.world.unit() as session:
            session.exec(select(Referral)).one().status = ReferralStatus.REJECTED

    def _call(self, number: int) -> None:
        with self.world.unit() as session:
            agreement = session.exec(select(Agreement)).one()
            starts = self.year.gatherings[number].starts
            session.add(SteeringMeeting(agreement_id=agreement.id, starts_at=starts, form=str(number)))

    def _call_off(self, number: int, moment: datetime) -> None:
        with self.world.unit() as session:
            meeting = session.exec(select(SteeringMeeting).where(col(SteeringMeeting.form) == str(number))).one()
            meeting.called_off_at = moment


def expected(year: Year) -> Told:
    """What the words say must be told."""
    told = [(NoticeKind.STEERING_MEETING, moment) for one in year.gatherings for moment in _of_gathering(year, one)]
    open_at = year.uptime.first_said(at(on_or_before(year.end - 30 * DAY), 8))
    if day_of(open_at) <= year.end and not (year.answered and year.answered <= open_at):
        told.append((NoticeKind.OPEN_AT_END, open_at))
    late_at = year.uptime.first_said(at(year.due_on + 30 * DAY, 8))
    if day_of(late_at) <= year.due_on + 60 * DAY:
        told.append((NoticeKind.REPORT_NEWS, late_at))
    whom = {
        NoticeKind.STEERING_MEETING: (Role.MANAGER, Role.KOORDINATOR),
        NoticeKind.OPEN_AT_END: (Role.CASEWORKER, Role.MANAGER, Role.KOORDINATOR),
        NoticeKind.REPORT_NEWS: (Role.PARTNER_MANAGER,),
    }
    return Counter((kind, role, str(moment)) for kind, moment in told for role in whom[kind])


def _of_gathering(year: Year, one: Gathering) -> Iterator[datetime]:
    """Two weeks, a week and a day before; of several that a pause has gathered the nearest says it all."""
    due = _leads(day_of(one.starts))
    for lead, nearer in zip(LEADS, (*LEADS[1:], None), strict=True):
        said = year.uptime.first_said(max(at(due[lead], 8), one.known))
        in_time = said < one.starts and (nearer is None or day_of(said) < due[nearer])
        if in_time and not (one.off and one.off <= said):
            yield said


@examples(8)
@given(year=years())
def test_each_is_told_once_to_each_by_day_whatever_became_of_the_bot(clean: Engine, year: Year) -> None:
    with world(clean) as here:
        said = Watched(year, here).happen()
    wanted = expected(year)
    assert (said - wanted, wanted - said) == ({}, {}), "(told too much, not told)"
    assert all(is_day_time(datetime.fromisoformat(moment)) for _, _, moment in said)
