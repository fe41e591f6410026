"""`python -m tests.bench [NAME ...]`: figures as ratios of one run, beside their goals; `--quick` guards CI."""

import argparse
import importlib
import json
import os
import sys
import time
from pathlib import Path

from tests.bench import report, size
from tests.bench.figures import Figure

BENCHES = (
    "flow",
    "cpu",
    "distant",
    "latency",
    "lists",
    "growth",
    "digest",
    "mondays",
    "sweep",
    "start",
    "memory",
    "outbox",
    "scaling",
    "room",
    "pages",
)
ROUNDS = 3


def main(arguments: list[str] | None = None) -> int:
    """The exit code: 1 where a figure misses what it must reach; with `--quick`, where a count, plan or size grew."""
    options = _parser().parse_args(arguments)
    if options.size:
        os.environ[size.VARIABLE] = str(options.size)
    if options.quick:
        from tests.bench.guard import guard

        return guard(keep=options.keep)
    figures = [figure for name in options.names or BENCHES for figure in _measure(name, options.rounds)]
    report.show(figures)
    if options.json:
        written = json.dumps(report.as_json(figures, options.rounds), indent=2)
        options.json.write_text(written + "\n", encoding="utf-8")
    return 1 if any(figure.goal and figure.goal.verdict(figure.value) == "MISSED" for figure in figures) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"all unless given: {', '.join(BENCHES)}")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"interleaved rounds ({ROUNDS})")
    parser.add_argument("--size", type=float, help="a share of the usual size, to try whether a bench runs")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--quick", action="store_true", help="compare with what is kept, and fail on what grew")
    parser.add_argument("--keep", action="store_true", help="with --quick: keep what is found from now on")
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


if __name__ == "__main__":
    sys.exit(main())
