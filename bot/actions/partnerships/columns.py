"""What a column and a table are: headings in Swedish and English, how a cell is read, a line of help."""

import re
import unicodedata
from dataclasses import dataclass, field, replace

from bot.actions.partnerships.cells import Reader
from bot.actions.partnerships.grid import NOT_SEEN

READ_ME = "Läs mig"
EXAMPLE = "Exempel:"
SAMPLE_YEAR = "2022"
YES_NO = ("ja", "nej")


@dataclass(frozen=True)
class Column:
    """One column. Its key is the one that TOML has; a key with a dot lies in a table."""

    key: str
    heading: str
    read: Reader
    help: str
    also: tuple[str, ...] = ()
    """Other headings that are accepted."""
    near: tuple[str, ...] = ()
    """Headings that are not accepted, and that probably mean it."""
    required: bool = False
    drop_down: tuple[str, ...] = ()
    example: str | int | None = None

    @property
    def headings(self) -> frozenset[str]:
        """All accepted headings, squashed."""
        return frozenset(map(squash, (self.key, self.heading, *self.also)))


@dataclass(frozen=True)
class Table:
    """What one sheet holds."""

    kind: str
    sheet: str
    also: tuple[str, ...]
    columns: tuple[Column, ...]
    telling: frozenset[str]
    """Keys one of which a sheet under another name must have, for many a list has a column of names."""
    keeps_rest: bool = False
    """Whether a column that is not known is a fact to keep."""
    by_heading: dict[str, Column] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for column in self.columns:
            self.by_heading.update(dict.fromkeys(column.headings, column))

    @property
    def title_key(self) -> str:
        """The key that a row goes by."""
        return "agreement" if self.kind == "report_duty" else "name"

    def column(self, heading: str) -> Column | None:
        """The column of a heading, which may name another year than the sample does: `Aktiviteter 2023`."""
        squashed = squash(heading)
        if squashed in self.by_heading:
            return self.by_heading[squashed]
        year = re.search(r"\b[12][0-9]{3}\b", squashed)
        sample = self.by_heading.get(squashed.replace(year[0], SAMPLE_YEAR)) if year else None
        if not year or not sample or SAMPLE_YEAR not in sample.key:
            return None
        return replace(sample, key=sample.key.replace(SAMPLE_YEAR, year[0]))

    def is_called(self, sheet: str | None) -> bool:
        """Whether `sheet` is a name for it."""
        return sheet is not None and squash(sheet) in map(squash, (self.kind, self.sheet, *self.also))


def squash(heading: str) -> str:
    """A heading without what does not matter: capitals, spaces, a star or a colon at its end."""
    text = unicodedata.normalize("NFKC", heading).translate(NOT_SEEN).casefold().replace("_", " ")
    return " ".join(text.split()).rstrip("*: ")
