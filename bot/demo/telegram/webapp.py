"""Mini Apps: the data that Telegram signs when one is opened, and the address that it is opened at."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from bot.demo.telegram.state import Person

VERSION = "8.0"
PLATFORM = "weba"
LIGHT: Mapping[str, str] = {
    "bg_color": "#ffffff",
    "text_color": "#1d2422",
    "hint_color": "#535e59",
    "link_color": "#0b6152",
    "button_color": "#0f6a5a",
    "button_text_color": "#ffffff",
    "secondary_bg_color": "#e9e6de",
}
_QUERY_ID_BYTES = 18
_ED25519_BYTES = 64


def user_of(person: Person) -> dict[str, Any]:
    """The WebAppUser that `person` is (https://core.telegram.org/bots/webapps#webappuser)."""
    user = {**person.api(), "last_name": ""}
    del user["is_bot"]
    return user | {"allows_write_to_pm": True} if person.started and not person.blocked else user


def init_data(
    token: str,
    user: dict[str, Any],
    now: datetime,
    dice: Random,
    *,
    query_id: str | None = None,
    start_param: str | None = None,
    chat_type: str | None = None,
    chat_instance: str | None = None,
) -> str:
    """The launch data of a Mini App that `user` opens at `now` (aware), signed with the bot's `token`.

    A query string whose fields stand in Telegram's order, which is not the sorted one. `hash` is made as
    https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app has it; `signature`, Telegram's own
    for third parties (Ed25519), is drawn from `dice` and proves nothing here. So is `query_id` when none is given.
    """
    fields = {
        "query_id": query_id or _drawn(dice, _QUERY_ID_BYTES),
        "user": _json(user),
        "chat_instance": chat_instance,
        "chat_type": chat_type,
        "start_param": start_param,
        "auth_date": str(int(now.timestamp())),
        "signature": _drawn(dice, _ED25519_BYTES),
    }
    signed = {name: value for name, value in fields.items() if value is not None}
    return _query({**signed, "hash": _hash(token, signed)})


def launch_url(url: str, data: str, theme: Mapping[str, str]) -> str:
    """`url` with the launch data and the `theme` (ThemeParams) in its fragment, as Telegram Web opens it."""
    launch = {
        "tgWebAppData": data,
        "tgWebAppVersion": VERSION,
        "tgWebAppPlatform": PLATFORM,
        "tgWebAppThemeParams": _json(theme),
    }
    return f"{url}{'&' if '#' in url else '#'}{_query(launch)}"


def _hash(token: str, fields: Mapping[str, str]) -> str:
    checked = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    key = hmac.digest(b"WebAppData", token.encode(), hashlib.sha256)
    return hmac.new(key, checked.encode(), hashlib.sha256).hexdigest()


def _json(content: Mapping[str, Any]) -> str:
    """As Telegram writes it: no spaces, letters as they are, and a backslash before each slash."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("/", "\\/")
    return text.encode("utf-8", "replace").decode()


def _query(fields: Mapping[str, str]) -> str:
    return urlencode(fields, quote_via=quote, safe="")


def _drawn(dice: Random, size: int) -> str:
    return urlsafe_b64encode(dice.randbytes(size)).decode().rstrip("=")
