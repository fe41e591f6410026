"""Buttons as callback data: signed for the one person who got them, at most 64 bytes.

Bot API, InlineKeyboardButton: callback_data is 1-64 bytes. A client may send any bytes it likes, so every button
carries a signature over its data and its receiver's Telegram id.
"""

import base64
import hashlib
import hmac
from dataclasses import fields
from datetime import date
from typing import Any, Literal, get_args, get_origin, get_type_hints

from bot.buttons import Button

LONGEST = 64
LARGEST_NUMBER = 2**31 - 1
"""No row has a larger one: a button that names it is none of ours."""
SIGNATURE_BYTES = 9
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Unreadable(Exception):
    """Data that no button of ours carries for this person: forged, foreign, or from another version."""


def signing_key(token: str) -> bytes:
    """The key for a bot's buttons, derived from its `token`; a new token makes old buttons stale."""
    return hashlib.blake2b(token.encode(), person=b"buttons").digest()


def encode(button: Button, key: bytes, receiver: int) -> str:
    """The callback data of `button` for the person with Telegram id `receiver`: 1-64 bytes, ASCII."""
    words = [button.code, *(_write(getattr(button, field.name)) for field in fields(button))]
    body = ".".join(words)
    data = f"{body}.{_sign(body, key, receiver)}"
    assert len(data.encode()) <= LONGEST, f"{data} is longer than {LONGEST} bytes"
    return data


def decode(data: str, key: bytes, receiver: int) -> Button:
    """The button behind `data` as it came from the person with Telegram id `receiver`.

    Raises:
        Unreadable: it is not a button of ours for this person.
    """
    body, _, signature = data.rpartition(".")
    if not data.isascii() or not hmac.compare_digest(_sign(body, key, receiver), signature):
        raise Unreadable("signature")
    code, *words = body.split(".")
    kind = Button.known.get(code)
    if kind is None or len(words) != len(fields(kind)):
        raise Unreadable("another version's button")
    try:
        return kind(*(_read(hint, word) for hint, word in zip(FIELD_TYPES[code], words, strict=True)))
    except (ValueError, OverflowError) as wrong:
        raise Unreadable("field") from wrong


def _field_types(kind: type[Button]) -> tuple[Any, ...]:
    hints = get_type_hints(kind)
    return tuple(hints[field.name] for field in fields(kind))


FIELD_TYPES = {kind.code: _field_types(kind) for kind in Button.known.values()}


def _sign(body: str, key: bytes, receiver: int) -> str:
    digest = hmac.digest(key, f"{receiver}:{body}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:SIGNATURE_BYTES]).decode()


def _write(value: int | bool | date | str) -> str:
    if isinstance(value, date):
        return _base36(value.toordinal())
    return _base36(int(value)) if isinstance(value, int) else value


def _read(kind: Any, word: str) -> int | bool | date | str:  # noqa: ANN401 - a type, or a Literal of words
    if kind is int:
        return _number(word)
    if kind is bool:
        return bool(int(word, 36))
    if kind is date:
        return date.fromordinal(int(word, 36))
    if get_origin(kind) is Literal and word not in get_args(kind):
        raise ValueError("a word that the button does not know")
    return word


def _number(word: str) -> int:
    number = int(word, 36)
    if not 0 <= number <= LARGEST_NUMBER:
        raise ValueError("a number that no row has")
    return number


def _base36(number: int) -> str:
    assert number >= 0
    head, last = divmod(number, 36)
    return (_base36(head) if head else "") + DIGITS[last]
