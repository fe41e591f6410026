"""Launch data: what Telegram signs about the person who opened the Mini App."""

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote_to_bytes

MAX_BYTES = 4096
MAX_FIELDS = 32
MAX_AGE = timedelta(hours=24)
MAX_SKEW = timedelta(seconds=5)
"""How far ahead of ours Telegram's clock may be: both are kept by NTP, and a second is the unit of `auth_date`."""
MAX_TELEGRAM_ID = 2**53
"""Bot API: an id has at most 52 significant bits, and a double holds it exactly."""

_BROKEN_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_NAME = re.compile(r"[a-z0-9_]{1,64}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
_SECONDS = re.compile(r"[0-9]{1,11}", re.ASCII)


class BadLaunch(Exception):
    """Launch data that opens nothing. The message never holds any of it."""


class Malformed(BadLaunch):
    """It does not have the form that Telegram gives it."""


class Forged(BadLaunch):
    """Its hash is not Telegram's for this bot."""


class TooOld(BadLaunch):
    """It was signed more than `MAX_AGE` ago."""


class NotYet(BadLaunch):
    """It was signed in the future."""


@dataclass(frozen=True)
class Launch:
    """Who opened the Mini App, and when.

    `at` is when Telegram signed it (aware, UTC). `digest` (32 bytes) is the same for the same launch however its
    data was encoded, and tells nothing about it: by it a replay is known.
    """

    telegram_id: int
    at: datetime
    digest: bytes


def read(init_data: str, token: str, now: datetime) -> Launch:
    """Verify launch data and say who it speaks of.

    Args:
        init_data: `Telegram.WebApp.initData` as the page sent it: fields in the form of a query string.
        token: the bot's token.
        now: the moment it is, aware.

    Raises:
        BadLaunch: as `Malformed`, `Forged`, `TooOld` or `NotYet`.

    The rule: https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app
    """
    fields = _fields(init_data)
    given = fields.pop("hash", "")
    if not _HASH.fullmatch(given):
        raise Malformed("no hash in lower-case hex")
    if not hmac.compare_digest(_hash(fields, token), given):
        raise Forged("the hash is not Telegram's")
    at = _signed_at(fields, now)
    return Launch(_telegram_id(fields), at, hashlib.sha256(bytes.fromhex(given)).digest())


def _fields(init_data: str) -> dict[str, str]:
    if len(init_data) > MAX_BYTES:
        raise Malformed("too long")
    try:
        raw = init_data.encode()
    except UnicodeEncodeError:
        raise Malformed("not UTF-8") from None
    if len(raw) > MAX_BYTES:
        raise Malformed("too long")
    pairs = raw.split(b"&")
    if len(pairs) > MAX_FIELDS:
        raise Malformed("too many fields")
    fields: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition(b"=")
        key = _decoded(name)
        if not equals or not _NAME.fullmatch(key):
            raise Malformed("a field without a name or a value")
        if key in fields:
            raise Malformed("a field that stands twice")
        fields[key] = _decoded(value)
    return fields


def _decoded(part: bytes) -> str:
    """`part` without its percent-encoding.

    Control characters are refused: a line break in a value could stand for the border between two fields in what is
    signed. Telegram escapes them inside its JSON.
    """
    if _BROKEN_ESCAPE.search(part):
        raise Malformed("broken percent-encoding")
    try:
        text = unquote_to_bytes(part.replace(b"+", b" ")).decode()
    except UnicodeDecodeError:
        raise Malformed("not UTF-8") from None
    if _CONTROL.search(text):
        raise Malformed("a control character")
    return text


def _hash(fields: dict[str, str], token: str) -> str:
    lines = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    secret = hmac.digest(b"WebAppData", token.encode(), "sha256")
    return hmac.digest(secret, lines.encode(), "sha256").hex()


def _signed_at(fields: dict[str, str], now: datetime) -> datetime:
    seconds = fields.get("auth_date", "")
    if not _SECONDS.fullmatch(seconds):
        raise Malformed("auth_date is not a number of seconds")
    at = datetime.fromtimestamp(int(seconds), UTC)
    if at > now + MAX_SKEW:
        raise NotYet("signed in the future")
    if at < now - MAX_AGE:
        raise TooOld("signed too long ago")
    return at


def _telegram_id(fields: dict[str, str]) -> int:
    try:
        user = json.loads(fields.get("user", ""), object_pairs_hook=_object)
    except (ValueError, RecursionError):
        raise Malformed("user is not JSON") from None
    if not isinstance(user, dict):
        raise Malformed("user is not an object")
    telegram_id = user.get("id")
    if type(telegram_id) is not int or not 0 < telegram_id <= MAX_TELEGRAM_ID:
        raise Malformed("user has no id")
    return telegram_id


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("a name that stands twice in user")
    return found
