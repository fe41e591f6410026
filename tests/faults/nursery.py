"""`python -m tests.faults.nursery`: starts bots faster than a shell would.

It imports what `python -m bot run`, `web` and `worker` import, once, and forks for each of them; the child then does
what `python -m bot …` does, from its first line on; or it is just that, where it is to start cold. Importing takes
longer than all the rest of a cycle. One JSON object per line comes in, `{"start": [arguments], "env": {…}, "log": path,
"cold": false}` or `{"kill": pid, "signal": number}`, and goes out, `{"pid": …}` for each start and `{"ended": pid,
"code": …}` (negative: the signal) for each end. It ends its children when its standard input closes.
"""

import contextlib
import gc
import importlib
import json
import os
import runpy
import selectors
import signal
import sys
from io import RawIOBase
from pathlib import Path
from typing import Any

from sqlalchemy.orm import configure_mappers


def main() -> None:
    """Serve until standard input closes."""
    _import_all()
    woken, wakes = os.pipe()
    for end in (woken, wakes):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(wakes)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    children: set[int] = set()
    _tell({"ready": True})
    with selectors.DefaultSelector() as selector, open(0, "rb", buffering=0) as orders:
        selector.register(orders, selectors.EVENT_READ)
        selector.register(woken, selectors.EVENT_READ)
        while _serve(selector, orders, woken, children):
            pass
    for pid in children:
        os.kill(pid, signal.SIGKILL)


def _import_all() -> None:
    for name in ("alembic.command", "alembic.config", "alembic.runtime.migration", "psycopg", "bot.commands"):
        importlib.import_module(name)
    for name in ("bot.serving", "sqlalchemy.dialects.postgresql.psycopg", "sqlalchemy.dialects.sqlite.pysqlite"):
        importlib.import_module(name)
    configure_mappers()
    gc.collect()
    gc.freeze()


def _serve(selector: selectors.BaseSelector, orders: RawIOBase, woken: int, children: set[int]) -> bool:
    """Do what there is to do; False when nobody will ask any more."""
    ready = {key.fd for key, _ in selector.select()}
    if woken in ready:
        with contextlib.suppress(BlockingIOError):
            os.read(woken, 4096)
        _bury(children)
    if orders.fileno() in ready:
        line = orders.readline()
        if not line:
            return False
        _obey(json.loads(line), children)
    return True


def _bury(children: set[int]) -> None:
    while children:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        children.discard(pid)
        _tell({"ended": pid, "code": os.waitstatus_to_exitcode(status)})


def _obey(order: dict[str, Any], children: set[int]) -> None:
    if "kill" in order:
        if order["kill"] in children:  # not buried yet: the number is nobody else's
            os.kill(order["kill"], order["signal"])
        return
    pid = os.fork()
    if pid == 0:
        _become_bot(order)
    children.add(pid)
    _tell({"pid": pid})


def _become_bot(order: dict[str, Any]) -> None:
    """The rest of the child's life. Never returns."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with Path(order["log"]).open("ab") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    if order["cold"]:
        os.execve(sys.executable, [sys.executable, "-m", "bot", *order["start"]], order["env"])  # noqa: S606
    os.environ.clear()
    os.environ.update(order["env"])
    from bot import failpoints

    importlib.reload(failpoints)  # it reads the environment when it is imported
    sys.argv = ["bot", *order["start"]]
    code = 1
    try:
        runpy.run_module("bot", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        if isinstance(end.code, str):
            sys.stderr.write(end.code + "\n")
    except BaseException:  # noqa: BLE001 - as the interpreter itself would
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _tell(news: dict[str, Any]) -> None:
    os.write(1, json.dumps(news).encode() + b"\n")


if __name__ == "__main__":
    main()
