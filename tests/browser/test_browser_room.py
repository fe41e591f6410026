"""The sealed room in a real browser: from the phone, on a small screen, with a network that goes and comes back."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, expect

from bot.demo.cast import YLVA
from tests.browser.entering import PIN, SOURCES, Visit, code_of, enter_from_phone, give_pin, new_page
from tests.browser.seeing import House, Watch, Windows

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
SAVED, FAILED = "Utkast sparat", "Utkastet är inte sparat"


@pytest_asyncio.fixture(loop_scope="session")
async def watch() -> AsyncIterator[Watch]:
    """No script error, breach of the policy or request elsewhere is let by."""
    watch = Watch()
    yield watch
    watch.stop()
    assert not watch.wrong


@pytest_asyncio.fixture(loop_scope="session")
async def visit(browser: Browser, house: House, watch: Watch) -> AsyncIterator[Visit]:
    """Ylva inside, on a small phone, with one referral sent."""
    await house.refer()
    context, page = await new_page(browser, watch, house)
    visit = Visit(house, page)
    await visit.come_in()
    yield visit
    await context.close()


async def test_the_room_opens_from_the_phone_and_a_note_is_written_in_it(windows: Windows, house: House) -> None:
    await house.refer()
    window = await windows.open()
    windows.watch.expect(f"a request to {house.production.room.url}")
    windows.watch.expect("Blocked autofocusing")  # within a frame the first tap is the person's own
    frame = await enter_from_phone(window.phone(YLVA))
    await give_pin(frame)
    await expect(frame.locator("h1")).to_have_text("Min dag")
    await frame.locator("a.row").first.click()
    await frame.get_by_role("link", name="Skriv en anteckning").click()
    await frame.locator("#words").press_sequentially("Kom i tid.")
    await expect(frame.locator("[data-kept]")).to_contain_text(SAVED)
    await frame.get_by_role("button", name="Spara", exact=True).click()
    await expect(frame.get_by_role("status").first).to_have_text("Anteckningen är sparad.")
    await expect(frame.locator("article")).to_contain_text("Kom i tid.")


async def test_no_word_is_lost_when_the_network_goes_and_comes_back(visit: Visit, house: House, watch: Watch) -> None:
    watch.expect("ERR_INTERNET_DISCONNECTED")
    code = await code_of(house)
    page = visit.page
    await visit.go(f"r/{code}/note")
    words, line = page.locator("#words"), page.locator("[data-kept]")
    await words.press_sequentially("Före avbrottet. ")
    await expect(line).to_contain_text(SAVED)
    await page.context.set_offline(True)
    await words.press_sequentially("Under avbrottet. ")
    await expect(line).to_contain_text(FAILED)
    await page.get_by_role("button", name="Spara", exact=True).click()
    await expect(line).to_contain_text(FAILED)
    assert page.url.endswith("/note"), "the page with the words stays"
    await words.press_sequentially("Än mer.")
    await page.context.set_offline(False)
    await expect(line).to_contain_text(SAVED)
    await page.goto("about:blank")
    await page.go_back()
    await visit.page.reload()
    await expect(words).to_have_value("Före avbrottet. Under avbrottet. Än mer.")


async def test_a_server_that_is_away_for_a_while_is_tried_again(visit: Visit, house: House, watch: Watch) -> None:
    watch.expect("503")
    code = await code_of(house)
    page = visit.page
    tries = 0

    async def away(route: Route) -> None:
        nonlocal tries
        tries += 1
        if tries < 3:
            await route.fulfill(status=503)
        else:
            await route.continue_()

    await page.route("**/draft", away)
    await visit.go(f"r/{code}/note")
    await page.locator("#words").press_sequentially("Till slut")
    await expect(page.locator("[data-kept]")).to_contain_text(FAILED)
    await expect(page.locator("[data-kept]")).to_contain_text(SAVED)
    assert tries == 3


async def test_an_older_draft_never_overtakes_a_newer_one(visit: Visit, house: House) -> None:
    code = await code_of(house)
    page = visit.page
    at_once = most = 0

    async def slow(route: Route) -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(2)
        await route.continue_()
        at_once -= 1

    await page.route("**/draft", slow)
    await visit.go(f"r/{code}/note")
    words = page.locator("#words")
    await words.press_sequentially("ett")
    await page.wait_for_timeout(1500)
    await words.press_sequentially(" två")
    await page.wait_for_timeout(1500)
    await words.press_sequentially(" tre")
    await page.wait_for_timeout(5000)
    await expect(page.locator("[data-kept]")).to_contain_text(SAVED)
    assert most == 1
    await page.unroute("**/draft")
    await page.reload()
    await expect(words).to_have_value("ett två tre")


async def test_a_tab_that_goes_away_leaves_the_draft_behind(visit: Visit, house: House) -> None:
    code = await code_of(house)
    await visit.go(f"r/{code}/note")
    await visit.page.locator("#words").fill("Skrivet innan fliken försvann.")
    await expect(visit.page.locator("[data-kept]")).to_contain_text(SAVED)
    root, context = visit.root, visit.page.context
    await visit.page.close()
    again = await context.new_page()
    await again.goto(f"{root}r/{code}/note")
    await expect(again.locator("#words")).to_have_value("Skrivet innan fliken försvann.")
    await expect(again.locator("[data-kept]")).to_contain_text("Det här är ditt utkast")


async def test_what_was_typed_just_before_the_page_is_left_is_kept(visit: Visit, house: House) -> None:
    code = await code_of(house)
    await visit.go(f"r/{code}/note")
    page = visit.page
    page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.accept()))
    await page.locator("#words").press_sequentially("Hann inte vänta")
    await visit.go("day")
    await visit.go(f"r/{code}/note")
    await expect(page.locator("#words")).to_have_value("Hann inte vänta")


async def test_a_room_that_locked_itself_keeps_the_draft_and_says_so(visit: Visit, house: House) -> None:
    code = await code_of(house)
    page = visit.page
    await visit.go(f"r/{code}/note")
    await page.locator("#words").press_sequentially("Först. ")
    await expect(page.locator("[data-kept]")).to_contain_text(SAVED)
    clock = house.production.clock
    clock.move_to(clock.now() + timedelta(minutes=20))
    await page.locator("#words").press_sequentially("Efter låset.")
    await expect(page.locator("[data-kept]")).to_contain_text("Rummet har låst sig")
    await page.get_by_role("button", name="Spara", exact=True).click()
    await give_pin(page)
    await expect(page.locator("#words")).to_have_value("Först. Efter låset.")


async def test_the_whole_walk_works_without_javascript(
    visit: Visit, browser: Browser, house: House, watch: Watch
) -> None:
    watch.expect("422")
    code = await code_of(house)
    cookies = await visit.page.context.cookies()
    context, page = await new_page(browser, watch, house, java_script_enabled=False)
    await context.add_cookies([{**cookie, "url": None} for cookie in cookies])
    await page.goto(visit.root + "day")
    await page.locator("a.row").first.click()
    await page.get_by_role("link", name="Skriv en anteckning").click()
    await page.locator("#words").fill("Utan skript, 070-174 06 05.")
    await page.get_by_role("button", name="Spara", exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text("Är det här nödvändigt?")
    await page.get_by_role("button", name="Spara utan").click()
    await expect(page.locator("article")).to_contain_text("Utan skript, [telefonnummer].")
    await page.get_by_role("link", name="Ändra").first.click()
    await page.locator("#words").fill("Ändrad utan skript.")
    await page.get_by_role("button", name="Spara", exact=True).click()
    await expect(page.locator("article")).to_contain_text("Ändrad utan skript.")
    await page.get_by_role("link", name="Felaktig").click()
    await page.get_by_label("Den står redan.").check()
    await page.get_by_role("button", name="Stryk anteckningen").click()
    await expect(page.locator("article")).to_contain_text("Struken")
    await page.goto(f"{visit.root}r/{code}/note")
    clock = house.production.clock
    clock.move_to(clock.now() + timedelta(minutes=20))
    await page.locator("#words").fill("Inte borta.")
    await page.get_by_role("button", name="Spara", exact=True).click()
    await expect(page.locator("main")).to_contain_text("Det du skrev är sparat som utkast.")
    await give_pin(page)
    await expect(page.locator("#words")).to_have_value("Inte borta.")
    await page.get_by_role("button", name="Lås").click()
    await expect(page.locator("h1")).to_have_text("Lås upp")
    await context.close()


async def test_everything_can_be_done_with_the_keyboard_alone(visit: Visit, house: House) -> None:
    page = visit.page
    await page.keyboard.press("Tab")
    await expect(page.locator(":focus")).to_have_text("Till innehållet")
    await page.keyboard.press("Enter")
    await expect(page.locator("#main")).to_be_focused()
    await reach(page, "a.row")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/r/*")
    await reach(page, "a.button.main")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/note")
    await reach(page, "#words")
    await page.keyboard.type("Bara tangenter.")
    await reach(page, ".acts button.main")
    await page.keyboard.press("Enter")
    await expect(page.locator("article")).to_contain_text("Bara tangenter.")
    await reach(page, "header button")
    await page.keyboard.press("Enter")
    await expect(page.locator("#pin")).to_be_focused()
    await page.keyboard.type(PIN)
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_have_text("Min dag")


async def reach(page: Page, selector: str) -> None:
    """Press Tab until that has the focus, and can be seen to have it."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        if await page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            outline = "() => getComputedStyle(document.activeElement).outlineStyle"
            assert await page.evaluate(outline) == "solid"
            return
    raise AssertionError(f"no Tab leads to {selector}")


async def test_a_page_asks_for_itself_alone_when_our_files_are_kept(visit: Visit, house: House, watch: Watch) -> None:
    code = await code_of(house)
    watch.expect("404")
    await visit.page.context.unroute_all()  # what can be intercepted is not kept; the icon is asked for again
    await visit.go("day")
    asked: list[str] = []
    visit.page.on("response", lambda answer: asked.append(answer.url))
    await visit.go(f"r/{code}")
    assert await visit.page.evaluate(SOURCES) == []
    assert [url for url in asked if "/static/" not in url and "favicon" not in url] == [visit.page.url]
