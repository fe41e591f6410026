"""Taking documents out of the room: what is offered, the files, and the same on the screen where files are blocked."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from bot.actions import exports
from bot.documents import docx, json, taking
from bot.documents.extract_paper import extract
from bot.documents.masking import Choice, Masked
from bot.documents.paper import disclosure, record
from bot.documents.words import Tongue
from bot.pages import export
from bot.pages.page import Ask, Fetched, Goto, Outcome, Shown
from bot.turn import Turn
from messages.room.pages.export import Paper

NOTE = "note_"


def show(turn: Turn, ask: Ask) -> Outcome:
    """What can be taken out."""
    offered = taking.offer(turn, ask.path["code"])
    return Shown(export.page(offered.referral, offered.file, offered.count))


def record_file(turn: Turn, ask: Ask) -> Outcome:
    """The file for the file of record."""
    return _word_file(turn, ask, "record", _record(turn, ask))


def record_print(turn: Turn, ask: Ask) -> Outcome:
    """The same on the screen."""
    return _on_screen(ask, _record(turn, ask))


def extract_file(turn: Turn, ask: Ask) -> Outcome:
    """The register extract."""
    return _word_file(turn, ask, "extract", _extract(turn, ask))


def extract_print(turn: Turn, ask: Ask) -> Outcome:
    """The same on the screen."""
    return _on_screen(ask, _extract(turn, ask))


def extract_data(turn: Turn, ask: Ask) -> Outcome:
    """The same for a machine."""
    made = partial(json.draw, taking.take_extract(turn, ask.path["code"]))
    return Fetched(_name(turn, ask, "extract", "json"), json.MEDIA_TYPE, made)


def disclosure_file(turn: Turn, ask: Ask) -> Outcome:
    """A copy with what was chosen masked."""
    made = partial(_draw_masked, _masked(turn, ask), Tongue(turn.language), turn.now)
    return Fetched(_name(turn, ask, "disclosure", "docx"), docx.MEDIA_TYPE, made)


def disclosure_print(turn: Turn, ask: Ask) -> Outcome:
    """The same on the screen."""
    return _on_screen(ask, disclosure(_masked(turn, ask)(), Tongue(turn.language)))


def transfer(turn: Turn, ask: Ask) -> Outcome:
    """It stands in the file of record."""
    return Goto(export.path(exports.transfer(turn, ask.path["code"])), "transferred")


def take_back(turn: Turn, ask: Ask) -> Outcome:
    """It does not, after all."""
    return Goto(export.path(exports.take_back(turn, ask.path["code"])), "transfer_undone")


def remind(turn: Turn, ask: Ask) -> Outcome:
    """The chat says that something waits to be fetched here."""
    return Goto(export.path(exports.remind(turn, ask.path["code"])), "export_reminded")


def _record(turn: Turn, ask: Ask) -> Paper:
    return record(taking.take_record(turn, ask.path["code"]), Tongue(turn.language))


def _extract(turn: Turn, ask: Ask) -> Paper:
    return extract(taking.take_extract(turn, ask.path["code"]), Tongue(turn.language))


def _masked(turn: Turn, ask: Ask) -> Callable[[], Masked]:
    ticked = {name for name, said in ask.query.items() if said == "yes"}
    numbers = {name.removeprefix(NOTE) for name in ticked if name.startswith(NOTE)}
    choice = Choice(
        found="found" in ticked,
        staff="staff" in ticked,
        contact="contact" in ticked,
        notes=frozenset(int(number) for number in numbers if number.isascii() and number.isdigit()),
    )
    return taking.take_disclosure(turn, ask.path["code"], choice)


def _draw_masked(masked: Callable[[], Masked], tongue: Tongue, at: datetime) -> bytes:
    return docx.draw(disclosure(masked(), tongue), at)


def _word_file(turn: Turn, ask: Ask, kind: str, paper: Paper) -> Fetched:
    """The paper as a file; it is drawn when the transaction is over, on a thread of its own."""
    return Fetched(_name(turn, ask, kind, "docx"), docx.MEDIA_TYPE, partial(docx.draw, paper, turn.now))


def _on_screen(ask: Ask, paper: Paper) -> Shown:
    return Shown(export.printed(ask.path["code"], paper))


def _name(turn: Turn, ask: Ask, kind: str, ending: str) -> str:
    """`handlaggning-R-7K3QX-2022-10-03.docx`."""
    what = Tongue(turn.language).say(f"document.name_{kind}")
    return f"{what}-{ask.path['code']}-{turn.today.isoformat()}.{ending}"
