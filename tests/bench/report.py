"""Figures as a table for people, and as rows for machines."""

import os
import platform
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tests.bench.figures import Figure


def show(figures: Sequence[Figure]) -> None:
    """Print the table."""
    Console(width=None if sys.stdout.isatty() else 150).print(_table(figures))


def _table(figures: Sequence[Figure]) -> Table:
    table = Table(title=f"{os.cpu_count()} cores; median of the rounds, least to most", title_justify="left")
    for heading in ("bench", "what, and the two things", "measured", "spread", "must", "stretch", "reached"):
        right = heading in ("measured", "must", "stretch")
        table.add_column(heading, justify="right" if right else "left", no_wrap=not heading.startswith("what"))
    for figure in figures:
        table.add_row(*_cells(figure))
    return table


def _cells(figure: Figure) -> tuple[str, ...]:
    least, most = (number(value, figure.unit) for value in figure.spread)
    goals = ("", "", "")
    if figure.goal:
        goal = figure.goal
        goals = (number(goal.must, figure.unit), number(goal.stretch, figure.unit), goal.verdict(figure.value))
    what = f"{figure.what}\n  [dim]{escape(figure.note)}[/dim]" if figure.note else figure.what
    return (figure.bench, what, number(figure.value, figure.unit), f"{least} to {most}", *goals)


def number(value: float, unit: str) -> str:
    """A value as people write it: small ratios as fractions."""
    if unit == "x" and value < 0.1:
        return f"1/{1 / value:.0f}" if value else "0"
    if unit == "x":
        return f"{value:.2f}x"
    return f"{value:,.0f} {unit}".strip() if abs(value) >= 1000 else f"{value:.3g} {unit}".strip()


def as_json(figures: Sequence[Figure], rounds: int) -> dict[str, object]:
    """A row per figure: `name`, `ratio` or `value` and `unit`, `better`, `must`, `stretch`, and each round's."""
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "rounds": rounds}
    return {**machine, "figures": [_row(figure) for figure in figures]}


def _row(figure: Figure) -> dict[str, object]:
    measured: dict[str, object] = {"value": figure.value, "unit": figure.unit}
    if figure.unit == "x":
        measured = {"ratio": figure.value}
    goal = figure.goal
    return {
        "name": f"{figure.bench}: {figure.what}",
        **measured,
        "better": figure.better,
        "must": goal.must if goal else None,
        "stretch": goal.stretch if goal else None,
        "reached": goal.verdict(figure.value) if goal else None,
        "rounds": figure.rounds,
        "note": figure.note,
    }
