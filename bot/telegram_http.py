"""The connection to the Bot API: python-telegram-bot's request interface on aiohttp."""

import json
import os
from typing import Any

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT_SECONDS = 5.0
READ_SECONDS = 20.0
CONNECTIONS = 100
os.environ.setdefault("PTB_TIMEDELTA", "true")  # or reading RetryAfter.retry_after is a deprecation warning


class TelegramHttp(BaseRequest):
    """Requests to the Bot API over one pool of kept-alive connections."""

    def __init__(self) -> None:
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

    async def _send(self, method: str, url: str, seconds: float, **body: Any) -> tuple[int, bytes]:  # noqa: ANN401
        assert self._session, "initialize comes first"
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=seconds)
        try:
            async with self._session.request(method, url, timeout=timeout, **body) as answer:
                return answer.status, await answer.read()
        except TimeoutError as late:
            raise TimedOut(type(late).__name__) from None
        except aiohttp.ClientError as broken:
            # Not chained: the message of an aiohttp error holds the URL, and the URL holds the token.
            raise NetworkError(type(broken).__name__) from None


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


def result_of(payload: bytes) -> Any:  # noqa: ANN401 - whatever the method returns
    """The `result` of a Bot API answer."""
    return json.loads(payload)["result"]
