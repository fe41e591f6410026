"""The connection to the Bot API: python-telegram-bot's request interface on aiohttp."""

import json
import os
from typing import Any

import aiohttp
from telegram.error import NetworkError, RetryAfter, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.watch.watch import Watch

CONNECT_SECONDS = 5.0
READ_SECONDS = 10.0
"""How long an answer may take: whoever waits behind one that never comes is served no later than that."""
CONNECTIONS = 100
NOT_TELEGRAM = "no answer of Telegram's"
os.environ.setdefault("PTB_TIMEDELTA", "true")  # or reading RetryAfter.retry_after is a deprecation warning


class TelegramHttp(BaseRequest):
    """Requests to the Bot API over one pool of kept-alive connections."""

    def __init__(self, watch: Watch | None = None) -> None:
        self._watch = watch or Watch()
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """How long an answer may take, in seconds."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Open the pool; does nothing where it is open."""
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=CONNECTIONS))

    async def shutdown(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(  # the signature is python-telegram-bot's
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401, ARG002
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401, ARG002
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401, ARG002
    ) -> tuple[int, bytes]:
        """One request; see `telegram.request.BaseRequest.do_request`.

        Raises:
            TimedOut: no answer in time; Telegram may have done it all the same.
            NetworkError: no connection, or one that broke.
        """
        seconds = read_timeout if isinstance(read_timeout, int | float) else READ_SECONDS
        return await self._send(method, url, seconds, data=_form(request_data))

    async def call(self, url: str, body: dict[str, Any], seconds: float) -> tuple[int, bytes]:
        """POST `body` as JSON and return the status and the raw answer, which is read for up to `seconds`.

        Raises:
            TimedOut, NetworkError: as `do_request`.
        """
        return await self._send("POST", url, seconds, json=body)

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:  # noqa: ANN401 - the signature is python-telegram-bot's
        """What an answer says.

        Raises:
            NetworkError: it is none of the Bot API's: half of one, or somebody else's page.
        """
        answer = _answer_of(payload)
        if answer is None or ("result" not in answer and answer.get("ok") is not False):
            raise NetworkError(NOT_TELEGRAM)
        return answer

    async def _send(self, method: str, url: str, seconds: float, **body: Any) -> tuple[int, bytes]:  # noqa: ANN401
        assert self._session, "initialize comes first"
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=seconds)
        try:
            async with self._session.request(method, url, timeout=timeout, **body) as answer:
                status, payload = answer.status, await answer.read()
        except TimeoutError as late:
            self._watch.telegram_failed(_method(url), "timed_out")
            raise TimedOut(type(late).__name__) from None
        except aiohttp.ClientError as broken:
            self._watch.telegram_failed(_method(url), "away")
            # Not chained: the message of an aiohttp error holds the URL, and the URL holds the token.
            raise NetworkError(type(broken).__name__) from None
        if not 200 <= status < 300 and _answer_of(payload) is None:
            # A proxy's 400, 401 or 403 must not read as Telegram's: that nobody has the token, or blocked the bot.
            self._watch.telegram_failed(_method(url), "away")
            raise NetworkError(f"{NOT_TELEGRAM}: {status}")
        self._watch.telegram_answered(_method(url), status)
        return status, payload


def _method(url: str) -> str:
    """The method's name: what stands last in a URL (Bot API, Making requests)."""
    return url.rpartition("/")[2]


def _form(request_data: RequestData | None) -> aiohttp.FormData | None:
    if request_data is None:
        return None
    form = aiohttp.FormData()
    files = request_data.multipart_data or {} if request_data.contains_files else {}
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in files.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form


def _answer_of(payload: bytes) -> dict[str, Any] | None:
    """The object that says whether it is `ok` (Bot API, Making requests); nothing where it is none of Telegram's."""
    try:
        answer = json.loads(payload.decode(errors="replace"))
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) and isinstance(answer.get("ok"), bool) else None


def result_of(payload: bytes) -> Any:  # noqa: ANN401 - whatever the method returns
    """The `result` of a Bot API answer."""
    return json.loads(payload)["result"]


def seconds_of(slower: RetryAfter) -> float:
    """How long Telegram asks to be left alone (Bot API, ResponseParameters: retry_after)."""
    after = slower.retry_after
    return float(after) if isinstance(after, int) else after.total_seconds()
