"""The ways into the room in a real browser: the demo's frame, and a device that Chromium plays."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any

import pyotp
import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import CDPSession, Frame, FrameLocator, Page, Route, expect
from pydantic import SecretStr

from bot.demo.cast import YLVA
from bot.demo.telegram.webapp import LIGHT, init_data, launch_url, user_of
from tests.browser.seeing import House, Window, Windows
from tests.web.room_keys.provider import running_provider

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PIN = "482913"
BY_FINGER = "Öppna med fingret, ansiktet eller skärmlåset"
ADD = "Lägg till den här enheten"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass
class Room:
    """The room in Ylva's phone, and the device that her browser has."""

    window: Window
    url: str
    inside: FrameLocator
    devtools: CDPSession
    device: str

    @property
    def frame(self) -> Frame:
        """The frame that the room stands in."""
        return next(frame for frame in self.window.page.frames if frame.url.startswith(self.url))

    async def presses(self, words: str) -> None:
        await self.inside.get_by_role("button", name=words, exact=True).click()

    async def sees(self, words: str) -> None:
        await expect(self.inside.get_by_text(words)).to_be_visible()

    async def opens_keys(self) -> None:
        await self.inside.get_by_role("link", name="Nycklar").click()
        await expect(self.inside.get_by_role("heading", name="Nycklar")).to_be_visible()

    async def adds_device(self) -> None:
        await self.opens_keys()
        await self.presses(ADD)
        await self.sees("Enheten är tillagd.")

    async def verifies(self, *, right: bool) -> None:
        """From now on the device finds the finger to be the right one, or not."""
        await self.devtools.send("WebAuthn.setUserVerified", {"authenticatorId": self.device, "isUserVerified": right})

    async def credentials(self) -> list[dict[str, Any]]:
        """What the device holds."""
        found = await self.devtools.send("WebAuthn.getCredentials", {"authenticatorId": self.device})
        return list(found["credentials"])

    async def is_accessible(self) -> None:
        """axe-core finds nothing on the page."""
        found = await Axe().run(self.frame)
        assert found.violations_count == 0, found.generate_report()
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert await self.frame.evaluate(wide) <= 0


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """A login provider on loopback."""
    with running_provider() as issuer:
        yield issuer


async def enter(windows: Windows, house: House, size: tuple[int, int]) -> Room:
    """Ylva opens the room in a window of `size`, and chooses a PIN."""
    url = house.production.room.url
    windows.watch.expect(f"a request to {url}")
    windows.watch.expect("Blocked autofocusing")  # as in Telegram Web; in Telegram's apps the room is no frame
    window = await windows.open(size)
    ylva = window.phone(YLVA)
    await ylva.writes("/room")
    await ylva.button("Öppna rummet").click()
    inside = ylva.element.frame_locator("iframe")
    await inside.locator("#pin").fill(PIN)
    await inside.locator("#again").fill(PIN)
    await inside.get_by_role("button", name="Spara koden").click()
    await expect(inside.get_by_role("link", name="Nycklar")).to_be_visible()
    devtools = await window.page.context.new_cdp_session(window.page)
    await devtools.send("WebAuthn.enable")
    added = await devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return Room(window, url, inside, devtools, added["authenticatorId"])


@pytest_asyncio.fixture(loop_scope="session")
async def room(windows: Windows, house: House) -> AsyncIterator[Room]:
    """Ylva is inside, on a phone of 360 pixels."""
    room = await enter(windows, house, (360, 740))
    yield room
    await room.devtools.send("WebAuthn.disable")
    await room.devtools.detach()


async def test_a_passkey_is_added_in_the_frame_and_opens_the_locked_room(room: Room) -> None:
    await room.adds_device()
    assert [credential["rpId"] for credential in await room.credentials()] == ["localhost"]
    await room.presses("Lås")

    await room.presses(BY_FINGER)

    await expect(room.inside.get_by_role("heading", name="Min dag")).to_be_visible()
    assert [credential["signCount"] for credential in await room.credentials()] == [2]


async def test_a_device_that_is_added_already_says_so(room: Room) -> None:
    await room.adds_device()

    await room.presses(ADD)

    await room.sees("Den här enheten är redan tillagd.")
    assert len(await room.credentials()) == 1


async def test_a_finger_that_is_not_the_right_one_opens_nothing_and_the_code_does(room: Room) -> None:
    await room.adds_device()
    await room.presses("Lås")
    await room.verifies(right=False)

    await room.presses(BY_FINGER)

    await room.sees("Det gick inte. Skriv koden i stället.")
    await expect(room.inside.get_by_role("button", name=BY_FINGER)).to_be_enabled()
    await room.inside.locator("#pin").fill(PIN)
    await room.presses("Öppna")
    await expect(room.inside.get_by_role("heading", name="Min dag")).to_be_visible()


