"""What the harness shows: how far it is, and what came of it."""

import sys
from collections.abc import Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bot.failpoints import NAMES
from tests.faults.plan import RANDOM
from tests.faults.scene import Outcome
from tests.faults.wounds import WOUNDS

SHOWN = 20
SPENT = ("starting", "time passes", "serving", "looking")


class Meter:
    """A bar per scene on a terminal, a line for each tenth elsewhere."""

    def __init__(self) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bars = Progress(*columns, transient=True, disable=not sys.stdout.isatty())
        self._done: dict[str, int] = {}

    def __enter__(self) -> "Meter":
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def begin(self, name: str, cycles: int) -> "Tell":
        """What to call after each cycle of a scene."""
        return Tell(self._bars, name, cycles)


class Tell:
    """Counts one scene's cycles."""

    def __init__(self, bars: Progress, name: str, cycles: int) -> None:
        self._bars = bars
        self._name = name
        self._cycles = cycles
        self._done = 0
        self._bar = bars.add_task(name, total=cycles)

    def __call__(self) -> None:
        self._done += 1
        self._bars.advance(self._bar)
        if self._bars.disable and (self._done * 10 // self._cycles > (self._done - 1) * 10 // self._cycles):
            sys.stdout.write(f"{self._name}: {self._done} of {self._cycles} kills\n")
            sys.stdout.flush()


def print_outcomes(outcomes: Sequence[Outcome], seed: int, seconds: float) -> None:
    """A table with a column per scene, what was found, and the summing line."""
    console = Console(width=None if sys.stdout.isatty() else 120)
    table = Table("", *(outcome.name for outcome in outcomes), title=f"seed {seed}, {seconds:.0f} s in all")
    for words, figures in _rows(outcomes):
        table.add_row(words, *figures)
    console.print(table)
    for outcome in outcomes:
        _list(f"{outcome.name}: lost", outcome.verdict.lost)
        _list(f"{outcome.name}: doubled", outcome.verdict.doubled)
        _list(f"{outcome.name}: the checker does not see", outcome.wounded.unseen)
        _list(f"{outcome.name}: there was nothing yet to hurt for", outcome.wounded.unmade)
        _list(f"{outcome.name}: logged", [f"{times} x {what}" for what, times in outcome.logged.most_common()])
    cycles = sum(outcome.cycles for outcome in outcomes)
    lost = sum(len(outcome.verdict.lost) for outcome in outcomes)
    doubled = sum(len(outcome.verdict.doubled) for outcome in outcomes)
    sys.stdout.write(f"cycles {cycles}, lost {lost}, doubled {doubled}\n")


def _rows(outcomes: Sequence[Outcome]) -> list[tuple[str, list[str]]]:
    return [
        ("cycles", [str(outcome.cycles) for outcome in outcomes]),
        *((f"killed {name}", [str(outcome.kills[name]) for outcome in outcomes]) for name in (RANDOM, *NAMES)),
        ("updates", [str(outcome.verdict.updates) for outcome in outcomes]),
        ("  brought again after their commit", [str(outcome.repeated) for outcome in outcomes]),
        ("referrals", [str(outcome.verdict.referrals) for outcome in outcomes]),
        ("accepts", [str(outcome.verdict.accepts) for outcome in outcomes]),
        ("notes", [str(outcome.verdict.notes) for outcome in outcomes]),
        ("words saved in the room", [str(outcome.verdict.words) for outcome in outcomes]),
        ("reports handed in", [str(outcome.verdict.reports) for outcome in outcomes]),
        ("activities", [str(outcome.verdict.activities) for outcome in outcomes]),
        ("digests", [str(outcome.verdict.digests) for outcome in outcomes]),
        ("reminders said", [str(outcome.verdict.reminders) for outcome in outcomes]),
        ("notices said", [str(outcome.verdict.notices) for outcome in outcomes]),
        ("  said twice (allowed)", [str(outcome.verdict.said_twice) for outcome in outcomes]),
        ("  in flight at kills", [str(outcome.in_flight) for outcome in outcomes]),
        ("lost", [str(len(outcome.verdict.lost)) for outcome in outcomes]),
        ("doubled", [str(len(outcome.verdict.doubled)) for outcome in outcomes]),
        ("wounds that the checker saw", [_seen(outcome) for outcome in outcomes]),
        ("seconds", [f"{outcome.seconds:.0f}" for outcome in outcomes]),
        *((f"  {what}", [f"{outcome.spent.get(what, 0):.0f}" for outcome in outcomes]) for what in SPENT),
        ("  of these after the last kill", [f"{outcome.quiet_seconds:.0f}" for outcome in outcomes]),
    ]


def _seen(outcome: Outcome) -> str:
    return f"{len(outcome.wounded.seen)} of {len(WOUNDS)}"


def _list(title: str, lines: Sequence[str]) -> None:
    if lines:
        shown = [f"  {line}" for line in lines[:SHOWN]]
        more = [f"  … and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
        sys.stdout.write("\n".join([f"{title}:", *shown, *more]) + "\n")
