"""A text as a reader sees it: invisible characters gone, digits, dashes and spaces of all scripts made plain.

Each plain character knows where it stood, so that what is found is told in indices of the text that was written.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

LINE_BREAKS = "\n\r\v\f\x85\u2028\u2029"
DASHES = "\u2212\u2043\u207b\u208b\u02d7\u2796\u30fc\uff70\u23af\u2500\u2501"  # what looks like one and is no Pd
PLUSES = "\u2795"
FILLERS = "\u115f\u1160\u3164\uffa0"  # letters by name that show nothing
BLANKS = "\u2800"
INVISIBLE = {"Cf", "Cc", "Mn", "Me"}
MARKS = {"Mn", "Me"}
TENS = range(10, 100)
ODD_ASCII = re.compile(r"[^\n -~]")


@dataclass(frozen=True)
class Plain:
    """A plain text.

    Attributes:
        text: the plain characters.
        at: for each, the index of the written character it stands for.
        written: the text as it was written.
    """

    text: str
    at: Sequence[int]
    written: str

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where the plain characters from `start` to `end` stand in what was written, their trailing marks included."""
        first, last = self.at[start], self.at[end - 1] + 1
        while last < len(self.written) and unicodedata.category(self.written[last]) in MARKS:
            last += 1
        return first, last


def make_plain(text: str) -> Plain:
    """`text` made plain; in one pass."""
    if text.isascii() and not ODD_ASCII.search(text):
        return Plain(text, range(len(text)), text)
    seen: list[str] = []
    at: list[int] = []
    for index, character in enumerate(text):
        shown = _SHOWN[character]
        if shown:
            seen.extend(shown)
            at.extend([index] * len(shown))
        elif seen and "\u0300" <= character <= "\u030c":
            seen[-1] = _composed(seen[-1], character)
    return Plain("".join(seen), at, text)


class _Shown(dict[str, str]):
    """What each character shows, worked out once."""

    def __missing__(self, character: str) -> str:
        self[character] = shown = _show(character)
        return shown


def _show(character: str) -> str:
    if character in LINE_BREAKS:
        return "\n"
    category = unicodedata.category(character)
    if category == "Zs" or character in "\t\x1c\x1d\x1e\x1f" or character in BLANKS:
        return " "
    if category in INVISIBLE or character in FILLERS:
        return ""
    if category == "Pd" or character in DASHES:
        return "-"
    return "+" if character in PLUSES else _digit(character) or _compatible(character)


def _digit(character: str) -> str:
    digit = unicodedata.digit(character, -1)
    if digit >= 0:
        return str(digit)
    if unicodedata.category(character) == "No" and unicodedata.numeric(character, 0) in TENS:
        return str(int(unicodedata.numeric(character)))
    return ""


def _compatible(character: str) -> str:
    compatible = unicodedata.normalize("NFKC", character)
    return compatible if len(compatible) == 1 and compatible.isprintable() else character


def _composed(letter: str, mark: str) -> str:
    composed = unicodedata.normalize("NFC", letter + mark)
    return composed if letter.isalpha() and len(composed) == 1 else letter


_SHOWN = _Shown()
