"""Referral codes: `R-7K3QX`. Random, look-alikes left out, the last character checks the others (Luhn mod 28)."""

import random

from sqlalchemy import select
from sqlmodel import Session, col
from stdnum import luhn

from models import Referral

ALPHABET = "23456789ACDEFGHJKMNPQRTUVWXY"
PREFIX = "R-"
SHORT, LONG = 4, 6
TRIES = 4


def read(text: str) -> str | None:
    """The code in `text` as it is kept, in any case and with or without `R-`; nothing where it fails its check."""
    body = text.strip().upper().removeprefix(PREFIX).removeprefix("R_")
    if not body or set(body) - set(ALPHABET) or not luhn.is_valid(body, ALPHABET):
        return None
    return PREFIX + body


def draw(session: Session, dice: random.Random) -> str:
    """A code that no referral has; longer once the short ones become crowded."""
    for attempt in range(TRIES * 2):
        code = _draw(dice, SHORT if attempt < TRIES else LONG)
        if session.scalars(select(col(Referral.id)).where(col(Referral.code) == code)).first() is None:
            return code
    raise AssertionError("no free code: the dice are loaded")


def _draw(dice: random.Random, length: int) -> str:
    body = "".join(dice.choice(ALPHABET) for _ in range(length))
    return PREFIX + body + luhn.calc_check_digit(body, ALPHABET)
