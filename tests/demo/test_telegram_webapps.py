"""Mini Apps: the launch data that Telegram signs, and the phones that open them."""

import json
import random
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from cryptography.hazmat.primitives import hashes, hmac

from bot.demo.telegram.server import LocalTelegram
from bot.demo.telegram.webapp import LIGHT, init_data
from bot.demo.telegram.world import World
from tests.demo import another_library
from tests.demo.conftest import KIM, NEVER_WROTE, Caller, HandClock
from tests.demo.test_telegram_phones import post

TOKEN = "123456:a-token"
NOW = datetime(2026, 3, 2, 8, 0, 0, 700_000, tzinfo=UTC)
ROOM = "http://localhost:8443/room?from=chat"
NAMES = ["Kim", "Åsa & Bo=1 + 2%", '</script>\\/ "x"', "Ülkü 👋🏽 李", "a\nhash=0"]


def hmac_sha256(key: bytes, message: str) -> bytes:
    signing = hmac.HMAC(key, hashes.SHA256())
    signing.update(message.encode())
    return signing.finalize()


def is_genuine(token: str, data: str) -> bool:
    """The documented check, step by step, sharing nothing with what it checks."""
    fields = dict(field.split("=", 1) for field in data.split("&"))
    received = fields.pop("hash")
    lines = sorted(f"{name}={unquote(value)}" for name, value in fields.items())
    secret_key = hmac_sha256(b"WebAppData", token)
    return hmac_sha256(secret_key, "\n".join(lines)).hex() == received


def data_of(name: str = "Kim", seed: int = 7, **more: str) -> str:
    return init_data(TOKEN, {"id": KIM, "first_name": name}, NOW, random.Random(seed), **more)


def launch(url: str) -> dict[str, str]:
    return {name: value for name, [value] in parse_qs(urlsplit(url).fragment, strict_parsing=True).items()}


async def open_app(bot: Caller, message: int, url: str = ROOM, **more: Any) -> dict[str, str]:
    status, answer = await post(bot, f"/{KIM}/webapps", message_id=message, url=url, **more)
    assert status == 200, answer
    return launch(answer["url"])


def button(url: str = ROOM) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "x", "callback_data": "x"}], [{"text": "Öppna", "web_app": {"url": url}}]]}


@pytest.mark.parametrize("name", NAMES)
def test_launch_data_passes_the_documented_check_and_another_librarys(name: str) -> None:
    data = data_of(name)
    assert is_genuine(TOKEN, data)
    parsed = another_library.parsed(TOKEN, data)
    assert parsed.user is not None
    assert (parsed.user.id, parsed.user.first_name) == (KIM, name)
    assert parsed.auth_date == NOW.replace(microsecond=0)


@pytest.mark.parametrize("field", ["query_id", "user", "auth_date", "signature", "hash"])
def test_no_field_of_launch_data_can_be_changed_or_left_out(field: str) -> None:
    data = data_of()
    [old] = [part for part in data.split("&") if part.startswith(f"{field}=")]
    other = f"{field}={'0' * 64 if field == 'hash' else '1'}"
    assert not is_genuine(TOKEN, data.replace(old, other))
    assert not another_library.is_signed(TOKEN, data.replace(old, other))
    assert not another_library.is_signed(TOKEN, "&".join(part for part in data.split("&") if part != old))


def test_launch_data_is_signed_by_one_bot_alone() -> None:
    assert not is_genuine("123456:another", data_of())
    assert not another_library.is_signed("123456:another", data_of())


def test_the_fields_stand_in_telegrams_order_and_not_in_the_sorted_one_that_is_signed() -> None:
    names = [field.partition("=")[0] for field in data_of().split("&")]
    assert names == ["query_id", "user", "auth_date", "signature", "hash"]
    assert " " not in data_of("Bo Ek")
    assert "Bo%20Ek" in data_of("Bo Ek")


def test_what_a_direct_link_brings_is_signed_too() -> None:
    data = data_of(start_param="r-7", chat_type="sender", chat_instance="-42", query_id="AAE")
    assert is_genuine(TOKEN, data)
    parsed = another_library.parsed(TOKEN, data)
    assert (parsed.start_param, parsed.chat_type, parsed.chat_instance) == ("r-7", "sender", "-42")
    assert parsed.query_id == "AAE"


def test_two_openings_in_one_second_differ() -> None:
    first, second = data_of(seed=1), data_of(seed=2)
    assert parse_qs(first)["query_id"] != parse_qs(second)["query_id"]
    assert parse_qs(first)["hash"] != parse_qs(second)["hash"]


