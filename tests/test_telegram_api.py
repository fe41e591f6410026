"""What Telegram refuses is told in python-telegram-bot's own errors, as its own methods would."""

from typing import Any

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.telegram_api import refusal
from bot.telegram_http import seconds_of


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (400, BadRequest),
        (401, InvalidToken),
        (403, Forbidden),
        (404, InvalidToken),
        (409, Conflict),
        (502, NetworkError),
    ],
)
def test_each_code_is_an_error_of_its_own_and_what_may_pass_is_the_network_s(
    code: int, error: type[TelegramError]
) -> None:
    told = refusal({"ok": False, "error_code": code, "description": "Because"})
    assert type(told) is error
    assert told.message == "Because"


@pytest.mark.parametrize("answer", [{"ok": False}, {"ok": False, "error_code": 500, "parameters": None}])
def test_an_answer_without_a_reason_may_pass(answer: dict[str, Any]) -> None:
    assert type(refusal(answer)) is NetworkError


def test_how_long_to_be_silent_and_where_a_group_went_are_told_along() -> None:
    slower = refusal({"ok": False, "error_code": 429, "parameters": {"retry_after": 7}})
    moved = refusal({"ok": False, "error_code": 400, "parameters": {"migrate_to_chat_id": -1001}})
    assert isinstance(slower, RetryAfter)
    assert seconds_of(slower) == 7
    assert isinstance(moved, ChatMigrated)
    assert moved.new_chat_id == -1001
