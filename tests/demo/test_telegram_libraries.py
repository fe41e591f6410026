"""Two Bot API libraries, as they come, walk through the local Telegram."""

import pytest
from telegram import Bot as PythonTelegramBot
from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard
from telegram.error import BadRequest, Forbidden

from bot.demo.telegram.server import LocalTelegram
from bot.demo.telegram.world import World
from tests.demo.conftest import KIM
from tests.demo.test_telegram_files import BYTES, picture


async def test_aiogram_polls_and_answers(telegram: LocalTelegram, world: World) -> None:
    from tests.demo import aiogram_walks

    await aiogram_walks.poll_and_answer(telegram, world)


async def test_aiogram_sends_everything(telegram: LocalTelegram, world: World) -> None:
    from tests.demo import aiogram_walks

    await aiogram_walks.send_everything(telegram, world)


async def test_aiogram_understands_the_refusals(telegram: LocalTelegram) -> None:
    from tests.demo import aiogram_walks

    await aiogram_walks.be_refused(telegram)


async def test_python_telegram_bot_walks_through(telegram: LocalTelegram, world: World) -> None:
    base = f"{telegram.url}/bot", f"{telegram.url}/file/bot"
    async with PythonTelegramBot(telegram.token, base_url=base[0], base_file_url=base[1]) as bot:
        world.send_text(KIM, "/start")
        [update] = await bot.get_updates(timeout=1)
        assert update.message
        assert update.message.text == "/start"
        keyboard = Keyboard([[Button("Ja", callback_data="ja"), Button("Läs", url="https://goteborg.se")]])
        sent = await bot.send_message(KIM, "<i>välj</i>", "HTML", reply_markup=keyboard)
        query = world.tap(KIM, sent.message_id, "ja")
        tapped = (await bot.get_updates(offset=update.update_id + 1))[0].callback_query
        assert tapped
        assert (tapped.id, tapped.data) == (query, "ja")
        await tapped.edit_message_text("valt")
        await tapped.answer("Klart")
        with pytest.raises(BadRequest, match="Message is not modified"):
            await bot.edit_message_text("valt", KIM, sent.message_id)
        with pytest.raises(BadRequest, match="Query is too old"):
            await tapped.answer()
        photo = await bot.send_photo(KIM, picture(), caption="kort")
        assert bytes(await (await photo.photo[0].get_file()).download_as_bytearray()) == picture()
        await bot.send_document(KIM, BYTES, filename="blad.pdf")
        assert await bot.set_my_commands([("start", "Börja")], language_code="sv")
        world.block(KIM)
        with pytest.raises(Forbidden, match="blocked by the user"):
            await bot.send_message(KIM, "hej")
