"""The large databases, built once in a run and thrown away with it."""

import atexit
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from tests.bench.rows import Big, build
from tests.bench.size import sized

SMALL, MIDDLE, LARGE = 10_000, 100_000, 1_000_000
FEW_MEMBERS, MANY_MEMBERS = (20, 9), (200, 99)
"""Boards, and caseworkers a unit: a thousand members, and a hundred thousand."""


def large() -> int:
    """How many referrals the large database has: a million, or less where the bench is tried in small."""
    return sized(LARGE, 2 * SMALL)


@cache
def folder() -> Path:
    """A folder that goes when the process ends."""
    path = Path(mkdtemp(prefix="handslag-bench-"))
    atexit.register(shutil.rmtree, path, ignore_errors=True)
    return path


@cache
def sqlite(referrals: int) -> Big:
    """A SQLite file with so many referrals."""
    return build(f"sqlite:///{folder() / f'{referrals}.db'}", referrals)


@cache
def with_members(boards: int, caseworkers: int) -> Big:
    """A SQLite file with the small number of referrals, and so many members."""
    url = f"sqlite:///{folder() / f'members-{boards}-{caseworkers}.db'}"
    return build(url, SMALL, boards, caseworkers)
