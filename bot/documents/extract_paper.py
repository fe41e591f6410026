"""A register extract as a paper."""

from bot.documents.kept import Asked, Extract, Opened
from bot.documents.paper import chapters
from bot.documents.words import Tongue
from messages import Word
from messages.room.pages.export import Block, Chapter, Facts, Line, Paper, Table, Words

DEEPER = 2


def extract(everything: Extract, tongue: Tongue) -> Paper:
    """Everything that is stored about a person, to be read."""
    say = tongue.say
    code = everything.files[0].code
    lead = [say("document.extract_lead"), say("document.drawn", at=everything.drawn_at, by=everything.drawn_by)]
    if everything.others:
        lead.append(say("document.extract_others", count=everything.others))
    return Paper(
        tongue.language,
        say("document.extract", code=code),
        code,
        tuple(lead),
        (
            Chapter(say("document.treatment"), _treatment(everything, tongue)),
            *(chapter for file in everything.files for chapter in _file(file.code, chapters(file, tongue, DEEPER))),
            Chapter(say("document.requests"), _requests(everything, tongue)),
            Chapter(say("document.glasses"), _glasses(everything, tongue)),
            Chapter(say("document.notices"), (_notices(everything, tongue),)),
            Chapter(say("document.trace"), (_trace(everything, tongue),)),
        ),
    )


def _file(code: str, inside: tuple[Chapter, ...]) -> tuple[Chapter, ...]:
    return (Chapter(code, ()), *inside)


def _treatment(everything: Extract, tongue: Tongue) -> tuple[Block, ...]:
    """What GDPR art. 15(1) a-h wants said besides the data."""
    say = tongue.say
    receivers = dict.fromkeys(
        name for file in everything.files for name in (file.board, file.partner, *file.consent.shared_with)
    )
    rows = (
        (say("document.purpose"), say("document.purpose_is")),
        (say("document.categories"), say("document.categories_are")),
        (say("document.source"), say("document.source_is")),
        (say("document.receivers"), ", ".join(receivers)),
        (say("document.kept_until"), tongue.show(everything.erase_on)),
        (say("document.rights"), say("document.rights_are")),
        (say("document.automated"), say("document.automated_not")),
    )
    return (Facts(rows),)


def _requests(everything: Extract, tongue: Tongue) -> tuple[Block, ...]:
    blocks = [block for asked in everything.asked for block in _request(asked, tongue)]
    return tuple(blocks) or (Line(tongue.say("document.none")),)


def _request(asked: Asked, tongue: Tongue) -> tuple[Block, ...]:
    say = tongue.say
    made = say(f"document.asked_{asked.wanted}", on=asked.asked_on, by=asked.recorded_by, code=asked.code)
    blocks: list[Block] = [Line(made), Words(_read(asked.request, tongue))]
    if asked.decision:
        decided = say(f"document.decided_{asked.decision}", at=asked.decided_at, by=asked.decided_by)
        blocks += [Line(decided), Words(_read(asked.grounds, tongue))]
    return tuple(blocks)


def _glasses(everything: Extract, tongue: Tongue) -> tuple[Block, ...]:
    blocks = [block for opened in everything.opened for block in _glass(opened, tongue)]
    return tuple(blocks) or (Line(tongue.say("document.none")),)


def _glass(opened: Opened, tongue: Tongue) -> tuple[Block, ...]:
    say = tongue.say
    lines: list[Block] = [
        Line(say("document.glass_asked", at=opened.asked_at, by=opened.asked_by, code=opened.code)),
        Words(_read(opened.reason, tongue)),
    ]
    if opened.opened_at:
        lines.append(Line(say("document.glass_opened", at=opened.opened_at, by=opened.opened_by, until=opened.until)))
    elif opened.refused_at:
        lines.append(Line(say("document.glass_refused", at=opened.refused_at)))
    return tuple(lines)


def _read(words: str | None, tongue: Tongue) -> str:
    return tongue.say("hidden.unreadable") if words is None else words


def _notices(everything: Extract, tongue: Tongue) -> Table:
    head = ("what", "who", "due", "sent_at", "code")
    rows = tuple(
        (tongue.say(f"notice.{told.kind}"), told.to, tongue.show(told.due_at), tongue.show(told.sent_at), told.code)
        for told in everything.told
    )
    return Table(tuple(tongue.say(f"document.{name}") for name in head), rows)


def _trace(everything: Extract, tongue: Tongue) -> Table:
    head = ("when", "who", "role", "what", "screen", "code")
    refused = tongue.say("document.refused")
    rows = tuple(
        (
            tongue.show(one.at),
            one.by,
            tongue.show(Word(one.role)) if one.role else "",
            tongue.act(one.act) if one.allowed else f"{tongue.act(one.act)} ({refused})",
            one.screen,
            one.code,
        )
        for one in everything.trace
    )
    return Table(tuple(tongue.say(f"document.{name}") for name in head), rows)
