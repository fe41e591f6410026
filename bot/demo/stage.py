"""Phones to play on from code: type, tap by a button's words, and see what came."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

from bot.demo.cast import Player
from bot.demo.production import Production
from bot.demo.telegram.world import World

PATIENCE_SECONDS = 10.0
Message = dict[str, Any]


class NotSeen(AssertionError):
    """What was expected did not come."""


class Stage:
    """The cast's phones on a local Telegram."""

    def __init__(self, production: Production) -> None:
        self.production = production
        self.world: World = production.world

    async def types(self, who: Player, text: str) -> None:
        """`who` writes `text`, and the bot has answered."""
        self.world.send_text(who.telegram_id, text)
        await self.production.settle()

    async def taps(self, who: Player, words: str) -> None:
        """`who` taps the newest button whose words begin with `words`.

        Raises:
            NotSeen: there is no such button.
        """
        message, button = self.button(who, words)
        self.world.tap(who.telegram_id, message["message_id"], button["callback_data"])
        await self.production.settle()

    def button(self, who: Player, words: str) -> tuple[Message, dict[str, Any]]:
        """The newest button of `who` whose words begin with `words`, and its message.

        Raises:
            NotSeen: there is none.
        """
        for message in reversed(self.world.chat(who.telegram_id)):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if button["text"].startswith(words):
                        return message, button
        raise NotSeen(f"{who.name} has no button '{words}'; the last message says: {self.last(who)}")

    def last(self, who: Player) -> str:
        """The text of the newest message in the chat."""
        messages = self.world.chat(who.telegram_id)
        return text_of(messages[-1]) if messages else ""

    def newest_of_bot(self, who: Player) -> Message:
        """The bot's newest message to `who`."""
        return next(message for message in reversed(self.world.chat(who.telegram_id)) if message["from"]["is_bot"])

    async def sees(self, who: Player, *words: str) -> None:
        """Wait until a recent message of the bot to `who` holds all of `words`.

        Raises:
            NotSeen: it did not come in time.
        """

        def came() -> bool:
            recent = [text_of(message) for message in self.world.chat(who.telegram_id)[-4:]]
            return any(all(word in text for word in words) for text in recent)

        await self._until(came, lambda: f"{who.name} does not see {words}; the last message says: {self.last(who)}")

    async def _until(self, came: Callable[[], bool], complaint: Callable[[], str]) -> None:
        end = time.monotonic() + PATIENCE_SECONDS
        while not came():
            if time.monotonic() > end:
                raise NotSeen(complaint())
            await asyncio.sleep(0.01)


def text_of(message: Message) -> str:
    """What a message says: its text or its caption."""
    return str(message.get("text") or message.get("caption") or "")
