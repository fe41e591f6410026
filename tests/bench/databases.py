"""The large databases, built once in a run and thrown away with it."""

import atexit
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from tests.bench.rows import Big, build

SMALL, LARGE = 10_000, 1_000_000


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
