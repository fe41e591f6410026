"""`python -m tests.bench.plain.aiogram_bot`: the steps on aiogram."""

import asyncio
import os

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from tests.bench.plain import steps
from tests.bench.plain.screen import Screen
from tests.bench.plain.steps import Step

router = Router()


def _markup(screen: Screen) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=words, callback_data=data) for words, data in row] for row in screen.rows
        ]
    )


def _on_command(name: str, step: Step) -> None:
    @router.message(Command(name))
    async def written(message: Message) -> None:
        assert message.from_user
        screen = await step(message.from_user.id, 0)
        await message.answer(screen.text, reply_markup=_markup(screen), parse_mode="HTML")


def _on_tap(code: str, step: Step) -> None:
    @router.callback_query(F.data.startswith(code))
    async def tapped(query: CallbackQuery, bot: Bot) -> None:
        screen = await step(query.from_user.id, int((query.data or "").partition(":")[2] or 0))
        await query.answer()
        assert isinstance(query.message, Message)
        await query.message.edit_text(screen.text, reply_markup=_markup(screen), parse_mode="HTML")
        await _tell(bot, screen)


async def _tell(bot: Bot, screen: Screen) -> None:
    for number in screen.notices:
        notice = await steps.make_notice(number)
        said = await bot.send_message(
            notice.chat_id, notice.screen.text, reply_markup=_markup(notice.screen), parse_mode="HTML"
        )
        await steps.mark_notice(number, said.message_id)


async def main() -> None:
    """Serve until SIGTERM."""
    for name, step in steps.COMMANDS.items():
        _on_command(name, step)
    for code, step in {**steps.REFERRING, **steps.ANSWERING}.items():
        _on_tap(code, step)
    server = TelegramAPIServer.from_base(os.environ["TELEGRAM_API_URL"])
    bot = Bot(os.environ["TELEGRAM_TOKEN"], session=AiohttpSession(api=server))
    dispatcher = Dispatcher()
    dispatcher.include_router(router)
    await dispatcher.start_polling(bot, polling_timeout=25)


if __name__ == "__main__":
    asyncio.run(main())
