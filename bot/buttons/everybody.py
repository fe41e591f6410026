"""Everybody's buttons: the menu and one's own settings."""

from dataclasses import dataclass
from typing import Literal

from bot.buttons.base import Button


@dataclass(frozen=True)
class ShowMenu(Button, code="mm"):
    """The menu."""


@dataclass(frozen=True)
class RunCommand(Button, code="mc"):
    """A line of the menu."""

    command: str


@dataclass(frozen=True)
class SetLanguage(Button, code="ml"):
    language: Literal["sv", "en"]


@dataclass(frozen=True)
class SetQuiet(Button, code="mq"):
    start: int
    end: int
