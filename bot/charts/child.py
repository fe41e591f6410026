"""Has a sketch drawn in a process of its own, one at a time."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Lock

from bot.charts.sketch import Sketch, written

PATIENCE = 60
"""Seconds; the first time, a list of fonts is made."""
HANDED_ON = ("HOME", "LANG", "MPLCONFIGDIR", "PATH", "PYTHONPATH", "SYSTEMROOT", "TEMP", "TMPDIR", "VIRTUAL_ENV")
"""What the process that draws is told of the one that asks: no token and no key."""
ROOT = Path(__file__).parents[2]
_one_at_a_time = Lock()


class NotDrawn(Exception):
    """The process that draws failed, or took too long."""


def draw(sketch: Sketch) -> bytes:
    """The sketch as a PNG, 1080 pixels wide. It takes a second or two: never within a transaction or on the loop.

    Raises:
        NotDrawn: with the last line that the process said of it.
    """
    environment = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
    command = [sys.executable, "-m", "bot.charts"]
    with _one_at_a_time:
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter and module
                command,
                input=written(sketch),
                capture_output=True,
                cwd=ROOT,
                env=environment,
                timeout=PATIENCE,
                check=True,
            )
        except subprocess.TimeoutExpired as late:
            raise NotDrawn(f"not drawn within {PATIENCE} seconds") from late
        except subprocess.CalledProcessError as failed:
            last = failed.stderr.decode(errors="replace").strip().rpartition("\n")[2]
            raise NotDrawn(last or f"ended with {failed.returncode}") from failed
    return done.stdout
