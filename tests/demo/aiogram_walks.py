"""Walks of aiogram, as it comes, through the local Telegram. Imported where they run: the library takes seconds."""

import asyncio

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from aiogram.filters import CommandStart
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)

from bot.demo.telegram.server import LocalTelegram
from bot.demo.telegram.world import World
from tests.demo.conftest import KIM, NEVER_WROTE, until
from tests.demo.test_telegram_files import BYTES, picture


def aiogram_bot(telegram: LocalTelegram) -> Bot:
    """aiogram's own bot, at the local Telegram."""
    return Bot(telegram.token, session=AiohttpSession(api=TelegramAPIServer.from_base(telegram.url)))


async def until_shown(world: World, text: str) -> None:
    """Wait until the newest message says `text`."""
    await until(lambda: world.chat(KIM)[-1].get("text") == text)


async def poll_and_answer(telegram: LocalTelegram, world: World) -> None:
    """It polls, answers a command and a tap."""
    dispatcher = Dispatcher()
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Ja", callback_data="ja")]])

    @dispatcher.message(CommandStart())
    async def start(message: Message) -> None:
        await message.answer("välj", reply_markup=keyboard)

    @dispatcher.callback_query(F.data == "ja")
    async def chosen(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        await query.message.edit_text("valt")
        await query.answer("Klart")

    bot = aiogram_bot(telegram)
    polling = asyncio.create_task(
        dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False, polling_timeout=5)
    )
    world.send_text(KIM, "/start")
    await until_shown(world, "välj")
    events = world.subscribe()
    world.tap(KIM, world.chat(KIM)[-1]["message_id"], "ja")
    await until_shown(world, "valt")
    seen = [(await asyncio.wait_for(events.get(), 1))["event"] for _ in range(3)]
    assert seen == ["edited", "answered", "toast"]
    await dispatcher.stop_polling()
    await polling
    await bot.session.close()


async def send_everything(telegram: LocalTelegram, world: World) -> None:
    """It sends text, pictures, documents and commands."""
    async with aiogram_bot(telegram) as bot:
        assert (await bot.me()).username == "handslag_demo_bot"
        sent = await bot.send_message(KIM, "<b>hej</b> 👍", parse_mode="HTML", protect_content=True)
        assert (sent.text, sent.html_text) == ("hej 👍", "<b>hej</b> 👍")
        photo = await bot.send_photo(KIM, BufferedInputFile(picture(), "kort.png"), caption="kort")
        assert photo.photo
        assert photo.photo[0].width == 4
        document = await bot.send_document(KIM, BufferedInputFile(BYTES, "å b.pdf"))
        assert document.document
        downloaded = await bot.download(document.document)
        assert downloaded
        assert downloaded.read() == BYTES
        await bot.set_my_commands(
            [BotCommand(command="start", description="Börja")], BotCommandScopeAllPrivateChats(), "sv"
        )
        assert world.commands(KIM) == [{"command": "start", "description": "Börja"}]
        assert await bot.delete_messages(KIM, [sent.message_id, photo.message_id])
        assert (await bot.get_chat(KIM)).first_name == "Kim"
        assert (await bot.get_webhook_info()).pending_update_count == 0


async def be_refused(telegram: LocalTelegram) -> None:
    """It understands the refusals."""
    async with aiogram_bot(telegram) as bot:
        with pytest.raises(TelegramForbiddenError, match="can't initiate"):
            await bot.send_message(NEVER_WROTE, "hej")
        with pytest.raises(TelegramBadRequest, match="message to edit not found"):
            await bot.edit_message_text("x", chat_id=KIM, message_id=99)
        telegram.faults.add("too_many_requests", seconds=3)
        with pytest.raises(TelegramRetryAfter) as refusal:
            await bot.send_message(KIM, "hej")
        assert refusal.value.retry_after == 3
