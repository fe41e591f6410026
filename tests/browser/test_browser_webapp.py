"""A Mini App in a phone: a page of another site, in a sheet over the chat."""

from collections.abc import AsyncIterator
from secrets import token_hex
from typing import Literal

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import FrameLocator, Locator, expect
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, WebAppInfo

from bot.demo.cast import MAJ, OLLE, YLVA, Player
from tests.browser.seeing import House, Phone, Window, Windows
from tests.demo import another_library

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

OPEN = "Öppna rummet"
BACKGROUNDS: dict[Literal["dark", "light"], str] = {"dark": "#1d2422", "light": "#ffffff"}
ALLOWED = ("publickey-credentials-get", "publickey-credentials-create", "clipboard-write")
PAGE = """<!doctype html><meta charset="utf-8"><title>Rum</title>
<p id="launch"></p><p id="cookies"></p><p id="theme"></p><input id="field" aria-label="Fält">
<button>web_app_ready</button> <button>web_app_close</button> <button>web_app_expand</button>
<button>web_app_request_theme</button> <button>web_app_open_tg_link</button> <button>constructor</button>
<button id="nested">nested</button> <button id="noise">noise</button>
<script>
const part = (id) => document.querySelector("#" + id);
const launch = new URLSearchParams(location.hash.slice(1));
part("launch").textContent = JSON.stringify(Object.fromEntries(launch));
const told = {web_app_open_tg_link: {path_full: "/handslag_demo_bot?start=abc"}};
for (const button of document.querySelectorAll("button:not([id])")) button.onclick = () =>
  parent.postMessage(JSON.stringify({eventType: button.textContent, eventData: told[button.textContent]}), "*");
part("nested").onclick = () => document.body.append(Object.assign(document.createElement("iframe"),
  {srcdoc: "<script>top.postMessage('{\\"eventType\\":\\"web_app_close\\"}', '*');parent.spoken()<\\/script>"}));
window.spoken = () => { part("nested").textContent = "nested has spoken"; };
part("noise").onclick = () => ["{", "null", "web_app_close", {eventType: "web_app_close"}, null, 7].forEach(
  (noise) => parent.postMessage(noise, "*"));
addEventListener("message", (event) => {
  const {eventType, eventData} = JSON.parse(event.data);
  if (eventType === "theme_changed") part("theme").textContent = eventData.theme_params.bg_color;
});
fetch("/again").then((answer) => answer.text()).then((text) => { part("cookies").textContent = text; });
</script>
"""


class TinyApp:
    """A Mini App on `localhost`, which to a page on 127.0.0.1 is another site; it counts how often it is opened."""

    def __init__(self) -> None:
        self.opened = 0
        self.kept = token_hex(8)
        self.url = ""

    async def page(self, _request: web.Request) -> web.Response:
        """The page, with a cookie that holds in another site's frame and one that does not."""
        self.opened += 1
        answer = web.Response(text=PAGE, content_type="text/html")
        common = f"{self.kept}; Secure; Path=/; HttpOnly"
        answer.headers.add("Set-Cookie", f"__Host-x={common}; SameSite=None; Partitioned")
        answer.headers.add("Set-Cookie", f"__Host-lax={common}; SameSite=Lax")
        return answer

    async def again(self, request: web.Request) -> web.Response:
        """The cookies of a later request."""
        return web.json_response(dict(request.cookies))


@pytest_asyncio.fixture(loop_scope="session")
async def room(house: House, windows: Windows) -> AsyncIterator[TinyApp]:
    """It runs, Ylva and Maj have a button to it, and the windows may talk to it."""
    app = TinyApp()
    serving = web.Application()
    serving.add_routes([web.get("/", app.page), web.get("/again", app.again)])
    runner = web.AppRunner(serving)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    app.url = f"http://localhost:{runner.addresses[0][1]}/"
    windows.watch.expect(f"a request to {app.url}")
    for player in (YLVA, MAJ):
        await offer(house, player, app.url)
    yield app
    await runner.cleanup()


async def offer(house: House, player: Player, url: str) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton(OPEN, web_app=WebAppInfo(url))]])
    await house.production.app.bot.send_message(player.telegram_id, "Rummet är öppet.", reply_markup=keyboard)


def sheet(phone: Phone) -> Locator:
    return phone.element.get_by_role("dialog", name="Miniapp från Handslag")


