"""What in a text tells who a person is, and the text without it."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from bot.guard.address import addresses
from bot.guard.claims import claims
from bot.guard.email import emails
from bot.guard.identity import identities
from bot.guard.kinds import Hit, Kind
from bot.guard.plain import make_plain

LINE_BREAK = re.compile(r"\r\n|\n|\r")
DIGIT = re.compile("[0-9]")
GRAVITY = {kind: place for place, kind in enumerate(Kind)}


def find(text: str, *, today: date | None = None) -> tuple[Hit, ...]:
    """What in `text` tells who a person is.

    Args:
        text: any string; invisible characters and digits of all scripts are seen through.
        today: where given, a twelve-digit number with a day of birth after it is no identity.

    Returns:
        The hits in order, apart from each other, in indices of `text`. What is left of `text` when they are masked
        with words in square brackets has none.
    """
    plain = make_plain(text)
    left = plain.text
    found: list[Hit] = []
    while new := _apart(_search(left, today)):
        found += new
        left = _without(left, new)
    return tuple(_apart(Hit(hit.kind, *plain.place(hit.start, hit.end)) for hit in found))


def mask(text: str, hits: Iterable[Hit], words: Mapping[Kind, str]) -> str:
    """`text` with each of `hits` replaced by the word for its kind, such as `[telefon]`; nothing of a hit is kept."""
    pieces, end = [], 0
    for hit in sorted(hits, key=lambda hit: hit.start):
        pieces += [text[end : hit.start], words[hit.kind]]
        end = hit.end
    return "".join([*pieces, text[end:]])


def lines(text: str, *, today: date | None = None) -> Iterator[tuple[int, int, Kind]]:
    r"""Line, column and kind of each hit, both from 1; a line ends with \n, \r\n or \r, a column is a character."""
    starts = [0, *(found.end() for found in LINE_BREAK.finditer(text))]
    for hit in find(text, today=today):
        line = bisect_right(starts, hit.start)
        yield line, hit.start - starts[line - 1] + 1, hit.kind


def _search(text: str, today: date | None) -> Iterator[Hit]:
    yield from (Hit(Kind.EMAIL, *span) for span in emails(text))
    if not DIGIT.search(text):
        return  # whatever else is looked for has one
    claimed = claims(text)
    yield from (Hit(Kind.IDENTITY, *span) for span in identities(text, claimed, today))
    yield from (Hit(Kind.PHONE, phone.start, phone.end) for phone in claimed.phones)
    yield from (Hit(Kind.ADDRESS, *span) for span in addresses(text))


def _apart(hits: Iterable[Hit]) -> list[Hit]:
    """In order, what overlaps made one: the graver kind, all its characters."""
    apart: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, GRAVITY[hit.kind])):
        if apart and hit.start < apart[-1].end:
            last = apart[-1]
            graver = min(last.kind, hit.kind, key=GRAVITY.__getitem__)
            apart[-1] = Hit(graver, last.start, max(last.end, hit.end))
        else:
            apart.append(hit)
    return apart


def _without(text: str, hits: list[Hit]) -> str:
    """As `mask`, in as many characters as before, so that indices stay."""
    pieces, end = [], 0
    for hit in hits:
        pieces += [text[end : hit.start], "[", "x" * (hit.end - hit.start - 2), "]"]
        end = hit.end
    return "".join([*pieces, text[end:]])
