"""The managers' pages in a real browser: readable by all, on a small phone, by day and by night, in both languages."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page
from sqlmodel import Session, col, select

from bot.actions import glass
from bot.demo.cast import ADA, KNUT, MAJ, OLLE, YLVA, Player
from bot.store import Store
from models import Agreement, Language, LogReview, Referral, ReportDuty, ReportKind
from tests.hands import HandClock, a_referral, member, turn
from tests.web.room.visiting import ON_SQLITE, PIN, OpenRoom, open_room
from tests.web.room_managers.board import drawn, reads

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), ON_SQLITE]

PHONE = {"width": 360, "height": 740}
PAGES = ("day", "overview", "log", "glass", "people")
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
REASON = "Personens anhörig har ringt och är orolig för i natt."
Light = Literal["light", "dark"]


def fill(session: Session, room: OpenRoom) -> None:
    """Referrals in most states, reads that stand out, a request, a late report, and somebody who is not bound."""
    now = room.clock.now()
    for seed in range(9):
        a_referral(turn(session, YLVA if seed < 7 else OLLE, now, seed))
    first = session.exec(select(Referral).order_by(col(Referral.id))).first()
    assert first
    reads(session, YLVA, first.id, [now + timedelta(minutes=minutes) for minutes in (5, 9, 14 * 60)])
    reads(session, OLLE, first.id, [now + timedelta(hours=1)])
    glass.ask(room.turn(session, MAJ), first.code, REASON)
    agreement = session.exec(select(Agreement).where(col(Agreement.takes_referrals))).first()
    assert agreement
    for day in (date(2022, 9, 1), date(2023, 2, 1)):
        session.add(ReportDuty(agreement_id=agreement.id, kind=ReportKind.INTERIM, due_on=day))
    member(session, KNUT).undertaking_until = None


@pytest_asyncio.fixture(loop_scope="session")
async def room(played: Store, clock: HandClock) -> AsyncIterator[OpenRoom]:
    """The room with something on each page, in the month after."""
    async with open_room(played, clock) as room:
        room.store.run_now(lambda session: fill(session, room))
        clock.forward(days=29, hours=1)
        room.store.run_now(lambda session: drawn(session, clock.now()))
        yield room


@asynccontextmanager
async def inside(
    browser: Browser, room: OpenRoom, player: Player, language: Language = Language.SV, light: Light = "light"
) -> AsyncIterator[Page]:
    """The player's small phone, in the room; nothing may go wrong on it."""
    room.has_pin(player)
    room.store.run_now(lambda session: setattr(member(session, player), "language", language))
    context = await browser.new_context(viewport=PHONE, color_scheme=light, device_scale_factor=2)  # type: ignore[arg-type]
    page = await context.new_page()
    wrong: list[str] = []
    await page.route("**/favicon.ico", lambda route: route.fulfill(status=204))  # in Telegram the room is no window
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    data = room.visitor().room_data(player)
    await page.goto(f"{room.url}/room?to=day#{urlencode({'tgWebAppData': data})}")
    await page.locator("#pin").fill(PIN)
    await page.locator("button.main").click()
    await page.locator("a.home").wait_for()
    yield page
    await context.close()
    assert wrong == []


async def opened(page: Page, path: str) -> None:
    """Open `path` below the visitor's root."""
    await page.goto(await page.evaluate("document.baseURI") + path)


async def seen(page: Page, name: str) -> None:
    """axe-core finds nothing, and the page is no wider than the phone. SCREENSHOTS keeps what it looked like."""
    if folder := os.environ.get("SCREENSHOTS"):
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert await page.evaluate(TOO_WIDE) <= 0, name


@pytest.mark.parametrize(("language", "light"), [(Language.SV, "dark"), (Language.EN, "light")])
async def test_every_page_of_a_manager_is_readable_by_all_on_a_small_phone(
    browser: Browser, room: OpenRoom, language: Language, light: Light
) -> None:
    knut = room.store.run_now(lambda session: member(session, KNUT).id)
    async with inside(browser, room, MAJ, language, light) as page:
        for path in (*PAGES, f"people/{knut}"):
            await opened(page, path)
            await seen(page, f"{path.replace('/', '-')}-{language}-{light}")


@pytest.mark.parametrize("language", Language)
async def test_what_an_administrator_answers_is_readable_by_all(
    browser: Browser, room: OpenRoom, language: Language
) -> None:
    room.clock.forward(days=-29)
    async with inside(browser, room, ADA, language) as page:
        await opened(page, "glass")
        await seen(page, f"glass-admin-{language}")


async def test_the_pictures_hold_no_style_and_say_what_they_show(browser: Browser, room: OpenRoom) -> None:
    async with inside(browser, room, MAJ) as page:
        await opened(page, "overview")

        pictures = page.locator("svg[role=img]")
        assert await pictures.count() == 2
        for index in range(2):
            assert await pictures.nth(index).locator("title").count() == 1
            assert len(await pictures.nth(index).locator("desc").text_content() or "") > 20
        assert await page.locator("[style]").count() == 0
        colours = "[...document.querySelectorAll('.chart rect.now')].map(r => getComputedStyle(r).fill)"
        assert set(await page.evaluate(colours)) == {"rgb(11, 92, 138)"}


async def test_a_read_is_judged_with_one_tap_and_the_page_stays_at_it(browser: Browser, room: OpenRoom) -> None:
    async with inside(browser, room, MAJ) as page:
        await opened(page, "log")
        last = page.locator("article").last
        name = await last.get_attribute("id")

        await last.get_by_role("button", name="Utred").click()

        await page.wait_for_url(f"**#{name}")
        pressed = page.locator(f"#{name} button[aria-pressed=true]")
        assert await pressed.text_content() == "Utred"
        assert await page.locator(f"#{name}").is_visible()
    assert [row.verdict for row in room.store.run_now(_decided)] == ["investigate"]


def _decided(session: Session) -> list[LogReview]:
    return list(session.exec(select(LogReview).where(col(LogReview.verdict).is_not(None))))