async def test_a_frame_without_the_permission_offers_no_passkey_and_says_so(room: Room) -> None:
    await room.adds_device()
    await room.window.page.evaluate("document.querySelector('.phone iframe').allow = ''")

    await room.opens_keys()
    await room.sees("Det går inte där du har öppnat rummet nu. Koden gäller.")
    await expect(room.inside.get_by_role("button", name=ADD)).to_be_hidden()
    await room.presses("Lås")
    await expect(room.inside.locator("#pin")).to_be_visible()
    await expect(room.inside.get_by_role("button", name=BY_FINGER)).to_be_hidden()


async def test_where_the_browser_does_not_say_whether_it_may_the_button_goes_when_it_may_not(room: Room) -> None:
    await room.adds_device()
    page = room.window.page
    await page.evaluate("document.querySelector('.phone iframe').allow = ''")

    async def answer(route: Route) -> None:
        script = await route.fetch()
        await route.fulfill(response=script, body="delete Document.prototype.featurePolicy;" + await script.text())

    await page.route("**/passkey.js", answer)
    room.window.watch.expect("publickey-credentials-get")
    await room.presses("Lås")

    await room.presses(BY_FINGER)

    await room.sees("Det gick inte. Skriv koden i stället.")
    await expect(room.inside.get_by_role("button", name=BY_FINGER)).to_be_hidden()
    await expect(room.inside.locator("#pin")).to_be_focused()
    await page.unroute_all()


async def test_an_app_is_added_by_what_stands_on_the_page(room: Room, house: House) -> None:
    await room.opens_keys()
    await room.presses("Lägg till en app")
    await expect(room.inside.get_by_role("img", name="Bild att läsa av med appen")).to_be_visible()
    seed = "".join(await room.inside.locator(".seed code").all_inner_texts())

    await room.inside.get_by_label("Kod från appen").fill(pyotp.TOTP(seed).at(house.production.clock.now()))
    await room.presses("Lägg till appen")

    await room.sees("Appen är tillagd.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nothing_on_the_pages_of_the_keys_keeps_anybody_out(room: Room, scheme: Any) -> None:
    room.window.watch.expect("Failed to load resource")
    await room.window.page.emulate_media(color_scheme=scheme)
    await room.adds_device()
    await room.inside.get_by_text("Byt kod").click()
    await expect(room.inside.locator("#old")).to_be_visible()
    await room.is_accessible()
    for name in ("old", "pin", "again"):
        await room.inside.locator(f"#{name}").fill("111111")
    await room.presses("Spara koden")
    await room.sees("Välj inte sex likadana siffror.")
    await room.is_accessible()
    await room.presses("Lägg till en app")
    await room.sees("Eller skriv in det här i appen:")
    await room.is_accessible()
    await room.presses("Lås")
    await expect(room.inside.get_by_role("button", name=BY_FINGER)).to_be_visible()
    await room.is_accessible()


async def test_the_boards_login_opens_the_room_where_the_room_is_the_window_itself(
    windows: Windows, house: House, issuer: str
) -> None:
    """As in Telegram's apps. The demo's frame, like many providers, does not let a stranger's page in."""
    production = house.production
    settings = {"openid_issuer": issuer, "openid_client_id": "handslag", "openid_client_secret": SecretStr("a secret")}
    production.app.settings = production.app.settings.model_copy(update=settings)
    production.room.set_routes(production.app.room())
    production.clock.move_to(datetime.now(UTC))  # the provider's tokens say the real time
    windows.watch.expect(f"a request to {production.room.url}")
    windows.watch.expect(f"a request to {issuer}")
    windows.watch.expect("https://")  # the provider's page asks for a stylesheet elsewhere, and does not get it
    windows.watch.expect("Failed to load resource")
    page = (await windows.open((360, 740))).page
    await page.route("https://**", lambda route: route.abort())
    await page.goto(launch(house))
    for field in ("#pin", "#again"):
        await page.locator(field).fill(PIN)
    await page.get_by_role("button", name="Spara koden").click()
    await page.get_by_role("link", name="Nycklar").click()

    await page.get_by_role("button", name="Koppla nämndens inloggning").click()
    await logs_in(page)
    await expect(page.get_by_text("Nämndens inloggning är kopplad till dig.")).to_be_visible()
    await page.get_by_role("button", name="Lås").click()
    await page.get_by_role("button", name="Logga in med nämndens inloggning").click()
    await logs_in(page)

    await expect(page.get_by_role("heading", name="Min dag")).to_be_visible()
    await page.unroute_all()


def launch(house: House) -> str:
    """Where Telegram's app opens the room for Ylva."""
    telegram, world = house.production.telegram, house.production.world
    user = user_of(world.people[YLVA.telegram_id])
    data = init_data(telegram.token, user, house.production.clock.now(), Random(7))
    return launch_url(f"{house.production.room.url}/room", data, LIGHT)


async def logs_in(page: Page) -> None:
    """Follow the link to the provider, and log in there."""
    await page.get_by_role("link", name="Fortsätt till inloggningen").click()
    await page.get_by_placeholder("sub").fill("ylva")
    await page.get_by_role("button", name="Authorize").click(no_wait_after=True)
