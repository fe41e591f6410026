"""What is masked in a copy, as an officer proposes it: a bar of one length with a number, and a list of the numbers.

The same thing has the same number wherever it stands. All names of staff share one: it must not show who is who.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from bot import guard
from bot.documents.kept import CaseFile, Happened, MaskedPart, NoteKept, ParticularKept, Seen, Version
from bot.guard.plain import make_plain
from models import Happening, Particular

BAR = "████"
STAFF, CONTACT, NOTE = "staff", "contact", "note"
HANDED_OVER = Happening.HANDED_OVER
"""Its detail is a name."""
NAME_PART_LEAST = 3
"""Letters of a part of a name that is looked for by itself."""
NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Choice:
    """What to mask: what the guard finds in words, names of staff, the contact details, and single notes."""

    found: bool = False
    staff: bool = False
    contact: bool = False
    notes: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Masked:
    """A file without what was masked, and what that was."""

    file: CaseFile
    parts: tuple[MaskedPart, ...]


@dataclass(frozen=True)
class _Found:
    """Something to mask in a text: where, of what kind, and what tells it from others of its kind."""

    start: int
    end: int
    kind: str
    what: str


@dataclass(frozen=True)
class _Place:
    """Where the pen is."""

    where: str
    day: date | None = None


@dataclass
class _Pen:
    """Masks text after text, and remembers the numbers."""

    choice: Choice
    names: "_Names"
    contacts: frozenset[str]
    place: _Place = field(default_factory=lambda: _Place("head"))
    numbers: dict[tuple[str, str], MaskedPart] = field(default_factory=dict)

    def bar(self, kind: str, what: str = "") -> str:
        """What stands instead."""
        part = self.numbers.get((kind, what))
        if part is None:
            part = MaskedPart(len(self.numbers) + 1, kind, self.place.where, self.place.day)
            self.numbers[kind, what] = part
        return f"{BAR} [{part.number}]"

    def name(self, name: str) -> str:
        """The name of somebody of the staff."""
        return self.bar(STAFF) if self.choice.staff and name else name

    def words(self, text: str) -> str:
        """What somebody wrote."""
        pieces, end = [], 0
        for found in _apart(self._found(text)):
            pieces += [text[end : found.start], self.bar(found.kind, found.what)]
            end = found.end
        return "".join([*pieces, text[end:]])

    def _found(self, text: str) -> Iterable[_Found]:
        for hit in guard.find(text):
            what = _squeezed(text[hit.start : hit.end])
            if self.choice.contact and what in self.contacts:
                yield _Found(hit.start, hit.end, CONTACT, "")
            elif self.choice.found:
                yield _Found(hit.start, hit.end, hit.kind.value, what)
        if self.choice.staff:
            yield from (_Found(start, end, STAFF, "") for start, end in self.names.find(text))


class _Names:
    """Finds names in words: whole in any letters, and each part of them where it is written with a capital."""

    def __init__(self, names: Iterable[str]) -> None:
        plain = sorted({" ".join(make_plain(name).text.split()) for name in names} - {""}, key=len, reverse=True)
        parts = {part for name in plain for part in name.split() if len(part) >= NAME_PART_LEAST}
        whole = [r"\s+".join(map(re.escape, name.split())) for name in plain]
        single = [re.escape(part) for part in sorted(parts, key=len, reverse=True)]
        self._pattern = re.compile(
            rf"(?<!\w)(?:(?i:{'|'.join(whole)})|(?:{'|'.join(single) or '(?!)'}))(?=s?(?!\w))" if whole else r"(?!)"
        )

    def find(self, text: str) -> list[tuple[int, int]]:
        plain = make_plain(text)
        return [plain.place(*found.span()) for found in self._pattern.finditer(plain.text)]


def mask(file: CaseFile, staff: Iterable[str], choice: Choice) -> Masked:
    """`file` without what `choice` says.

    Args:
        file: what the copy is of.
        staff: the names of those who work on either side.
        choice: what to mask.
    """
    pen = _Pen(choice, _Names([*staff, *_named(file)]), _contacts(file))
    masked = replace(
        file,
        referrer=pen.name(file.referrer),
        drawn_by=pen.name(file.drawn_by),
        consent=replace(file.consent, taken_by=pen.name(file.consent.taken_by)),
        particulars=tuple(_particular(pen, one) for one in file.particulars),
        notes=tuple(_note(pen, note) for note in file.notes),
        history=tuple(_happened(pen, one) for one in file.history),
        readers=tuple(_seen(pen, one) for one in file.readers),
    )
    return Masked(masked, tuple(sorted(pen.numbers.values(), key=lambda part: part.number)))


def _named(file: CaseFile) -> Iterable[str]:
    """The names of staff that stand in the file."""
    yield from (file.referrer, file.drawn_by, file.consent.taken_by)
    for line in file.history:
        yield line.by
        if line.happening == HANDED_OVER and isinstance(line.detail, str):
            yield line.detail
    yield from (reader.by for reader in file.readers)
    for note in file.notes:
        yield note.by
        yield from (version.by for version in note.versions)
    yield from (version.by for kept in file.particulars for version in kept.versions)


def _contacts(file: CaseFile) -> frozenset[str]:
    """How the person is reached, as the guard finds it: that is looked for in all other words too."""
    contact = next(kept for kept in file.particulars if kept.kind == Particular.CONTACT)
    texts = [version.words for version in contact.versions if version.words]
    return frozenset(_squeezed(text[hit.start : hit.end]) for text in texts for hit in guard.find(text))


def _squeezed(text: str) -> str:
    return NOT_WORD.sub("", make_plain(text).text).casefold()


def _particular(pen: _Pen, kept: ParticularKept) -> ParticularKept:
    pen.place = _Place(kept.kind)
    whole = kept.kind == Particular.CONTACT and pen.choice.contact and bool(kept.versions)
    bar = pen.bar(CONTACT) if whole else ""
    return replace(kept, versions=tuple(_version(pen, version, bar) for version in kept.versions))


def _version(pen: _Pen, version: Version, bar: str = "") -> Version:
    words = bar or (version.words if version.words is None else pen.words(version.words))
    return replace(version, by=pen.name(version.by), words=words)


def _note(pen: _Pen, note: NoteKept) -> NoteKept:
    pen.place = _Place(NOTE, note.day)
    if note.id in pen.choice.notes:
        bar = pen.bar(NOTE, str(note.id))
        return replace(
            note, kind="", step="", by=pen.name(note.by), struck_at=None, struck_for="", versions=(), masked=bar
        )
    versions = tuple(_version(pen, version) for version in note.versions)
    return replace(note, by=pen.name(note.by), versions=versions)


def _happened(pen: _Pen, line: Happened) -> Happened:
    pen.place = _Place("history")
    detail = line.detail
    if line.happening == HANDED_OVER and isinstance(detail, str):
        detail = pen.name(detail)
    return replace(line, by=pen.name(line.by), detail=detail)


def _seen(pen: _Pen, reader: Seen) -> Seen:
    pen.place = _Place("readers")
    return replace(reader, by=pen.name(reader.by))


def _apart(found: Iterable[_Found]) -> list[_Found]:
    """In order; what overlaps is made one, all its characters."""
    apart: list[_Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if apart and one.start < apart[-1].end:
            apart[-1] = replace(apart[-1], end=max(apart[-1].end, one.end))
        else:
            apart.append(one)
    return apart
