"""`python -m tests.bench.plot FILE FOLDER`: a picture per bench from what `--json FILE` has kept.

Each figure is a line: a dot for the median of the rounds, a bar from the least to the most, a thin mark for what must
be reached and a thick one for what should be.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from tests.bench.report import number

INK, GOOD, BAD, GOAL, PAPER = "#16302b", "#2f6f62", "#a8431f", "#8a6d1b", "#ffffff"
LINE_INCHES, NARROW_INCHES, WIDTH_INCHES = 0.42, 0.2, 10.0
MANY = 24
"""Lines of a panel that has more stand closer together, and say their values beside the dots."""
HEAD_INCHES = 1.0
WIDE = 30.0
"""Values that lie further apart than this are shown on a scale of powers of ten."""
WHOLE = ("times", "cores")
"""Units whose scale goes to one at least: as much as the other, a whole core."""
Row = dict[str, Any]


def main(arguments: Sequence[str]) -> int:
    """Draw every bench of the file; the exit code."""
    if len(arguments) != 2:
        sys.stderr.write("Usage: python -m tests.bench.plot FILE FOLDER\n")
        return 2
    file, folder = map(Path, arguments)
    folder.mkdir(parents=True, exist_ok=True)
    for drawn in draw_all(json.loads(file.read_text(encoding="utf-8")), folder):
        sys.stdout.write(f"{drawn}\n")
    return 0


def draw_all(kept: dict[str, Any], folder: Path) -> list[Path]:
    """A picture per bench in `folder`; their paths."""
    benches: defaultdict[str, list[Row]] = defaultdict(list)
    for row in kept["figures"]:
        benches[row["name"].partition(": ")[0]].append(row)
    under = f"{kept['cores']} cores, Python {kept['python']}, {kept['rounds']} rounds: median, least to most"
    return [_draw(bench, rows, under, folder / f"bench-{bench}.png") for bench, rows in benches.items()]


def _draw(bench: str, rows: list[Row], under: str, path: Path) -> Path:
    """One picture, with a panel for each unit."""
    panels: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        panels["times" if "ratio" in row else row["unit"] or "count"].append(row)
    heights = [_inches(of_unit) * len(of_unit) + HEAD_INCHES for of_unit in panels.values()]
    figure, axes = plt.subplots(
        len(panels),
        1,
        figsize=(WIDTH_INCHES, sum(heights)),
        height_ratios=heights,
        squeeze=False,
        layout="constrained",
        facecolor=PAPER,
    )
    for axis, (unit, of_unit) in zip(axes[:, 0], panels.items(), strict=True):
        _panel(axis, unit, of_unit)
    marked = any(row["must"] is not None for row in rows)
    marks = "; thin mark: must, thick mark: stretch" if marked else ""
    figure.suptitle(f"{bench} ({under}{marks})", fontsize=10, color=INK)
    figure.savefig(path, dpi=110)
    plt.close(figure)
    return path


def _inches(rows: list[Row]) -> float:
    """How high a line of the panel is."""
    return NARROW_INCHES if len(rows) > MANY else LINE_INCHES


def _panel(axis: Axes, unit: str, rows: list[Row]) -> None:
    for place, row in enumerate(rows):
        _line(axis, place, row, beside=len(rows) > MANY)
    axis.set_yticks(range(len(rows)), [row["name"].partition(": ")[2] for row in rows], fontsize=8, color=INK)
    axis.set_ylim(len(rows) - 0.4, -0.6)
    axis.set_xlabel(unit, fontsize=8)
    shown = [value for row in rows for value in (*row["rounds"], row["must"], row["stretch"]) if value]
    if shown and min(shown) > 0 and max(shown) / min(shown) > WIDE:
        axis.set_xscale("log")
        axis.xaxis.set_major_formatter(FuncFormatter(lambda value, _place: f"{value:g}"))
    else:
        most = max(shown, default=0.0)
        axis.set_xlim(min(0.0, *shown, 0.0), max(most * 1.08, 1.0 if unit in WHOLE else 0.0) or 1.0)
    axis.grid(axis="x", color="#dddddd", linewidth=0.6)
    axis.spines[["top", "right", "left"]].set_visible(False)
    axis.tick_params(axis="y", length=0)


def _line(axis: Axes, place: int, row: Row, *, beside: bool) -> None:
    value = float(row["ratio"] if "ratio" in row else row["value"])
    colour = BAD if row["reached"] == "MISSED" else GOOD
    axis.plot([min(row["rounds"]), max(row["rounds"])], [place, place], color=colour, linewidth=3, alpha=0.45)
    axis.plot([value], [place], "o", color=colour, markersize=6)
    said, off, side = number(value, "x" if "ratio" in row else row["unit"]), (0, 7), "center"
    if beside:
        off, side = (7, -3), "left"
    axis.annotate(said, (value, place), off, textcoords="offset points", fontsize=7, ha=side)
    for goal, width in ((row["must"], 1.0), (row["stretch"], 2.5)):
        if goal is not None:
            axis.plot([goal, goal], [place - 0.32, place + 0.32], color=GOAL, linewidth=width)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
