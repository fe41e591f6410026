"""Persons' numbers in a text, in every spelling.

Ten or twelve digits that are a real day with the right check digit are one, unless their grouping clearly says
otherwise. A day alone is none, nor is a day with the last four hidden (`811218-XXXX`): it tells a birthday.
"""

import re
from collections.abc import Iterator
from datetime import date

from bot.guard.chains import Chain, chains, is_tight
from bot.guard.claims import Claims
from bot.guard.labels import says_identity
from bot.guard.numbers import DAYS, LONG, MONTHS, SHORT, can_be_identity
from bot.guard.phone import MOBILE, Phone
from bot.guard.spans import Span, Spans

PARTS = {0, 2, 4, 6}  # where people part the ten digits: century, year, month, day, the last four
LAST_FOUR = 6
# A sole trader's VAT number holds her own.
VAT = re.compile(r"(?<![^\W_])SE ?(?P<six>\d{6})[ -]?(?P<four>\d{4})[ -]?01(?!\d)", re.IGNORECASE)


def identities(text: str, claimed: Claims, today: date | None = None) -> list[Span]:
    """Where persons' numbers stand in the plain `text`.

    Args:
        text: the plain text.
        claimed: what its stretches say that they are.
        today: see `can_be_identity`.
    """
    judge = _Judge(text, claimed)
    found = [span for chain in chains(text) for span in _in_chain(chain, judge, today)]
    return found + [vat.span() for vat in VAT.finditer(text) if can_be_identity(vat["six"] + vat["four"], today)]


def _in_chain(chain: Chain, judge: "_Judge", today: date | None) -> Iterator[Span]:
    taken = 0
    if len(chain.digits) < SHORT:
        return
    for group, offset in enumerate(chain.offsets):
        if offset < taken:
            continue
        for length in (LONG, SHORT):
            if _may_begin(chain, offset, length) and can_be_identity(chain.digits[offset : offset + length], today):
                window = _Window(chain, group, length)
                if judge.accepts(window):
                    taken = offset + length
                    yield window.span
                    break


def _may_begin(chain: Chain, offset: int, length: int) -> bool:
    month = offset + length - SHORT + 2
    digits = chain.digits
    return (
        digits[month : month + 2] in MONTHS
        and digits[month + 2 : month + 4] in DAYS
        and offset + length in chain.group_at
    )


class _Window:
    """Ten or twelve digits of a chain, from gap to gap."""

    def __init__(self, chain: Chain, first: int, length: int) -> None:
        offset = chain.offsets[first]
        after = chain.group_at[offset + length]
        self.digits = chain.digits[offset : offset + length]
        self.span = chain.starts[first], chain.ends[after - 1]
        ten = offset + length - SHORT
        self.gaps = {chain.offsets[group] - ten: chain.gaps[group] for group in range(first + 1, after)}
        self.breaks = {place for place, gap in self.gaps.items() if gap}

    @property
    def is_usual(self) -> bool:
        """Whether it is grouped as a person's number is: the day, perhaps in parts, and the last four together."""
        inside = self.breaks if self.digits.isdigit() else self.breaks - {LAST_FOUR + 1}
        return inside <= PARTS and (LAST_FOUR in inside or inside <= {0} or not self.digits.isdigit())

    @property
    def is_glued(self) -> bool:
        return not self.breaks

    @property
    def is_tight(self) -> bool:
        return all(is_tight(gap) for gap in self.gaps.values())

    @property
    def ends_a_sentence(self) -> bool:
        """Whether a full stop parts a whole day with its century from the last four: `den 2022-10-03. 1177 svarar`."""
        gap = self.gaps.get(LAST_FOUR, "")
        return (
            len(self.digits) == LONG
            and {2, 4} & self.breaks != set()
            and gap[:1] in {".", "!", "?"}
            and gap[1:2].isspace()
        )


class _Judge:
    """Whether what could be a person's number by its digits is one by its context."""

    def __init__(self, text: str, claimed: Claims) -> None:
        self._text = text
        self._claimed = claimed
        self._phones = {phone.start: phone for phone in claimed.phones}
        self._phone_spans = Spans((phone.start, phone.end) for phone in claimed.phones)

    def accepts(self, window: _Window) -> bool:
        start, end = window.span
        if says_identity(self._text, start):
            return True
        if self._claimed.files.touching(start, end) or self._crosses_a_day(start, end) or window.ends_a_sentence:
            return False
        if any(self._is_phone(window, phone) for phone in self._phones_at(start, end)):
            return False
        if window.is_usual:
            return window.digits.isdigit() or window.is_tight or window.breaks <= {0, LAST_FOUR}
        return window.is_tight and not self._claimed.others.touching(start, end)

    def _crosses_a_day(self, start: int, end: int) -> bool:
        return any(day != start or after > end for day, after in self._claimed.dates.touching(start, end))

    def _phones_at(self, start: int, end: int) -> list[Phone]:
        return [self._phones[first] for first, _ in self._phone_spans.touching(start, end)]

    def _is_phone(self, window: _Window, phone: Phone) -> bool:
        if phone.abroad:
            return not (window.is_usual and window.breaks <= {0, LAST_FOUR})
        if phone.clear and (window.span[0] > phone.start or window.span[1] < phone.end):
            return True
        if window.is_glued:
            return len(window.digits) == SHORT and (phone.clear or MOBILE.match(window.digits) is not None)
        return phone.clear and not window.is_usual
