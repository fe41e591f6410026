"""The board's own login, with a provider that answers what it should not."""

import hmac
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from bot.locks.openid import Pending, Provider, begin, discover, finish
from bot.locks.openid_http import BadLogin
from bot.locks.openid_token import Identity
from tests.locks.authenticator import b64

NOW = datetime(2023, 5, 30, 8, tzinfo=UTC)
BACK = "https://board.example/back"
KEY = RSAKey.generate_key(2048, {"kid": "one"})
OTHER = RSAKey.generate_key(2048, {"kid": "one"})


@dataclass
class Dishonest:
    """A provider on loopback that says whatever a test wants it to say."""

    issuer: str = ""
    said: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[dict[str, str], dict[str, str]]] = field(default_factory=list)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/.well-known/openid-configuration", self.configuration)
        app.router.add_post("/token", self.token)
        app.router.add_get("/keys", self.keys)
        return app

    async def configuration(self, _: web.Request) -> web.Response:
        usual = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }
        return self._answer({**usual, **self.said.get("configuration", {})})

    async def token(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append((dict(request.headers), form))
        return self._answer(self.said["token"])

    async def keys(self, _: web.Request) -> web.Response:
        return self._answer(self.said.get("keys", {"keys": [KEY.as_dict(private=False)]}))

    def _answer(self, body: Any) -> web.Response:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return web.Response(body=raw, status=self.said.get("status", 200), headers=self.headers)


@dataclass
class Login:
    """A login with the dishonest provider, whose person is back already."""

    dishonest: Dishonest
    provider: Provider
    pending: Pending
    http: ClientSession

    def claims(self, **changes: Any) -> dict[str, Any]:
        """What an honest token would say; a change to None leaves it out."""
        seconds = int(NOW.timestamp())
        usual = {"iss": self.dishonest.issuer, "sub": "asa", "aud": "handslag", "iat": seconds, "exp": seconds + 300}
        changed = {**usual, "nonce": self.pending.nonce, **changes}
        return {name: value for name, value in changed.items() if value is not None}

    async def finish(self, token: Any) -> Identity:
        self.dishonest.said["token"] = {"access_token": "a", "token_type": "Bearer", "id_token": token}
        return await self.end()

    async def end(self) -> Identity:
        endpoints = await discover(self.provider, self.http)
        query = f"code=x&state={self.pending.state}"
        return await finish(self.provider, endpoints, self.pending, BACK, query, self.http, NOW)


def signed(claims: dict[str, Any], key: Any = KEY, alg: str = "RS256") -> str:
    return jwt.encode({"alg": alg, "kid": "one"}, claims, key, [alg])


@pytest.fixture
async def login() -> AsyncIterator[Login]:
    dishonest = Dishonest()
    server = TestServer(dishonest.app())
    await server.start_server()
    dishonest.issuer = str(server.make_url("")).rstrip("/")
    provider = Provider(dishonest.issuer, "handslag", "s3cret")
    async with ClientSession() as http:
        _, pending = begin(provider, await discover(provider, http), BACK, Random(7))
        yield Login(dishonest, provider, pending, http)
    await server.close()


async def test_an_honest_answer_is_accepted_and_so_is_a_second_audience_that_is_not_the_party(login: Login) -> None:
    assert (await login.finish(signed(login.claims()))).subject == "asa"
    both = login.claims(aud=["handslag", "another"], azp="handslag")
    assert (await login.finish(signed(both))).subject == "asa"


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "another"},
        {"aud": ["another"]},
        {"aud": "another", "azp": "handslag"},
        {"aud": ["handslag", "another"]},
        {"aud": ["handslag", "another"], "azp": "another"},
        {"aud": None},
        {"aud": 7},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"nonce": None},
        {"nonce": "another"},
        {"exp": int(NOW.timestamp()) - 31},
        {"exp": None},
        {"exp": "soon"},
        {"exp": True},
        {"iat": int(NOW.timestamp()) + 31},
        {"iat": None},
        {"nbf": int(NOW.timestamp()) + 31},
        {"at_hash": "another"},
        {"at_hash": 7},
        {"amr": "mfa"},
        {"auth_time": "yesterday"},
        {"auth_time": 10**30},
    ],
    ids=repr,
)
async def test_a_token_that_says_anything_wrong_is_refused(login: Login, changes: dict[str, Any]) -> None:
    with pytest.raises(BadLogin, match="a bad ID token"):
        await login.finish(signed(login.claims(**changes)))


