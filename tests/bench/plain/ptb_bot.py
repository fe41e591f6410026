"""`python -m tests.bench.plain.ptb_bot`: the steps on python-telegram-bot, a ConversationHandler for each side.

It is PTB as it comes: one update at a time, which conversations need (python-telegram-bot, ConversationHandler).
"""

import os
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, ConversationHandler

from tests.bench.plain import steps
from tests.bench.plain.screen import Screen
from tests.bench.plain.steps import Step

Context = ContextTypes.DEFAULT_TYPE
Handler = Callable[[Update, Context], Coroutine[Any, Any, str | int]]


def _markup(screen: Screen) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(words, callback_data=data) for words, data in row] for row in screen.rows]
    )


def _on_command(step: Step, then: str) -> Handler:
    async def written(update: Update, _context: Context) -> str:
        assert update.message
        assert update.effective_user
        screen = await step(update.effective_user.id, 0)
        await update.message.reply_text(screen.text, reply_markup=_markup(screen), parse_mode="HTML")
        return then

    return written


def _on_tap(step: Step, then: str | int) -> Handler:
    async def tapped(update: Update, context: Context) -> str | int:
        query = update.callback_query
        assert query
        screen = await step(query.from_user.id, int((query.data or "").partition(":")[2] or 0))
        await query.answer()
        await query.edit_message_text(screen.text, reply_markup=_markup(screen), parse_mode="HTML")
        await _tell(context.bot, screen)
        return then

    return tapped


async def _tell(bot: Bot, screen: Screen) -> None:
    for number in screen.notices:
        notice = await steps.make_notice(number)
        said = await bot.send_message(
            notice.chat_id, notice.screen.text, reply_markup=_markup(notice.screen), parse_mode="HTML"
        )
        await steps.mark_notice(number, said.message_id)


def _conversation(command: str, taps: dict[str, Step]) -> ConversationHandler[Context]:
    """A state for each tap that is waited for, named by its button's code."""
    codes = list(taps)
    states: dict[object, list[Any]] = {}
    then: list[str | int] = [*codes[1:], ConversationHandler.END]
    for code, following in zip(codes, then, strict=True):
        handler = CallbackQueryHandler(_on_tap(taps[code], following), pattern=f"^{code}")
        states[code] = [handler]
    if "rx" in taps:  # a wish may be chosen, or none
        states["rx"].append(CallbackQueryHandler(_on_tap(taps["rw"], "rx"), pattern="^rw"))
    begin: Any = CommandHandler(command, _on_command(steps.COMMANDS[command], codes[0]))
    return ConversationHandler(entry_points=[begin], states=states, fallbacks=[], allow_reentry=True)


def main() -> None:
    """Serve until SIGTERM."""
    builder = Application.builder().token(os.environ["TELEGRAM_TOKEN"])
    application = builder.base_url(os.environ["TELEGRAM_API_URL"] + "/bot").build()
    application.add_handler(_conversation("hanvisa", steps.REFERRING))
    application.add_handler(_conversation("inkorg", steps.ANSWERING))
    application.run_polling()


if __name__ == "__main__":
    main()
