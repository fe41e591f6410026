"""Money as a file writes it: whole kronor, or text as people write it."""

from typing import Any

from bot import money
from bot.actions.partnerships.findings import show
from bot.actions.partnerships.values import Unfit

ORE = 100
MOST = 10**12 * ORE
HOW = 'write kronor without öre like 125000, or text in quotes like "1 250,50"'


def as_ore(value: Any) -> int:  # noqa: ANN401 - what TOML gave
    """An amount that is not below nought, in öre.

    Raises:
        Unfit: it is no amount, below nought, too large, or a number with a point: no computer holds 0.1 exactly.
    """
    if isinstance(value, float):
        raise Unfit(f"is a number with a point, {show(value)}, which is not kept exactly; {HOW}")
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise Unfit(f"must be an amount of money, not {show(value)}; {HOW}")
    ore = value * ORE if isinstance(value, int) else money.read(value)
    if ore is None:
        raise Unfit(f"is no amount of money: {show(value)}; {HOW}")
    if ore < 0:
        raise Unfit(f"must not be below nought: {show(value)}")
    if ore > MOST:
        raise Unfit(f"is more than any budget: {show(value)}")
    return ore


def as_ore_or_none(value: Any) -> int | None:  # noqa: ANN401
    """The same; the empty text stands for none.

    Raises:
        Unfit: as `as_ore`.
    """
    return None if value == "" else as_ore(value)


def shown_ore(ore: int) -> str:
    """`SEK 125,000`, for a terminal."""
    return money.show(ore, "en").replace("\u00a0", " ")
