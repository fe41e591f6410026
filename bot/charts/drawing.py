"""Draws a sketch as a PNG, 1080 pixels wide. Only the process that draws imports this."""

import io
import warnings
from collections.abc import Sequence
from importlib.resources import files
from typing import Literal

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from PIL import ImageFont

from bot.charts.sketch import Bars, Sketch, Spans

WIDTH, MARGIN, DPI = 1080, 48, 100
INNER = WIDTH - 2 * MARGIN
TITLE, TEXT, SMALL = 52, 36, 32
"""Heights of letters in pixels: on a phone a third of it."""
ROW, BAR, GAP = 104, 42, 40
LEGEND, LINE = 56, 44
KEY = 52
NUMBER_FITS = 52
OUTLINE = -1
INK, SOFT, PAPER, LINE_COLOUR = "#16302b", "#4b635c", "#fbf8f1", "#b9c2be"
LOOKS = (
    ("#e69f00", "//"),
    ("#56b4e9", ".."),
    ("#009e73", ""),
    ("#f0e442", "xx"),
    ("#0072b2", "\\\\"),
    ("#ffffff", "--"),
)
"""Colour and hatch of each part (Okabe and Ito, 2008: colours that the colour-blind tell apart)."""


class Canvas:
    """A sheet on which things stand at pixels from the top left."""

    def __init__(self, height: int) -> None:
        mpl.rcParams["hatch.linewidth"] = 1.6
        self.height = height
        self.figure = Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI, facecolor=PAPER)
        FigureCanvasAgg(self.figure)
        self.axes: Axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set(xlim=(0, WIDTH), ylim=(height, 0))
        self.axes.axis("off")

    def write(
        self,
        x: float,
        y: float,
        words: str,
        size: int,
        *,
        weight: str = "Regular",
        color: str = INK,
        ha: Literal["left", "center", "right"] = "left",
        ground: bool = False,
    ) -> None:
        """Words whose middle line is at `y`; `ha` says where in them `x` is, `ground` keeps lines off them."""
        font = FontProperties(fname=_font(weight), size=size * 72 / DPI)
        # Names are what people wrote: a dollar sign in one is no formula
        text = self.axes.text(x, y, words, fontproperties=font, va="center", parse_math=False, color=color, ha=ha)
        if ground:
            text.set_bbox({"facecolor": PAPER, "edgecolor": "none", "pad": 1})

    def box(self, x: float, y: float, width: float, height: float, look: int) -> None:
        """A field in one of the looks."""
        colour, hatch = LOOKS[look]
        self.axes.add_patch(Rectangle((x, y), width, height, facecolor=colour, edgecolor=INK, hatch=hatch, linewidth=1))

    def outline(self, x: float, y: float, width: float, height: float) -> None:
        """A frame of dashes."""
        self.axes.add_patch(Rectangle((x, y), width, height, fill=False, edgecolor=INK, linewidth=2, linestyle="--"))

    def line(self, x: float, top: float, bottom: float, *, dashed: bool = False) -> None:
        """An upright line."""
        style, colour = ((0, (4, 3)), INK) if dashed else ("-", LINE_COLOUR)
        self.axes.plot([x, x], [top, bottom], color=colour, linestyle=style, linewidth=2 if dashed else 1, zorder=0)

    def width_of(self, words: str, size: int, weight: str = "Regular") -> float:
        """How many pixels wide words are."""
        return ImageFont.truetype(_font(weight), size).getlength(words)

    def fit(self, words: str, size: int, width: float, weight: str = "Regular") -> str:
        """The words, cut with an ellipsis where they are wider."""
        kept = words
        while kept and self.width_of(kept + "…" * (kept != words), size, weight) > width:
            kept = kept[:-1].rstrip()
        return kept if kept == words else kept + "…"

    def wrap(self, words: str, size: int, width: float) -> list[str]:
        """The words in lines no wider than `width`."""
        lines: list[str] = []
        for word in words.split():
            together = f"{lines[-1]} {word}" if lines else word
            if lines and self.width_of(together, size) <= width:
                lines[-1] = together
            else:
                lines.append(word)
        return lines

    def png(self) -> bytes:
        """The sheet."""
        kept = io.BytesIO()
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Glyph", UserWarning)  # a box stands for what the font has no form of
            self.figure.savefig(kept, format="png", dpi=DPI, facecolor=PAPER)
        return kept.getvalue()


def draw(sketch: Sketch) -> bytes:
    """The sketch as a PNG."""
    return _bars(sketch) if isinstance(sketch, Bars) else _spans(sketch)


