"""What handlers read of a form's fields: a day, one of our own words, and words that the guard has looked at."""

from datetime import date
from enum import StrEnum
from typing import TypeVar

from bot import dates
from bot.errors import Refused
from bot.pages import forms
from bot.pages.page import Ask
from bot.turn import Turn
from messages import views
from messages.room.pages import Warned
from models import Particular

Chosen = TypeVar("Chosen", bound=StrEnum)


def guarded(turn: Turn, ask: Ask, name: str = "words", kind: Particular | None = None) -> tuple[str, Warned | None]:
    """The words of the field `name` to save, or a warning about them. Whoever was warned says what is to be saved."""
    words, choice = ask.form.get(name, ""), ask.form.get("choice", "")
    warned = forms.warning(turn, words, kind)
    if warned is None or choice == "keep":
        return words, None
    return (warned.masked, None) if choice == "mask" else (words, warned)


def one_of(words: type[Chosen], said: str) -> Chosen:
    """The word that was said.

    Raises:
        Refused: it is none of `words`; our pages offer no other.
    """
    try:
        return words(said)
    except ValueError:
        raise Refused(views.Stale()) from None


def day(turn: Turn, ask: Ask) -> date:
    """The day that was said, in any form that people write.

    Raises:
        Refused: it is none.
    """
    said = dates.understood(ask.form.get("day", ""), turn.today, prefer="past")
    if said is None:
        raise Refused(views.UnknownDay())
    return said


def only(ask: Ask, names: tuple[str, ...]) -> dict[str, str]:
    """The fields of those names, as far as they are there."""
    return {name: ask.form[name] for name in names if name in ask.form}
