"""`python -m tests.bench [NAME ...] [--rounds N] [--json FILE]`: figures as ratios of one run, beside their goals."""

import argparse
import importlib
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tests.bench.figures import Figure

BENCHES = ("flow", "cpu", "lists", "digest", "sweep", "start", "outbox", "room")
ROUNDS = 3


def main(arguments: list[str] | None = None) -> int:
    """The exit code: 1 where a figure misses what it must reach."""
    options = _parser().parse_args(arguments)
    figures = [figure for name in options.names or BENCHES for figure in _measure(name, options.rounds)]
    Console(width=None if sys.stdout.isatty() else 150).print(_table(figures))
    if options.json:
        options.json.write_text(json.dumps(_as_json(figures, options.rounds), indent=2) + "\n", encoding="utf-8")
    return 1 if any(figure.goal and figure.goal.verdict(figure.value) == "MISSED" for figure in figures) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"all unless given: {', '.join(BENCHES)}")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"interleaved rounds ({ROUNDS})")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    return parser


def _measure(name: str, rounds: int) -> list[Figure]:
    if name not in BENCHES:
        sys.exit(f"There is no bench {name!r}. Known: {', '.join(BENCHES)}.")
    begun = time.monotonic()
    sys.stderr.write(f"{name} ... ")
    sys.stderr.flush()
    figures: list[Figure] = importlib.import_module(f"tests.bench.{name}").measure(rounds)
    sys.stderr.write(f"{time.monotonic() - begun:.0f} s\n")
    return figures


def _table(figures: Sequence[Figure]) -> Table:
    table = Table(title=f"{os.cpu_count()} cores; median of the rounds, least to most", title_justify="left")
    for heading in ("bench", "what, and the two things", "measured", "spread", "must", "stretch", "reached"):
        right = heading in ("measured", "must", "stretch")
        table.add_column(heading, justify="right" if right else "left", no_wrap=not heading.startswith("what"))
    for figure in figures:
        table.add_row(*_cells(figure))
    return table


def _cells(figure: Figure) -> tuple[str, ...]:
    least, most = (_number(value, figure.unit) for value in figure.spread)
    goals = ("", "", "")
    if figure.goal:
        goal = figure.goal
        goals = (_number(goal.must, figure.unit), _number(goal.stretch, figure.unit), goal.verdict(figure.value))
    what = f"{figure.what}\n  [dim]{escape(figure.note)}[/dim]" if figure.note else figure.what
    return (figure.bench, what, _number(figure.value, figure.unit), f"{least} to {most}", *goals)


def _number(value: float, unit: str) -> str:
    if unit == "x" and value < 0.1:
        return f"1/{1 / value:.0f}" if value else "0"
    return f"{value:.2f}x" if unit == "x" else f"{value:.3g} {unit}".strip()


def _as_json(figures: Sequence[Figure], rounds: int) -> dict[str, object]:
    listed = [
        asdict(figure) | {"value": figure.value, "reached": figure.goal.verdict(figure.value) if figure.goal else None}
        for figure in figures
    ]
    return {"cores": os.cpu_count(), "rounds": rounds, "figures": listed}


if __name__ == "__main__":
    sys.exit(main())
