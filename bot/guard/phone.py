"""Telephone numbers: Swedish in every usual spelling, and those of other countries that begin with `+` or `00`.

The numbering plan is PTS's: https://pts.se/sv/bransch/telefoni/nummer-och-adressering/telefoninummerplanen/ (area codes
of two to four digits with their 0, at most ten digits in all). Short numbers such as 112 and 1177 are none.
"""

import re
from dataclasses import dataclass

from bot.guard.labels import says_phone

SIGN = r"[ ./()-]"
NATIONAL = re.compile(rf"(?<![\d+])(?<!\d[-.,/:])\(?0[1-9](?:{SIGN}{{0,3}}\d){{5,8}}(?!\d)")
ABROAD = re.compile(rf"(?<![\d+])(?:\+ ?|(?<!\d[-.,/:])00(?: (?=46))?)[1-9](?:{SIGN}{{0,3}}\d){{6,14}}(?!\d)")
SWEDISH = re.compile(rf"(?:\+ ?|00 ?)46(?:{SIGN}{{0,3}}\d){{7,10}}(?!\d)")
BARE_SWEDISH = re.compile(r"(?<![\d+-])46[ -]?\(?0?\)?[ -]?7[02369](?:[ -]{0,3}\d){7}(?!\d)")
LOCAL = re.compile(r"(?<![\d+-])(?!(?:19|20)\d\d-?[01]\d)[1-9]\d{1,3}(?:[ -]?\d{2,3}){2,3}(?![\d-])")
MOBILE = re.compile(r"07[02369]")
TWO = {"08"}
FOUR = {"0770", "0771", "0774", "0775", "0776", "0777", "0778", "0900"}  # though 077 and 090 are codes too
THREE = re.compile(r"0(?:1[013689]|2[0136]|3[1356]|4[0246]|54|6[03]|7[02345679]|90)")
DAY_FIRST = re.compile(r"0\d[-./ ](?:0\d|1[0-2])[-./ ](?:19|20)\d\d\b")
HOURS = re.compile(r"0\d\.[0-5]\d")
MONEY = re.compile(r"(?:[.,:]\d\d)? ?(?:kr|kronor|sek|eur|€|:-)", re.IGNORECASE)
SHORTEST_LOCAL, SHORTEST_GLUED, LONGEST = 5, 9, 10
LOCAL_DIGITS = range(7, 9)
FIRST_OF_MOBILE = {3, 4, 10}  # 070-123 45 67, 0701-23 45 67, 0701234567


@dataclass(frozen=True)
class Phone:
    """A telephone number in a plain text.

    Attributes:
        start: index of its first character.
        end: index after its last.
        abroad: whether it begins with the code of a country.
        clear: whether its grouping says that it cannot be a person's number.
    """

    start: int
    end: int
    abroad: bool
    clear: bool


def phones(text: str) -> tuple[Phone, ...]:
    """The telephone numbers of the plain `text`, in order."""
    found = [*_abroad(text), *_national(text), *_local(text)]
    apart: list[Phone] = []
    for phone in sorted(found, key=lambda phone: (phone.start, -phone.end)):
        if not apart or phone.start >= apart[-1].end:
            apart.append(phone)
    return tuple(apart)


def _abroad(text: str) -> list[Phone]:
    found = []
    for pattern in (ABROAD, BARE_SWEDISH):
        for candidate in pattern.finditer(text):
            swedish = SWEDISH.match(text, candidate.start())
            exact = swedish or candidate
            clear = pattern is not ABROAD or swedish is not None or "+" in exact.group()  # 00 may be the year 2000
            if not MONEY.match(text, exact.end()):
                found.append(Phone(exact.start(), exact.end(), abroad=clear, clear=clear))
    return found


def _national(text: str) -> list[Phone]:
    found = []
    for candidate in NATIONAL.finditer(text):
        written = candidate.group()
        groups = re.findall(r"\d+", written)
        labelled = says_phone(text, candidate.start())
        if _is_national(written, groups) or (labelled and area_code(written) == "08" and written.isdigit()):
            clear = labelled or _is_clear(written, groups)
            start = candidate.start() + (written.startswith("(") and ")" not in written)
            found.append(Phone(start, candidate.end(), abroad=False, clear=clear))
    return found


def _local(text: str) -> list[Phone]:
    return [
        Phone(candidate.start(), candidate.end(), abroad=False, clear=True)
        for candidate in LOCAL.finditer(text)
        if sum(map(str.isdigit, candidate.group())) in LOCAL_DIGITS and says_phone(text, candidate.start())
    ]


def _is_national(written: str, groups: list[str]) -> bool:
    digits = "".join(groups)
    if DAY_FIRST.match(written) or (HOURS.match(written) and written.count(".") != len(groups) - 1):
        return False
    if len(groups) == 1:
        return len(digits) >= SHORTEST_GLUED and (len(digits) == LONGEST or not MOBILE.match(digits))
    if MOBILE.match(digits):
        return len(digits) == LONGEST
    area = area_code(digits)
    return len(groups[0]) == len(area) and len(digits) - len(area) >= SHORTEST_LOCAL


def _is_clear(written: str, groups: list[str]) -> bool:
    digits = "".join(groups)
    if MOBILE.match(digits):
        return len(groups[0]) in FIRST_OF_MOBILE
    if len(groups[0]) != len(area_code(digits)) or _is_identity_grouping(groups):
        return False
    return len(groups) > 2 or (len(digits) == LONGEST and written.lstrip("(")[len(groups[0])] == "-")


def _is_identity_grouping(groups: list[str]) -> bool:
    return len(groups[-1]) == 4 or {len(group) for group in groups} == {2}


def area_code(digits: str) -> str:
    """The area code, with its 0, of the national number `digits`."""
    if digits[:2] in TWO:
        return digits[:2]
    if digits[:4] in FOUR:
        return digits[:4]
    return digits[:3] if THREE.match(digits) else digits[:4]
