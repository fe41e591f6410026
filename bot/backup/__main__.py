"""`python -m bot.backup`: an order comes in as a line of JSON, what was taken goes out as one.

It ends when whoever asked is gone: a backup that nobody will note is not written to its end.
"""

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from threading import Thread

from bot.backup import folder, keys
from bot.backup.child import REFUSED
from bot.backup.keys import BadKey
from bot.backup.taking import NotTaken, take


def _end_with_whoever_asked() -> None:
    sys.stdin.read()
    os._exit(3)


def _answer(order: dict[str, str]) -> dict[str, object]:
    target = Path(order["target"])
    folder.make(target.parent)
    taken = take(order["url"], keys.recipients(order["recipients"]), target, datetime.fromisoformat(order["now"]))
    return {"size": taken.size, "digest": taken.digest, "rows": taken.rows, "schema": taken.schema}


if __name__ == "__main__":
    given = json.loads(sys.stdin.readline())
    Thread(target=_end_with_whoever_asked, daemon=True).start()
    try:
        sys.stdout.write(json.dumps(_answer(given)))
        sys.stdout.flush()
    except (NotTaken, BadKey) as no:
        refused = str(no)
    except OSError as wrong:
        refused = f"the folder cannot be made ({wrong.strerror})"
    else:
        os._exit(0)
    sys.stderr.write(f"{refused}\n")
    sys.stderr.flush()
    os._exit(REFUSED)
