"""The room in a browser: a page of its own as a small phone shows it, or in a phone's sheet."""

from pathlib import Path
from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, FrameLocator, Page, expect
from sqlmodel import col, select

from bot.demo.cast import YLVA, Player
from bot.demo.telegram.webapp import LIGHT, init_data, launch_url
from models import Member, Referral
from tests.browser.seeing import LISTENER, PATIENCE_MS, House, Phone, Watch

PIN = "482913"
SMALL = {"width": 360, "height": 640}
TARGET = 44
"""CSS pixels: as small as a button may be (WCAG 2.2, 2.5.5)."""
WIDER = (
    "() => [...document.querySelectorAll('*')].filter((node) => node.getBoundingClientRect().right > innerWidth + 1"
    " && !node.closest('.skip, .sr, .wide')).map((node) => node.outerHTML.slice(0, 80))"
)
SMALLER = (
    "(least) => [...document.querySelectorAll('main a, button, select, input:not([type=hidden]), summary, textarea')]"
    ".filter((node) => !node.closest('.skip, [hidden], p.small, .text'))"
    ".map((node) => [node.closest('label.tick') || node, node])"
    ".map(([target, node]) => [target.getBoundingClientRect(), node])"
    ".filter(([box]) => box.height && box.height < least).map(([box, node]) => `${box.height} ${node.outerHTML}`)"
)
SOURCES = "() => performance.getEntriesByType('resource').filter((entry) => entry.transferSize > 0).map((e) => e.name)"


class Visit:
    """One person's room in a page of its own."""

    def __init__(self, house: House, page: Page, player: Player = YLVA) -> None:
        self.house = house
        self.page = page
        self.player = player

    @property
    def url(self) -> str:
        """The room's origin."""
        return self.house.production.room.url

    @property
    def root(self) -> str:
        """The visitor's own root: the base of the page that is shown."""
        return "/".join(self.page.url.split("/")[:5]) + "/"

    async def launch(self, to: str = "day") -> None:
        """Open it as Telegram does."""
        production = self.house.production
        user = {"id": self.player.telegram_id, "first_name": self.player.name}
        data = init_data(production.app.settings.token, user, production.clock.now(), production.app.dice)
        await self.page.goto("about:blank")
        await self.page.goto(launch_url(f"{self.url}/room?to={to}", data, LIGHT))
        await self.page.wait_for_url(lambda url: "/unlock" in url or url.endswith(to))

    async def come_in(self, to: str = "day") -> None:
        """Launch, and choose a PIN or give it."""
        await self.launch(to)
        if "/unlock" in self.page.url:
            await give_pin(self.page)
        await self.page.wait_for_url(f"**/{to}")

    async def go(self, path: str) -> None:
        """Open a page below the visitor's root."""
        await self.page.goto(self.root + path)

    async def write(self, code: str, words: str) -> None:
        """Write a note on the referral and save it."""
        await self.go(f"r/{code}/note")
        await self.page.locator("#words").fill(words)
        await self.page.get_by_role("button", name="Spara", exact=True).click()
        await expect(self.page.get_by_role("status").first).to_have_text("Anteckningen är sparad.")

    async def fits(self) -> None:
        """Nothing is wider than the screen, and no button is too small for a thumb."""
        assert await self.page.evaluate(WIDER) == []
        small = await self.page.evaluate(SMALLER, TARGET)
        assert small == [], small

    async def is_accessible(self) -> list[str]:
        """What axe finds wrong with the page, in one line each."""
        found: Any = await Axe().run(self.page)
        return [
            f"{violation['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
            for violation in found.response["violations"]
            for node in violation["nodes"]
        ]


async def give_pin(page: Page | FrameLocator) -> None:
    """Choose the PIN, or give it."""
    await expect(page.locator("#pin")).to_be_visible()
    await page.locator("#pin").fill(PIN)
    if await page.locator("#again").count():
        await page.locator("#again").fill(PIN)
    await page.locator("form:has(#pin) button.main").click()


async def enter_from_phone(phone: Phone) -> FrameLocator:
    """Open the room from the chat, in the phone's sheet; what it shows."""
    await phone.writes("/start")
    await phone.taps("Rummet")
    await phone.button("Öppna rummet").click()
    frame = phone.element.frame_locator("iframe")
    await expect(frame.locator("#pin")).to_be_visible()
    return frame


async def new_page(browser: Browser, watch: Watch, house: House, **options: Any) -> tuple[BrowserContext, Page]:
    """A small phone's browser of its own, whose console must stay clean."""
    options = {"locale": "sv-SE", "viewport": SMALL, **options}
    context = await browser.new_context(**options)
    context.set_default_timeout(PATIENCE_MS)
    await context.add_init_script(LISTENER)
    page = await context.new_page()
    # A page in Telegram's frame has no icon of its own; one in a window asks for it.
    await context.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    watch.follow(page, house.production.room.url)
    return context, page


async def code_of(house: House) -> str:
    """The code of the newest referral."""
    newest = select(Referral.code).order_by(col(Referral.id).desc())
    return str(await house.production.app.store.run(lambda session: session.exec(newest).first()))


async def speaks(house: House, player: Player, language: str) -> None:
    """The player's language is `language`."""
    theirs = select(Member).where(col(Member.telegram_id) == player.telegram_id)
    await house.production.app.store.run(lambda session: setattr(session.exec(theirs).one(), "language", language))


def shot(page: Page, name: str) -> Any:
    """A screenshot for the eye, where `SHOTS` says a folder."""
    import os

    folder = os.environ.get("SHOTS")
    return page.screenshot(path=Path(folder) / f"{name}.png", full_page=True) if folder else _none()


async def _none() -> None:
    return None
