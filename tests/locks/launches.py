"""Launch data as Telegram makes it, for a person and a bot of our own."""

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any
from urllib.parse import quote

TOKEN = "4839574812:AAFD39kkdpWt3ywyRZergyOLMaJhac60qcK"


def fields(now: datetime, user: Any, **more: str) -> dict[str, str]:
    """The fields that Telegram would send, unsigned; `user` is made into JSON unless it is text already."""
    text = user if isinstance(user, str) else json.dumps(user, ensure_ascii=False, separators=(",", ":"))
    return {"query_id": "AAHdF6IQAAAAAN0XohDhrOrc", "user": text, "auth_date": str(int(now.timestamp())), **more}


def signed(unsigned: dict[str, str], token: str = TOKEN) -> str:
    """The fields with their hash, as a query string."""
    lines = "\n".join(f"{name}={value}" for name, value in sorted(unsigned.items()))
    secret = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    digest = hmac.new(secret, lines.encode(), hashlib.sha256).hexdigest()
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in {**unsigned, "hash": digest}.items())
