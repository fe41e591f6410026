"""Factors that are known by a handle: passkeys, and who somebody is at the board's login."""

import hashlib
import json

from sqlalchemy import select
from sqlmodel import col

from bot import audit
from bot.actions import factors
from bot.errors import Refused
from bot.locks.openid_token import Identity
from bot.locks.passkey import BadPasskey, Passkey
from bot.turn import Turn
from messages import views
from models import Factor, FactorKind

MOST_PASSKEYS = 10


def passkey_ids(turn: Turn) -> list[bytes]:
    """The credential ids of somebody's passkeys."""
    return [factor.handle for factor in factors.ways_in(turn) if factor.kind is FactorKind.PASSKEY and factor.handle]


def user_handle(turn: Turn, rp_id: str) -> bytes:
    """By what a device knows whose passkey it is, the same each time: it then keeps one for each person.

    WebAuthn level 3, section 14.6.1: it must not tell who the person is.
    """
    return hashlib.sha256(f"{rp_id}|member|{turn.who.id}".encode()).digest()


def add_passkey(turn: Turn, passkey: Passkey) -> None:
    """Keep a passkey; a public key is no secret.

    Raises:
        Refused: it is somebody's already, or they have `MOST_PASSKEYS`.
    """
    if len(passkey_ids(turn)) >= MOST_PASSKEYS or _holder(turn, passkey.credential_id):
        raise Refused(views.Stale())
    turn.session.add(
        Factor(
            member_id=turn.who.id,
            kind=FactorKind.PASSKEY,
            secret=passkey.public_key,
            handle=passkey.credential_id,
            counter=passkey.sign_count,
            made_at=turn.now,
        )
    )
    turn.session.flush()
    audit.note(turn, "choose_passkey", "member", turn.who.id)


def shows_passkey(turn: Turn, answer: str, *, challenge: bytes, rp_id: str, origin: str) -> bool:
    """Whether a device's `answer` to `challenge` proves one of the visitor's passkeys; its count of uses is kept.

    Nothing is counted as a wrong try: there is nothing to guess.
    """
    from bot.locks import passkeys

    try:
        factor = _own_passkey(turn, passkeys.claimed_id(answer))
        factor.counter = passkeys.verify_authentication(
            answer, _kept(factor), challenge=challenge, rp_id=rp_id, origin=origin
        )
    except BadPasskey:
        audit.note(turn, "try_passkey", "member", turn.who.id, allowed=False)
        return False
    return True


def link_login(turn: Turn, identity: Identity) -> bool:
    """Let whoever is `identity` at the board's login unlock as the visitor; False if that is somebody else already."""
    handle = _handle(identity)
    if _holder(turn, handle) or factors.find(turn, FactorKind.OPENID):
        return False
    turn.session.add(Factor(member_id=turn.who.id, kind=FactorKind.OPENID, secret=b"", handle=handle, made_at=turn.now))
    turn.session.flush()
    audit.note(turn, "choose_openid", "member", turn.who.id)
    return True


def shows_login(turn: Turn, identity: Identity) -> bool:
    """Whether `identity` is the one that the visitor linked."""
    linked = factors.find(turn, FactorKind.OPENID)
    if linked is not None and linked.handle == _handle(identity):
        return True
    audit.note(turn, "try_openid", "member", turn.who.id, allowed=False)
    return False


def _own_passkey(turn: Turn, credential_id: bytes) -> Factor:
    """Locked, so that its count of uses only grows."""
    factor = turn.session.scalars(
        select(Factor)
        .where(col(Factor.member_id) == turn.who.id, col(Factor.kind) == FactorKind.PASSKEY)
        .where(col(Factor.handle) == credential_id)
        .with_for_update()
    ).first()
    if factor is None:
        raise BadPasskey("another passkey")
    return factor


def _kept(factor: Factor) -> Passkey:
    assert factor.handle, "a passkey has an id"
    return Passkey(factor.handle, factor.secret, factor.counter, synced=False)


def _holder(turn: Turn, handle: bytes) -> int | None:
    return turn.session.scalars(select(col(Factor.member_id)).where(col(Factor.handle) == handle)).first()


def _handle(identity: Identity) -> bytes:
    """Issuer and subject together are the person (OpenID Connect Core 1.0, section 2); only their digest is kept."""
    return hashlib.sha256(json.dumps([identity.issuer, identity.subject]).encode()).digest()
