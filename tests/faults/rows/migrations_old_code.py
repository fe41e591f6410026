"""Old code on a newer schema: one more migration comes while people refer and answer, or has come already."""

import asyncio
import time
from pathlib import Path

from bot.store import open_engine
from models import schema
from tests.faults.rows import migrations_scratch
from tests.faults.scene import Outcome, Scene

QUIET_SECONDS = 1.5


class MovedUnder(Scene):
    """A scene without a kill, in which the schema becomes newer than the code while everybody is at work."""

    wounded = False

    def __init__(self, url: str, services: tuple[str, ...], folder: Path, seed: str, seconds: float) -> None:
        super().__init__("old code", url, services, [], folder, seed)
        self._next = folder / "next"
        self._next.mkdir()
        self._seconds = seconds
        self.migrated_in = 0.0
        """Seconds that the migration took, with everybody at work."""

    async def trouble(self) -> None:
        """People play; the schema moves; they play on; the old code starts anew on it; they play on."""
        await self.ensure(None)
        await asyncio.sleep(self._seconds / 3)
        begun = time.monotonic()
        await asyncio.to_thread(self._migrate_further)
        self.migrated_in = time.monotonic() - begun
        await asyncio.sleep(self._seconds / 3)
        for bot in list(self.bots.values()):
            await self.kill(bot)
        await self.ensure(None)
        await asyncio.sleep(self._seconds / 3)

    def _migrate_further(self) -> None:
        engine = open_engine(self.url)
        migrations_scratch.apply(engine, migrations_scratch.ADDITIVE, self._next)
        with engine.connect() as connection:
            assert schema.is_current(connection), "old code would call the newer schema not ready"
        engine.dispose()


def faults_of(outcome: Outcome) -> int:
    """How much went wrong: lost, doubled, and errors in the log."""
    errors = sum(times for line, times in outcome.logged.items() if line.startswith("error"))
    return len(outcome.verdict.lost) + len(outcome.verdict.doubled) + errors
