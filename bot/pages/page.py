"""What a page's handler answers with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from messages.room import RoomPage


@dataclass(frozen=True)
class Sent:
    """A document that came with a form: its name as the browser said it, and its bytes; none where it is too large."""

    name: str
    data: bytes
    too_large: bool = False


@dataclass(frozen=True)
class Ask:
    """What was asked for: the words in the path, the query, the fields of a form, and a document that came with it."""

    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    file: Sent | None = None

    def number(self, name: str) -> int:
        """The query's or path's whole number `name`, 0 where it is none."""
        said = self.path.get(name) or self.query.get(name) or self.form.get(name) or ""
        return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0

    def ticked(self, name: str) -> bool:
        """Whether a box was ticked."""
        return self.form.get(name) == "yes"


@dataclass(frozen=True)
class Shown:
    """A page to show."""

    page: RoomPage
    status: int = 200


@dataclass(frozen=True)
class Goto:
    """Done: go to `path`, where `said` (a key of `said` in the room's words) is said."""

    path: str
    said: str = ""


@dataclass(frozen=True)
class Kept:
    """A draft was kept; a script asked, so nothing is shown."""


@dataclass(frozen=True)
class Fetched:
    """A file to fetch. `make` draws it up when the rows have been read."""

    name: str
    media_type: str
    make: Callable[[], bytes]


Outcome = Shown | Goto | Kept | Fetched
