"""What every page is, what stands around it, and the pages before the door."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RoomPage:
    """What every page is."""


@dataclass(frozen=True)
class Frame:
    """What stands around every page.

    `csrf` goes into every form, `root` is the base of every link, `here` the page below it. `said` is a word of what
    was just done, `refusal` is HTML that a refusal's own template made, `inside` says whether a second factor was
    shown, and `assets` maps a file's name to its address.
    """

    language: str
    csrf: str = ""
    root: str = "/room/"
    here: str = ""
    said: str = ""
    refusal: str = ""
    inside: bool = False
    name: str = ""
    assets: dict[str, str] | None = None


@dataclass(frozen=True)
class LaunchPage(RoomPage):
    """Hands the launch data over; the only page that needs a script."""

    to: str


@dataclass(frozen=True)
class ClosedPage(RoomPage):
    """The door stays shut: open the room from the chat."""


@dataclass(frozen=True)
class RefusedPage(RoomPage):
    """A no, in the frame's `refusal`; `back` leads somewhere useful."""

    back: str


@dataclass(frozen=True)
class AwayPage(RoomPage):
    """The database is away. `fields` is the form that was sent, by name: it is still in the browser, to be sent again.

    `again` is the page's address for another try.
    """

    again: str
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class BugPage(RoomPage):
    """A fault of ours, with its reference."""

    reference: str
