"""How a call may be sent, and what is answered to calls that are none."""

import json

import pytest
from aiohttp import FormData

from bot.demo.telegram.params import read
from bot.demo.telegram.refusals import ApiError
from tests.demo.conftest import KIM, Caller

KEYBOARD = {"inline_keyboard": [[{"text": "Ja", "callback_data": "ja"}]]}
STRINGS = {"chat_id": str(KIM), "text": "hej å", "protect_content": "true", "reply_markup": json.dumps(KEYBOARD)}


async def test_a_json_body_is_understood(bot: Caller) -> None:
    sent = await bot.ok("sendMessage", chat_id=KIM, text="hej å", protect_content=True, reply_markup=KEYBOARD)
    assert (sent["text"], sent["has_protected_content"], sent["reply_markup"]) == ("hej å", True, KEYBOARD)


async def test_an_urlencoded_form_is_understood(bot: Caller) -> None:
    async with bot.session.post(bot.url("sendMessage"), data=STRINGS) as response:
        sent = (await response.json())["result"]
    assert (sent["text"], sent["has_protected_content"], sent["reply_markup"]) == ("hej å", True, KEYBOARD)


async def test_a_multipart_form_is_understood(bot: Caller) -> None:
    form = FormData(STRINGS, default_to_multipart=True)
    async with bot.session.post(bot.url("sendMessage"), data=form) as response:
        sent = (await response.json())["result"]
    assert (sent["text"], sent["has_protected_content"], sent["reply_markup"]) == ("hej å", True, KEYBOARD)


async def test_a_query_string_is_understood(bot: Caller) -> None:
    async with bot.session.get(bot.url("sendMessage"), params=STRINGS) as response:
        sent = (await response.json())["result"]
    assert (sent["text"], sent["has_protected_content"], sent["reply_markup"]) == ("hej å", True, KEYBOARD)


async def test_the_case_of_a_methods_name_does_not_matter(bot: Caller) -> None:
    assert (await bot.ok("GETME"))["username"] == "handslag_demo_bot"


async def test_an_unknown_method_is_not_found(bot: Caller) -> None:
    assert await bot.refused("sendEverything") == "404 Not Found"


async def test_a_wrong_token_is_unauthorized(bot: Caller) -> None:
    async with bot.session.post(f"{bot.telegram.url}/bot1:wrong/getMe") as response:
        assert await response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff"])
async def test_a_broken_json_body_is_refused(bot: Caller, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    async with bot.session.post(bot.url("getMe"), data=body, headers=headers) as response:
        assert response.status == 400


def test_uploads_arrive_byte_for_byte() -> None:
    data = b"\r\n--x\r\n\x00\xff\n\r\n"
    head = b'--b0\r\nContent-Disposition: form-data; name="document"; filename="a b.bin"\r\n\r\n'
    params = read("", "multipart/form-data; boundary=b0", head + data + b"\r\n--b0--\r\n")
    assert params.files["document"].data == data
    assert params.files["document"].name == "a b.bin"


def test_a_multipart_form_without_boundary_is_refused() -> None:
    with pytest.raises(ApiError, match="boundary not found"):
        read("", "multipart/form-data", b"x")


def test_numbers_and_flags_may_be_strings() -> None:
    params = read("a=12&b=TRUE&c=0&d=x&e=", "", b"")
    assert (params.number("a"), params.flag("b"), params.flag("c"), params.number("d")) == (12, True, False, 0)
    assert (params.number("e", 5), params.has("e"), params.number("f", 9)) == (5, False, 9)