async def test_a_button_opens_its_mini_app_as_the_person_at_the_clocks_time(
    bot: Caller, telegram: LocalTelegram, clock: HandClock
) -> None:
    message = await bot.say(reply_markup=button())
    clock.let_pass(days=40)
    _, answer = await post(bot, f"/{KIM}/webapps", message_id=message, url=ROOM)
    assert answer["url"].startswith(f"{ROOM}#tgWebAppData=query_id%3D")
    opened = launch(answer["url"])
    assert [*opened] == ["tgWebAppData", "tgWebAppVersion", "tgWebAppPlatform", "tgWebAppThemeParams"]
    assert (opened["tgWebAppVersion"], opened["tgWebAppPlatform"]) == ("8.0", "weba")
    assert json.loads(opened["tgWebAppThemeParams"]) == LIGHT
    assert is_genuine(telegram.token, opened["tgWebAppData"])
    data = another_library.parsed(telegram.token, opened["tgWebAppData"])
    assert data.auth_date == clock.now()
    assert data.user is not None
    assert data.user.model_dump(exclude_none=True) == {
        "id": KIM, "first_name": "Kim", "last_name": "", "language_code": "sv", "allows_write_to_pm": True,
    }  # fmt: skip


async def test_the_mini_app_is_told_the_colours_of_the_phone(bot: Caller) -> None:
    message = await bot.say(reply_markup=button())
    opened = await open_app(bot, message, theme_params={"bg_color": "#101413"})
    assert json.loads(opened["tgWebAppThemeParams"]) == {"bg_color": "#101413"}


async def test_an_address_with_a_fragment_keeps_it(bot: Caller) -> None:
    url = f"{ROOM}#page=2"
    opened = await open_app(bot, await bot.say(reply_markup=button(url)), url)
    assert opened["page"] == "2"
    assert opened["tgWebAppVersion"] == "8.0"


async def test_one_who_blocked_the_bot_opens_a_mini_app_all_the_same(
    bot: Caller, telegram: LocalTelegram, world: World
) -> None:
    message = await bot.say(reply_markup=button())
    world.block(KIM)
    data = another_library.parsed(telegram.token, (await open_app(bot, message))["tgWebAppData"])
    assert data.user is not None
    assert data.user.allows_write_to_pm is None


@pytest.mark.parametrize(
    ("user", "content", "why"),
    [
        (KIM, {"url": "http://localhost:8443/room"}, "no button of that message opens this Mini App"),
        (KIM, {"url": "x"}, "no button of that message opens this Mini App"),
        (KIM, {"message_id": 2}, "no button of that message opens this Mini App"),
        (KIM, {"message_id": 99}, "message 99 is not there"),
        (KIM, {"message_id": "1"}, "message_id must be a whole number"),
        (KIM, {"url": ""}, "url must be a text"),
        (KIM, {"url": {"url": ROOM}}, "url must be a text"),
        (KIM, {"theme_params": ["#fff"]}, "theme_params must be texts by name"),
        (KIM, {"theme_params": {"bg_color": 1}}, "theme_params must be texts by name"),
        (NEVER_WROTE, {}, "message 1 is not there"),
        (404, {}, "nobody has the id 404"),
    ],
)
async def test_nothing_but_a_button_in_ones_own_chat_opens_a_mini_app(
    bot: Caller, user: int, content: dict[str, Any], why: str
) -> None:
    assert await bot.say(reply_markup=button()) == 1
    assert await bot.say("utan knapp") == 2
    assert await post(bot, f"/{user}/webapps", **{"message_id": 1, "url": ROOM, **content}) == (400, {"error": why})


async def test_a_button_that_was_edited_away_opens_nothing(bot: Caller) -> None:
    message = await bot.say(reply_markup=button())
    await open_app(bot, message)
    await bot.ok("editMessageReplyMarkup", chat_id=KIM, message_id=message, reply_markup={"inline_keyboard": []})
    assert (await post(bot, f"/{KIM}/webapps", message_id=message, url=ROOM))[0] == 400


async def test_groups_have_no_buttons_for_mini_apps(bot: Caller, world: World) -> None:
    world.add_to_group(KIM, -5, "Gruppen")
    refusal = await bot.refused("sendMessage", chat_id=-5, text="hej", reply_markup=button())
    assert refusal == "400 Bad Request: BUTTON_TYPE_INVALID"
    assert await bot.ok("sendMessage", chat_id=-5, text="hej")
