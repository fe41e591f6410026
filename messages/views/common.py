"""Texts that belong to no subject."""

from dataclasses import dataclass
from datetime import date

from messages.views.view import View
from messages.word import Word


@dataclass(frozen=True)
class Stranger(View):
    """The one answer to everybody who is no member, whatever they sent."""


@dataclass(frozen=True)
class Welcome(View):
    """To somebody who has just joined."""

    name: str
    role: Word
    organisation: str


@dataclass(frozen=True)
class Menu(View):
    name: str
    role: Word
    organisation: str


@dataclass(frozen=True)
class HelpLine(View):
    """One command of the help page (rendered as part of it)."""

    command: str
    what: Word


@dataclass(frozen=True)
class Help(View):
    role: Word
    lines: tuple[HelpLine, ...]
    child_phone: str


@dataclass(frozen=True)
class LanguageChoice(View):
    pass


@dataclass(frozen=True)
class LanguageChosen(View):
    pass


@dataclass(frozen=True)
class Cancelled(View):
    pass


@dataclass(frozen=True)
class NothingToCancel(View):
    pass


@dataclass(frozen=True)
class WordsDeleted(View):
    """Something other than a command came; it may have carried words about a client.

    `deleted` says whether Telegram took the message away, `found` what it looked like (the guard's kinds), and `room`
    whether there is a sealed room to write in.
    """

    deleted: bool
    found: tuple[Word, ...] = ()
    room: bool = False


@dataclass(frozen=True)
class IncidentInChat(View):
    """To those who answer for it: something that tells who a person is stood in a chat. No content, no name."""

    unit: str
    day: date
    can_close: bool
    """Whether the reader may close it in the room."""


@dataclass(frozen=True)
class ToDo(View):
    """What is open, in one message instead of a card each; `waiting` of them wait for the reader."""

    count: int
    waiting: int


@dataclass(frozen=True)
class CommandUnread(View):
    """A command's words were not understood, and are never repeated."""

    example: str
    deleted: bool


@dataclass(frozen=True)
class UnknownCommand(View):
    pass


@dataclass(frozen=True)
class Stale(View):
    """A button that no longer fits, or never did."""


@dataclass(frozen=True)
class NotFound(View):
    """There is no such thing, or it is not theirs: the same words for both."""


@dataclass(frozen=True)
class SaidAnew(View):
    """What stands in an old message whose card has been sent anew."""


@dataclass(frozen=True)
class NotFoundHere(View):
    """The same in the room."""


@dataclass(frozen=True)
class NotAllowed(View):
    """The role does not have that command."""


@dataclass(frozen=True)
class Bug(View):
    """It was not done."""

    reference: str


@dataclass(frozen=True)
class Unshown(View):
    """It was done, but cannot be shown."""

    reference: str


@dataclass(frozen=True)
class AnswerLost(View):
    """An answer could not be said, and there is no card to show in its place."""

    refused: bool
