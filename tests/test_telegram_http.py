"""The connection to the Bot API: what breaks becomes the right error, and no error holds the token."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from telegram import Bot, InputFile
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.clock import SystemClock
from bot.demo.telegram.api import TOKEN
from bot.demo.telegram.server import LocalTelegram
from bot.demo.telegram.world import World
from bot.telegram_http import TelegramHttp, result_of

KIM = 7


@pytest.fixture
async def telegram() -> AsyncIterator[LocalTelegram]:
    world = World(SystemClock())
    world.add_user(KIM, "Kim", started=True)
    async with LocalTelegram(world) as telegram:
        yield telegram


@pytest.fixture
async def bot(telegram: LocalTelegram) -> AsyncIterator[Bot]:
    async with Bot(
        TOKEN, base_url=f"{telegram.url}/bot", request=TelegramHttp(), get_updates_request=TelegramHttp()
    ) as bot:
        yield bot


async def test_texts_and_files_arrive_as_they_were(bot: Bot, telegram: LocalTelegram) -> None:
    await bot.send_message(KIM, "Räksmörgås 🦐 & <b>")
    await bot.send_document(KIM, InputFile(bytes(range(256)), filename="å.bin"), caption="kort")
    text, file = telegram.world.chat(KIM)
    assert text["text"] == "Räksmörgås 🦐 & <b>"
    assert file["caption"] == "kort"
    [stored] = telegram.world.files.values()
    assert stored.data == bytes(range(256))


@pytest.mark.parametrize(
    ("kind", "error"),
    [("server_error", NetworkError), ("bad_gateway", NetworkError), ("drop_before", NetworkError),
     ("drop_after", NetworkError), ("too_many_requests", RetryAfter), ("half_json", NetworkError),
     ("reset_in_body", NetworkError), ("html", NetworkError), ("blocked", Forbidden), ("migrated", ChatMigrated)],
)  # fmt: skip
async def test_what_breaks_becomes_the_error_that_says_so(
    bot: Bot, telegram: LocalTelegram, kind: str, error: type[Exception]
) -> None:
    telegram.faults.add(kind, "sendMessage")
    with pytest.raises(error) as raised:
        await bot.send_message(KIM, "hej")
    assert TOKEN not in repr(raised.value)
    assert (await bot.send_message(KIM, "hej")).text == "hej"  # the next one goes through


async def test_half_an_answer_leaves_no_word_of_it_in_the_log(
    bot: Bot, telegram: LocalTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.faults.add("half_json", "sendMessage")
    with pytest.raises(NetworkError):
        await bot.send_message(KIM, "Kanariefågel")
    assert "Kanarie" not in caplog.text


async def test_a_429_says_how_long_without_a_warning(bot: Bot, telegram: LocalTelegram) -> None:
    telegram.faults.add("too_many_requests", "sendMessage", seconds=7)
    with pytest.raises(RetryAfter) as slower:
        await bot.send_message(KIM, "hej")
    after = slower.value.retry_after
    assert not isinstance(after, int)
    assert after.total_seconds() == 7


async def test_an_answer_that_does_not_come_in_time_is_a_time_out(bot: Bot, telegram: LocalTelegram) -> None:
    telegram.faults.add("timeout_after", "sendMessage", seconds=2)
    began = time.monotonic()
    with pytest.raises(TimedOut) as late:
        await bot.send_message(KIM, "hej", read_timeout=0.1)
    assert time.monotonic() - began < 1
    assert TOKEN not in repr(late.value)
    assert len(telegram.world.chat(KIM)) == 1  # it had arrived all the same


async def test_refusals_keep_their_kind(bot: Bot, telegram: LocalTelegram) -> None:
    telegram.world.block(KIM)
    with pytest.raises(Forbidden):
        await bot.send_message(KIM, "hej")
    with pytest.raises(BadRequest, match=r"[Cc]hat not found"):
        await bot.send_message(99, "hej")


async def test_nobody_there_is_a_network_error_without_the_address() -> None:
    http = TelegramHttp()
    await http.initialize()
    with pytest.raises(NetworkError) as away:
        await http.call(f"http://127.0.0.1:9/bot{TOKEN}/getMe", {}, 1)
    assert TOKEN not in repr(away.value)
    assert away.value.__cause__ is None
    await http.shutdown()


async def test_another_token_is_told(telegram: LocalTelegram) -> None:
    http = TelegramHttp()
    other = Bot("1:" + "x" * 35, base_url=f"{telegram.url}/bot", request=http, get_updates_request=TelegramHttp())
    with pytest.raises(InvalidToken):
        await other.initialize()
    await other.shutdown()
    await http.shutdown()


async def test_many_requests_share_a_few_connections(bot: Bot, telegram: LocalTelegram) -> None:
    for number in range(100, 400):
        telegram.world.add_user(number, "Nr", started=True)
    await asyncio.gather(*(bot.send_message(number, "hej") for number in range(100, 400)))
    assert all(telegram.world.chat(number) for number in range(100, 400))


async def test_it_opens_and_closes_as_often_as_is_asked() -> None:
    http = TelegramHttp()
    for _ in range(2):
        await http.initialize()
        await http.initialize()
        await http.shutdown()
        await http.shutdown()


def test_the_result_is_what_is_in_the_answer() -> None:
    assert result_of(b'{"ok":true,"result":[1]}') == [1]
