"""The guard against slipping back: a short run, held against `kept.json`.

It fails where there are more statements, more requests, a plan that reads a large table as a whole and did not before,
or something that is sent has grown by more than a twentieth. Ratios of time are told beside those that were kept, each
to a bare echo bot on the same machine in the same run, and never fail.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.bench import counts
from tests.bench.contestants import ECHO, PRODUCT
from tests.bench.figures import middle, ratios
from tests.bench.rounds import interleaved

KEPT = Path(__file__).with_name("kept.json")
FLOWS, ROUNDS = 10, 3
GROWTH = 1.05
"""Of sizes: words of days and codes are not always as long."""


@dataclass
class Found:
    """What a short run found."""

    statements: dict[str, float] = field(default_factory=dict)
    requests: dict[str, float] = field(default_factory=dict)
    sizes: dict[str, float] = field(default_factory=dict)
    """In bytes."""
    whole_tables: list[str] = field(default_factory=list)
    ratios: dict[str, float] = field(default_factory=dict)


def guard(*, keep: bool) -> int:
    """Look, compare and tell; the exit code: 1 where a count, a plan or a size is worse than what is kept.

    Args:
        keep: keep what is found instead, for the runs that follow.
    """
    found = look()
    if keep:
        KEPT.write_text(json.dumps(asdict(found), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return 0
    kept = Found(**json.loads(KEPT.read_text(encoding="utf-8")))
    for name, ratio in found.ratios.items():
        _tell(f"{name}: {ratio:.2f}x the echo bot's; kept: {kept.ratios.get(name, 0):.2f}x (told, never judged)")
    wrong = compare(found, kept)
    for line in wrong:
        _tell(f"SLIPPED BACK: {line}")
    _tell(f"{len(found.statements)} counts of statements, {len(found.sizes)} sizes: {'worse' if wrong else 'as kept'}")
    return 1 if wrong else 0


def compare(found: Found, kept: Found) -> list[str]:
    """What is worse than what was kept, a line each; what is new is not."""
    grown = [
        *_grown("statements", found.statements, kept.statements, 1.0),
        *_grown("requests", found.requests, kept.requests, 1.0),
        *_grown("bytes", found.sizes, kept.sizes, GROWTH),
    ]
    return [*grown, *(f"reads a whole table: {line}" for line in found.whole_tables if line not in kept.whole_tables)]


def _grown(unit: str, now: Mapping[str, float], before: Mapping[str, float], allowed: float) -> list[str]:
    return [
        f"{name}: {value:.1f} {unit}, {before[name]:.1f} before"
        for name, value in now.items()
        if name in before and value > before[name] * allowed
    ]


def look() -> Found:
    """Everything that is guarded, measured now."""
    found = Found()
    of_flow, flow_sizes = counts.of_flow()
    of_commands, found.whole_tables = counts.of_commands()
    page_sizes, found.requests = counts.of_pages()
    found.statements = {**of_flow, **of_commands}
    found.sizes = {**flow_sizes, **page_sizes}
    runs = interleaved({PRODUCT: FLOWS, ECHO: FLOWS}, ROUNDS)
    ours, theirs = ([run.cpu_per_update for run in runs[who.name]] for who in (PRODUCT, ECHO))
    found.ratios["CPU an update of the flow"] = middle(ratios(ours, theirs))
    return found


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
