"""Passkeys: a device's own lock as the second factor.

Telegram Web frames the room without the permission that a frame of another site needs for passkeys (WebAuthn level 3,
section 5.10), and not every phone's Telegram shows them; so the PIN always stays.
"""

import base64
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from bot.actions import door, handles, pending
from bot.actions.door import Visit
from bot.actions.pending import Purpose
from bot.errors import Refused
from bot.locks.passkey import BadPasskey
from bot.turn import Turn
from bot.web.room import answers, cookies
from bot.web.room.entrance import Entrance, Wrong, destination
from bot.web.room.inside import root_of
from bot.web.room.own_keys import Keys
from bot.web.room.visits import Visits
from messages import views
from messages.room import word
from models import FactorKind

CHALLENGE = "challenge"


class PasskeyEntrance:
    """Opens the room for a passkey, and takes new ones in. Each challenge stands in the session, for one answer."""

    def __init__(self, visits: Visits, entrance: Entrance, keys: Keys) -> None:
        self._visits = visits
        self._parts = visits.parts
        self._entrance = entrance
        self._keys = keys

    async def options(self, request: Request) -> Response:
        """What the browser asks the device, as JSON."""
        from bot.locks import passkeys

        await self._visits.own_form(request)
        challenge = passkeys.new_challenge(self._parts.dice)

        def unit(turn: Turn, visit: Visit) -> str:
            known = handles.passkey_ids(turn)
            if not known:
                raise Refused(views.Stale())
            pending.ask(turn, visit.session.id, Purpose.SHOW_PASSKEY, _kept(challenge))
            return passkeys.authentication_options(rp_id=self._parts.host, challenge=challenge, known=known)

        try:
            visited = await self._visits.at_the_door(request, unit)
        except Refused:
            return self._visits.inside.refuse(409)
        return _json(visited.value)

    async def unlock(self, request: Request) -> Response:
        """The device's answer."""
        form = await self._visits.own_form(request)
        to = destination(form.get("to", ""))

        def unit(turn: Turn, visit: Visit) -> bool:
            taken = pending.take(turn, visit.session.id, Purpose.SHOW_PASSKEY)
            if taken is None or not handles.shows_passkey(
                turn,
                form.get("answer", ""),
                challenge=_challenge(taken[1]),
                rp_id=self._parts.host,
                origin=self._parts.origin,
            ):
                return False
            door.unlock(turn, visit.session.id, FactorKind.PASSKEY)
            return True

        visited = await self._visits.at_the_door(request, unit)
        if not visited.value:
            return await self._entrance.asks(request, to, wrong=Wrong(factor=FactorKind.PASSKEY.value))
        return answers.goto(root_of(visited.token) + to)

    async def new_options(self, request: Request) -> Response:
        """What the browser asks the device for a new passkey, as JSON."""
        from bot.locks import passkeys

        await self._visits.own_form(request)
        challenge = passkeys.new_challenge(self._parts.dice)

        def unit(turn: Turn, visit: Visit) -> str:
            pending.ask(turn, visit.session.id, Purpose.ADD_PASSKEY, _kept(challenge))
            return passkeys.registration_options(
                rp_id=self._parts.host,
                rp_name=word("room.title", turn.language),
                user_id=handles.user_handle(turn, self._parts.host),
                user_name=turn.who.name,
                challenge=challenge,
                known=handles.passkey_ids(turn),
            )

        visited = await self._visits.within(request, unit)
        return _json(visited.value)

    async def add(self, request: Request) -> Response:
        """The new passkey that the device made."""
        from bot.locks import passkeys

        form = await self._visits.own_form(request)

        def unit(turn: Turn, visit: Visit) -> bool:
            taken = pending.take(turn, visit.session.id, Purpose.ADD_PASSKEY)
            if taken is None:
                return False
            try:
                passkey = passkeys.verify_registration(
                    form.get("answer", ""),
                    challenge=_challenge(taken[1]),
                    rp_id=self._parts.host,
                    origin=self._parts.origin,
                )
            except BadPasskey:
                return False
            handles.add_passkey(turn, passkey)
            return True

        visited = await self._visits.within(request, unit)
        if not visited.value:
            return await self._keys.page(request, wrong=FactorKind.PASSKEY.value)
        return self._keys.done(cookies.token_of(request), "passkey_added")


def _kept(challenge: bytes) -> Mapping[str, str]:
    return {CHALLENGE: base64.b64encode(challenge).decode("ascii")}


def _challenge(kept: Mapping[str, str]) -> bytes:
    return base64.b64decode(kept[CHALLENGE])


def _json(text: str) -> Response:
    return Response(text, media_type="application/json")
