"""What is to be drawn, in words and numbers alone: this crosses to the process that draws."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Bar:
    """A row: its label, what stands at its end, and the lengths of its parts in the order of the series.

    `outline` is what the bar is measured against, where there is such a thing.
    """

    label: str
    end: str
    parts: tuple[int, ...]
    outline: int = 0


@dataclass(frozen=True)
class Bars:
    """Bars that lie, one below the other. `series` names the parts; `note` stands below, `empty` where no bar does."""

    title: str
    subtitle: str
    series: tuple[str, ...]
    bars: tuple[Bar, ...]
    note: str
    empty: str
    outline: str = ""
    """What the outlines are, in the legend."""


@dataclass(frozen=True)
class Span:
    """A row on a line of time; days count from the line's first day. `kind` is its place among the kinds."""

    label: str
    end: str
    first: int
    last: int
    kind: int


@dataclass(frozen=True)
class Spans:
    """Spans below each other on a line of time of `days` days. `marks` name days at the top, `today` is one of them."""

    title: str
    subtitle: str
    kinds: tuple[str, ...]
    spans: tuple[Span, ...]
    days: int
    today: int
    today_word: str
    marks: tuple[tuple[int, str], ...]
    note: str
    empty: str


Sketch = Bars | Spans


@dataclass(frozen=True)
class Chart:
    """A picture: the file's name without its ending, what is to be drawn, and the same figures in words."""

    name: str
    sketch: Sketch
    words: str


def written(sketch: Sketch) -> bytes:
    """The sketch as JSON."""
    return json.dumps({"kind": type(sketch).__name__, **asdict(sketch)}).encode()


def read(text: bytes) -> Sketch:
    """The sketch that `written` wrote."""
    said = json.loads(text)
    if said.pop("kind") == "Bars":
        bars = tuple(Bar(**{**bar, "parts": tuple(bar["parts"])}) for bar in said.pop("bars"))
        return Bars(**{**said, "series": tuple(said["series"])}, bars=bars)
    spans = tuple(Span(**span) for span in said.pop("spans"))
    marks = tuple((day, words) for day, words in said.pop("marks"))
    return Spans(**{**said, "kinds": tuple(said["kinds"])}, spans=spans, marks=marks)
