"""The named points lie where their names say, seen from outside: what Telegram still has, what the database holds."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from bot.demo.cast import YLVA
from tests.faults import databases
from tests.faults.kills import RUN, WEB
from tests.faults.plan import Kill
from tests.faults.scene import Scene

MOST_COMMITS = 12
Wanted = tuple[str, set[int], int]
"""A point, how many updates may be pending after a kill there, and how many the database has handled."""
EITHER = {0, 1}
"""The acknowledgement is on its way: a kill, or a webhook that is set anew at that moment, may cut it off."""


@pytest.mark.parametrize(
    ("services", "wanted"),
    [
        (WEB, [("before-commit", {1}, 0), ("after-commit", {1}, 1), ("before-answer", EITHER, 1)]),
        (RUN, [("before-answer", {1}, 1)]),  # what was polled is acknowledged with the next poll
    ],
)
async def test_an_update_killed_on_its_way_is_pending_and_handled_as_the_point_says(
    postgres: str, tmp_path: Path, services: tuple[str, ...], wanted: list[Wanted]
) -> None:
    receiver = services[0]
    url = databases.create_on(postgres, f"points_{os.getpid()}_{receiver}")
    scene = Scene("points", url, (receiver,), [], tmp_path, "")
    async with scene.staged():
        await scene.phones.write(YLVA.telegram_id, "/hanvisa")
        for point, pending, handled in wanted:
            said = len(scene.phones.arrived.get(YLVA.telegram_id, {}))
            for nth in range(1, MOST_COMMITS):
                await scene.ensure(Kill((receiver,), point, nth))
                assert await scene.bots[receiver].ended == -signal.SIGKILL
                if point != "after-commit" or databases.autopsy(url, tmp_path):
                    break  # commits of the process's own come before the update's
            assert await scene.phones.pending() in pending, point
            assert len(databases.autopsy(url, tmp_path)) == handled, point
            if point != "after-commit":  # which commit is the update's, nobody knows: a later one may follow the answer
                assert len(scene.phones.arrived.get(YLVA.telegram_id, {})) == said, "nothing was answered"


async def test_a_bot_that_keeps_dying_still_gets_through_what_waits_for_it(tmp_path: Path) -> None:
    """A batch is acknowledged as a whole: with all 40 in the first one, dying at the 45th commit, it never would."""
    scene = Scene("loop", f"sqlite:///{tmp_path / 'loop.db'}", RUN, [], tmp_path, "")
    async with scene.staged():
        for _ in range(40):
            await scene.phones.write(YLVA.telegram_id, "/mina")
        lives = 0
        while await scene.phones.pending():
            await scene.ensure(Kill(RUN, "after-commit", 45))
            lives += 1
            while scene.bots["run"].is_alive and await scene.phones.pending():  # noqa: ASYNC110
                await asyncio.sleep(0.02)
            assert lives < 15
    assert lives > 1
