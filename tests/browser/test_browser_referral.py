"""A referral, played by tapping real buttons on the phones."""

import pytest
from playwright.async_api import expect

from bot.demo.cast import KNUT, MAJ, YLVA
from tests.browser.seeing import House, Window, Windows

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

PATH = ("Nej, fortsätt", "B2", "Ring mig", "trädgård", "Klar", "Ja, personen samtycker", "Skicka hänvisningen")


async def test_a_person_is_referred_taken_in_and_the_news_comes_back(window: Window) -> None:
    ylva, knut = window.phone(YLVA), window.phone(KNUT)
    await ylva.taps("Hänvisa en person", *PATH)
    await ylva.sees("Skickat till B2")
    await knut.sees("Ny hänvisning till er", "trädgård", "Ylva Uppdiktad")
    await knut.taps("Sedd")
    await ylva.sees("B2", "Sedd")
    await knut.taps("Vi tar emot", "tis 4 okt")
    await knut.sees("Ni tar emot")
    await ylva.sees("B2 tar emot tis 4 okt")
    await expect(window.phone(MAJ).message("R-")).to_have_count(0)


async def test_the_koordinator_says_no_with_a_reason_and_the_referrer_reads_what_to_do(
    window: Window, house: House
) -> None:
    ylva, knut = window.phone(YLVA), window.phone(KNUT)
    await house.refer()
    await knut.sees("Ny hänvisning till er")
    await knut.taps("Avböj", "Fullt")
    await ylva.sees("Din tur", "fullt")


async def test_one_screen_becomes_the_next_in_the_same_bubble(window: Window) -> None:
    ylva = window.phone(YLVA)
    before = len(await ylva.texts())
    await ylva.taps("Hänvisa en person", "Nej, fortsätt", "B2")
    await ylva.sees("Hur ska ni mötas")
    assert len(await ylva.texts()) == before
    await ylva.taps("‹ Tillbaka")
    await ylva.sees("Till vem")


async def test_the_referral_card_comes_as_a_picture_that_loads_and_opens_large(window: Window, house: House) -> None:
    ylva = window.phone(YLVA)
    await house.refer()
    await ylva.taps("Vill inte svara", "Visa hänvisningskort")
    picture = ylva.element.locator(".photo img").last
    await expect(picture).to_be_visible()
    await picture.evaluate("(image) => image.decode()")
    assert await picture.evaluate("(image) => image.naturalWidth") >= 400
    shown = await picture.bounding_box()
    assert shown
    assert shown["width"] > 150
    await picture.click()
    large = window.page.locator("dialog.zoom")
    await expect(large).to_be_visible()
    await window.page.keyboard.press("Escape")
    await expect(large).to_have_count(0)


async def test_two_windows_at_once_see_the_same(windows: Windows, house: House) -> None:
    one, other = await windows.open(), await windows.open(moving=True)
    await house.refer()
    await other.phone(KNUT).sees("Ny hänvisning till er")
    await other.phone(KNUT).taps("Sedd")
    await one.phone(YLVA).sees("B2", "Sedd")
    await expect(other.phone(YLVA).message("Skickat till B2")).to_be_visible()
    for who in (YLVA, KNUT, MAJ):
        assert await one.phone(who).texts() == await other.phone(who).texts()
