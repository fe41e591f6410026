"""Several fields of one form before the guard: one warning for all of them."""

from collections.abc import Iterable

from bot.pages import forms
from bot.pages.page import Ask
from bot.turn import Turn
from messages.room.pages import Warned

BETWEEN = ("\n\n", "")


def guarded_all(turn: Turn, ask: Ask, names: Iterable[str]) -> tuple[dict[str, str], Warned | None]:
    """The words of those fields to save, by name, or a warning about all that the guard points at.

    Whoever was warned says what is to be saved, as of one field (`fields.guarded`).
    """
    words = {name: ask.form.get(name, "") for name in names}
    warnings = {name: forms.warning(turn, text) for name, text in words.items()}
    found = {name: warned for name, warned in warnings.items() if warned}
    choice = ask.form.get("choice", "")
    if not found or choice == "keep":
        return words, None
    if choice == "mask":
        return words | {name: warned.masked for name, warned in found.items()}, None
    pieces = [piece for warned in found.values() for piece in (*warned.pieces, BETWEEN)]
    return words, Warned(tuple(pieces[:-1]), "")
