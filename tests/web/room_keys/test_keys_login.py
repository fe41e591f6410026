"""The board's own login, with a real provider in its own process."""

from collections.abc import Iterator
from html import unescape
from re import search

import pytest
from httpx import AsyncClient, Response
from sqlalchemy import update

from bot.clock import SystemClock
from bot.demo.cast import MAJ, YLVA
from bot.locks.openid import Provider
from bot.store import Store
from models import FactorKind, RoomSession
from tests.hands import HandClock
from tests.web.room_keys.provider import running_provider
from tests.web.room_keys.visitor import ORIGIN, PIN, House, Visitor

AWAY = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A provider on loopback that answers."""
    with running_provider() as issuer:
        yield issuer


@pytest.fixture
def board(played: Store, issuer: str) -> House:
    """A house whose board has a login; the provider's tokens say the real time, so that is the room's too."""
    house = House(played, HandClock(SystemClock().now()), Provider(issuer, "handslag", "a secret"))
    house.has_pin(YLVA)
    return house


@pytest.fixture
async def ylva(board: House) -> Visitor:
    """Ylva, inside."""
    return await Visitor(board, YLVA).unlocked()


def way_to_provider(page: Response) -> str:
    """The link on the page that leads to the provider."""
    assert page.status_code == 200, page.text
    found = search(r'class="button main" href="([^"]+)"', page.text)
    assert found
    return unescape(found.group(1))


async def logs_in(page: Response, subject: str = "ylva", **form: str) -> str:
    """The person logs in at the provider; where the browser is sent then, below our origin."""
    url = way_to_provider(page)
    async with AsyncClient() as http:
        answer = await http.post(url, data=form or {"sub": subject})
    location = answer.headers["location"]
    assert location.startswith(f"{ORIGIN}/room/login?")
    return location.removeprefix(ORIGIN)


async def links(ylva: Visitor, subject: str = "ylva") -> None:
    """Link the board's login from the keys."""
    back = await ylva.gets(await logs_in(await ylva.posts("keys/login"), subject))
    assert back.headers.get("location") == f"{ylva.root}keys?said=login_linked", back.text


async def test_a_linked_login_opens_the_room(board: House, ylva: Visitor) -> None:
    await links(ylva)
    window = await Visitor(board, YLVA).comes()
    assert "Logga in med nämndens inloggning" in (await window.gets("unlock")).text

    opened = await window.gets(await logs_in(await window.posts("login", to="r/R-7K3QX")))

    assert opened.headers["location"] == f"{window.root}r/R-7K3QX"
    assert await window.is_inside()
    assert board.sessions(YLVA)[-1].unlocked_by is FactorKind.OPENID


async def test_only_a_digest_of_who_somebody_is_at_the_board_is_kept(board: House, ylva: Visitor) -> None:
    await links(ylva, "19121212-1212")

    kept = board.factors(YLVA)[1]
    assert (kept.kind, kept.secret, len(kept.handle or b"")) == (FactorKind.OPENID, b"", 32)
    assert [row.pending for row in board.sessions(YLVA)] == [None]


async def test_a_login_that_was_never_linked_is_not_offered_and_opens_nothing(board: House, ylva: Visitor) -> None:
    maj = await Visitor(board, MAJ).comes()

    for window in (maj, await Visitor(board, YLVA).comes()):
        assert "nämndens inloggning" not in (await window.gets("unlock")).text
        assert (await window.posts("login")).status_code == 409


async def test_another_persons_login_opens_nothing(board: House, ylva: Visitor) -> None:
    await links(ylva)
    window = await Visitor(board, YLVA).comes()

    refused = await window.gets(await logs_in(await window.posts("login"), "maj"))

    assert (refused.status_code, "Inloggningen hos nämnden gick inte." in refused.text) == (403, True)
    assert not await window.is_inside()
    assert [entry.allowed for entry in board.audited("try_openid")] == [False]


async def test_one_login_is_linked_to_one_person(board: House, ylva: Visitor) -> None:
    await links(ylva)
    board.has_pin(MAJ)
    maj = await Visitor(board, MAJ).unlocked()

    taken = await maj.gets(await logs_in(await maj.posts("keys/login"), "ylva"))

    assert (taken.status_code, "redan kopplad" in taken.text) == (403, True)
    assert len(board.factors(MAJ)) == 1


async def test_a_way_back_is_good_for_one_use_and_for_the_browser_that_went(board: House, ylva: Visitor) -> None:
    await links(ylva)
    window, other = await Visitor(board, YLVA).comes(), await Visitor(board, YLVA).comes()
    way = await logs_in(await window.posts("login"))

    assert (await other.gets(way)).status_code == 403
    assert (await window.gets(way)).status_code == 303
    assert (await window.gets(way)).status_code == 403
    assert not await other.is_inside()


async def test_a_way_back_with_another_state_leaves_the_login_waiting(board: House, ylva: Visitor) -> None:
    await links(ylva)
    window = await Visitor(board, YLVA).comes()
    way = await logs_in(await window.posts("login"))

    for forged in ("/room/login", "/room/login?state=", "/room/login?state=x&code=y", "/room/login?code=y"):
        assert (await window.gets(forged)).status_code == 403

    assert (await window.gets(way)).status_code == 303


async def test_somebody_who_says_no_at_the_board_types_the_code(board: House, ylva: Visitor) -> None:
    await links(ylva)
    window = await Visitor(board, YLVA).comes()
    state = search(r"state=([\w-]+)", way_to_provider(await window.posts("login", to="keys")))
    assert state

    refused = await window.gets(f"/room/login?error=access_denied&state={state.group(1)}")

    assert (refused.status_code, 'name="to" value="keys"' in refused.text) == (403, True)


async def test_nothing_is_linked_when_the_room_locked_itself_meanwhile(board: House, ylva: Visitor) -> None:
    way = await logs_in(await ylva.posts("keys/login"))
    await ylva.posts("lock")
    assert (await ylva.gets(way)).status_code == 403  # locking forgets what was waited for

    await ylva.posts("unlock", pin=PIN)
    way = await logs_in(await ylva.posts("keys/login"))
    board.store.run_now(lambda session: session.execute(update(RoomSession).values(unlocked_by=None)))
    assert (await ylva.gets(way)).headers["location"] == f"{ylva.root}unlock?to=keys"
    assert len(board.factors(YLVA)) == 1


async def test_a_provider_that_is_away_changes_nothing(played: Store, clock: HandClock) -> None:
    house = House(played, clock, Provider(AWAY, "handslag", ""))
    house.has_pin(YLVA)
    ylva = await Visitor(house, YLVA).unlocked()

    refused = await ylva.posts("keys/login")

    assert (refused.status_code, "Inget är ändrat." in refused.text) == (403, True)


async def test_a_login_is_unlinked(board: House, ylva: Visitor) -> None:
    await links(ylva)
    removed = await ylva.posts(f"keys/{board.factors(YLVA)[1].id}/remove")
    window = await Visitor(board, YLVA).comes()

    assert removed.headers["location"] == f"{ylva.root}keys?said=login_removed"
    assert "nämndens inloggning" not in (await window.gets("unlock")).text


async def test_without_a_login_at_the_board_there_is_no_word_of_it(house: House) -> None:
    ylva = await Visitor(house, YLVA).unlocked()

    assert "nämndens" not in (await ylva.gets("keys")).text.lower()
    for path in ("login", "keys/login"):
        assert (await ylva.posts(path)).status_code in (404, 405)
    assert (await ylva.gets("/room/login?state=x")).status_code == 404
