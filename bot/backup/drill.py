"""A drill: the backup is restored into a database in a folder that is thrown away, and looked at."""

import random
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bot.backup.protocol import Line, looked_at, written
from bot.backup.restoring import Order, restore
from bot.settings import Settings
from bot.store import open_engine


def drill(order: Order, settings: Settings, dice: random.Random, seconds: Callable[[], float]) -> list[Line]:
    """Restore `order`'s file elsewhere than it says, and say what came of it.

    Args:
        order: as for `restoring.restore`; its database is left alone.
        settings: where the ledger, the anchors and the keys are.
        dice: what draws what erasure and the log control need.
        seconds: tells seconds that only grow.

    Raises:
        Unwilling: it cannot be restored.
    """
    begun = seconds()
    with tempfile.TemporaryDirectory(prefix="handslag-drill-") as folder:  # mode 0700
        url = f"sqlite:///{Path(folder) / 'drill.db'}"
        restored = restore(replace(order, url=url), dice)
        engine = open_engine(url)
        try:
            lines = [*written(restored, resend=order.resend), *looked_at(engine, settings, restored)]
        finally:
            engine.dispose()
    return [*lines, Line(f"The drill took {seconds() - begun:.1f} seconds; its database is thrown away.")]
