"""Lines about the meetings of boards and steering groups that are known."""

from collections.abc import Iterator
from datetime import timedelta

from bot import clock, workdays
from bot.actions.steering_meetings import LEADS
from bot.agreements import steering
from bot.simulation.line import BOARD, GROUP, GROUP_TOLD, Line
from bot.simulation.wording import counted, moved
from models import BoardMeeting, SteeringMeeting


def of_board(name: str, meeting: BoardMeeting) -> Line:
    """A meeting of the board of that name."""
    return Line(
        on=meeting.held_on,
        kind=BOARD,
        about=name,
        what="the board meets",
        rule=f"as the board has told; its papers are ready {meeting.papers_on}",
        more={"board": name, "papers_on": meeting.papers_on.isoformat()},
    )


def of_group(name: str, meeting: SteeringMeeting) -> Iterator[Line]:
    """A meeting of the steering group of the agreement of that name, and the days on which the group is told of it."""
    day = clock.today(meeting.starts_at)
    facts = {"meeting_on": day.isoformat()}
    for lead in LEADS:
        reckoned = day - timedelta(days=lead)
        told = workdays.on_or_before(reckoned)
        what = "the steering group is told of its meeting"
        if told == steering.ready_on(meeting):
            what = f"{what}, and its pack is ready"
        rule = f"{counted(lead)} before the meeting ({day}){moved(reckoned, told)}"
        yield Line(told, GROUP_TOLD, name, what, rule, agreement=name, more=facts)
    hour = f"{clock.local(meeting.starts_at):%H:%M}"
    yield Line(day, GROUP, name, f"the steering group meets at {hour}", "as it was called", agreement=name, more=facts)
