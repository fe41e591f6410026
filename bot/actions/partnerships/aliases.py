"""The short names that partners go by beside a client's code: A1, B2."""

import re
from collections.abc import Iterable, Iterator
from itertools import product
from string import ascii_uppercase
from typing import Any

from bot.actions.partnerships.findings import show
from bot.actions.partnerships.values import Unfit

ALIAS = re.compile(r"[A-Z]{1,2}[1-9][0-9]?")


def as_alias(value: Any) -> str | None:  # noqa: ANN401 - what TOML gave
    """One or two capital letters and a number from 1 to 99; the empty text stands for none given.

    Raises:
        Unfit: anything else.
    """
    if value == "":
        return None
    if not isinstance(value, str) or not ALIAS.fullmatch(value):
        meant = value.strip().upper() if isinstance(value, str) else ""
        hint = f"; write {show(meant)}" if ALIAS.fullmatch(meant) else ""
        raise Unfit(f"must be one or two capital letters and a number from 1 to 99, like B2, not {show(value)}{hint}")
    return value


def in_order() -> Iterator[str]:
    """Every alias: A1 to Z9, then AA1 to ZZ9, then those with two digits."""
    for first, last in ((1, 9), (10, 99)):
        for letters in (1, 2):
            for prefix in product(ascii_uppercase, repeat=letters):
                yield from (f"{''.join(prefix)}{number}" for number in range(first, last + 1))


class Aliases:
    """Who has which alias. A given one stays, and is not handed to another."""

    def __init__(self, held: dict[str, str], reserved: Iterable[str]) -> None:
        """Begin with `held` (alias to name of the organisation); those `reserved` are only given where asked for."""
        self._held = dict(held)
        self._reserved = frozenset(reserved)
        self._series = in_order()

    def holder(self, alias: str) -> str | None:
        """The name of the organisation that has `alias`."""
        return self._held.get(alias)

    def first_free(self) -> str:
        """The next alias that nobody has or asks for."""
        return next(alias for alias in self._series if alias not in self._held and alias not in self._reserved)

    def give(self, alias: str, name: str, before: str | None) -> None:
        """Note that the organisation `name`, which had the alias `before`, now has `alias`."""
        if before is not None:
            self._held.pop(before, None)
        self._held[alias] = name
