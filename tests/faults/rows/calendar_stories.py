"""The suite's properties of twenty years, at their full length and on either database."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from tests.properties import reminded
from tests.properties import test_waiting_for_an_answer as waits
from tests.properties import test_weekly_digests as digests
from tests.properties import test_what_else_is_told_over_twenty_years as what_else
from tests.properties.agreements import stories
from tests.properties.lives import lives
from tests.properties.worlds import World, world

Both = tuple[Counter[Any], Counter[Any]]
"""What was told, and what is to be told."""


@dataclass
class Tally:
    """What came of a kind's stories."""

    told: int = 0
    missed: int = 0
    doubled: int = 0
    stories: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, said: Counter[Any], wanted: Counter[Any]) -> None:
        """Count one story."""
        self.stories += 1
        self.told += said.total()
        self.missed += (wanted - said).total()
        self.doubled += (said - wanted).total()


def _reminders(story: Any, here: World) -> Both:
    return reminded.Happening(story, here).happen(), reminded.expected(story)


def _others(year: Any, here: World) -> Both:
    return what_else.Watched(year, here).happen(), what_else.expected(year)


def _waits(case: Any, here: World) -> Both:
    happened = waits.Waiting(case, here)
    return happened.happen(), waits.expected(case, happened.waits)


def _digests(season: Any, here: World) -> Both:
    weeks = digests.Weeks(season, here)
    weeks.happen()
    rows = weeks.rows()
    for member in weeks.managers:
        digests.check_windows(season, [row for row in rows if row.member_id == member], dict(weeks.sent))
    return Counter((weeks.managers[row.member_id], row.week, row.until) for row in rows), digests.owed(season)


PLAYS: dict[str, tuple[Callable[[], st.SearchStrategy[Any]], Callable[[Any, World], Both]]] = {
    "reminders of agreements": (stories, _reminders),
    "whole lives of agreements": (lives, _reminders),
    "meetings, open referrals, late reports": (what_else.years, _others),
    "steps towards an answer": (waits.cases, _waits),
    "digests": (digests.seasons, _digests),
}


def play(name: str, engine: Engine, examples: int, chance: str) -> Tally:
    """So many stories of this kind on an empty, migrated database; nothing of them stays."""
    strategy, happen = PLAYS[name]
    tally = Tally()

    @seed(crc32(chance.encode()))
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(story=strategy())
    def tell(story: Any) -> None:
        try:
            with world(engine) as here:
                tally.add(*happen(story, here))
        except AssertionError as wrong:
            tally.wrong.append(f"{name}: {wrong}")

    tell()
    return tally
