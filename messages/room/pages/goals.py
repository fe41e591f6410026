"""An agreement's goals: how each is followed up, and how far it was reached."""

from dataclasses import dataclass
from datetime import date

from messages.room.pages.base import RoomPage
from messages.room.pages.writing import Warned


@dataclass(frozen=True)
class GoalShown:
    """A goal; `attainment` is a word of `goals` or empty. The paths are empty where the reader may not."""

    words: str
    follow_up: str
    attainment: str
    attainment_words: str
    judged_on: date | None
    by: str
    edit: str = ""
    judge: str = ""


@dataclass(frozen=True)
class GoalsPage(RoomPage):
    """The goals, and a form for one more. `named` are those that a source names and nobody has taken over."""

    name: str
    back: str
    action: str
    goals: tuple[GoalShown, ...]
    named: tuple[str, ...]
    may_write: bool
    words: str
    follow_up: str
    longest: int
    flaw: str = ""
    warned: Warned | None = None


@dataclass(frozen=True)
class GoalFormPage(RoomPage):
    """One goal, to be written anew. `standing` is what somebody else saved meanwhile."""

    name: str
    back: str
    action: str
    seen: str
    words: str
    follow_up: str
    judged: bool
    longest: int
    remove: str = ""
    flaw: str = ""
    standing: str = ""
    warned: Warned | None = None


@dataclass(frozen=True)
class GoalJudgePage(RoomPage):
    """How far one goal was reached. `standing` is what somebody else saved meanwhile."""

    name: str
    back: str
    action: str
    seen: str
    goal: GoalShown
    attainments: tuple[str, ...]
    attainment: str
    words: str
    longest: int
    flaw: str = ""
    standing: str = ""
    warned: Warned | None = None
