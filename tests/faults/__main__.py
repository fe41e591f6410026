"""`python -m tests.faults [ROW ...] [--cycles N] [--times N] [--short]`: the fault bench.

Without a row the bot is killed at random, and the last line, summed over the databases, is
`cycles N, lost N, doubled N`. `all` plays every row. The exit code is 0 only if every figure is as it must be.
"""

import argparse
import asyncio
import contextlib
import importlib
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.faults import databases, kills
from tests.faults.figures import Figure, Order

ROWS = {
    "points": "every named point of a crash, in turn",
    "duplicates": "notices without a fault, and one extra at most for each fault",
    "telegram": "429, 5xx, time-outs, resets, 403, 409, a day without it",
    "fuzz": "updates mutated in structure and in text",
    "races": "eight at once for one referral, one invitation",
    "order": "what one chat or one person sent, over four workers",
    "storage": "locked, full, broken, away",
    "calendar": "twenty years in Stockholm with jumps and down-time",
    "restore": "backup, restore, and what must not come back",
    "migrations": "killed in the middle, and old code on the new schema",
    "flood": "a thousand strangers and one very quick finger",
    "several": "several processes on one database, one of them killed",
    "soak": "mixed load with faults; --times counts minutes",
}
KNOWN = ("kills", *ROWS, "all")
DATABASES = ("sqlite", "postgresql")


def main(arguments: list[str] | None = None) -> int:
    """The exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if unknown := set(options.rows) - set(KNOWN):
        parser.error(f"no such row: {', '.join(sorted(unknown))}; there are {', '.join(KNOWN)}")
    seed = options.seed if options.seed is not None else random.SystemRandom().getrandbits(32)
    wanted = [options.database] if options.database else list(DATABASES)
    rows = list(ROWS) if "all" in options.rows else [row for row in options.rows if row != "kills"]
    missed = []
    if (not options.rows or set(options.rows) & {"kills", "all"}) and not kills.play(options.cycles, wanted, seed):
        missed.append("kills")
    if rows:
        figures = [figure for row in rows for figure in _play(row, wanted, options, seed)]
        Console(width=None if sys.stdout.isatty() else 150).print(_table(figures, seed))
        if options.json:
            listed = [asdict(figure) for figure in figures]
            options.json.write_text(json.dumps(listed, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        missed += [f"{figure.row} on {figure.database}: {figure.what}" for figure in figures if not figure.good]
    for what in missed:
        _say(f"MISSED: {what}")
    return 1 if missed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__.partition("\n")[0])
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"kills unless given: {', '.join(KNOWN)}")
    parser.add_argument("--cycles", type=_positive, default=200, help="kills per database (200)")
    parser.add_argument("--times", type=_positive, help="instead of each row's own full number")
    parser.add_argument("--short", action="store_true", help="each row's short form")
    parser.add_argument("--database", choices=DATABASES, help="one database alone")
    parser.add_argument("--seed", type=int, help="for the same plan once more")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows' figures there too")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _play(row: str, wanted: Sequence[str], options: argparse.Namespace, seed: int) -> Iterator[Figure]:
    module = importlib.import_module(f"tests.faults.rows.{row}")
    times = options.times or (module.SHORT if options.short else module.FULL)
    for database in wanted:
        begun = time.monotonic()
        with tempfile.TemporaryDirectory(prefix=f"handslag-{row}-") as folder, _server(database, folder) as admin:
            order = _order(row, database, times, f"{seed} {row} {database}", Path(folder), admin)
            yield from asyncio.run(module.play(order))
        _say(f"{row} on {database}: {time.monotonic() - begun:.0f} s")


@contextlib.contextmanager
def _server(database: str, folder: str) -> Iterator[str]:
    if database == "sqlite":
        yield ""
        return
    (Path(folder) / "server").mkdir()
    with databases.postgres(Path(folder) / "server") as admin:
        yield admin


def _order(row: str, database: str, times: int, seed: str, folder: Path, admin: str) -> Order:
    own = folder / "row"
    own.mkdir()
    url = databases.create_on(admin, row) if admin else f"sqlite:///{own / 'handslag.db'}"
    return Order(database, url, times, seed, own, lambda said: _say(f"{row} on {database}: {said}"), admin)


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _table(figures: Sequence[Figure], seed: int) -> Table:
    table = Table("row", "database", "what", "figure", "must be", "", title=f"seed {seed}", title_justify="left")
    for one in figures:
        table.add_row(*_cells(one))
    return table


def _cells(one: Figure) -> tuple[Any, ...]:
    value = f"{one.value:g} {one.unit}".strip()
    return one.row, one.database, one.what, value, one.must, "good" if one.good else "MISSED"


if __name__ == "__main__":
    sys.exit(main())
