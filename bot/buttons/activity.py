"""Buttons of what a partner does: its activities, and the hours that the board promised at its premises."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.buttons.base import Button

Held = Literal[
    "meeting_place",
    "homework",
    "circle",
    "language",
    "course",
    "holiday",
    "event",
    "outing",
    "network",
    "information",
    "other",
]
"""What a partner logs."""
Counted = Literal["visitors", "volunteers"]
ShiftSaid = Literal["kept", "illness", "urgent", "staffing", "premises", "other"]
"""What can be said of promised hours: kept, or why they were missed."""
ShiftStood = Literal["open", "kept", "illness", "urgent", "staffing", "premises", "other"]
"""What had been said when the button was made."""


@dataclass(frozen=True)
class OfLog(Button):
    """A button of the log of one agreement."""

    agreement: int


@dataclass(frozen=True)
class ShowLog(OfLog, code="va"):
    """What is due, and what was logged last."""


@dataclass(frozen=True)
class PickHeld(OfLog, code="vk"):
    """Which kind of activity it was."""


@dataclass(frozen=True)
class PickHeldDay(OfLog, code="vd"):
    """On which day it was."""

    kind: Held


@dataclass(frozen=True)
class PickHeldMonth(OfLog, code="vm"):
    """The days of the month that begins on `month`."""

    kind: Held
    month: date


@dataclass(frozen=True)
class LogActivity(OfLog, code="vl"):
    """It was held: the row is there from now on."""

    kind: Held
    day: date


@dataclass(frozen=True)
class LogOfSeries(OfLog, code="vs"):
    """What comes back every week was held on a day; or was called off."""

    series: int
    day: date
    held: bool


@dataclass(frozen=True)
class OfActivity(Button):
    """A button about one logged activity."""

    activity: int


@dataclass(frozen=True)
class ShowActivity(OfActivity, code="vc"):
    """Its card."""


@dataclass(frozen=True)
class AskCount(OfActivity, code="vq"):
    """The numbers to choose from."""

    what: Counted


@dataclass(frozen=True)
class SetCount(OfActivity, code="vn"):
    """So many; 1 stands for one to four."""

    revision: int
    what: Counted
    number: int


@dataclass(frozen=True)
class SetLeaders(OfActivity, code="vi"):
    """Whether the leaders were the same as the time before."""

    revision: int
    same: bool


@dataclass(frozen=True)
class CallOff(OfActivity, code="vo"):
    """It was not held; or was, after all."""

    revision: int
    off: bool


@dataclass(frozen=True)
class StrikeActivity(OfActivity, code="vx"):
    """It was a mistake."""

    revision: int


@dataclass(frozen=True)
class ShowShifts(Button, code="tl"):
    """The days that were promised."""

    page: int


@dataclass(frozen=True)
class OfShift(Button):
    """A button about one promised day."""

    series: int
    day: date


@dataclass(frozen=True)
class ShowShift(OfShift, code="ts"):
    """Its card."""


@dataclass(frozen=True)
class SayShift(OfShift, code="ty"):
    """What became of it, where `stood` had been said before."""

    said: ShiftSaid
    stood: ShiftStood
