"""What is heavy and rare is loaded by whoever needs it, not by every process that serves."""

import subprocess
import sys

RARE = {"alembic", "authlib", "docxtpl", "joserfc", "matplotlib", "openpyxl", "PIL", "pypdfium2", "webauthn"}
LOADED = "import sys, bot.app, bot.commands, bot.serving; print(*{name.partition('.')[0] for name in sys.modules})"


def test_a_process_that_serves_has_loaded_nothing_that_is_heavy_and_rare() -> None:
    loaded = subprocess.run([sys.executable, "-c", LOADED], check=True, capture_output=True, text=True).stdout.split()
    assert "sqlalchemy" in loaded
    assert RARE.isdisjoint(loaded)