async def test_a_token_that_another_key_signed_or_none_is_refused(login: Login) -> None:
    public = KEY.as_pem(private=False)
    for token in (
        signed(login.claims(), OTHER),
        signed(login.claims(), OctKey.import_key(b"s3cret" * 8), "HS256"),
        by_hand("HS256", login.claims(), lambda front: hmac.digest(public, front, "sha256")),
        by_hand("none", login.claims(), lambda _: b""),
        by_hand("RS256", login.claims(), lambda _: b""),
        signed(login.claims())[:-4] + "AAAA",
    ):
        with pytest.raises(BadLogin, match="a bad ID token"):
            await login.finish(token)


def by_hand(alg: str, claims: dict[str, Any], sign: Callable[[bytes], bytes]) -> str:
    """A token as no honest library makes one, such as with our public key as the shared secret."""
    front = ".".join(b64(json.dumps(part).encode()) for part in ({"alg": alg, "kid": "one"}, claims))
    return f"{front}.{b64(sign(front.encode()))}"


@pytest.mark.parametrize("token", [None, 7, "", "x", "a.b.c", "e30.e30.e30", "é.é.é", ["x"]], ids=repr)
async def test_what_is_no_token_is_refused(login: Login, token: Any) -> None:
    with pytest.raises(BadLogin, match="ID token"):
        await login.finish(token)


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"keys": None},
        {"keys": []},
        {"keys": ["x"]},
        {"keys": [{}]},
        {"keys": [{"kty": "RSA"}]},
        {"keys": [{"kty": 7}]},
        {"keys": [{"kty": "EC", "kid": "one", "crv": "no such curve", "x": "AA", "y": "AA"}]},
    ],
    ids=repr,
)
async def test_keys_that_are_none_are_refused(login: Login, keys: Any) -> None:
    login.dishonest.said["keys"] = keys

    with pytest.raises(BadLogin, match="a bad ID token"):
        await login.finish(signed(login.claims()))


@pytest.mark.parametrize(
    "answer", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"x":"' + b"x" * 300_000 + b'"}']
)
async def test_an_answer_that_is_no_small_json_object_is_refused(login: Login, answer: bytes) -> None:
    login.dishonest.said["token"] = answer

    with pytest.raises(BadLogin, match="the provider's answer"):
        await login.end()


@pytest.mark.parametrize("status", [302, 401, 500])
async def test_a_redirect_is_not_followed_and_a_fault_is_no_login(login: Login, status: int) -> None:
    login.dishonest.said["status"] = status
    login.dishonest.headers["Location"] = f"{login.dishonest.issuer}/keys"

    with pytest.raises(BadLogin, match=f"answered {status}"):
        await discover(login.provider, login.http)


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
@pytest.mark.parametrize("url", ["http://provider.example/x", None, 7, "//x"])
async def test_an_endpoint_without_tls_is_refused(login: Login, name: str, url: Any) -> None:
    login.dishonest.said["configuration"] = {name: url}

    with pytest.raises(BadLogin, match=name):
        await discover(login.provider, login.http)


@pytest.mark.parametrize(
    ("methods", "secret", "header", "posted"),
    [
        (None, "s3cret", True, {}),
        (["client_secret_basic", "client_secret_post"], "s3cret", True, {}),
        (["client_secret_post"], "s3cret", False, {"client_id": "handslag", "client_secret": "s3cret"}),
        (["client_secret_post"], "", False, {"client_id": "handslag"}),
    ],
)
async def test_we_prove_ourselves_to_the_provider_as_it_asks(
    login: Login, methods: list[str] | None, secret: str, header: bool, posted: dict[str, str]
) -> None:
    if methods:
        login.dishonest.said["configuration"] = {"token_endpoint_auth_methods_supported": methods}
    login.provider = Provider(login.provider.issuer, "handslag", secret)
    await login.finish(signed(login.claims()))

    headers, form = login.dishonest.asked[-1]
    assert ("Authorization" in headers) is header
    assert {name: value for name, value in form.items() if name.startswith("client_")} == posted
    assert form["code_verifier"] == login.pending.verifier
