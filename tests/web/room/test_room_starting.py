"""While the process starts, whoever opens the room is asked to come again, and keeps what they sent."""

from urllib.parse import quote

import httpx
import pytest

from bot.serving import Door
from bot.web.room import answers, cookies
from bot.web.room.away import while_starting
from bot.web.webhook import web_app
from messages.room.render import words
from tests.web.room.reading import Page

TOKEN = cookies.new_token(lambda size: b"\7" * size)
SLOT = cookies.slot_of(TOKEN)
NOTE = f"/room/{SLOT}/r/R-7K3QX/note"
WORDS = 'Kom i tid, med <b>hunden</b> & "en vän"'
FRAMED = "https://web.telegram.org"


@pytest.fixture
def door() -> Door:
    return Door(web_app(), 0, while_starting(FRAMED))


async def ask(door: Door, path: str, form: dict[str, str] | None = None, **headers: str) -> httpx.Response:
    """Knock with the visitor's cookie."""
    transport = httpx.ASGITransport(door.server.config.app)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://room.test") as client:
        named = {
            "Cookie": f"{cookies.PREFIX}{SLOT}={TOKEN}",
            **{key.replace("_", "-"): headers[key] for key in headers},
        }
        return await client.request("POST" if form else "GET", path, data=form, headers=named)


@pytest.mark.parametrize("language", ["sv", "en"])
async def test_a_page_says_in_the_browsers_language_that_it_can_be_asked_for_again(door: Door, language: str) -> None:
    answer = await ask(door, f"/room/{SLOT}/day?from=here", Accept_Language=language)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert words(language)["away.title"] in answer.text
    assert [link for link in Page.read(answer.text).links if link.endswith("/day?from=here")]
    assert f"frame-ancestors {FRAMED}" in answer.headers["content-security-policy"]


async def test_a_form_comes_back_whole_to_be_sent_again(door: Door) -> None:
    answer = await ask(door, NOTE, {"words": WORDS, "csrf": cookies.csrf_token(TOKEN)})
    [again] = Page.read(answer.text).forms
    assert answer.status_code == 503
    assert (again.action, again.fields) == (NOTE, {"words": WORDS, "csrf": cookies.csrf_token(TOKEN)})


@pytest.mark.parametrize("csrf", ["", "0" * 64, "å"])
async def test_a_form_that_another_page_made_is_not_put_before_anybody(door: Door, csrf: str) -> None:
    answer = await ask(door, NOTE, {"words": WORDS, "csrf": csrf})
    assert answer.status_code == 503
    assert "hunden" not in answer.text


async def test_a_script_that_keeps_drafts_is_told_by_the_status_alone(door: Door) -> None:
    answer = await ask(door, NOTE, {"words": WORDS}, Sec_Fetch_Mode="cors")
    assert (answer.status_code, answer.content) == (503, b"")


async def test_the_pages_own_files_are_there(door: Door) -> None:
    page = (await ask(door, "/room?to=day")).text
    style = answers.assets()["room.css"]
    assert style in page
    assert (await ask(door, style)).status_code == 200


@pytest.mark.parametrize("path", ["/telegram", "/" + quote("något annat"), f"/room/{SLOT}/day"])
async def test_once_the_door_is_open_only_what_is_there_answers(door: Door, path: str) -> None:
    assert (await ask(door, path)).status_code == 503
    door.open([])
    assert (await ask(door, path)).status_code == 404
