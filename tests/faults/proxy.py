"""A small reverse proxy on loopback, as one stands before several `web` processes: what Telegram calls.

It takes upstreams in turn that answer /readyz with 200, and turns to the next one where a connection is refused, or
ends before any answer; never after the first byte of one (nginx.org, proxy_next_upstream error).
"""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from typing import Self

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector, web

HEALTH_SECONDS = 0.25
ANSWER_WITHIN_SECONDS = 50.0
LARGEST_BODY = 50 * 1024 * 1024
OK, BAD_GATEWAY, GATEWAY_TIMEOUT = 200, 502, 504
_OF_A_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "host", "te", "upgrade"})
"""Headers that say something about one connection: RFC 9110, section 7.6.1."""


class Proxy:
    """Stands before the processes that listen on `ports`, for as long as the `async with` lasts."""

    def __init__(self, ports: Sequence[int]) -> None:
        self._upstreams = [f"http://127.0.0.1:{port}" for port in ports]
        self._ready: dict[str, bool] = {}
        self._turn = 0
        self.answered: Counter[tuple[str, int]] = Counter()
        """Answers that were given, by path and status."""
        self.turned = 0
        """How often a request went to the next upstream."""
        self.longest = 0.0
        """The longest that a request took, in seconds."""

    async def __aenter__(self) -> Self:
        application = web.Application(client_max_size=LARGEST_BODY)
        application.router.add_route("*", "/{path:.*}", self._pass_on)
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        timeout = ClientTimeout(total=ANSWER_WITHIN_SECONDS)
        self._session = ClientSession(connector=TCPConnector(limit=0), timeout=timeout, auto_decompress=False)
        self._watching = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._watching.cancel()
        await asyncio.gather(self._watching, return_exceptions=True)
        await self._runner.cleanup()
        await self._session.close()

    def refused(self, path: str) -> int:
        """How many requests to `path` were not answered with a 2xx."""
        return sum(times for (to, status), times in self.answered.items() if to == path and not 200 <= status < 300)

    def is_ready(self, port: int) -> bool:
        """Whether the process on `port` said, when it was asked last, that it is ready."""
        return self._ready.get(f"http://127.0.0.1:{port}", False)

    async def _watch(self) -> None:
        while True:
            await asyncio.gather(*map(self._look_at, self._upstreams))
            await asyncio.sleep(HEALTH_SECONDS)

    async def _look_at(self, upstream: str) -> None:
        try:
            async with self._session.get(f"{upstream}/readyz", timeout=ClientTimeout(total=5)) as answer:
                self._ready[upstream] = answer.status == OK
        except (ClientError, TimeoutError):
            self._ready[upstream] = False

    async def _pass_on(self, request: web.Request) -> web.Response:
        begun = time.monotonic()
        response = await self._ask_in_turn(request, await request.read())
        self.answered[request.path, response.status] += 1
        self.longest = max(self.longest, time.monotonic() - begun)
        return response

    async def _ask_in_turn(self, request: web.Request, body: bytes) -> web.Response:
        for number, upstream in enumerate(self._in_turn()):
            self.turned += number > 0
            try:
                return await self._ask(upstream, request, body)
            except TimeoutError:
                return web.Response(status=GATEWAY_TIMEOUT)
            except _CutShort:
                return web.Response(status=BAD_GATEWAY)
            except ClientError:
                self._ready[upstream] = False  # until it is looked at again
        return web.Response(status=BAD_GATEWAY)

    def _in_turn(self) -> list[str]:
        """The ready ones from the next one on; then the others, lest a slow look refuse everybody."""
        self._turn += 1
        count = len(self._upstreams)
        turned = [self._upstreams[(self._turn + number) % count] for number in range(count)]
        return sorted(turned, key=lambda upstream: not self._ready.get(upstream, False))

    async def _ask(self, upstream: str, request: web.Request, body: bytes) -> web.Response:
        headers = {name: value for name, value in request.headers.items() if name.lower() not in _OF_A_HOP}
        url = f"{upstream}{request.rel_url}"
        async with self._session.request(
            request.method, url, data=body, headers=headers, allow_redirects=False
        ) as answer:
            passed = [(name, value) for name, value in answer.headers.items() if name.lower() not in _OF_A_HOP]
            try:
                content = await answer.read()
            except ClientError as cut:
                raise _CutShort from cut
            response = web.Response(status=answer.status, body=content)
            response.headers.clear()
            response.headers.extend(passed)
            return response


class _CutShort(Exception):
    """An answer had begun and did not come to its end: nobody else may be asked."""
