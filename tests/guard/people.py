"""Numbers of persons who do not exist."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from stdnum import luhn

from bot.guard.numbers import INTERIM_LETTERS

FIRST, LAST = date(1890, 1, 1), date(2022, 10, 2)


@dataclass(frozen=True)
class Number:
    """A person's number: the day of eight digits (60 added for a samordningsnummer), and the last four."""

    eight: str
    last: str

    @property
    def century(self) -> str:
        return self.eight[:2]

    @property
    def six(self) -> str:
        return self.eight[2:]

    def dotted(self, sign: str) -> str:
        return sign.join((self.six[:2], self.six[2:4], self.six[4:]))

    def long_dotted(self, sign: str) -> str:
        return self.century + self.dotted(sign)


def draw_number(dice: random.Random) -> Number:
    """A personnummer (two of four), a samordningsnummer or an interim number."""
    day = FIRST + timedelta(days=dice.randrange((LAST - FIRST).days))
    kind = dice.randrange(4)
    eight = f"{day:%Y%m}{day.day + 60 * (kind == 2):02}"
    if kind == 3:
        return Number(eight, dice.choice(INTERIM_LETTERS) + f"{dice.randrange(1000):03}")
    serial = f"{dice.randrange(1, 1000):03}"
    return Number(eight, serial + luhn.calc_check_digit(eight[2:] + serial))
