"""The wishes and skills that a partner offers to match, as the file lists them."""

from dataclasses import dataclass
from typing import Any

from bot.actions.partnerships.findings import show
from bot.actions.partnerships.values import Unfit, as_text

LONGEST = 24
LANGUAGES = ("sv", "en")


@dataclass(frozen=True)
class WishFacts:
    """One of them, in both languages."""

    sv: str
    en: str


def as_wishes(value: Any) -> tuple[WishFacts, ...]:  # noqa: ANN401 - what TOML gave
    """A list of words, or of `{sv = "…", en = "…"}`.

    Raises:
        Unfit: it is no list, or a wish is unfit or stands there twice, in capitals or not.
    """
    if not isinstance(value, list):
        raise Unfit(f"must be a list, not {show(value)}")
    wishes: list[WishFacts] = []
    for place, one in enumerate(value, 1):
        try:
            wish = _as_wish(one)
            _refuse_repeated(wish, wishes)
        except Unfit as unfit:
            raise Unfit(f"(number {place} of the list) {unfit}") from None
        wishes.append(wish)
    return tuple(wishes)


def _as_wish(value: Any) -> WishFacts:  # noqa: ANN401
    if not isinstance(value, dict):
        word = as_text(value, LONGEST)
        return WishFacts(word, word)
    unknown = value.keys() - set(LANGUAGES)
    if unknown:
        raise Unfit(f"holds the unknown key {show(min(unknown))}; it takes sv and en")
    if "sv" not in value:
        raise Unfit("lacks sv, its Swedish word")
    sv = as_text(value["sv"], LONGEST)
    return WishFacts(sv, as_text(value["en"], LONGEST) if "en" in value else sv)


def _refuse_repeated(wish: WishFacts, earlier: list[WishFacts]) -> None:
    for before in earlier:
        if wish.sv.casefold() == before.sv.casefold() or wish.en.casefold() == before.en.casefold():
            raise Unfit(f"{show(wish.sv)} is the same as {show(before.sv)} before it")
