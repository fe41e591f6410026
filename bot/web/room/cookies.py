"""The room's cookie, and the tokens against forged forms.

In Telegram Web the room stands in a frame of another site; there a cookie survives only as `__Host-…; Secure;
SameSite=None; Partitioned` (CHIPS). Since such a cookie travels with requests that other sites cause, each form carries
a token, and each POST must come from our own origin.

Two accounts in one browser share its cookies. So each session has a cookie of its own, and a place in the path (the
slot) that says which: /room/SLOT/….
"""

import hashlib
import hmac
import re
from collections.abc import Callable

from starlette.requests import Request

PREFIX = "__Host-room-"
TOKEN = re.compile(r"[0-9a-f]{64}")
LONGEST_SECONDS = 12 * 3600


def new_token(random_bytes: Callable[[int], bytes]) -> str:
    """What a new visitor's cookie holds."""
    return random_bytes(32).hex()


def slot_of(token: str) -> str:
    """The session's place in the path: says nothing of the token."""
    return hashlib.sha256(b"slot" + token.encode()).hexdigest()[:10]


def token_of(request: Request) -> str:
    """What the cookie of the request's slot holds; nothing where there is none, or none of ours."""
    slot = request.path_params.get("slot", "")
    token = request.cookies.get(PREFIX + slot, "")
    return token if TOKEN.fullmatch(token) and slot_of(token) == slot else ""


def all_tokens(request: Request) -> list[str]:
    """What every cookie of ours holds."""
    named = (value for name, value in request.cookies.items() if name.startswith(PREFIX))
    return [token for token in named if TOKEN.fullmatch(token)]


def digest(token: str) -> bytes:
    """What the database keeps of a cookie."""
    return hashlib.sha256(token.encode()).digest()


def set_cookie(token: str) -> str:
    """The header that sets the cookie, for as long as a session can last."""
    name, age = PREFIX + slot_of(token), LONGEST_SECONDS
    return f"{name}={token}; Max-Age={age}; Path=/; Secure; HttpOnly; SameSite=None; Partitioned"


def is_own_page(request: Request, origin: str) -> bool:
    """Whether a browser says that the request was caused by a page of ours (Fetch Metadata; RFC 6454).

    With `no-referrer` a browser sends `Origin: null` with a form even to its own origin, so Sec-Fetch-Site decides.
    """
    site, sent = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    return site == "same-origin" if site else sent == origin


def csrf_token(token: str) -> str:
    """What every form of that visitor carries."""
    return hmac.digest(token.encode(), b"form", "sha256").hex()


def is_own_form(token: str, given: str) -> bool:
    """Whether a form was made for this visitor."""
    return bool(token) and given.isascii() and hmac.compare_digest(csrf_token(token), given)
