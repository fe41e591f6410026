"""Boards that tell when they meet, and the steps toward what follows after an agreement, reckoned from the words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from hypothesis import strategies as st

from tests.properties.almanac import DAY, on_or_before
from tests.properties.uptime import moments

TOLD_SECOND = 40
"""Meetings are told at this second of a minute, and so at no moment at which something else happens."""
NEAR = timedelta(days=120)
AHEAD = {"dialogue": 0, "draft": 7, "decision": 7, "signature": 7}
"""So many days before a step its managers are told."""


@dataclass(frozen=True)
class Batch:
    """Meetings that a file tells at `at`: each its day, and its papers' day where the file says one."""

    at: datetime
    meetings: tuple[tuple[date, date | None], ...]


@dataclass(frozen=True)
class Board:
    """A board with its lead times, in days, and what it has told."""

    name: str
    signature: int
    papers: int
    dialogue: int
    batches: tuple[Batch, ...]

    def file(self, batch: Batch) -> str:
        """A partnerships file with these meetings."""
        lines: list[str] = []
        for held_on, papers_on in batch.meetings:
            lines += ["[[board_meeting]]", f'board = "{self.name}"', f"held_on = {held_on}"]
            lines += [f"papers_on = {papers_on}"] if papers_on else []
        return "\n".join(lines)

    def known(self, moment: datetime) -> dict[date, date]:
        """The meetings that are known at `moment`, each with its papers' day; what was told first stands."""
        meetings: dict[date, date] = {}
        for batch in self.batches:
            for held_on, papers_on in batch.meetings if batch.at <= moment else ():
                meetings.setdefault(held_on, papers_on or on_or_before(held_on - self.papers * DAY))
        return meetings


class Step(NamedTuple):
    """A step, its day, and the day on which the managers are told."""

    kind: str
    end: date
    day: date
    told: date


def steps(end: date, board: Board, meetings: Mapping[date, date]) -> list[Step]:
    """The steps toward what follows after `end`; none where the board has told no meeting."""
    if not meetings:
        return []
    signature = on_or_before(end - board.signature * DAY)
    held = max((day for day in meetings if signature - NEAR <= day <= signature), default=None)
    decision = on_or_before(held) if held else signature
    ready = meetings[held] if held else decision - board.papers * DAY
    draft = on_or_before(min(ready, decision))
    dialogue = on_or_before(draft - board.dialogue * DAY)
    days = {"dialogue": dialogue, "draft": draft, "decision": decision, "signature": signature}
    return [Step(kind, end, day, on_or_before(day - AHEAD[kind] * DAY)) for kind, day in days.items()]


@st.composite
def boards(draw: st.DrawFn, name: str, ends: Sequence[date]) -> Board:
    """A board that meets some time before these ends, and at other times; now and then it has told nothing."""
    leads = draw(st.tuples(*[st.sampled_from((0, 1, 14, 21, 60, 200))] * 3) | st.just((14, 21, 60)))
    before = st.builds(lambda end, days: end - days * DAY, st.sampled_from(ends), st.integers(-5, 150))
    meeting = before.flatmap(lambda held: st.tuples(st.just(held), st.none() | _papers(held)))
    batch = st.lists(meeting, min_size=1, max_size=4, unique_by=lambda one: one[0]).map(tuple)
    told = moments(before.map(lambda day: day - 60 * DAY), TOLD_SECOND)
    batches = draw(st.lists(st.builds(Batch, told, batch), max_size=2, unique_by=lambda one: one.at))
    signature, papers, dialogue = leads
    return Board(name, signature, papers, dialogue, tuple(sorted(batches, key=lambda one: one.at)))


def _papers(held: date) -> st.SearchStrategy[date]:
    return st.integers(0, 45).map(lambda days: held - days * DAY)


def told_days(ends: Iterable[date], board: Board) -> set[date]:
    """All days on which a step may be told, whatever is known of the meetings."""
    moments_known = [batch.at for batch in board.batches]
    return {step.told for end in ends for moment in moments_known for step in steps(end, board, board.known(moment))}
