"""Referral codes: `R-7K3QX`. Random, look-alikes left out, the last character checks the others.

The check is a weighted sum in GF(4) x GF(7), whose 28 elements are the alphabet. Weights are powers of an element w
such that w and 1 - w have inverses, so each single wrong character and each swap of neighbours is caught. (Luhn's
sum lets one pair of neighbours change places.)
"""

import random

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from models import Referral

ALPHABET = "23456789ACDEFGHJKMNPQRTUVWXY"
PREFIX = "R-"
TIMES_W4 = (0, 2, 3, 1)
W7 = 3
SHORT, LONG = 4, 6
TRIES = 4
HOLDER = select(col(Referral.id)).where(col(Referral.code) == bindparam("code"))


def read(text: str) -> str | None:
    """The code in `text` as it is kept, in any case and with or without `R-`; nothing where it fails its check."""
    body = text.strip().upper().removeprefix(PREFIX).removeprefix("R_")
    if not body or set(body) - set(ALPHABET) or _check_character(body[:-1]) != body[-1]:
        return None
    return PREFIX + body


def draw(session: Session, dice: random.Random) -> str:
    """A code that no referral has; longer once the short ones become crowded."""
    for attempt in range(TRIES * 2):
        code = _draw(dice, SHORT if attempt < TRIES else LONG)
        if session.scalars(HOLDER, {"code": code}).first() is None:
            return code
    raise AssertionError("no free code: the dice are loaded")


def _draw(dice: random.Random, length: int) -> str:
    body = "".join(dice.choice(ALPHABET) for _ in range(length))
    return PREFIX + body + _check_character(body)


def _check_character(body: str) -> str:
    """The character that makes the weighted sum of `body` and itself nothing."""
    four = seven = 0
    for character in body:
        number = ALPHABET.index(character)
        four = TIMES_W4[four ^ number // 7]
        seven = (seven + number % 7) * W7 % 7
    return ALPHABET[four * 7 + -seven % 7]
