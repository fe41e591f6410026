"""A board's meetings and lead times, by which agreements' steps are planned."""

from bot.actions import boards
from bot.agreements import planning
from bot.agreements.backward import LeadTimes
from bot.pages import board
from bot.pages.page import Ask, Goto, Outcome, Shown
from bot.turn import Turn
from messages import views

BOARD = "board"


def show(turn: Turn, _ask: Ask) -> Outcome:
    """The meetings to come, and the lead times."""
    return Shown(board.page(turn, boards.board_of(turn)))


def add(turn: Turn, ask: Ask) -> Outcome:
    """Add meetings; lines with a flaw come back."""
    lines = ask.form.get("lines", "")
    if no := boards.flaw(turn, lines):
        return Shown(board.page(turn, boards.board_of(turn), {"lines": lines}, no), 422)
    boards.add_meetings(turn, lines)
    return Goto(BOARD, "board_saved")


def remove(turn: Turn, ask: Ask) -> Outcome:
    """Take a meeting away."""
    boards.remove_meeting(turn, ask.number("meeting"))
    return Goto(BOARD, "board_saved")


def lead_times(turn: Turn, ask: Ask) -> Outcome:
    """Plan by other lead times; days that are none come back."""
    written = {name: ask.form.get(name, "").strip() for name in ("signature", "papers", "dialogue")}
    if not all(_is_days(days) for days in written.values()):
        no = views.LeadTimesRefused(planning.MOST_DAYS)
        return Shown(board.page(turn, boards.board_of(turn), written, no), 422)
    boards.set_lead_times(turn, LeadTimes(**{name: int(days) for name, days in written.items()}))
    return Goto(BOARD, "board_saved")


def _is_days(written: str) -> bool:
    return written.isascii() and written.isdigit() and len(written) < 4 and int(written) <= planning.MOST_DAYS
