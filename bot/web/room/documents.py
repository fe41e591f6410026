"""Documents about partnerships: what is missing before they can be complete, and the Word files."""

from bot.documents import docx
from bot.documents.partnership import taking
from bot.documents.partnership.final import Final
from bot.documents.partnership.followup import Partnership
from bot.documents.partnership.render import ENDING
from bot.documents.partnership.taking import Taken
from bot.pages import documents
from bot.pages.page import Ask, Fetched, Outcome, Shown
from bot.turn import Turn
from messages.room.pages import Lacking


def show(turn: Turn, ask: Ask) -> Outcome:
    """The follow-up of a year, and the agreements."""
    years = documents.years(turn)
    year = ask.number("year")
    wanted = year if year in years else documents.likely_year(years, turn.today)
    view = taking.look_at_year(turn, wanted)
    return Shown(documents.page(turn, wanted, years, tuple(map(_lacking, view.partnerships))))


def follow_up(turn: Turn, ask: Ask) -> Outcome:
    """The follow-up as a file."""
    years, year = documents.years(turn), ask.number("year")
    wanted = year if year in years else documents.likely_year(years, turn.today)
    return _file(turn, taking.take_follow_up(turn, wanted))


def of_agreement(turn: Turn, ask: Ask) -> Outcome:
    """What there is of an agreement."""
    offered = taking.look_at(turn, ask.number("agreement"))
    final = _lacking(offered.final) if offered.final else None
    return Shown(documents.agreement_page(offered.agreement, final, offered.meetings))


def final(turn: Turn, ask: Ask) -> Outcome:
    """The final report as a file."""
    return _file(turn, taking.take_final(turn, ask.number("agreement")))


def pack(turn: Turn, ask: Ask) -> Outcome:
    """A meeting's pack as a file."""
    return _file(turn, taking.take_pack(turn, ask.number("agreement"), ask.number("meeting")))


def _lacking(view: Partnership | Final) -> Lacking:
    return Lacking(view.name, view.lacking, len(view.checks))


def _file(turn: Turn, taken: Taken) -> Fetched:
    """The file; it is drawn when the transaction is over, on a thread of its own."""
    return Fetched(f"{taken.name}-{turn.today.isoformat()}{ENDING}", docx.MEDIA_TYPE, taken.draw)
