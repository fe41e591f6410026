"""A card: a view, the buttons below it, and perhaps a picture. What it shows is read from the rows each time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.buttons import Button
from bot.charts.sketch import Chart
from messages import Value
from messages.views import View

PAGE = 8


@dataclass(frozen=True)
class Press:
    """One inline button: an entry of `labels.toml` with its values, and what a tap says or which link it opens."""

    label: str
    button: Button | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    url: str | None = None
    room: str | None = None
    """The address at which the sealed room opens."""


Row = tuple[Press, ...]


@dataclass(frozen=True)
class Picture:
    """The referral card: a code and a link, drawn when it is sent."""

    code: str
    link: str
    words: View

    @property
    def name(self) -> str:
        """The file's, without its ending."""
        return self.code


@dataclass(frozen=True)
class Card:
    """What somebody is shown: a text, rows of buttons, and a picture where there is one."""

    view: View
    rows: tuple[Row, ...] = ()
    picture: Picture | Chart | None = None
    own_message: bool = False
    """Whether it stands beside the card that was tapped instead of taking its place."""
    takes_away: int | None = None
    """A message that must be gone first; nothing is said where it was gone already."""

    @property
    def takes_place(self) -> bool:
        """Whether it takes the place of the card that was tapped."""
        return self.picture is None and not self.own_message


@dataclass(frozen=True)
class Page:
    """Where in a list one is; pages count from 0."""

    number: int
    count: int
    total: int

    @property
    def start(self) -> int:
        """How many entries come before this page."""
        return self.number * PAGE


def page_of(total: int, wanted: int) -> Page:
    """The page `wanted` of a list of `total` entries, or the nearest there is."""
    pages = max(1, -(-total // PAGE))
    return Page(min(max(wanted, 0), pages - 1), pages, total)


def paging(page: Page, button: Callable[[int], Button]) -> tuple[Row, ...]:
    """The row that leads to the page before and the page after, where there are any."""
    row = []
    if page.number > 0:
        row.append(Press("page_before", button(page.number - 1)))
    if page.number < page.count - 1:
        row.append(Press("page_after", button(page.number + 1)))
    return (tuple(row),) if row else ()


def in_rows(presses: Sequence[Press], width: int) -> tuple[Row, ...]:
    """`presses` in rows of at most `width`."""
    return tuple(tuple(presses[start : start + width]) for start in range(0, len(presses), width))
