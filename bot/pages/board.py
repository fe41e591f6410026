"""A board's meetings and lead times."""

from collections.abc import Mapping

from bot.agreements import planning
from bot.turn import Turn
from messages import render
from messages.room.pages import BoardPage, MeetingLine
from messages.views import View
from models import BoardMeeting, Organisation


def page(
    turn: Turn, board: Organisation, written: Mapping[str, str] | None = None, no: View | None = None
) -> BoardPage:
    """The page; `written` is a form that comes back, of meetings or of lead times, and `no` what was wrong with it."""
    fields = written or {}
    of_meetings = "lines" in fields
    flaw = render(no, turn.language) if no else ""
    meetings = planning.meetings_of(turn.session, board)
    return BoardPage(
        board=board.name,
        meetings=tuple(_line(row) for row in meetings if row.held_on >= turn.today),
        lines=fields.get("lines", ""),
        flaw=flaw if of_meetings else "",
        signature=fields.get("signature", str(board.lead_signature)),
        papers=fields.get("papers", str(board.lead_papers)),
        dialogue=fields.get("dialogue", str(board.lead_dialogue)),
        most=planning.MOST_DAYS,
        leads_flaw="" if of_meetings else flaw,
    )


def _line(row: BoardMeeting) -> MeetingLine:
    return MeetingLine(row.held_on, row.papers_on, f"board/meeting/{row.id}/remove")
