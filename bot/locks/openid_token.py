"""The ID token, in which a login provider says who has logged in with it, how and when."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.locks.openid_http import BadLogin

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""With a public key only: a token signed with a shared secret, or with nothing, is refused (RFC 8725 section 3.1)."""
LEEWAY_SECONDS = 30


@dataclass(frozen=True)
class Identity:
    """Who has logged in.

    issuer, subject: together they are the person, for ever; nothing else is.
    name: as the provider writes it, if it does.
    amr: how they proved themselves, in the words of RFC 8176 (such as "pwd", "mfa", "hwk"); empty if it is not said.
    auth_time: when they did (aware, UTC), if it is said.
    """

    issuer: str
    subject: str
    name: str | None
    amr: tuple[str, ...]
    auth_time: datetime | None


def read_token(
    token: object,
    keys: dict[str, Any],
    *,
    issuer: str,
    client_id: str,
    nonce: str,
    access_token: object,
    now: datetime,
) -> Identity:
    """Verify an ID token and say who it speaks of (OpenID Connect Core 1.0, section 3.1.3.7).

    Args:
        token: the token, a JWT.
        keys: the provider's public keys, a JWK set.
        issuer, client_id, nonce: what it must be from, for, and in answer to.
        access_token: what came with it, which it may vouch for.
        now: the moment it is (aware, UTC).

    Raises:
        BadLogin: it is missing, or anything in it is not as it must be.
    """
    from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    if not isinstance(token, str):
        raise BadLogin("no ID token")
    try:
        decoded = jwt.decode(token, KeySet.import_key_set(_keys(keys)), algorithms=ALGORITHMS)
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            options={"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": client_id}},
            params={"nonce": nonce, "client_id": client_id, "access_token": access_token},
        )
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY_SECONDS)
        return _identity(dict(claims))
    except (JoseError, ValueError, TypeError, LookupError, OverflowError, RecursionError) as refused:
        raise BadLogin(f"a bad ID token: {type(refused).__name__}") from None


def _keys(said: dict[str, Any]) -> Any:  # noqa: ANN401 - joserfc's own type of a JWK set, unchecked so far
    keys = said.get("keys")
    if not isinstance(keys, list) or not all(isinstance(key, dict) for key in keys):
        raise ValueError("no keys")
    return {"keys": keys}


def _identity(claims: dict[str, Any]) -> Identity:
    name, auth_time = claims.get("name"), claims.get("auth_time")
    if not claims["sub"]:
        raise ValueError("nobody")
    return Identity(
        issuer=claims["iss"],
        subject=claims["sub"],
        name=name if isinstance(name, str) and name else None,
        amr=tuple(method for method in claims.get("amr") or () if isinstance(method, str)),
        auth_time=None if auth_time is None else datetime.fromtimestamp(auth_time, UTC),
    )