async def enter(phone: Phone) -> FrameLocator:
    """Open the app by its button; what is in its frame."""
    await phone.button(OPEN).click()
    await expect(sheet(phone)).to_be_visible()
    inside = sheet(phone).frame_locator("iframe")
    await expect(inside.locator("#cookies")).not_to_be_empty()
    return inside


async def told(inside: FrameLocator, event: str) -> None:
    await inside.get_by_role("button", name=event, exact=True).click()


async def test_the_mini_app_gets_launch_data_signed_for_the_person_who_opens_it(
    window: Window, house: House, room: TinyApp
) -> None:
    inside = await enter(window.phone(YLVA))
    launch = await inside.locator("#launch").evaluate("(node) => JSON.parse(node.textContent)")
    data = another_library.parsed(house.production.telegram.token, launch["tgWebAppData"])
    assert data.user is not None
    assert data.user.id == YLVA.telegram_id
    assert abs((data.auth_date - house.production.clock.now()).total_seconds()) < 60
    assert '"bg_color":"#ffffff"' in launch["tgWebAppThemeParams"]


async def test_a_partitioned_cookie_comes_back_from_the_other_sites_frame_and_a_lax_one_does_not(
    window: Window, room: TinyApp
) -> None:
    inside = await enter(window.phone(YLVA))
    cookies = await inside.locator("#cookies").evaluate("(node) => JSON.parse(node.textContent)")
    cookies = {name: value for name, value in cookies.items() if not name.startswith("__Host-room")}  # another test's
    assert cookies == {"__Host-x": room.kept}


async def test_the_frame_may_use_passkeys_and_the_clipboard_but_not_the_camera(window: Window, room: TinyApp) -> None:
    inside = await enter(window.phone(YLVA))
    asked = [*ALLOWED, "camera"]
    may = "(_, names) => names.filter((name) => document.featurePolicy.allowsFeature(name))"
    assert await inside.locator("#field").evaluate(may, asked) == list(ALLOWED)


async def test_the_app_closes_itself(window: Window, room: TinyApp) -> None:
    ylva = window.phone(YLVA)
    inside = await enter(ylva)
    for harmless in ("web_app_ready", "web_app_expand", "constructor", "noise", "nested"):
        await told(inside, harmless)
    await expect(inside.locator("#nested")).to_have_text("nested has spoken")
    await window.page.evaluate("postMessage(JSON.stringify({eventType: 'web_app_close'}), '*')")
    await told(inside, "web_app_request_theme")
    await expect(inside.locator("#theme")).to_have_text("#ffffff")
    await expect(sheet(ylva)).to_be_visible()
    await told(inside, "web_app_close")
    await expect(sheet(ylva)).to_have_count(0)
    await expect(ylva.button(OPEN)).to_be_focused()


async def test_one_app_cannot_close_anothers_sheet(window: Window, room: TinyApp) -> None:
    ylva, maj = window.phone(YLVA), window.phone(MAJ)
    inside = await enter(ylva)
    await enter(maj)
    await told(inside, "web_app_close")
    await expect(sheet(ylva)).to_have_count(0)
    await expect(sheet(maj)).to_be_visible()
    await expect(sheet(maj).frame_locator("iframe").locator("#cookies")).not_to_be_empty()


async def test_the_keyboard_opens_the_sheet_goes_into_the_app_and_comes_back_to_the_button(
    window: Window, room: TinyApp
) -> None:
    ylva = window.phone(YLVA)
    await ylva.button(OPEN).focus()
    await window.page.keyboard.press("Enter")
    close = sheet(ylva).get_by_role("button", name="Stäng")
    await expect(close).to_be_focused()
    await expect(sheet(ylva).locator(".opening")).to_be_hidden()
    await window.page.keyboard.press("Tab")
    await expect(sheet(ylva).frame_locator("iframe").locator("#field")).to_be_focused()
    await close.focus()
    await window.page.keyboard.press("Escape")
    await expect(sheet(ylva)).to_have_count(0)
    await expect(ylva.button(OPEN)).to_be_focused()


async def test_the_cross_closes_the_sheet_and_one_whose_button_has_gone_is_at_the_last_message(
    window: Window, house: House, room: TinyApp
) -> None:
    ylva = window.phone(YLVA)
    await enter(ylva)
    newest = house.production.world.chat(YLVA.telegram_id)[-1]["message_id"]
    await house.production.app.bot.edit_message_text("Det är gjort.", YLVA.telegram_id, newest)
    await ylva.presses("Stäng")
    await expect(sheet(ylva)).to_have_count(0)
    await expect(ylva.message("Det är gjort.")).to_be_focused()


