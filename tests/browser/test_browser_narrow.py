"""A narrow screen: one phone at a time."""

import pytest
from playwright.async_api import expect
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.demo.cast import KNUT, YLVA
from tests.browser.seeing import House, Windows

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SIZES = [(390, 844), (360, 640)]
LONG = [
    ["Elsa · uppsökare / handläggare"],
    ["Svenska kyrkan, Enskede-Årsta-Vantörs församling · bedömning krävs"],
    ["Visa hänvisningskort", "Öppna"],
    ["3 månader", "6 månader", "12 månader"],
    ["08:00", "09:00", "10:00", "11:00"],
    ["Ta upp igen", "Avsluta i förtid"],
]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_one_phone_at_a_time_with_tabs_and_a_badge_for_what_is_unread(
    windows: Windows, house: House, size: tuple[int, int]
) -> None:
    window = await windows.open(size)
    ylva, knut = window.phone(YLVA), window.phone(KNUT)
    tabs = window.page.locator(".tab")
    await expect(tabs).to_have_count(3)
    await expect(ylva.element).to_be_visible()
    await expect(knut.element).to_be_hidden()
    await house.refer()
    await expect(tabs.nth(1).locator(".badge")).to_have_text("1")
    await expect(tabs.nth(0).locator(".badge")).to_have_count(0)
    await window.has_no_sideways_scroll()
    await window.presses("Res i tiden")
    await window.part("language").click()
    await expect(tabs.nth(1)).to_contain_text("coordinator")
    await expect(tabs.nth(1).locator(".badge")).to_have_text("1")
    await tabs.nth(1).click()
    await knut.sees("Ny hänvisning till er")
    await expect(ylva.element).to_be_hidden()
    await expect(tabs.nth(1).locator(".badge")).to_have_count(0)
    await window.has_no_sideways_scroll()


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_nothing_scrolls_sideways_and_the_clock_folds_out(windows: Windows, size: tuple[int, int]) -> None:
    window = await windows.open(size)
    await expect(window.part("next-day")).to_be_hidden()
    await window.presses("Res i tiden")
    for control in ("next-day", "next-monday", "travel-date", "go", "reset", "language"):
        await expect(window.part(control)).to_be_in_viewport(ratio=1)
    await window.has_no_sideways_scroll()
    await window.presses("Nästa dag")
    await window.shows_time("tis 4 okt", "09:0")
    await window.phone(YLVA).presses("Byt person")
    await window.has_no_sideways_scroll()
    await window.page.keyboard.press("Escape")
    await window.presses("Börja om")
    await window.has_no_sideways_scroll()
    await window.presses("Avbryt")


async def test_turning_a_tablet_shows_three_phones_again(windows: Windows) -> None:
    window = await windows.open((800, 1080))
    await window.phone(YLVA).sees("Vad vill du göra?")
    await expect(window.page.locator(".phone:visible")).to_have_count(1)
    await window.page.set_viewport_size({"width": 1080, "height": 800})
    await expect(window.page.locator(".phone:visible")).to_have_count(3)
    await expect(window.page.locator(".tab:visible")).to_have_count(0)
    await window.has_no_sideways_scroll()


@pytest.mark.parametrize("size", [(360, 640), (1080, 800)], ids=str)
async def test_no_button_is_wider_than_its_message(windows: Windows, house: House, size: tuple[int, int]) -> None:
    window = await windows.open(size)
    rows = [[InlineKeyboardButton(words, callback_data="-") for words in row] for row in LONG]
    bot = house.production.app.bot
    await bot.send_message(YLVA.telegram_id, "Välj", reply_markup=InlineKeyboardMarkup(rows))
    await expect(window.phone(YLVA).button(LONG[-1][-1])).to_be_in_viewport()
    edges = "(nodes) => Math.max(...nodes.map((node) => node.getBoundingClientRect().right))"
    message = window.phone(YLVA).message("Välj")
    words = await message.locator(".bubble").evaluate_all(edges)
    assert await message.locator(".key").evaluate_all(edges) <= words + 0.5
    await window.has_no_sideways_scroll()
