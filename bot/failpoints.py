"""Named places where the fault harness ends the process for real, to prove that nothing is lost there."""

import os
import signal
from itertools import count

NAMES = (
    *("before-commit", "after-commit", "before-answer"),
    *("before-send", "after-send"),
    *("in-sweep", "between-chunks"),
    *("in-save", "before-page"),
)
"""Any unit and its answer; a notice that is claimed; what falls due, in a chunk and between two; a form of the room,
before its commit and after it."""
IN_MIGRATION = "in-migration"
"""Between two statements of a migration. No process passes it that only serves, so it stands beside the others."""
WANTED, _, _nth = os.environ.get("HANDSLAG_FAILPOINT", "").partition(":")
NTH = int(_nth or 1)
_passed = count(1)


def failpoint(name: str) -> None:
    """End this process with SIGKILL when it passes `name` for the n-th time and `HANDSLAG_FAILPOINT=name:n` is set."""
    if name == WANTED and next(_passed) == NTH:
        os.kill(os.getpid(), signal.SIGKILL)
