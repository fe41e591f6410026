"""What a test does and sees in a browser: the demo's house, its windows, and the phones in them."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from playwright.async_api import Browser, ConsoleMessage, Error, Locator, Page, Request, expect

from bot.demo import page as demo
from bot.demo.cast import YLVA, Player
from bot.demo.production import Production
from bot.demo.stage import Stage
from tests.conftest import stage

WIDE = (1440, 900)
PATIENCE_MS = 10_000
BOXES = "html, body, main, .messages, .key, .bar, .tabs, .sheet, .menu, dialog"
BREACH = "BREACH OF THE POLICY"
REFER = ("Nej, fortsätt", "B2", "Ring mig", "Inga önskemål", "Ja, personen samtycker", "Skicka hänvisningen")
LISTENER = (
    "addEventListener('securitypolicyviolation', (event) => "
    f"console.error('{BREACH}', event.violatedDirective, event.blockedURI));"
)
expect.set_options(timeout=PATIENCE_MS)


class House:
    """The demo as `python -m bot demo` opens it, in this process; it keeps its port when opened again."""

    def __init__(self, folder: Path, start: datetime) -> None:
        self._folder = folder
        self._start = start
        self._port = 0
        self.production: Production

    @property
    def url(self) -> str:
        """The page's address."""
        return self.production.telegram.url

    async def open(self) -> None:
        """Raise the curtain."""
        page = demo.Page()
        self.production = Production(
            self._folder, self._start, port=self._port, routes=page.routes(), stage=stage(self._start)
        )
        page.production = self.production
        await self.production.__aenter__()
        self._port = int(self.url.rpartition(":")[2])

    async def close(self) -> None:
        """Stop, as Ctrl+C does."""
        await self.production.__aexit__(None, None, None)

    async def refer(self) -> None:
        """Ylva has referred a person to B2, behind the windows' backs."""
        ylva = Stage(self.production)
        for words in ("Hänvisa en person", *REFER):
            await ylva.taps(YLVA, words)


class Watch:
    """Writes down what goes wrong in windows: script errors, breaches of the policy, requests to other hosts."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self._expected: list[str] = []
        self._leave: list[Callable[[], None]] = []

    def follow(self, page: Page, url: str) -> None:
        """Listen to `page`, which may talk to `url` alone."""

        def hear(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning"):
                self._note(message.text)

        def see(request: Request) -> None:
            if not request.url.startswith((url, "data:")):
                self._note(f"a request to {request.url}")

        def stumble(error: Error) -> None:
            self._note(f"a script failed: {error}")

        page.on("console", hear)
        page.on("request", see)
        page.on("pageerror", stumble)
        self._leave += [
            lambda: page.remove_listener("console", hear),
            lambda: page.remove_listener("request", see),
            lambda: page.remove_listener("pageerror", stumble),
        ]

    def stop(self) -> None:
        """Listen no more."""
        for leave in self._leave:
            leave()

    def expect(self, words: str) -> None:
        """What holds `words` is meant to happen in this test."""
        self._expected.append(words)
        self.wrong = [text for text in self.wrong if words not in text]

    def _note(self, text: str) -> None:
        if not any(words in text for words in self._expected):
            self.wrong.append(text)


class Panes:
    """Chromium's windows, each with a profile of its own, in New York, so that only the demo's clock can be Swedish.

    They are used again: a new one costs four times as much. What one demo left in a window no other demo sees, since
    the port, and so the origin, is another.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: list[Page] = []

    async def take(self) -> Page:
        """A window that nobody uses."""
        if self._free:
            return self._free.pop()
        context = await self._browser.new_context(locale="sv-SE", timezone_id="America/New_York")
        context.set_default_timeout(PATIENCE_MS)
        await context.add_init_script(LISTENER)
        return await context.new_page()

    async def give_back(self, page: Page) -> None:
        """It is not used any more."""
        await page.goto("about:blank")
        await page.context.clear_permissions()
        self._free.append(page)


