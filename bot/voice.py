"""How a card is said in Telegram: rendered, signed for its receiver, sent, edited or taken away."""

import asyncio
import html
import time
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardMarkup,
    InputFile,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.callbacks import encode
from bot.cards.card import Card, Picture, Press
from bot.charts import child
from bot.charts.sketch import Chart
from bot.menus import commands_for
from bot.outbox import PER_SECOND
from bot.telegram_api import Api
from messages import label, render
from messages.views import View
from models import Role

NO_PREVIEW = {"is_disabled": True}
"""A preview crawler would open an invitation's link."""
MOST_AT_ONCE = 100
UNCHANGED = "message is not modified"
GONE = ("message to edit not found", "message can't be edited", "there is no text in the message to edit")


class Silence:
    """What a 429 asks of everybody in this process. `monotonic` tells seconds.

    Whoever speaks waits until it is over; those who waited speak one after the other at Telegram's pace, or the next
    429 would come at once.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._next = 0.0

    def keep(self, seconds: float) -> None:
        """Nobody is to speak for `seconds` from now on (Bot API, ResponseParameters: retry_after)."""
        self._next = max(self._next, self._monotonic() + seconds)

    def left(self) -> float:
        """For how many seconds more whoever asks now would have to wait; 0 where nobody need."""
        return max(0.0, self._next - self._monotonic())

    def place(self) -> float:
        """Take the next place: in how many seconds it comes, at once where there is no silence."""
        wait = self.left()
        if wait:
            self._next += 1 / PER_SECOND
        return wait


class Deletion(StrEnum):
    GONE_NOW = "gone_now"
    GONE_BEFORE = "gone_before"
    STANDS = "stands"
    """Telegram does not let us, or not any more (48 hours)."""


class Voice:
    """Says cards through `bot`, whose methods `api` calls.

    `key` signs the buttons; whoever speaks keeps `silence` where Telegram asks for it.
    """

    def __init__(self, bot: Bot, api: Api, key: bytes, silence: Silence | None = None) -> None:
        self.bot = bot
        self.api = api
        self.silence = silence or Silence()
        self._key = key

    async def say(self, card: Card, chat_id: int, language: str, *, silent: bool = False) -> int:
        """Send `card` to the person whose private chat is `chat_id`, without a sound if `silent`.

        Returns:
            The message's id.

        Raises:
            telegram.error.TelegramError: it was not sent, or may not have been (TimedOut).
        """
        markup = self._markup(card, chat_id, language)
        text = render(card.view, language)
        if card.picture:
            drawn = await asyncio.to_thread(_draw, card.picture, language)
            file = InputFile(drawn, filename=f"{card.picture.name}.png")
            photo = await self.bot.send_photo(
                chat_id,
                file,
                caption=text,
                parse_mode=ParseMode.HTML,
                reply_markup=InlineKeyboardMarkup.de_json(markup, self.bot) if markup else None,
                disable_notification=silent,
                protect_content=True,
            )
            return photo.message_id
        message = await self.api.ask(
            "sendMessage",
            chat_id=chat_id,
            text=text,
            parse_mode="HTML",
            reply_markup=markup,
            disable_notification=silent,
            link_preview_options=NO_PREVIEW,
            protect_content=True,
        )
        return int(message["message_id"])

    async def show(
        self, card: Card, chat_id: int, message_id: int, language: str, *, silent: bool = False
    ) -> int | None:
        """Let the message `message_id` become `card`; a picture, or a message that is gone, is sent anew.

        Returns:
            The new message's id where it was sent anew.
        """
        if not card.takes_place:
            return await self.say(card, chat_id, language, silent=silent)
        try:
            await self.api.ask(
                "editMessageText",
                text=render(card.view, language),
                chat_id=chat_id,
                message_id=message_id,
                parse_mode="HTML",
                reply_markup=self._markup(card, chat_id, language),
                link_preview_options=NO_PREVIEW,
            )
        except BadRequest as refusal:
            said = refusal.message.casefold()
            if UNCHANGED in said:
                return None
            if not any(words in said for words in GONE):
                raise
            return await self.say(card, chat_id, language, silent=silent)
        return None

    async def answer_tap(self, query_id: str) -> None:
        """Stop the spinner on the button; too late is no matter."""
        try:
            await self.api.ask("answerCallbackQuery", callback_query_id=query_id)
        except BadRequest as late:
            if "query is too old" not in late.message.casefold():
                raise

    async def delete(self, chat_id: int, message_id: int) -> Deletion:
        """Take a message away, and say whether that was needed and done."""
        try:
            await self.api.ask("deleteMessage", chat_id=chat_id, message_id=message_id)
        except BadRequest as refusal:
            gone = "message to delete not found" in refusal.message.casefold()
            return Deletion.GONE_BEFORE if gone else Deletion.STANDS
        return Deletion.GONE_NOW

    async def delete_all(self, chat_id: int, messages: Sequence[int]) -> None:
        """Take messages away, as many as Telegram lets us; those that are gone are no matter.

        Bot API, deleteMessages: 1-100 at once, those not found are skipped; where one of them cannot be taken away,
        each is asked for by itself.
        """
        for start in range(0, len(messages), MOST_AT_ONCE):
            some = messages[start : start + MOST_AT_ONCE]
            try:
                await self.api.ask("deleteMessages", chat_id=chat_id, message_ids=list(some))
            except BadRequest:
                for message_id in some:
                    await self.delete(chat_id, message_id)

    async def leave(self, chat_id: int) -> None:
        """Leave a group or channel, also one that has another id by now; having been thrown out is no matter."""
        try:
            await self.api.ask("leaveChat", chat_id=chat_id)
        except ChatMigrated as moved:
            await self.leave(moved.new_chat_id)
        except (BadRequest, Forbidden):
            return

    async def offer_commands(self, chat_id: int, role: Role | None, language: str) -> None:
        """Let the chat's command list be that of `role`, or none."""
        scope = BotCommandScopeChat(chat_id)
        if role is None:
            await self.bot.delete_my_commands(scope=scope)
            return
        commands = [
            BotCommand(command.in_language(language), label(f"help.{command.name}", language))
            for command in commands_for(role)
        ]
        await self.bot.set_my_commands(commands, scope=scope)

    def _markup(self, card: Card, receiver: int, language: str) -> dict[str, Any] | None:
        """The card's buttons (Bot API, InlineKeyboardMarkup)."""
        if not card.rows:
            return None
        return {"inline_keyboard": [[self._press(press, receiver, language) for press in row] for row in card.rows]}

    def _press(self, press: Press, receiver: int, language: str) -> dict[str, Any]:
        button: dict[str, Any] = {"text": label(press.label, language, **press.values)}
        if press.room:
            return {**button, "web_app": {"url": press.room}}
        if press.button is None:
            return {**button, "url": press.url}
        return {**button, "callback_data": encode(press.button, self._key, receiver)}


def _draw(picture: Picture | Chart, language: str) -> bytes:
    if isinstance(picture, Chart):
        return child.draw(picture.sketch)
    from bot.pictures import referral_card

    return referral_card(picture.code, picture.link, _lines(picture.words, language))


def _lines(words: View, language: str) -> list[str]:
    return html.unescape(render(words, language)).splitlines()
