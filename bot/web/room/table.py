"""What a line of the room's table of pages says."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.pages.page import Ask, Outcome
from bot.policy import Act
from bot.turn import Turn

Handler = Callable[[Turn, Ask], Outcome]


@dataclass(frozen=True)
class Room:
    """A page: its path, what shows it, what a form on it does, and the act it needs where the object does not decide.

    `rescue` keeps what a form held when the room had been locked meanwhile, or it was refused; `keeps` does so for a
    form without a draft of its own. `uploads`: its form holds a document.
    """

    path: str
    show: Handler | None = None
    do: Handler | None = None
    act: Act | None = None
    rescue: Handler | None = None
    keeps: bool = False
    uploads: bool = False
