"""The demo goes away and comes back; and the policy that keeps other people's scripts out."""

import asyncio

import pytest
from playwright.async_api import expect

from bot.demo.cast import YLVA
from tests.browser.seeing import BREACH, House, Window, Windows

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

GONE = ("net::ERR_", "Failed to load resource")


async def test_a_banner_tells_that_the_demo_is_gone_and_goes_when_it_is_back(window: Window, house: House) -> None:
    for words in GONE:
        window.watch.expect(words)
    await window.phone(YLVA).taps("Hjälp")
    await window.phone(YLVA).sees("112")
    await house.close()
    await expect(window.part("notice")).to_have_text("Ingen kontakt med demon. Försöker igen …")
    await window.phone(YLVA).button("Meny").click()
    await expect(window.phone(YLVA).element.locator(".toast")).to_contain_text("Det gick inte")
    await house.open()
    await expect(window.part("notice")).to_be_hidden()
    await window.phone(YLVA).sees("Vad vill du göra?")
    await window.phone(YLVA).sees_not("112")
    await window.phone(YLVA).taps("Hänvisa en person")
    await window.phone(YLVA).sees("Skyddade personuppgifter")


async def test_the_watch_sees_a_breach_of_the_policy(windows: Windows) -> None:
    window = await windows.open()
    await window.phone(YLVA).sees("Vad vill du göra?")
    assert not window.watch.wrong
    await window.page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = true'}))"
    )
    await expect(window.page.locator("body > script")).to_have_count(1)
    assert await window.page.evaluate("window.ran") is None
    await asyncio.sleep(0.2)
    assert any(BREACH in text for text in window.watch.wrong)
    window.watch.expect(BREACH)
    window.watch.expect("Content Security Policy")
