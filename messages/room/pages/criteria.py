"""The criteria of an IOP as they were judged of an agreement."""

from dataclasses import dataclass
from datetime import date

from messages.room.pages.agreement import Sentence
from messages.room.pages.base import RoomPage
from messages.room.pages.writing import Warned


@dataclass(frozen=True)
class AnswerShown:
    """An answer. `earlier` is the agreement it is about where that is the one before."""

    answer: str
    sentence: str
    judged_on: date
    by: str
    guidelines: str
    earlier: str = ""


@dataclass(frozen=True)
class CriterionShown:
    """A criterion (a word of `criteria`): the answer that stands, earlier ones, and the facts beside it.

    `path` is where it is answered, empty where the reader may not.
    """

    criterion: str
    path: str
    answer: AnswerShown | None
    history: tuple[AnswerShown, ...]
    material: tuple[Sentence, ...]
    due: bool


@dataclass(frozen=True)
class CriteriaPage(RoomPage):
    """All criteria of an agreement; `due` of them are to be judged again, by answers from `since` on."""

    name: str
    back: str
    material: tuple[Sentence, ...]
    criteria: tuple[CriterionShown, ...]
    due: int
    since: date | None


@dataclass(frozen=True)
class JudgePage(RoomPage):
    """The form in which one criterion is judged. `flaw` is a word of `criteria`."""

    name: str
    back: str
    action: str
    one: CriterionShown
    answers: tuple[str, ...]
    answer: str
    sentence: str
    day: str
    last_day: date
    guidelines: str
    longest: int
    longest_guidelines: int
    flaw: str = ""
    warned: Warned | None = None
