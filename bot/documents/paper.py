"""One referral's file as a paper: for the file of record, or as a copy with what is secret masked."""

from bot.documents.kept import CaseFile, MaskedPart, NoteKept, ParticularKept, Version
from bot.documents.masking import Masked
from bot.documents.words import Tongue
from messages import Word
from messages.room.pages.export import Block, Chapter, Facts, Line, Paper, Table, Words


def record(file: CaseFile, tongue: Tongue) -> Paper:
    """The file for the authority's own system."""
    lead = (tongue.say("document.record_lead"), _drawn(file, tongue))
    title = tongue.say("document.record", code=file.code)
    return Paper(tongue.language, title, file.code, lead, chapters(file, tongue))


def disclosure(masked: Masked, tongue: Tongue) -> Paper:
    """A proposal of what to disclose, with the list of what was masked."""
    file = masked.file
    lead = (tongue.say("document.disclosure_lead"), _drawn(file, tongue))
    title = tongue.say("document.disclosure", code=file.code)
    parts = _parts(masked.parts, tongue)
    return Paper(tongue.language, title, file.code, lead, (*chapters(file, tongue), parts))


def chapters(file: CaseFile, tongue: Tongue, level: int = 1) -> tuple[Chapter, ...]:
    """All that the file holds, under headings of `level` and below it."""
    say = tongue.say
    return (
        Chapter(say("document.referral"), (Facts(_facts(file, tongue)),), level),
        Chapter(say("consent.title"), (Facts(_consent(file, tongue)),), level),
        *(_particular(kept, tongue, level) for kept in file.particulars),
        Chapter(say("referral.ladder"), _ladder(file, tongue), level),
        Chapter(say("referral.notes"), () if file.notes else (Line(say("referral.no_notes")),), level),
        *(_note(note, tongue, level + 1) for note in file.notes),
        Chapter(say("referral.history"), (_history(file, tongue),), level),
        Chapter(say("referral.readers"), (_readers(file, tongue),), level),
    )


def _drawn(file: CaseFile, tongue: Tongue) -> str:
    return tongue.say("document.drawn", at=file.drawn_at, by=file.drawn_by)


def _facts(file: CaseFile, tongue: Tongue) -> tuple[tuple[str, str], ...]:
    say, show = tongue.say, tongue.show
    state = show(Word(file.state)) + (f", {show(Word(file.ending))}" if file.ending else "")
    rows = (
        ("code", file.code),
        ("case_number", file.case_number),
        ("referrer", ", ".join(part for part in (file.referrer, file.unit, file.board) if part)),
        ("partner", ", ".join(part for part in (file.alias, file.partner) if part)),
        ("state", state),
        ("sent", show(file.sent_at)),
        ("handover", show(Word(f"handover.{file.handover}"))),
        ("meeting", show(file.meet_at)),
        ("wishes_chosen", ", ".join(file.wishes)),
        ("start", show(file.start_on)),
        ("activity", file.activity),
        ("sex", show(Word(f"sex_{file.sex}")) if file.sex else ""),
        ("recorded", show(file.recorded_at)),
        ("transferred", show(file.transferred_at)),
    )
    return tuple((say(f"document.{name}"), value) for name, value in rows if value)


def _consent(file: CaseFile, tongue: Tongue) -> tuple[tuple[str, str], ...]:
    say, show, consent = tongue.say, tongue.show, file.consent
    rows = (
        ("consent_by", say(f"document.giver_{consent.given_by}")),
        ("consent_at", show(consent.given_at)),
        ("consent_taken", consent.taken_by),
        ("consent_until", show(consent.until)),
        ("consent_share", ", ".join(show(Word(f"scope.{scope}")) for scope in consent.share)),
        ("consent_with", ", ".join(consent.shared_with)),
        ("consent_withdrawn", show(consent.withdrawn_at)),
        ("consent_deleted", show(consent.deleted_at)),
    )
    return tuple((say(f"document.{name}"), value) for name, value in rows if value)


def _particular(kept: ParticularKept, tongue: Tongue, level: int) -> Chapter:
    blocks = _versions(kept.versions, tongue) or (Line(tongue.say("referral.nothing")),)
    return Chapter(tongue.say(f"particular.{kept.kind}"), blocks, level)


def _versions(versions: tuple[Version, ...], tongue: Tongue, *, struck: bool = False) -> tuple[Block, ...]:
    """The words that stand, and below them the earlier ones; each with who and when."""
    blocks: list[Block] = []
    for version in reversed(versions):
        key = "document.version" if version is versions[-1] else "document.version_earlier"
        blocks.append(Line(tongue.say(key, number=version.number, by=version.by, at=version.at)))
        words = tongue.say("hidden.unreadable") if version.words is None else version.words
        blocks.append(Words(words, struck or version is not versions[-1]))
    return tuple(blocks)


def _ladder(file: CaseFile, tongue: Tongue) -> tuple[Block, ...]:
    steps = [note for note in file.notes if note.step and not note.struck_at]
    if not steps:
        return (Line(tongue.say("referral.nothing")),)
    rows = tuple((tongue.show(note.day), tongue.say(f"step.{note.step}")) for note in steps)
    return (Table((tongue.say("document.day"), tongue.say("document.step")), rows),)


def _note(note: NoteKept, tongue: Tongue, level: int) -> Chapter:
    say, show = tongue.say, tongue.show
    what = note.masked or show(Word(f"note.{note.kind}"))
    step = f": {say(f'step.{note.step}')}" if note.step else ""
    side = say("document.by_partner" if note.by_partner else "document.by_board")
    lines: list[Block] = [Line(say("document.noted", by=note.by, side=side, at=note.at))]
    if note.by_partner and note.versions:
        lines.append(Line(say("document.shared" if note.shared else "document.not_shared")))
    if note.struck_at:
        why = say(f"strike.{note.struck_for}") if note.struck_for else ""
        lines.append(Line(f"{say('note.struck', at=note.struck_at)} {why}".strip()))
    versions = _versions(note.versions, tongue, struck=note.struck_at is not None)
    return Chapter(f"{show(note.day)}: {what}{step}", (*lines, *versions), level)


def _history(file: CaseFile, tongue: Tongue) -> Table:
    head = ("when", "what", "detail", "who")
    rows = tuple(
        (tongue.show(line.at), tongue.show(Word(f"happening.{line.happening}")), tongue.show(line.detail), line.by)
        for line in file.history
    )
    return Table(tuple(tongue.say(f"document.{name}") for name in head), rows)


def _readers(file: CaseFile, tongue: Tongue) -> Table:
    head = ("when", "who", "role", "what")
    rows = tuple(
        (tongue.show(one.at), one.by, tongue.show(Word(one.role)), tongue.say(f"read.{one.what}"))
        for one in file.readers
    )
    return Table(tuple(tongue.say(f"document.{name}") for name in head), rows)


def _parts(parts: tuple[MaskedPart, ...], tongue: Tongue) -> Chapter:
    say = tongue.say
    head = ("number", "part", "place", "paragraph", "decision")
    rows = tuple((str(part.number), say(f"masked.{part.kind}"), _place(part, tongue), "", "") for part in parts)
    heading, what = say("document.masked"), say("document.masked_what" if parts else "document.masked_nothing")
    table = (Table(tuple(say(f"document.{name}") for name in head), rows),) if rows else ()
    return Chapter(heading, (Line(what), *table))


def _place(part: MaskedPart, tongue: Tongue) -> str:
    where = tongue.say(f"place.{part.where}")
    return f"{where}, {tongue.show(part.day)}" if part.day else where
