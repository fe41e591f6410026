"""A board's meetings and lead times, by which the steps of its agreements are planned."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import col

from bot import audit, clock, dates, policy, workdays
from bot.actions import reminders
from bot.agreements import planning
from bot.agreements.backward import LeadTimes
from bot.errors import Refused
from bot.policy import Act
from bot.turn import Turn
from messages import views
from models import Agreement, BoardMeeting, Organisation, Party

MONTHS_AHEAD = 36
BETWEEN = re.compile(r"[;\t]")


@dataclass(frozen=True)
class Dates:
    """A line of the form: when a meeting is held, and by when its papers are ready."""

    held_on: date
    papers_on: date


def board_of(turn: Turn) -> Organisation:
    """The board whose meetings the one who acts may set.

    Raises:
        Refused: not a thing their role does, or they belong to no board.
    """
    policy.require(turn.who, Act.SET_BOARD)
    board = turn.session.get_one(Organisation, turn.who.organisation_id, with_for_update=True)
    if not board.is_board:
        raise Refused(views.NotAllowed())
    return board


def add_meetings(turn: Turn, text: str) -> int:
    """Add a meeting a line, all or none: its day, and after a semicolon the papers' day if that is another.

    A meeting that is there already gets the papers' day that is written now.

    Returns:
        How many lines there were.

    Raises:
        Refused: as `board_of`, or a line that cannot be.
    """
    board = board_of(turn)
    meetings = _read_all(board, turn.today, text)
    known = {row.held_on: row for row in planning.meetings_of(turn.session, board)}
    for meeting in meetings:
        if meeting.held_on not in known:
            known[meeting.held_on] = BoardMeeting(organisation_id=board.id, held_on=meeting.held_on, papers_on=date.min)
            turn.session.add(known[meeting.held_on])
        known[meeting.held_on].papers_on = meeting.papers_on
    if meetings:
        _replan(turn, board, "add_meetings")
    return len(meetings)


def flaw(turn: Turn, text: str) -> views.View | None:
    """Why `add_meetings` would refuse the lines; nothing where it would not.

    Raises:
        Refused: as `board_of`.
    """
    board = board_of(turn)
    try:
        _read_all(board, turn.today, text)
    except Refused as no:
        return no.view
    return None


def remove_meeting(turn: Turn, meeting_id: int) -> None:
    """Take a meeting away; one that is gone already is no matter.

    Raises:
        Refused: as `board_of`, or another board's.
    """
    board = board_of(turn)
    meeting = turn.session.get(BoardMeeting, meeting_id)
    if meeting is None:
        return
    if meeting.organisation_id != board.id:
        raise Refused(views.NotFound())
    turn.session.delete(meeting)
    _replan(turn, board, "remove_meeting")


def set_lead_times(turn: Turn, leads: LeadTimes) -> None:
    """Plan by these lead times from now on.

    Raises:
        Refused: as `board_of`, or days below 0 or above 365.
    """
    board = board_of(turn)
    if not all(0 <= days <= planning.MOST_DAYS for days in (leads.signature, leads.papers, leads.dialogue)):
        raise Refused(views.LeadTimesRefused(planning.MOST_DAYS))
    if planning.lead_times(board) != leads:
        board.lead_signature, board.lead_papers, board.lead_dialogue = leads.signature, leads.papers, leads.dialogue
        _replan(turn, board, "set_lead_times")


def _read_all(board: Organisation, today: date, text: str) -> list[Dates]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [_read(board, today, number, line) for number, line in enumerate(lines, 1)]


def _read(board: Organisation, today: date, number: int, line: str) -> Dates:
    held, _, papers = (part.strip() for part in BETWEEN.sub("\n", line, count=1).partition("\n"))
    held_on = dates.understood(held, today, "future")
    if held_on is None:
        raise Refused(views.MeetingRefused(number, "unread"))
    if held_on < today:
        raise Refused(views.MeetingRefused(number, "past"))
    if held_on > clock.months_later(today, MONTHS_AHEAD):
        raise Refused(views.MeetingRefused(number, "far"))
    if not workdays.is_working(held_on):
        raise Refused(views.MeetingRefused(number, "free"))
    papers_on = workdays.on_or_before(held_on - timedelta(days=board.lead_papers))
    if papers:
        papers_on = _papers(held_on, number, papers)
    return Dates(held_on, papers_on)


def _papers(held_on: date, number: int, papers: str) -> date:
    day = dates.understood(papers, held_on, "past")
    if day is None or day < held_on - timedelta(days=planning.MOST_DAYS):
        raise Refused(views.MeetingRefused(number, "unread"))
    if day > held_on:
        raise Refused(views.MeetingRefused(number, "papers"))
    return day


def _replan(turn: Turn, board: Organisation, act: str) -> None:
    """Plan the steps of the board's agreements that have not ended anew."""
    turn.session.flush()
    audit.note(turn, act, "organisation", board.id)
    theirs = select(col(Party.agreement_id)).where(col(Party.organisation_id) == board.id)
    running = select(col(Agreement.id)).where(col(Agreement.id).in_(theirs), col(Agreement.valid_to) >= turn.today)
    reminders.replan(turn.session, turn.session.scalars(running).all(), turn.now)
