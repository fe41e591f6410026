"""HTTP for harnesses: order faults, be away for a while, inject updates as they are."""

from dataclasses import asdict
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.demo.telegram.faults import Faults
from bot.demo.telegram.phones import read_object, reply
from bot.demo.telegram.refusals import PhoneError
from bot.demo.telegram.world import World


class Harness:
    """`/faults` (GET, POST, DELETE), `/away` (POST: `how`, and `seconds` of the clock), `/updates` (POST: one)."""

    def __init__(self, world: World, faults: Faults) -> None:
        self._world = world
        self._faults = faults

    def routes(self) -> list[Route]:
        """All of them."""
        return [
            Route("/faults", self._list, methods=["GET"]),
            Route("/faults", self._add, methods=["POST"]),
            Route("/faults", self._clear, methods=["DELETE"]),
            Route("/away", self._be_away, methods=["POST"]),
            Route("/updates", self._push, methods=["POST"]),
        ]

    async def _list(self, _request: Request) -> Response:
        return reply([asdict(fault) for fault in self._faults.waiting()])

    async def _add(self, request: Request) -> Response:
        try:
            self._faults.add(**await read_object(request))
        except (PhoneError, TypeError, ValueError, AttributeError) as error:
            return reply({"error": str(error)}, 400)
        return reply({}, 201)

    async def _clear(self, _request: Request) -> Response:
        self._faults.clear()
        return reply({})

    async def _be_away(self, request: Request) -> Response:
        try:
            order = await read_object(request)
            until = self._world.clock.now() + timedelta(seconds=order["seconds"])
            self._faults.be_away(order["how"], until)
        except (PhoneError, TypeError, ValueError, KeyError) as error:
            return reply({"error": str(error)}, 400)
        return reply({}, 201)

    async def _push(self, request: Request) -> Response:
        try:
            update_id = self._world.push_raw(await read_object(request))
        except PhoneError as error:
            return reply({"error": str(error)}, 400)
        return reply({"update_id": update_id}, 201)
