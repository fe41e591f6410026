"""Three phones, and what a person does on one of them besides tapping."""

import pytest
from playwright.async_api import expect

from bot.demo.cast import CAST, KNUT, MAJ, OLLE, YLVA
from tests.browser.seeing import House, Window

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

MENUS = {YLVA: "Hänvisa en person", KNUT: "Inkorg", MAJ: "Rummet"}


async def test_the_first_three_of_the_cast_have_the_phones_each_signed_in_with_a_menu(window: Window) -> None:
    await expect(window.page.locator(".phone")).to_have_count(3)
    await expect(window.page.locator(".phone h2")).to_have_text([player.name for player in CAST[:3]])
    for player, first in MENUS.items():
        phone = window.phone(player)
        await phone.sees(f"Hej {player.name}", "Vad vill du göra?")
        await expect(phone.element.locator(".key").first).to_have_text(first)
        await expect(phone.element.locator(".key", has_text="Hjälp")).to_be_in_viewport()
    await window.has_no_sideways_scroll()


async def test_words_about_a_client_disappear_and_the_answer_comes(window: Window) -> None:
    ylva = window.phone(YLVA)
    await ylva.writes("Han heter Ture Testsson")
    await ylva.sees("hör inte hemma i chatten", "Telegram har redan tagit emot det")
    await ylva.sees_not("Ture Testsson")


async def test_a_picture_disappears_as_words_do(window: Window) -> None:
    ylva = window.phone(YLVA)
    await ylva.presses("Bifoga")
    await window.chooses("Bild")
    await ylva.sees("hör inte hemma i chatten")
    await expect(ylva.element.locator(".photo")).to_have_count(0)


async def test_a_command_is_chosen_from_the_list(window: Window) -> None:
    knut = window.phone(KNUT)
    await knut.presses("Kommandon")
    commands = knut.element.get_by_role("option")
    await expect(commands.first).to_be_visible()
    assert await commands.count() > 3
    await knut.element.locator("textarea").fill("/led")
    await expect(commands).to_have_count(1)
    await commands.click()
    await knut.sees("B2")
    await expect(knut.button("Fullt")).to_be_visible()


async def test_somebody_else_of_the_cast_takes_over_a_place(window: Window) -> None:
    await window.phone(YLVA).presses("Byt person")
    await window.chooses(OLLE.name)
    await window.phone(OLLE).sees(f"Hej {OLLE.name}")
    await expect(window.phone(YLVA).element).to_have_count(0)
    await window.page.reload()
    await window.phone(OLLE).sees(f"Hej {OLLE.name}")


async def test_one_who_blocked_the_bot_gets_nothing_until_they_let_it_in_again(window: Window, house: House) -> None:
    maj = window.phone(MAJ)
    await maj.presses("Alternativ för boten")
    await window.chooses("Blockera boten")
    await expect(maj.element.locator("textarea")).to_be_hidden()
    await maj.presses("Sluta blockera boten")
    await maj.writes("/hjalp")
    await maj.sees("112")


async def test_a_name_like_markup_stays_text(window: Window, house: House) -> None:
    name = "<b>Bo</b> <img src=x onerror=alert(1)> & Söner"
    maj = window.phone(MAJ)
    await maj.taps("Bjud in", "Uppsökare / handläggare", "Enskede")
    await maj.sees("48 timmar")
    link = await maj.element.locator("code", has_text="start=i-").last.inner_text()
    house.production.world.add_user(4998, name)
    house.production.world.send_text(4998, f"/start {link.partition('start=')[2]}")
    await maj.sees(name)
    await maj.presses("Byt person")
    await window.chooses(name)
    bo = window.phone(4998)
    await expect(bo.element.locator("h2")).to_have_text(name)
    await bo.sees(f"Välkommen, {name}")
    await expect(window.page.locator("img[src='x'], main b b, .message img")).to_have_count(0)


async def test_a_tap_on_a_code_copies_it_as_in_telegram(window: Window, house: House) -> None:
    await house.refer()
    ylva = window.phone(YLVA)
    await ylva.sees("Skickat till B2")
    await ylva.element.locator("code").last.click()
    await expect(ylva.element.locator(".toast")).to_have_text("Kopierat")
    await expect(ylva.element.get_by_role("dialog")).to_have_count(0)