def _bars(sketch: Bars) -> bytes:
    shown = [index for index in range(len(sketch.series)) if any(bar.parts[index] for bar in sketch.bars)]
    legend = [(sketch.series[index], index) for index in shown if len(sketch.series) > 1]
    if sketch.outline and any(bar.outline for bar in sketch.bars):
        legend.append((sketch.outline, OUTLINE))
    canvas, top, bottom = _sheet(sketch, ROW * max(len(sketch.bars), 1), legend)
    longest = max([max(sum(bar.parts), bar.outline) for bar in sketch.bars], default=0) or 1
    for index, bar in enumerate(sketch.bars):
        y = top + index * ROW
        end = canvas.width_of(bar.end, TEXT, "Semibold")
        canvas.write(MARGIN, y + 20, canvas.fit(bar.label, TEXT, INNER - end - GAP), TEXT)
        canvas.write(WIDTH - MARGIN, y + 20, bar.end, TEXT, weight="Semibold", ha="right")
        x = float(MARGIN)
        for look, part in enumerate(bar.parts):
            width = INNER * part / longest
            if part:
                canvas.box(x, y + 44, width, BAR, look)
            if part and len(legend) > 1 and not sketch.outline and width >= NUMBER_FITS:
                canvas.write(x + width / 2, y + 44 + BAR / 2, str(part), SMALL, ha="center", ground=True)
            x += width
        if bar.outline:
            canvas.outline(MARGIN, y + 40, INNER * bar.outline / longest, BAR + 8)
    if not sketch.bars:
        canvas.write(MARGIN, top + ROW / 2, sketch.empty, TEXT)
    _foot(canvas, bottom, legend, sketch.note)
    return canvas.png()


def _spans(sketch: Spans) -> bytes:
    shown = sorted({span.kind for span in sketch.spans})
    legend = [(sketch.kinds[kind], kind) for kind in shown]
    canvas, top, bottom = _sheet(sketch, GAP + ROW * max(len(sketch.spans), 1), legend)
    for day, words in sketch.marks:
        x = _at(day, sketch.days)
        canvas.line(x, top + GAP, bottom)
        if x + 80 < WIDTH - MARGIN:
            canvas.write(x + 6, top + 14, words, SMALL, color=SOFT)
    for index, span in enumerate(sketch.spans):
        y = top + GAP + index * ROW
        end = canvas.width_of(span.end, SMALL)
        canvas.write(MARGIN, y + 20, canvas.fit(span.label, TEXT, INNER - end - GAP), TEXT, ground=True)
        canvas.write(WIDTH - MARGIN, y + 20, span.end, SMALL, ha="right", color=SOFT, ground=True)
        left, right = _at(max(span.first, 0), sketch.days), _at(min(span.last, sketch.days), sketch.days)
        canvas.box(left, y + 46, max(right - left, 6), BAR - 6, span.kind)
    if sketch.spans:
        canvas.line(_at(sketch.today, sketch.days), top + GAP, bottom, dashed=True)
        canvas.write(_at(sketch.today, sketch.days), bottom + 14, sketch.today_word, SMALL, ha="center")
    else:
        canvas.write(MARGIN, top + ROW / 2, sketch.empty, TEXT)
    _foot(canvas, bottom + GAP, legend, sketch.note)
    return canvas.png()


def _sheet(sketch: Sketch, body: int, legend: Sequence[tuple[str, int]]) -> tuple[Canvas, int, int]:
    """A sheet with its heading, and where the body begins and ends."""
    measure = Canvas(100)
    note = len(measure.wrap(sketch.note, SMALL, INNER)) * LINE
    legends = len(_legend_lines(measure, legend)) * LEGEND
    top = MARGIN + 128
    canvas = Canvas(top + body + GAP + legends + note + MARGIN + (GAP if isinstance(sketch, Spans) else 0))
    canvas.write(MARGIN, MARGIN + 26, canvas.fit(sketch.title, TITLE, INNER, "Bold"), TITLE, weight="Bold")
    canvas.write(MARGIN, MARGIN + 80, canvas.fit(sketch.subtitle, SMALL, INNER), SMALL, color=SOFT)
    return canvas, top, top + body


def _foot(canvas: Canvas, y: float, legend: Sequence[tuple[str, int]], note: str) -> None:
    y += GAP * 0.75
    for line in _legend_lines(canvas, legend):
        x = float(MARGIN)
        for words, look in line:
            if look == OUTLINE:
                canvas.outline(x, y - 14, KEY, 28)
            else:
                canvas.box(x, y - 14, KEY, 28, look)
            canvas.write(x + KEY + 14, y, words, SMALL)
            x += _legend_width(canvas, words)
        y += LEGEND
    for part in canvas.wrap(note, SMALL, INNER):
        canvas.write(MARGIN, y, part, SMALL, color=SOFT)
        y += LINE


def _legend_lines(canvas: Canvas, legend: Sequence[tuple[str, int]]) -> list[list[tuple[str, int]]]:
    lines: list[list[tuple[str, int]]] = []
    left = 0.0
    for words, look in legend:
        width = _legend_width(canvas, words)
        if not lines or width > left:
            lines.append([])
            left = INNER
        lines[-1].append((words, look))
        left -= width
    return lines


def _legend_width(canvas: Canvas, words: str) -> float:
    return KEY + 14 + canvas.width_of(words, SMALL) + GAP


def _at(day: int, days: int) -> float:
    return MARGIN + INNER * day / max(days, 1)


def _font(weight: str) -> str:
    """Source Sans Pro."""
    return str(files("font_source_sans_pro").joinpath("files", f"SourceSansPro-{weight}.ttf"))
