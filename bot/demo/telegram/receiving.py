"""Bot API methods about updates: polling them, or having them brought to a webhook."""

import asyncio
import re
import time
from urllib.parse import urlsplit

from bot.demo.telegram.faults import Faults
from bot.demo.telegram.params import Params
from bot.demo.telegram.refusals import ApiError, bad_request, conflict
from bot.demo.telegram.state import Json, Webhook
from bot.demo.telegram.updates import Update
from bot.demo.telegram.world import World

LONGEST_POLL_S = 50
_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


async def get_updates(world: World, faults: Faults, params: Params, stopping: asyncio.Event) -> bytes:
    """getUpdates: the JSON list of 1-100 updates, waiting up to `timeout` seconds (50 at most) for the first.

    Raises ApiError (409) while a webhook is set, and in the older of two calls at the same time.
    """
    if world.webhook:
        raise webhook_is_set()
    _set_allowed(world, params)
    limit = params.number("limit", 100)
    limit = limit if 1 <= limit <= 100 else 100
    world.poller += 1
    turn = world.poller
    world.updates.bell.ring()
    batch = world.updates.take(params.number("offset"), limit)
    ends = time.monotonic() + max(0, min(params.number("timeout"), LONGEST_POLL_S))
    while not batch and not stopping.is_set() and (left := ends - time.monotonic()) > 0:
        await world.updates.bell.wait(left)
        _check_turn(world, turn)
        batch = world.updates.take(0, limit)
    return _serialise(world, faults, batch)


def webhook_is_set() -> ApiError:
    """The 409 of a poll while there is a webhook."""
    return conflict(
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )


def another_poller() -> ApiError:
    """The 409 of a poll that another one ends."""
    return conflict("terminated by other getUpdates request; make sure that only one bot instance is running")


def set_webhook(world: World, params: Params) -> bool:
    """setWebhook: HTTPS, or plain HTTP on this machine.

    `max_connections` 1-100, `secret_token` 0-256 of A-Za-z0-9_-; raises ApiError (400).
    """
    url, secret = params.text("url"), params.text("secret_token")
    if not url:
        return delete_webhook(world, params)
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    _set_allowed(world, params)
    world.webhook = Webhook(url, secret, max(1, min(params.number("max_connections", 40), 100)))
    _drop_if_asked(world, params)
    world.updates.bell.ring()
    world.webhook_bell.ring()
    return True


def delete_webhook(world: World, params: Params) -> bool:
    """deleteWebhook: what waits is kept, unless `drop_pending_updates`."""
    world.webhook = None
    _drop_if_asked(world, params)
    world.updates.bell.ring()
    world.webhook_bell.ring()
    return True


def get_webhook_info(world: World, _params: Params) -> Json:
    """getWebhookInfo."""
    hook = world.webhook
    info: Json = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
    }
    if hook:
        info["max_connections"] = hook.max_connections
    if hook and hook.last_error:
        info |= {"last_error_date": hook.last_error_at, "last_error_message": hook.last_error}
    if world.allowed:
        info["allowed_updates"] = sorted(world.allowed)
    return info


def _check_turn(world: World, turn: int) -> None:
    if world.webhook:
        raise conflict("terminated by setWebhook request")
    if world.poller != turn:
        raise another_poller()


def _set_allowed(world: World, params: Params) -> None:
    """Remember which kinds the bot wants; without the parameter the last wish stands, an empty list means the usual."""
    kinds = params.json("allowed_updates", "can't parse allowed_updates JSON object")
    if isinstance(kinds, list):
        world.allowed = frozenset(map(str, kinds))


def _drop_if_asked(world: World, params: Params) -> None:
    if params.flag("drop_pending_updates"):
        world.updates.clear()


def _serialise(world: World, faults: Faults, batch: list[Update]) -> bytes:
    for update in batch:
        if faults.strike("getUpdates", "duplicate"):
            world.updates.repeat(update)
        if faults.strike("getUpdates", "unreadable"):
            world.updates.spoil(update.id)
            batch = [update.spoilt() if each is update else each for each in batch]
    return b"[" + b",".join([update.body for update in batch]) + b"]"
