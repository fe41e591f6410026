"""What every answer carries, how large a page is, and what is kept by a browser."""

import gzip

import pytest

from bot.demo.cast import YLVA
from bot.web.room import answers
from tests.web.room.visiting import ON_SQLITE, OpenRoom, Visitor

pytestmark = ON_SQLITE
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'self'; frame-ancestors https://web.telegram.org"
)
LARGEST_PAGE = 20_000
LARGEST_ASSETS = 20_000


def carries_all(visitor: Visitor, *, kept: bool = False) -> None:
    headers = visitor.headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["x-robots-tag"] == "noindex"
    assert "server" not in headers
    assert headers["cache-control"] == ("public, max-age=31536000, immutable" if kept else "no-store")


async def test_every_kind_of_answer_carries_the_rooms_headers(ylva: Visitor, room: OpenRoom) -> None:
    code = room.refers()
    seen = {}
    for method, path, status in (
        ("GET", "/room", 200),
        ("GET", f"{ylva.root}day", 200),
        ("GET", f"{ylva.root}r/{code}", 200),
        ("GET", f"{ylva.root}r/R-NONE", 404),
        ("GET", f"{ylva.root}nosuch", 404),
        ("GET", "/room/nosuch", 404),
        ("GET", "/room/0000000000/day", 401),
        ("GET", "/room/static/nosuch/room.css", 404),
        ("PUT", f"{ylva.root}day", 405),
        ("POST", f"{ylva.root}r/{code}/note", 415),
        ("POST", "/room/launch", 415),
        ("GET", f"{ylva.root}unlock", 200),
    ):
        await ylva._request(method, path, {})
        assert ylva.status == status, path
        carries_all(ylva)
        seen[status] = path
    await ylva.send("day", {})
    assert ylva.status == 405
    carries_all(ylva)
    await ylva.get("day")
    form = ylva.page.form("lock")
    await ylva.send("lock", form.fields)
    assert ylva.status == 303
    carries_all(ylva)
    await ylva.send("unlock", {**form.fields, "pin": "000000"})
    assert ylva.status == 403
    carries_all(ylva)
    await ylva.send("unlock", {"csrf": "x"})
    assert ylva.status == 403
    carries_all(ylva)


async def test_a_fault_and_a_standstill_carry_them_too(
    ylva: Visitor, room: OpenRoom, monkeypatch: pytest.MonkeyPatch, logged: list[dict[str, str]]
) -> None:
    from bot.errors import StorageDown

    for failure, status in ((StorageDown("away"), 503), (RuntimeError("a fault"), 500)):

        async def fails(_unit: object, failure: Exception = failure) -> None:
            raise failure

        monkeypatch.setattr(room.store, "run", fails)
        await ylva.get("day")
        assert ylva.status == status
        carries_all(ylva)
    assert "Inget är ändrat" in ylva.text
    logged.clear()


async def test_our_own_files_are_kept_for_ever_under_addresses_that_change_with_them(
    ylva: Visitor, room: OpenRoom
) -> None:
    for name, address in answers.assets().items():
        await ylva._request("GET", address, {})
        assert ylva.status == 200, name
        carries_all(ylva, kept=True)
        assert ylva.headers["content-type"].startswith(("text/css", "text/javascript", "image/svg+xml"))
        await ylva._request("GET", address.replace("static/", "static/0"), {})
        assert ylva.status == 404


async def test_a_referral_with_ten_notes_is_small_and_asks_for_two_files_that_are_kept(
    ylva: Visitor, room: OpenRoom
) -> None:
    code = room.refers()
    for number in range(12):
        await ylva.post(f"r/{code}/note", words=f"Anteckning {number}: kom i tid, pratade om veckan som gick. " * 3)
    await ylva.get(f"r/{code}")
    assert ylva.html.count("<article") == 10
    assert len(ylva.answer.content) < LARGEST_PAGE
    asked = [names for _, names in ylva.page.elements if "src" in names]
    assert len(asked) == 1, "the script; the style sheet is a link"
    assets = [address for address in answers.assets().values() if address in ylva.html]
    assert sorted(address.rpartition("/")[2] for address in assets) == ["room.css", "room.js"]
    whole = sum(len(gzip.compress((answers.STATIC / name).read_bytes())) for name in answers.assets())
    assert whole < LARGEST_ASSETS


async def test_no_page_has_a_style_a_handler_or_a_script_of_its_own(ylva: Visitor, room: OpenRoom) -> None:
    code = room.refers()
    await ylva.post(f"r/{code}/note", words="En anteckning.")
    for path in (
        "day",
        f"r/{code}",
        f"r/{code}/note",
        f"r/{code}/about/reason",
        "note/1/edit",
        "note/1/strike",
        "unlock",
    ):
        await ylva.get(path)
        for tag, names in ylva.page.elements:
            assert tag != "style"
            assert "style" not in names
            assert not any(name.startswith("on") for name in names)
            assert tag != "script" or "src" in names
    assert YLVA.name not in (await _launch_page(ylva))


async def _launch_page(visitor: Visitor) -> str:
    await visitor._request("GET", "/room?to=day", {})
    return visitor.html
