"""The story, played in the terminal: every message as it is sent, and whether each step gave what was expected."""

import asyncio
import random
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from bot import logs
from bot.clock import local
from bot.demo.cast import CAST
from bot.demo.production import Production
from bot.demo.scenes import SCENES
from bot.demo.stage import NotSeen, Stage, text_of
from bot.demo.telegram.refusals import PhoneError

NAMES = {player.telegram_id: player.name for player in CAST}
SEED = 2022


async def play(start: datetime) -> int:
    """Play every scene from `start` (aware) on and print what is said.

    Returns:
        The exit code: 0 only if every step gave what the story expects.
    """
    logs.set_up(as_json=False)
    folder = Path(tempfile.mkdtemp(prefix="handslag-story-"))
    try:
        async with Production(folder, start, dice=random.Random(SEED)) as production:  # noqa: S311 - a story's codes
            printing = asyncio.create_task(_print_messages(production))
            passed, failed = await _play_scenes(Stage(production))
            printing.cancel()
            await asyncio.gather(printing, return_exceptions=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    _write(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


async def _play_scenes(stage: Stage) -> tuple[int, int]:
    results = []
    for title, scene in SCENES:
        _write(f"\n== {title}")
        for words, step in scene:
            results.append(await _take(words, step, stage))
            if not results[-1]:
                break
    steps = sum(len(scene) for _, scene in SCENES)
    return sum(results), steps - sum(results)


async def _take(words: str, step: Callable[[Stage], Awaitable[None]], stage: Stage) -> bool:
    try:
        await step(stage)
    except (NotSeen, PhoneError) as wrong:
        _write(f"   ✗ {words}: {wrong}")
        return False
    await asyncio.sleep(0)  # the printer's turn
    _write(f"   ✓ {words}")
    return True


async def _print_messages(production: Production) -> None:
    events = production.world.subscribe()
    while True:
        event = await events.get()
        if event["event"] in ("message", "edited"):
            _print(production, event["event"], event["data"]["message"])


def _print(production: Production, event: str, message: dict[str, Any]) -> None:
    person = NAMES.get(message["chat"]["id"], str(message["chat"]["id"]))
    by_bot = message["from"]["is_bot"]
    who = f"Handslag → {person}" if by_bot else f"{person} → Handslag"
    mark = " (ändrat)" if event == "edited" else " (tyst)" if message.get("disable_notification") else ""
    _write(f"\n{local(production.clock.now()):%Y-%m-%d %H:%M}  {who}{mark}")
    for line in text_of(message).splitlines():
        _write(f"   │ {line}")
    if "photo" in message:
        _write("   │ [bild]")
    for row in message.get("reply_markup", {}).get("inline_keyboard", []):
        _write("   │ " + "  ".join(f"[{button['text']}]" for button in row))


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