async def test_the_app_follows_the_pages_colours(window: Window, room: TinyApp) -> None:
    inside = await enter(window.phone(YLVA))
    for scheme, background in BACKGROUNDS.items():
        await window.page.emulate_media(color_scheme=scheme)
        await expect(inside.locator("#theme")).to_have_text(background)


async def test_a_link_to_a_chat_closes_the_app_and_is_followed_in_the_phone(window: Window, room: TinyApp) -> None:
    ylva = window.phone(YLVA)
    inside = await enter(ylva)
    await told(inside, "web_app_open_tg_link")
    await expect(sheet(ylva)).to_have_count(0)
    await expect(ylva.element.get_by_role("dialog", name="Länk till boten")).to_contain_text("/start abc")


async def test_an_alert_over_the_app_lets_go_of_it_again(window: Window, house: House, room: TinyApp) -> None:
    ylva = window.phone(YLVA)
    inside = await enter(ylva)
    house.production.world.emit("toast", chat_id=YLVA.telegram_id, text="Det är redan gjort.", show_alert=True)
    await expect(ylva.element.get_by_role("alertdialog")).to_be_visible()
    await ylva.presses("OK")
    await inside.locator("#field").click()
    await window.page.keyboard.type("skrivet efteråt")
    await expect(inside.locator("#field")).to_have_value("skrivet efteråt")


async def test_an_open_app_stays_when_the_phone_beside_it_changes_hands(window: Window, room: TinyApp) -> None:
    ylva = window.phone(YLVA)
    inside = await enter(ylva)
    await inside.locator("#field").fill("halvskrivet")
    await enter(window.phone(MAJ))
    await sheet(window.phone(MAJ)).get_by_role("button", name="Stäng").click()
    await window.phone(MAJ).presses("Byt person")
    await window.chooses(OLLE.name)
    await window.phone(OLLE).sees(f"Hej {OLLE.name}")
    await expect(inside.locator("#field")).to_have_value("halvskrivet")
    assert room.opened == 2


async def test_starting_over_closes_the_app_and_nobody_speaks_to_it_any_more(
    window: Window, house: House, room: TinyApp
) -> None:
    ylva = window.phone(YLVA)
    await enter(ylva)
    await window.presses("Börja om", "Ja, börja om")
    await expect(sheet(ylva)).to_have_count(0)
    await ylva.sees("Vad vill du göra?")
    await ylva.sees_not("Rummet är öppet.")
    await expect(ylva.element.locator(".veil")).to_have_count(0)
    for scheme in BACKGROUNDS:
        await window.page.emulate_media(color_scheme=scheme)


async def test_a_button_that_has_just_gone_says_so_and_opens_nothing(
    window: Window, house: House, room: TinyApp
) -> None:
    window.watch.expect("Failed to load resource")
    ylva = window.phone(YLVA)
    await expect(ylva.button(OPEN)).to_be_visible()
    world = house.production.world
    chat = world.chats[YLVA.telegram_id]
    del chat.messages[chat.last_id]["reply_markup"]
    await ylva.button(OPEN).click()
    await expect(ylva.element.locator(".toast")).to_contain_text("Det gick inte")
    await expect(sheet(ylva)).to_have_count(0)
    await expect(ylva.element.locator(".key[aria-busy='true']")).to_have_count(0)


@pytest.mark.parametrize("size", [(390, 844), (360, 640), (1440, 900)], ids=str)
async def test_the_sheet_covers_the_phones_screen_and_nothing_scrolls_sideways(
    windows: Windows, room: TinyApp, size: tuple[int, int]
) -> None:
    window = await windows.open(size)
    ylva = window.phone(YLVA)
    await enter(ylva)
    screen, over = await ylva.element.locator(".screen").bounding_box(), await sheet(ylva).bounding_box()
    assert screen is not None
    assert over is not None
    for side in ("x", "y", "width", "height"):
        assert abs(screen[side] - over[side]) <= 2
    await expect(sheet(ylva).get_by_role("button", name="Stäng")).to_be_in_viewport(ratio=1)
    await window.has_no_sideways_scroll()
