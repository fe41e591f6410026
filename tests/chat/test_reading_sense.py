"""What an update says must make sense before anybody acts on it: whose chat it is, and when its card came."""

from typing import Any

import pytest

from bot.chat.reading import read

YLVA = {"id": 4001, "is_bot": False, "first_name": "Ylva"}
IN_2022 = 1_664_780_400


def a_tap(*, chat: int = 4001, date: int = IN_2022) -> dict[str, Any]:
    """Ylva's tap below a card in a private chat."""
    below = {"message_id": 7, "date": date, "chat": {"id": chat, "type": "private"}, "text": "Ett kort"}
    query = {"id": "1", "from": YLVA, "chat_instance": "1", "data": "mm.x", "message": below}
    return {"update_id": 5, "callback_query": query}


def test_a_tap_in_one_s_own_chat_says_whose_it_is_and_when_its_card_came() -> None:
    incoming = read(a_tap())
    assert (incoming.telegram_id, incoming.chat_id, incoming.message_id) == (4001, 4001, 7)
    assert incoming.card_at is not None
    assert incoming.card_at.timestamp() == IN_2022


def test_what_would_be_answered_in_somebody_else_s_chat_is_not_read() -> None:
    with pytest.raises(ValueError, match="somebody else"):
        read(a_tap(chat=4002))


@pytest.mark.parametrize("date", [1, 253_402_300_799, -62_135_596_800])
def test_a_card_from_before_telegram_or_from_the_end_of_time_is_not_read(date: int) -> None:
    with pytest.raises(ValueError, match="no Telegram"):
        read(a_tap(date=date))
