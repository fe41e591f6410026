"""Which referrals a card shows: the codes in its text and on its buttons."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from bot.cards.card import Card

CODE = re.compile(r"\bR-[0-9A-Z]{5,7}\b")


def codes(card: Card) -> frozenset[str]:
    """The codes that whoever sees `card` reads."""
    texts = [*_texts(card.view)]
    for row in card.rows:
        for press in row:
            texts += [value for value in press.values.values() if isinstance(value, str)]
    return frozenset(code for text in texts for code in CODE.findall(text))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
