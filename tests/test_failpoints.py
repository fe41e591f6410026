"""The named places where the fault harness ends the process."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.failpoints import NAMES

ROOT = Path(__file__).parent.parent
PASS = "from bot.failpoints import failpoint\nfor n in range(5):\n    print(n, flush=True)\n    failpoint('after-send')"


def run(wanted: str | None) -> subprocess.CompletedProcess[str]:
    """Pass the place *after-send* five times, with the wish in the environment."""
    wish = {"HANDSLAG_FAILPOINT": wanted} if wanted is not None else {}
    environment = {name: value for name, value in os.environ.items() if name != "HANDSLAG_FAILPOINT"} | wish
    return subprocess.run(
        [sys.executable, "-c", PASS], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_every_name_is_passed_somewhere_and_every_place_has_a_name() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py"))
    passed = re.findall(r'\bfailpoint\("([a-z-]+)"\)', code)
    assert sorted(passed) == sorted(NAMES)


@pytest.mark.parametrize(("wanted", "seen"), [("after-send", 1), ("after-send:1", 1), ("after-send:3", 3)])
def test_the_process_ends_for_real_at_the_nth_passing(wanted: str, seen: int) -> None:
    done = run(wanted)
    assert done.returncode == -signal.SIGKILL
    assert len(done.stdout.split()) == seen


@pytest.mark.parametrize("wanted", [None, "", "before-commit", "after-send:6"])
def test_without_the_wish_nothing_happens(wanted: str | None) -> None:
    done = run(wanted)
    assert done.returncode == 0
    assert len(done.stdout.split()) == 5
