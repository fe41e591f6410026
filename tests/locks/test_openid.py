"""The board's own login, with a real provider in its own process."""

import base64
import hashlib
import random
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from aiohttp import ClientSession, TraceConfig, TraceRequestChunkSentParams

from bot.locks.openid import Endpoints, Pending, Provider, begin, discover, finish
from bot.locks.openid_http import BadLogin
from bot.locks.openid_token import Identity

BACK = "https://board.example/sealed/login/back"
CLAIMS = {"name": "Åsa Öberg", "amr": ["pwd", "mfa"], "email": "asa@board.example"}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A provider on loopback that answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(200):
        assert process.poll() is None, "the provider did not start"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the provider does not answer")


@dataclass
class Login:
    """One login with the provider, up to the browser's way back. `sent` is what we posted to the provider."""

    http: ClientSession
    sent: list[str]
    provider: Provider
    endpoints: Endpoints
    url: str
    pending: Pending

    async def consent(self, url: str | None = None, subject: str = "asa", **form: str) -> str:
        """The person logs in at the provider; the query with which the browser comes back."""
        url = url or self.url
        async with self.http.get(url) as page:
            assert "<form" in await page.text()
        answers = form or {"sub": subject}
        async with self.http.post(url, data=answers, allow_redirects=False) as response:
            location = response.headers["Location"]
        assert location.startswith(f"{BACK}?")
        return urlsplit(location).query

    async def finish(self, query: str, now: datetime | None = None, pending: Pending | None = None) -> Identity:
        return await finish(
            self.provider, self.endpoints, pending or self.pending, BACK, query, self.http, now or datetime.now(UTC)
        )


@pytest.fixture
async def login(issuer: str) -> AsyncIterator[Login]:
    sent: list[str] = []

    async def note(_: ClientSession, __: SimpleNamespace, chunk: TraceRequestChunkSentParams) -> None:
        sent.append(chunk.chunk.decode())

    trace = TraceConfig()
    trace.on_request_chunk_sent.append(note)
    async with ClientSession(trace_configs=[trace]) as http:
        async with http.put(f"{issuer}/users/asa", json=CLAIMS) as response:
            assert response.status == 204
        provider = Provider(issuer, "handslag", "a secret")
        endpoints = await discover(provider, http)
        url, pending = begin(provider, endpoints, BACK, random.Random())
        yield Login(http, sent, provider, endpoints, url, pending)


def with_changed(url: str, **changes: str) -> str:
    """`url` with other values in its query."""
    parts = urlsplit(url)
    return parts._replace(query=urlencode({**dict(parse_qsl(parts.query)), **changes})).geturl()


async def test_somebody_who_logs_in_is_known_by_issuer_and_subject(login: Login, issuer: str) -> None:
    identity = await login.finish(await login.consent())

    assert (identity.issuer, identity.subject, identity.name) == (issuer, "asa", "Åsa Öberg")
    assert identity.amr == ("pwd", "mfa")
    assert identity.auth_time is not None
    assert abs(datetime.now(UTC) - identity.auth_time) < timedelta(minutes=1)


async def test_somebody_without_a_name_is_known_all_the_same(login: Login) -> None:
    identity = await login.finish(await login.consent(subject="nameless"))

    assert (identity.subject, identity.name, identity.amr) == ("nameless", None, ())


async def test_the_browser_is_sent_with_state_nonce_and_the_hash_of_a_secret_that_we_show_later(login: Login) -> None:
    asked = {name: values[0] for name, values in parse_qs(urlsplit(login.url).query).items()}
    proof = base64.urlsafe_b64encode(hashlib.sha256(login.pending.verifier.encode()).digest()).decode().rstrip("=")

    assert asked == {
        "response_type": "code",
        "client_id": "handslag",
        "redirect_uri": BACK,
        "scope": "openid profile",
        "state": login.pending.state,
        "nonce": login.pending.nonce,
        "code_challenge": proof,
        "code_challenge_method": "S256",
    }
    assert len({login.pending.state, login.pending.nonce, login.pending.verifier}) == 3
    assert min(map(len, (login.pending.state, login.pending.nonce, login.pending.verifier))) >= 43

    await login.finish(await login.consent())

    posted = dict(parse_qsl(login.sent[-1]))
    assert posted["code_verifier"] == login.pending.verifier
    assert (posted["grant_type"], posted["redirect_uri"]) == ("authorization_code", BACK)
    assert "a secret" not in login.sent[-1]


