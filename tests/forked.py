"""`python -m bot …` in a process of its own that is born with all imported: importing costs more than the rest."""

import importlib
import multiprocessing
import os
import runpy
import subprocess
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
PATIENCE_SECONDS = 120.0
_KEPT = ("PATH", "HOME", "LANG")
_BEFORE_ALL = (
    "alembic.command",
    "alembic.config",
    "bot.commands",
    "bot.demo.page",
    "bot.serving",
    "psycopg",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite.pysqlite",
    "typer.rich_utils",
    "uvloop",
)
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(list(_BEFORE_ALL))


def start(
    folder: Path, words: Sequence[str], settings: Mapping[str, str], errors: Path, out: Path = Path(os.devnull)
) -> ForkServerProcess:
    """`python -m bot WORDS` in `folder`, with `settings` in the environment and nothing else of ours.

    What it says goes to the files `out` and `errors`. The caller ends it, and closes it.
    """
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    process = _FORKS.Process(target=_become, args=(words, folder, out, errors, {**kept, **settings}), daemon=True)
    process.start()
    return process


def bot(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """The same to its end, with its exit code (negative: the signal) and what it said.

    Raises:
        subprocess.TimeoutExpired: it does not end.
    """
    with TemporaryDirectory(prefix="handslag-said-") as said:
        out, errors = Path(said) / "out", Path(said) / "errors"
        process = start(folder, words, settings, errors, out)
        process.join(PATIENCE_SECONDS)
        code = process.exitcode
        if code is None:
            process.kill()
            process.join()
        process.close()
        if code is None:
            raise subprocess.TimeoutExpired(words, PATIENCE_SECONDS, out.read_bytes(), errors.read_bytes())
        return subprocess.CompletedProcess(words, code, out.read_text("utf-8"), errors.read_text("utf-8"))


def _become(words: Sequence[str], folder: Path, out: Path, errors: Path, environment: dict[str, str]) -> None:
    os.chdir(folder)
    for number, file in ((1, out), (2, errors)):
        with file.open("ab") as opened:
            os.dup2(opened.fileno(), number)
    os.environ.clear()
    os.environ.update(environment)
    sys.path[:] = [str(ROOT), *(path for path in sys.path if not path.startswith(str(ROOT / "tests")))]
    from bot import failpoints

    importlib.reload(failpoints)  # it reads the environment when it is imported
    sys.argv = ["bot", *words]
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
