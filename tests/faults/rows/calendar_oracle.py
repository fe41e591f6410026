"""What the words say must be told in those years, reckoned from the plan alone."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from itertools import pairwise

from bot.clock import months_later
from tests.faults.rows.calendar_life import HELD_ON, KEPT_MONTHS, Life, Said
from tests.faults.rows.calendar_plan import HERE, THERE, Sent, Years
from tests.properties.agreements import BOARDS, Person
from tests.properties.almanac import DAY, at, day_of, is_free, on_or_after, on_or_before, step_day
from tests.properties.test_what_else_is_told_over_twenty_years import Year, _of_gathering

WEEK = 7 * DAY
WORKING_WEEK = frozenset(range(1, 6))
AFTERNOON, MORNING, EARLY = time(15, 30), time(8), time(7, 30)
KOORDINATOR = 2
"""The number of the koordinator whose undertaking ends, and who answers."""
Told = tuple[str, str, datetime]


def wanted(life: Life) -> Said:
    """What must be told, once each: what, of what and to whom, and when."""
    end = at(life.plan.last, 0)
    parts = (_digests, _questions, _steps, _meetings, _activities, _undertakings, _reviews, _files)
    told = [one for part in parts for one in part(life)]
    return Counter((kind, about, str(moment)) for kind, about, moment in told if moment < end)


def _people(plan: Years, *organisations: str) -> Iterator[tuple[int, Person]]:
    return ((number, one) for number, one in enumerate(plan.people) if one.organisation in organisations)


def _digests(life: Life) -> Iterator[Told]:
    """Each manager one a week, from Monday or the first working day on, while it is that week."""
    plan = life.plan
    for week in _weeks(plan):
        begins = at(on_or_after(week), 7, 30)
        said = plan.clockwork.first_said(begins, EARLY)
        if said < at(week + WEEK, 0):
            for number, person in _people(plan, *BOARDS):
                if person.joins < begins and person.is_there(said):
                    yield "digest", f"{week} {number}", said


def _weeks(plan: Years) -> Iterator[date]:
    first = day_of(plan.clockwork.first)
    week = first - first.weekday() * DAY
    while week < plan.last:
        yield week
        week += WEEK


def _questions(life: Life) -> Iterator[Told]:
    """The referrer, of each day on which the code is not recorded yet, at half past three; a date asks once."""
    up = life.plan.clockwork
    wakes = sorted([*up.wakes(), *up.daily(15, 30, day_of(up.first), life.plan.last)], key=lambda wake: wake.real)
    for number, one in enumerate(life.plan.sent):
        latest = day_of(one.at) - DAY
        for wake in wakes:
            if not one.at <= wake.real < one.recorded:
                continue
            here = day_of(wake.shown)
            over = here if wake.shown >= at(here, 15, 30) else here - DAY
            if over > latest:
                latest = here
                yield "record_question", f"{life.referrals[number]} referrer", wake.shown


def _steps(life: Life) -> Iterator[Told]:
    """Those who have not answered, the referrer, and at last the managers."""
    up = life.plan.clockwork
    for number, one in enumerate(life.plan.sent):
        for step, kind in enumerate(("nudge", "waiting_long", "escalation")):
            due = max(at(step_day(WORKING_WEEK, day_of(one.at), step), 8), one.at)
            said = up.first_said(due)
            if said < one.answered:
                for who in _concerned(life.plan, kind, said):
                    yield kind, f"{life.referrals[number]} {who}", said


def _concerned(plan: Years, kind: str, said: datetime) -> list[str]:
    if kind == "waiting_long":
        return ["referrer"]
    theirs = [str(number) for number, one in _people(plan, THERE) if one.is_there(said)]
    ours = [str(number) for number, one in _people(plan, HERE) if one.is_there(said)]
    return theirs if kind == "nudge" else [*ours, *theirs]  # the partner has no manager of its own


def _meetings(life: Life) -> Iterator[Told]:
    """Two weeks, a week and a day before; who joins the group meanwhile is told then."""
    plan = life.plan
    year = Year(plan.clockwork, plan.last, plan.last, None, ())
    for place, one in enumerate(plan.gatherings):
        for number, person in _people(plan, HERE, THERE):
            for said in _of_gathering(year, replace(one, known=max(one.known, person.joins))):
                if person.is_there(said):
                    yield "steering_meeting", f"{life.meetings[place]} {number}", said


def _activities(life: Life) -> Iterator[Told]:
    """Each week, on the working day after it was held, while the next has not been held."""
    plan, up = life.plan, life.plan.clockwork
    begun = day_of(up.first)
    first = begun + (HELD_ON - begun.isoweekday()) % 7 * DAY
    held = [first + ahead * WEEK for ahead in range((plan.last - first).days // 7 + 3)]
    held = [day for day in held if not is_free(day)]
    for day, following in pairwise(held):
        for number, person in _people(plan, THERE):
            said = up.first_said(max(at(on_or_after(day + DAY), 8), person.joins))
            if day_of(said) < on_or_after(following + DAY) and day_of(said) - day <= 14 * DAY and person.is_there(said):
                yield "activity_asked", f"{day} {number}", said


def _undertakings(life: Life) -> Iterator[Told]:
    """A month and a week before it ends: the koordinator, and the managers of the board."""
    plan, up = life.plan, life.plan.clockwork
    ends = [moment for moment, _ in plan.undertakings[1:]] + [None]
    for (known, until), renewed in zip(plan.undertakings, ends, strict=True):
        near = {lead: on_or_before(until - lead * DAY) for lead in (30, 7)}
        for lead, latest in ((30, near[7] - DAY), (7, until)):
            for number, person in [*_people(plan, HERE), (KOORDINATOR, plan.people[KOORDINATOR])]:
                said = up.first_said(max(at(near[lead], 8), known, person.joins))
                in_time = day_of(said) <= latest and (renewed is None or said < renewed)
                if in_time and person.is_there(said):
                    yield "undertaking_ends", f"{until}:{lead} {number}", said


def _reviews(life: Life) -> Iterator[Told]:
    """Each month, on its first working day or as soon as may be, of what was read in the month before."""
    plan = life.plan
    read = {
        (day_of(moment).year, day_of(moment).month) for moment in plan.reads if plan.sent and moment > plan.sent[0].at
    }
    for year, month in sorted(read):
        first = months_later(date(year, month, 1), 1)
        said = plan.clockwork.first_said(at(on_or_after(first), 8))
        if day_of(said) < months_later(first, 1):
            for number, person in _people(plan, HERE):
                if person.is_there(said):
                    yield "log_review", f"{date(year, month, 1)} {number}", said


def _files(life: Life) -> Iterator[Told]:
    """A year after the last that happened the file goes; a month before, or later if need be, that is told."""
    for announced in {erasure_of(life.plan, one)[0] for one in life.plan.sent}:
        if announced:
            yield "erasure_ahead", f"{months_later(day_of(announced), 1)} referrer", announced


def erasure_of(plan: Years, one: Sent) -> tuple[datetime | None, datetime | None]:
    """When it is told that a file goes, and when it goes; nothing where that is after the end."""
    up, kept = plan.clockwork, months_later(day_of(one.answered), KEPT_MONTHS)
    wakes = sorted([*up.wakes(), *up.daily(8, 0, day_of(up.first), plan.last)], key=lambda wake: wake.real)
    coming = iter([wake for wake in wakes if wake.real > one.answered])
    announced = next((wake.shown for wake in coming if months_later(day_of(wake.shown), 1) >= kept), None)
    if announced is None:
        return None, None
    goes = months_later(day_of(announced), 1)
    return announced, next((wake.shown for wake in coming if day_of(wake.shown) >= goes), None)
