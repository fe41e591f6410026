"""The board's own login: OpenID Connect's code flow with PKCE (OpenID Connect Core 1.0, RFC 7636, RFC 9700)."""

import base64
import hmac
import random
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from aiohttp import ClientSession

from bot.locks.openid_http import BadLogin, fetch
from bot.locks.openid_token import Identity, read_token

SCOPE = "openid profile"
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Provider:
    """Who logs people in for us: its issuer (a URL), and what it knows us by. With an empty secret: a public client."""

    issuer: str
    client_id: str
    client_secret: str


@dataclass(frozen=True)
class Endpoints:
    """Where a provider does what, as it says itself. `basic`: whether it takes our secret in a header."""

    authorization: str
    token: str
    keys: str
    basic: bool


@dataclass(frozen=True)
class Pending:
    """A login that has begun: secrets that stay with us, bound to the browser, until it is back. Good for one use."""

    state: str
    nonce: str
    verifier: str


async def discover(provider: Provider, http: ClientSession) -> Endpoints:
    """Ask the provider where it does what (OpenID Connect Discovery 1.0, section 4). Good to keep for hours.

    Raises:
        BadLogin: it is away, is not what it says, or speaks without TLS (but on this machine).
    """
    if not _is_safe(provider.issuer):
        raise BadLogin("no issuer with TLS")
    said = await fetch(http, "GET", provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
    if said.get("issuer") != provider.issuer:
        raise BadLogin("the provider calls itself something else")
    methods = said.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return Endpoints(
        authorization=_url(said, "authorization_endpoint"),
        token=_url(said, "token_endpoint"),
        keys=_url(said, "jwks_uri"),
        basic=isinstance(methods, list) and "client_secret_basic" in methods,
    )


def _url(said: dict[str, Any], name: str) -> str:
    url = said.get(name)
    if not isinstance(url, str) or not _is_safe(url):
        raise BadLogin(f"no {name} with TLS")
    return url


def _is_safe(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in {"localhost", "127.0.0.1"}))


def begin(provider: Provider, endpoints: Endpoints, redirect_uri: str, dice: random.Random) -> tuple[str, Pending]:
    """Begin a login.

    Args:
        provider, endpoints: who, and where.
        redirect_uri: where the browser comes back, as it is registered with the provider.
        dice: draws the secrets (the system's own source outside tests).

    Returns:
        Where to send the browser, and what to keep until it is back.
    """
    from authlib.oauth2.rfc6749.parameters import prepare_grant_uri  # type: ignore[import-untyped]
    from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]

    pending = Pending(state=_secret(dice), nonce=_secret(dice), verifier=_secret(dice))
    url = prepare_grant_uri(
        endpoints.authorization,
        provider.client_id,
        "code",
        redirect_uri=redirect_uri,
        scope=SCOPE,
        state=pending.state,
        nonce=pending.nonce,
        code_challenge=create_s256_code_challenge(pending.verifier),
        code_challenge_method="S256",
    )
    return str(url), pending


def _secret(dice: random.Random) -> str:
    """256 bits, in the 43 characters that RFC 7636 section 4.1 asks for at least."""
    return base64.urlsafe_b64encode(dice.randbytes(32)).decode("ascii").rstrip("=")


async def finish(
    provider: Provider,
    endpoints: Endpoints,
    pending: Pending,
    redirect_uri: str,
    callback_query: str,
    http: ClientSession,
    now: datetime,
) -> Identity:
    """The browser is back: exchange its code for the ID token, and say who it speaks of.

    Args:
        provider, endpoints, redirect_uri: as they were when the login began.
        pending: what was kept then; it must be thrown away before this is called.
        callback_query: the query with which the browser came back, without the question mark.
        http: the connections to the provider.
        now: the moment it is, aware.

    Raises:
        BadLogin: the person said no, something was forged, or the provider did not answer as it should.
    """
    code = _code(provider, pending, callback_query)
    answer = await _exchange(provider, endpoints, pending, redirect_uri, code, http)
    keys = await fetch(http, "GET", endpoints.keys)
    return read_token(
        answer.get("id_token"),
        keys,
        issuer=provider.issuer,
        client_id=provider.client_id,
        nonce=pending.nonce,
        access_token=answer.get("access_token"),
        now=now.astimezone(UTC),
    )


def _code(provider: Provider, pending: Pending, callback_query: str) -> str:
    """The code in the query, if it is the answer to our own question (RFC 6749 section 4.1.2, RFC 9207)."""
    try:
        pairs = parse_qsl(callback_query, keep_blank_values=True, errors="strict", max_num_fields=20)
    except ValueError:
        raise BadLogin("a query that cannot be read") from None
    query = dict(pairs)
    if len(query) != len(pairs):
        raise BadLogin("a field that stands twice")
    if not hmac.compare_digest(query.get("state", "").encode(), pending.state.encode()):
        raise BadLogin("another state")
    if query.get("iss", provider.issuer) != provider.issuer:
        raise BadLogin("another provider's answer")
    if "error" in query:
        raise BadLogin("the provider said no")
    if not query.get("code"):
        raise BadLogin("no code")
    return query["code"]


async def _exchange(
    provider: Provider, endpoints: Endpoints, pending: Pending, redirect_uri: str, code: str, http: ClientSession
) -> dict[str, Any]:
    from authlib.oauth2.rfc6749.parameters import prepare_token_request

    body = prepare_token_request(
        "authorization_code", redirect_uri=redirect_uri, code=code, code_verifier=pending.verifier
    )
    headers = {"Content-Type": _FORM, "Accept": "application/json"}
    url, headers, body = _client_auth(provider, endpoints).prepare("POST", endpoints.token, headers, body)
    return await fetch(http, "POST", url, headers=headers, body=body)


def _client_auth(provider: Provider, endpoints: Endpoints) -> Any:  # noqa: ANN401 - Authlib has no types
    from authlib.oauth2.auth import ClientAuth  # type: ignore[import-untyped]

    if not provider.client_secret:
        return ClientAuth(provider.client_id, None, "none")
    method = "client_secret_basic" if endpoints.basic else "client_secret_post"
    return ClientAuth(provider.client_id, provider.client_secret, method)
