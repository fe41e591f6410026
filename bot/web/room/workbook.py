"""The workbook of all that a manager may see."""

from functools import partial

from bot import audit
from bot.documents import workbook
from bot.documents.words import Tongue
from bot.documents.workbook.gather import title
from bot.pages.page import Ask, Fetched, Outcome
from bot.turn import Turn


def fetch(turn: Turn, _ask: Ask) -> Outcome:
    """All of it, as an Excel file."""
    tongue = Tongue(turn.language)
    said = tongue.say("workbook.whose", board=title(turn), at=turn.now)
    made = partial(workbook.draw, workbook.gather(turn), tongue, said)
    audit.note(turn, "workbook", "organisation", turn.who.organisation_id)
    return Fetched(f"{tongue.say('workbook.file')}-{turn.today}.xlsx", workbook.MEDIA_TYPE, made)
