"""People whom the bot does not know, links that let them in, and the page's own language."""

import pytest
from playwright.async_api import expect

from bot.demo.cast import KNUT, MAJ, YLVA
from tests.browser.seeing import Phone, Window

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

STRANGER = "Den här boten är för inbjudna medlemmar."


async def _is_invited(maj: Phone) -> None:
    await maj.taps("Bjud in", "Uppsökare / handläggare", "Enskede")
    await maj.sees("48 timmar")
    await maj.element.locator("code", has_text="start=i-").last.click()


async def test_an_invitation_opened_on_another_phone_lets_a_new_person_in_once(window: Window) -> None:
    maj = window.phone(MAJ)
    await _is_invited(maj)
    await maj.presses("En ny person")
    elsa = window.phone(7_900_000_001)
    await elsa.sees("Välkommen, Elsa", "uppsökare / handläggare")
    await elsa.writes("/meny")
    await expect(elsa.button("Hänvisa en person")).to_be_visible()
    await maj.sees("Elsa")
    await maj.element.locator("code", has_text="start=i-").last.click()
    await maj.presses("En ny person")
    farid = window.phone(7_900_000_002)
    await farid.sees(STRANGER)
    await expect(farid.element.locator(".key")).to_have_count(0)


async def test_a_link_can_be_copied_and_escape_closes_its_sheet(window: Window) -> None:
    await window.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    maj = window.phone(MAJ)
    await _is_invited(maj)
    await maj.presses("Kopiera länken")
    await expect(maj.element.get_by_text("Kopierat")).to_be_visible()
    copied = await window.page.evaluate("navigator.clipboard.readText()")
    assert copied == await maj.element.locator("code", has_text="start=i-").last.inner_text()
    await maj.element.locator("code", has_text="start=i-").last.click()
    await expect(maj.element.get_by_role("dialog")).to_be_visible()
    await window.page.keyboard.press("Escape")
    await expect(maj.element.get_by_role("dialog")).to_have_count(0)


async def test_a_stranger_gets_one_answer_whatever_they_send(window: Window) -> None:
    await window.phone(YLVA).presses("Byt person")
    await window.chooses("En ny person")
    elsa = window.phone(7_900_000_001)
    await expect(elsa.element.locator("h2")).to_have_text("Elsa")
    await elsa.presses("Starta")
    await elsa.sees(STRANGER)
    answer = (await elsa.texts())[-1].rsplit("\n", 1)[0]
    for words in ("/hanvisa", "/start i-AAAAAAAAAAAAAAAAAAAAAA", "/start R-7K3QX", "/mina"):
        before = await elsa.element.locator(".message.in").count()
        await elsa.writes(words)
        await expect(elsa.element.locator(".message.in")).to_have_count(before + 1)
        assert (await elsa.texts())[-1].rsplit("\n", 1)[0] == answer
    await expect(elsa.element.locator(".key")).to_have_count(0)


async def test_the_page_speaks_english_and_swedish_again_and_remembers(window: Window) -> None:
    await window.phone(YLVA).element.locator("textarea").fill("/han")
    await window.part("language").click()
    await expect(window.part("reset")).to_have_text("Start over")
    await expect(window.page.locator("html")).to_have_attribute("lang", "en")
    await expect(window.page.locator(".who p")).to_have_text(["outreach worker", "coordinator", "manager"])
    await expect(window.phone(YLVA).element.locator("textarea")).to_have_value("/han")
    await window.shows_time("Monday,? 3 October 2022", "09:0")
    await window.page.reload()
    await expect(window.part("reset")).to_have_text("Start over")
    await window.part("language").click()
    await expect(window.part("reset")).to_have_text("Börja om")
    await expect(window.page.locator(".who p")).to_have_text(["uppsökare", "koordinator", "chef"])


async def test_a_person_who_chooses_english_is_answered_in_english(window: Window) -> None:
    knut = window.phone(KNUT)
    await knut.taps("Språk / Language", "English")
    await knut.writes("/menu")
    await knut.sees("Hello Knut Påhittad")
    await window.phone(YLVA).writes("/meny")
    await window.phone(YLVA).sees("Hej Ylva Uppdiktad")