async def test_a_code_is_good_for_one_login(login: Login) -> None:
    query = await login.consent()
    await login.finish(query)

    with pytest.raises(BadLogin, match="answered 400"):
        await login.finish(query)


async def test_an_answer_to_another_login_is_refused(login: Login) -> None:
    other_url, other = begin(login.provider, login.endpoints, BACK, random.Random())
    query = await login.consent(other_url)

    with pytest.raises(BadLogin, match="another state"):
        await login.finish(query)
    assert (await login.finish(query, pending=other)).subject == "asa"


async def test_a_token_with_another_nonce_is_refused(login: Login) -> None:
    query = await login.consent(with_changed(login.url, nonce="another"))

    with pytest.raises(BadLogin, match="InvalidClaimError"):
        await login.finish(query)


async def test_a_code_that_was_given_to_another_client_is_refused(login: Login) -> None:
    query = await login.consent(with_changed(login.url, client_id="another"))

    with pytest.raises(BadLogin, match="answered 400"):
        await login.finish(query)


async def test_a_code_for_another_address_is_refused(login: Login) -> None:
    query = await login.consent()

    with pytest.raises(BadLogin, match="answered 400"):
        await finish(login.provider, login.endpoints, login.pending, f"{BACK}/x", query, login.http, datetime.now(UTC))


async def test_a_token_that_has_expired_is_refused(login: Login) -> None:
    query = await login.consent()

    with pytest.raises(BadLogin, match="ExpiredTokenError"):
        await login.finish(query, now=datetime.now(UTC) + timedelta(hours=2))


async def test_a_token_from_the_future_is_refused(login: Login) -> None:
    query = await login.consent()

    with pytest.raises(BadLogin, match="InvalidClaimError"):
        await login.finish(query, now=datetime.now(UTC) - timedelta(minutes=2))


async def test_a_person_who_says_no_is_not_logged_in(login: Login) -> None:
    query = await login.consent(action="deny")

    assert "error=access_denied" in query
    with pytest.raises(BadLogin, match=r"another state|said no"):
        await login.finish(query)
    with pytest.raises(BadLogin, match="said no"):
        await login.finish(f"error=access_denied&state={login.pending.state}")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "code=x",
        "state={state}",
        "code=&state={state}",
        "code=x&state={state}x",
        "code=x&state={state}&state={state}",
        "code=x&code=y&state={state}",
        "code=x&state={state}&iss=https%3A%2F%2Fevil.example",
        "code=%ff&state={state}",
        "code=x&state=%C3%A5",
        "&".join(f"x{number}=1" for number in range(30)),
    ],
)
async def test_a_way_back_that_was_tampered_with_reaches_no_provider(login: Login, query: str) -> None:
    sent = len(login.sent)

    with pytest.raises(BadLogin):
        await login.finish(query.format(state=login.pending.state))

    assert len(login.sent) == sent


async def test_a_provider_that_is_away_is_a_bad_login(login: Login) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        away = f"http://127.0.0.1:{closed.getsockname()[1]}"

        with pytest.raises(BadLogin, match="no answer"):
            await discover(Provider(away, "handslag", ""), login.http)
        query, endpoints = f"code=x&state={login.pending.state}", replace(login.endpoints, token=f"{away}/token")
        with pytest.raises(BadLogin, match="no answer"):
            await finish(login.provider, endpoints, login.pending, BACK, query, login.http, datetime.now(UTC))


async def test_a_provider_under_another_name_is_refused(login: Login, issuer: str) -> None:
    with pytest.raises(BadLogin, match="something else"):
        await discover(Provider(issuer.replace("127.0.0.1", "localhost") + "/", "handslag", ""), login.http)


@pytest.mark.parametrize(
    "address", ["http://provider.example", "ftp://provider.example", "provider", "https://", "http://["]
)
async def test_a_provider_without_tls_is_not_asked(login: Login, address: str) -> None:
    with pytest.raises(BadLogin, match="TLS"):
        await discover(Provider(address, "handslag", ""), login.http)