class Windows:
    """Opens windows on the demo."""

    def __init__(self, panes: Panes, house: House) -> None:
        self.watch = Watch()
        self._panes = panes
        self._house = house
        self._open: list[Page] = []

    async def open(self, size: tuple[int, int] = WIDE, *, moving: bool = False) -> "Window":
        """A window of `size` with the demo in it, for one who does not mind `moving` things or for one who does."""
        page = await self._panes.take()
        self._open.append(page)
        await page.set_viewport_size({"width": size[0], "height": size[1]})
        await page.emulate_media(reduced_motion="no-preference" if moving else "reduce")
        self.watch.follow(page, self._house.url)
        await page.goto(self._house.url)
        return Window(page, self.watch)

    async def close(self) -> None:
        """Close them all."""
        self.watch.stop()
        for page in self._open:
            await self._panes.give_back(page)


class Window:
    """The demo's page."""

    def __init__(self, page: Page, watch: Watch) -> None:
        self.page = page
        self.watch = watch

    def phone(self, who: Player | int) -> "Phone":
        """Somebody's phone."""
        user = who if isinstance(who, int) else who.telegram_id
        return Phone(self.page.locator(f".phone[data-user='{user}']"), self.page)

    def part(self, identity: str) -> Locator:
        """The part of the page with that id."""
        return self.page.locator(f"#{identity}")

    async def presses(self, *words: str) -> None:
        """Press buttons of the page itself (not of a phone), by their words."""
        for each in words:
            await self.page.get_by_role("button", name=each, exact=True).click()

    async def chooses(self, words: str) -> None:
        """Choose from the open menu."""
        await self.page.get_by_role("menuitem", name=words).click()

    async def shows_time(self, day: str, hour: str) -> None:
        """The clock says so."""
        await expect(self.part("now")).to_have_text(re.compile(rf"{day}.*{hour}", re.IGNORECASE))

    async def has_no_sideways_scroll(self) -> None:
        """Nothing is wider than the window."""
        wide = await self.page.evaluate(
            "(boxes) => [...document.querySelectorAll(boxes)].filter((node) => node.scrollWidth > node.clientWidth + 1"
            " || node.getBoundingClientRect().right > innerWidth + 1).map((node) => node.className || node.tagName)",
            BOXES,
        )
        assert wide == []


class Phone:
    """One phone in a window."""

    def __init__(self, element: Locator, page: Page) -> None:
        self.element = element
        self._page = page

    def message(self, *words: str) -> Locator:
        """The newest message with all of `words`."""
        found = self.element.locator(".message:not(.leaving)")
        for each in words:
            found = found.filter(has_text=each)
        return found.last

    def button(self, words: str) -> Locator:
        """The newest button whose words begin with `words`."""
        keys = self.element.locator(".message:not(.leaving) .key")
        return keys.filter(has_text=re.compile(rf"^\s*{re.escape(words)}")).last

    async def taps(self, *words: str) -> None:
        """One tap after the other, each answered before the next."""
        for each in words:
            await self.button(each).click()
            await expect(self.element.locator(".key[aria-busy='true']")).to_have_count(0)

    async def writes(self, text: str) -> None:
        """Write in the field and press Enter."""
        field = self.element.locator("textarea")
        await field.fill(text)
        await field.press("Enter")
        await expect(field).to_have_value("")

    async def sees(self, *words: str) -> None:
        """A message with all of `words` comes, and stands where one looks."""
        await expect(self.message(*words)).to_be_in_viewport()

    async def sees_not(self, words: str) -> None:
        """No message has `words` (any longer)."""
        await expect(self.element.locator(".message", has_text=words)).to_have_count(0)

    async def presses(self, words: str) -> None:
        """Press a button of the phone's own frame, sheet or field."""
        await self.element.get_by_role("button", name=words, exact=True).click()

    async def texts(self) -> Sequence[str]:
        """All messages."""
        return await self.element.locator(".message .text").all_inner_texts()
