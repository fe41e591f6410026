"""What is said of files that go, and of what a person asks for; the words are in the room."""

from dataclasses import dataclass
from datetime import date

from messages.views.view import View


@dataclass(frozen=True)
class ErasureAhead(View):
    """Files go on a day, the first and the last by their codes; `kept` of them stay until they are transferred."""

    count: int
    day: date
    first: str
    last: str
    kept: int


@dataclass(frozen=True)
class RightsAsked(View):
    """To those who decide: somebody has asked for something about what is written of them; answer by `until`."""

    code: str
    until: date


@dataclass(frozen=True)
class RightsDecided(View):
    """To the one who recorded a request; `code` is empty where the file is erased."""

    code: str
    asked_on: date


@dataclass(frozen=True)
class EndFirst(View):
    """A file with an open referral is not erased: the partner is told of the end first."""

    code: str
