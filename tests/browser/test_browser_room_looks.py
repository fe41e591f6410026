"""How the room looks: on a small phone, light and dark, in both languages, and to those who do not see it."""

from collections.abc import AsyncIterator, Awaitable

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from bot.demo.cast import YLVA
from tests.browser.entering import PIN, Visit, code_of, give_pin, new_page, shot, speaks
from tests.browser.seeing import House, Watch

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
LOCALES = {"sv": "sv-SE", "en": "en-GB"}
LONG = "Ett långt ord: " + "sammanhållningsarbete" * 4 + " och en adress https://exempel.example/" + "a" * 60


@pytest.fixture
def language() -> str:
    """The language of the person and of the browser."""
    return "sv"


@pytest_asyncio.fixture(loop_scope="session")
async def visit(browser: Browser, house: House, language: str) -> AsyncIterator[Visit]:
    """Ylva's small phone, not yet in the room; one referral is sent."""
    watch = Watch()
    await house.refer()
    context, page = await new_page(browser, watch, house, locale=LOCALES[language])
    watch.expect("Failed to load resource")
    yield Visit(house, page)
    watch.stop()
    await context.close()
    assert not watch.wrong


async def looked_at(visit: Visit, name: str) -> list[str]:
    """What is wrong with the page, in both colour schemes."""
    wrong = []
    for scheme in ("light", "dark"):
        await visit.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        await visit.fits()
        wrong += [f"{name} {scheme} {each}" for each in await visit.is_accessible()]
        await shot(visit.page, f"{name}-{scheme}")
    return wrong


async def leads_on(page: Page, act: Awaitable[None]) -> None:
    """Do what leads to another page, and wait until it is there."""
    async with page.expect_navigation():
        await act


@pytest.mark.parametrize("language", ["sv", "en"])
async def test_every_page_fits_a_small_phone_and_axe_finds_nothing(visit: Visit, house: House, language: str) -> None:
    code = await code_of(house)
    page, wrong = visit.page, list[str]()
    await speaks(house, YLVA, language)
    await page.goto(f"{visit.url}/room?to=day")
    wrong += await looked_at(visit, f"{language}-launch")
    await visit.launch()
    wrong += await looked_at(visit, f"{language}-choose")
    await leads_on(page, give_pin(page))
    wrong += await looked_at(visit, f"{language}-day")
    note = f"r/{code}/note"
    await visit.go(note)
    wrong += await looked_at(visit, f"{language}-form")
    await page.locator("#words").fill(f"{LONG} 070-174 06 05")
    await leads_on(page, page.locator(".acts button.main").click())
    wrong += await looked_at(visit, f"{language}-warned")
    await leads_on(page, page.locator("button[value=keep]").click())
    await visit.go(f"r/{code}/about/reason")
    await page.locator("#words").fill("Bakgrunden i korthet.\n\nTvå stycken.")
    wrong += await looked_at(visit, f"{language}-particular")
    await leads_on(page, page.locator(".acts button.main").click())
    wrong += await looked_at(visit, f"{language}-referral")
    await page.locator("summary").last.click()
    for path in ("note/1/strike", "note/1/edit", "note/999/edit", "day?said=note_saved"):
        await visit.go(path)
        wrong += await looked_at(visit, f"{language}-{path.replace('/', '-').partition('?')[0]}")
    await leads_on(page, page.locator("header button").click())
    wrong += await looked_at(visit, f"{language}-unlock")
    await page.locator("#pin").fill(PIN[::-1])
    await leads_on(page, page.keyboard.press("Enter"))
    wrong += await looked_at(visit, f"{language}-wrong")
    await page.goto(f"{visit.url}/room/0000000000/day")
    wrong += await looked_at(visit, f"{language}-closed")
    assert wrong == []


async def test_the_main_action_of_a_form_is_within_the_thumbs_reach(visit: Visit, house: House) -> None:
    code = await code_of(house)
    await visit.come_in()
    for path in (f"r/{code}/note", f"r/{code}/about/reason"):
        await visit.go(path)
        box = await visit.page.locator(".acts button.main").bounding_box()
        assert box is not None
        assert 320 < box["y"] + box["height"] <= 640, path
