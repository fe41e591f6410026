"""What may stand under a message: inline keyboards, checked button by button, and the other kinds, passed on."""

from typing import Any
from urllib.parse import urlsplit

from bot.demo.telegram.params import Params
from bot.demo.telegram.refusals import ApiError, bad_request

MOST_BUTTONS = 100
LONGEST_DATA = 64
ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_SCHEMES = ("http", "https", "tg", "tonsite", "ton", "")


def read_markup(params: Params) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """The call's `reply_markup` as (inline keyboard, any other kind), each None when it is not that.

    Raises ApiError (400) as the Bot API does: a button has a text and exactly one action, callback_data 1-64 bytes.
    """
    markup = params.json("reply_markup", "can't parse reply keyboard markup JSON object")
    if markup is None or markup == {}:
        return None, None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        rows = [row for row in _rows(markup["inline_keyboard"], "inline_keyboard") if row]
        if sum(map(len, rows)) > MOST_BUTTONS:
            raise bad_request("reply markup is too long")
        keyboard = {"inline_keyboard": [[_button(button) for button in row] for row in rows]}
        if web_apps({"reply_markup": keyboard}) and params.number("chat_id") < 0:
            raise bad_request("BUTTON_TYPE_INVALID")
        return (keyboard if rows else None), None
    return None, _other(markup)


def web_apps(message: dict[str, Any]) -> list[str]:
    """The addresses of the Mini Apps that the inline buttons of `message` open; there are none in groups."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["web_app"]["url"] for row in rows for button in row if button.get("web_app")]


def _rows(rows: object, name: str) -> list[list[Any]]:
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{name}" must be an Array of Arrays')
    return rows


def _button(button: object) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise _unparsable("expected an Object")
    if not isinstance(button.get("text"), str):
        raise _unparsable('Can\'t find field "text"' if "text" not in button else 'Field "text" must be a String')
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    actions = [action for action in ACTIONS if button.get(action) not in (None, False)]
    if not actions:
        raise _unparsable("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise _unparsable(f"exactly one action is allowed, found {' and '.join(actions)}")
    _check(actions[0], button[actions[0]])
    return button


def _check(action: str, value: object) -> None:
    if action == "callback_data" and not (isinstance(value, str) and 1 <= len(value.encode()) <= LONGEST_DATA):
        raise bad_request("BUTTON_DATA_INVALID")
    if action == "url":
        _check_url(value)
    if action == "web_app":
        _check_web_app(value)


def _check_url(url: object) -> None:
    parts = urlsplit(url) if isinstance(url, str) else None
    if parts is None or parts.scheme not in _SCHEMES or not (parts.netloc or parts.path) or " " in str(url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _check_web_app(app: object) -> None:
    """Telegram wants HTTPS; here a page on this machine may do without, so that the demo needs no certificate."""
    url = app.get("url") if isinstance(app, dict) else None
    parts = urlsplit(url) if isinstance(url, str) else None
    if parts is None or not parts.hostname:
        raise bad_request(f"inline keyboard button Web App URL '{url}' is invalid: Wrong HTTP URL")
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise bad_request(f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed")


def _other(markup: dict[str, Any]) -> dict[str, Any] | None:
    if "keyboard" in markup:
        for row in _rows(markup["keyboard"], "keyboard"):
            for button in row:
                _check_reply_button(button)
        return markup
    return markup if markup.get("remove_keyboard") or markup.get("force_reply") else None


def _check_reply_button(button: object) -> None:
    text = button.get("text") if isinstance(button, dict) else button
    if not isinstance(text, str) or not text:
        raise bad_request('can\'t parse keyboard button: Field "text" must be of type String')


def _unparsable(reason: str) -> ApiError:
    return bad_request(f"can't parse inline keyboard button: {reason}")
