"""Travelling in time, reloading, and *börja om*."""

import re

import pytest
from playwright.async_api import expect

from bot.demo.cast import CAST, KNUT, MAJ, YLVA
from tests.browser.seeing import House, Window

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

REFUSED = "the server responded with a status of 400"


async def test_it_starts_on_the_morning_of_3_october_2022_wherever_the_browser_is(window: Window) -> None:
    await window.shows_time("måndag 3 oktober 2022", "09:0")
    await expect(window.phone(YLVA).element.locator(".day").first).to_have_text(re.compile("3 oktober 2022"))
    await expect(window.phone(YLVA).element.locator(".marks time").first).to_have_text(re.compile("^09:0"))


async def test_the_next_day_and_the_next_monday_are_a_press_away(window: Window) -> None:
    await window.presses("Nästa dag")
    await window.shows_time("tisdag 4 oktober 2022", "09:0")
    await window.presses("Nästa måndag 07:30")
    await window.shows_time("måndag 10 oktober 2022", "07:3")
    await window.presses("Nästa måndag 07:30")
    await window.shows_time("måndag 17 oktober 2022", "07:3")


async def test_a_chosen_date_is_reached_over_the_end_of_summer_time(window: Window) -> None:
    await window.part("travel-date").fill("2022-11-01T14:15")
    await window.presses("Gå dit")
    await window.shows_time("tisdag 1 november 2022", "14:15")
    await expect(window.part("travel-progress")).to_be_hidden()


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2022-10-02T08:00", "Tiden går bara framåt. Välj en senare tid."),
        ("0001-01-01T00:00", "Välj ett datum och en tid."),
        ("2099-01-01T00:00", "Välj en tid inom fem år."),
        ("", "Välj ett datum och en tid."),
    ],
)
async def test_a_date_that_cannot_be_reached_is_told_in_plain_words(window: Window, moment: str, words: str) -> None:
    window.watch.expect(REFUSED)
    await window.part("travel-date").fill(moment)
    await window.presses("Gå dit")
    await expect(window.page.get_by_role("alert")).to_have_text(words)
    await window.shows_time("måndag 3 oktober 2022", "09:0")
    await window.presses("Nästa dag")
    await expect(window.page.get_by_role("alert")).to_be_hidden()
    await window.shows_time("tisdag 4 oktober 2022", "09:0")


async def test_what_falls_due_on_the_way_has_come_on_the_way(window: Window, house: House) -> None:
    ylva = window.phone(YLVA)
    await house.refer()
    await ylva.sees("Skickat till B2")
    await window.part("travel-date").fill("2022-10-04T18:30")
    await window.presses("Gå dit")
    await window.shows_time("tisdag 4 oktober 2022", "18:30")
    await ylva.sees("Är koden införd i akten?")
    asked = ylva.message("Är koden införd i akten?")
    await expect(asked.locator(".marks time")).not_to_have_text("18:30")
    await expect(ylva.element.locator(".day").last).to_have_text(re.compile("4 oktober 2022"))
    await ylva.taps("Ja, koden är införd")
    await ylva.sees("Koden är införd i akten")


async def test_reloading_keeps_the_chats(window: Window, house: House) -> None:
    await house.refer()
    await window.phone(KNUT).sees("Ny hänvisning till er")
    before = [await window.phone(player).texts() for player in CAST[:3]]
    await window.page.reload()
    await window.phone(KNUT).sees("Ny hänvisning till er")
    assert [await window.phone(player).texts() for player in CAST[:3]] == before
    await window.phone(KNUT).taps("Sedd")
    await window.phone(YLVA).sees("B2", "Sedd")


async def test_starting_over_asks_first_and_can_be_left(window: Window) -> None:
    await window.phone(YLVA).taps("Hjälp")
    await window.phone(YLVA).sees("112")
    await window.presses("Börja om")
    await expect(window.page.get_by_role("dialog")).to_contain_text("Alla chattar töms")
    await window.presses("Avbryt")
    await expect(window.page.get_by_role("dialog")).to_have_count(0)
    await expect(window.phone(YLVA).message("112")).to_be_visible()


async def test_starting_over_empties_the_chats_and_signs_the_cast_in_again(window: Window, house: House) -> None:
    await house.refer()
    await window.phone(KNUT).sees("Ny hänvisning till er")
    await window.presses("Nästa dag")
    await window.shows_time("tisdag 4 oktober 2022", "09:0")
    await window.presses("Börja om", "Ja, börja om")
    await window.shows_time("måndag 3 oktober 2022", "09:0")
    for player in (YLVA, KNUT, MAJ):
        await window.phone(player).sees(f"Hej {player.name}")
        await window.phone(player).sees_not("R-")
    await expect(window.page.locator(".phone h2")).to_have_text([player.name for player in CAST[:3]])
    await window.phone(YLVA).taps("Hänvisa en person")
    await window.phone(YLVA).sees("Skyddade personuppgifter")
