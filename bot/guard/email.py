"""Addresses of e-mail, also spelled apart: `namn (at) domän.se`, `namn @ domän . se`, `namn at domän punkt se`."""

import re

from bot.guard.spans import Span

AT = re.compile(
    r"\s{0,2}@\s{0,2}|\s{0,2}[(\[{<]\s?(?:at|a|@|snabel-?a)\s?[)\]}>]\s{0,2}|\s{1,2}(?:at|snabel-?a)\s{1,2}",
    re.IGNORECASE,
)
LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~.-]+")  # read backwards from the at
LOCAL_LENGTH = 64
HOST = re.compile(
    r"[^\W_](?:[\w-]{0,61}[^\W_])?(?:\.[^\W_](?:[\w-]{0,61}[^\W_])?){0,5}\.(?:[^\W\d_]{2,24}|xn--[\w-]{2,59})(?![\w])"
)
DOT = r"(?:\.|\s\.\s|\s?[(\[]\s?(?:dot|punkt|\.)\s?[)\]]\s?|\s(?:punkt|dot)\s)"
KNOWN = "se|nu|com|org|net|eu|no|fi|dk|de|uk|info|io|me|gov|edu|mil|int|ax|pl|fr|es|it|nl"
SPELLED_HOST = re.compile(
    rf"[^\W_][\w-]{{0,61}}(?:{DOT}[^\W_][\w-]{{0,61}}){{0,3}}?{DOT}(?:{KNOWN})(?!\w|-\w)", re.IGNORECASE
)
HOST_LENGTH = 255


def emails(text: str) -> list[Span]:
    """Where addresses of e-mail stand in the plain `text`, in order and apart."""
    found: list[Span] = []
    for at in AT.finditer(text):
        since = max(at.start() - LOCAL_LENGTH, found[-1][1] if found else 0)
        local = LOCAL.match(text[since : at.start()][::-1])
        host = _host(text[at.end() : at.end() + HOST_LENGTH], plain=at.group() == "@", word="@" not in at.group())
        if local and host and local.group().strip("."):
            found.append((at.start() - len(local.group().rstrip(".")), at.end() + host.end()))
    return found


def _host(after: str, *, plain: bool, word: bool) -> re.Match[str] | None:
    if plain:
        return HOST.match(after) or SPELLED_HOST.match(after)
    host = SPELLED_HOST.match(after)
    if word:
        return None if host and " . " in host.group() else host
    return host or HOST.match(after)
