"""/healthz, /readyz and /metrics, beside whatever else a process serves."""

import hmac
from ipaddress import ip_address

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.watch import health, metrics
from bot.watch.look import Looker
from bot.watch.watch import Watch
from models import Service

FORWARDED = ("x-forwarded-for", "forwarded", "x-real-ip")
NEVER_KEPT = {"Cache-Control": "no-store"}


def health_routes(looker: Looker, watch: Watch, service: Service, token: str, *, backed_up: bool) -> list[BaseRoute]:
    """The three routes.

    Args:
        looker: who looks at the database.
        watch: what this process has seen.
        service: what this process is.
        token: what whoever reads the figures shows; without one only this machine may.
        backed_up: whether backups are to be taken.
    """

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok", headers=NEVER_KEPT)

    async def readyz(_request: Request) -> Response:
        found = await health.examine(looker, watch, service, backed_up=backed_up)
        return JSONResponse(found.told(), status_code=200 if found.ready else 503, headers=NEVER_KEPT)

    async def figures(request: Request) -> Response:
        if not _may_read(request, token):
            return PlainTextResponse("Not Found", status_code=404)
        return Response(await metrics.page(looker, watch), media_type=metrics.MEDIA_TYPE, headers=NEVER_KEPT)

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", figures)]


def _may_read(request: Request, token: str) -> bool:
    """Whether the figures are theirs to read: a bearer token (RFC 6750, section 2.1), or nobody between us."""
    if token:
        shown = request.headers.get("authorization", "")
        return hmac.compare_digest(shown.encode(), f"Bearer {token}".encode())
    if any(name in request.headers for name in FORWARDED) or request.client is None:
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
