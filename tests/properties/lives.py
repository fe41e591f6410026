"""Whole lives of agreements: stories in which boards tell their meetings and extend what may be extended."""

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from bot.clock import months_later
from tests.properties.agreements import BOARDS, Pact, Story, Version, stories
from tests.properties.almanac import DAY, day_of
from tests.properties.boards import boards, told_days
from tests.properties.uptime import Uptime, missed_mornings, moments

EXTENDED_SECOND = 50
MONTHS = 12


@st.composite
def lives(draw: st.DrawFn, most: int = 3) -> Story:
    """A story with boards; some agreements are extended, and the bot is away when some steps are to be told."""
    story = draw(stories(most))
    followed = {pact.follows for pact in story.pacts}
    pacts = tuple(pact if pact.name in followed else draw(_extended(pact)) for pact in story.pacts)
    ends = [version.end for pact in pacts for version in pact.versions]
    told = tuple(draw(boards(name, ends)) for name in BOARDS)
    days = sorted({day for board in told for day in told_days(ends, board) if day > day_of(story.uptime.first)})
    away = draw(st.lists(missed_mornings(st.sampled_from(days)), max_size=3)) if days else []
    uptime = Uptime(story.uptime.first, (*story.uptime.gaps, *away))
    return replace(story, uptime=uptime, pacts=pacts, boards=told)


@st.composite
def _extended(draw: st.DrawFn, pact: Pact) -> Pact:
    """The same; if it may be, extended while it runs, after the last file about it."""
    end = pact.versions[-1].end
    months = draw(st.none() | st.just(MONTHS))
    decided = draw(moments(st.integers(0, 300).map(lambda days: end - days * DAY), EXTENDED_SECOND))
    if months is None or decided <= pact.versions[-1].at:
        return replace(pact, months=months)
    furthest = months_later(end + DAY, months) - DAY
    until = draw(st.just(furthest) | st.dates(end + DAY, furthest) | st.sampled_from(_leap_days(end, furthest)))
    kept = tuple(one for one in pact.decisions if one[0] != decided)
    return replace(
        pact, months=months, decisions=kept, versions=(*pact.versions, Version(decided, until, in_room=True))
    )


def _leap_days(after: date, last: date) -> list[date]:
    """29 February, if it lies there; else the last day."""
    days = [date(year, 2, 29) for year in (after.year, last.year) if year % 4 == 0]
    return [day for day in days if after < day <= last] or [last]
