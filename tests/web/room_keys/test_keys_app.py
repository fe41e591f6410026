"""An app with codes as a way in."""

import asyncio
import re
from datetime import timedelta

import pyotp
import pytest

from bot.demo.cast import MAJ, YLVA
from models import FactorKind
from tests.web.room_keys.visitor import PIN, House, Visitor

SEED = re.compile(r"<code>([A-Z2-7]{4})</code>")


def seed_on(page: str) -> str:
    """The seed that stands on the page to be typed."""
    groups = SEED.findall(page)
    assert len(groups) == 8
    return "".join(groups)


def code(house: House, seed: str, steps: int = 0) -> str:
    """What the app shows, now or `steps` later."""
    return pyotp.TOTP(seed).at(house.clock.now() + timedelta(seconds=30 * steps))


async def adds_app(ylva: Visitor) -> str:
    """Add an app; its seed. The next code works from the next time step on."""
    seed = seed_on((await ylva.posts("keys/totp")).text)
    added = await ylva.posts("keys/totp/confirm", code=code(ylva.house, seed))
    assert added.headers["location"] == f"{ylva.root}keys?said=app_added"
    ylva.house.clock.forward(seconds=30)
    return seed


async def test_an_app_opens_the_room_once_it_has_given_one_right_code(house: House, ylva: Visitor) -> None:
    seed = seed_on((await ylva.posts("keys/totp")).text)
    window = await Visitor(house, YLVA).comes()
    assert 'name="code"' not in (await window.gets("unlock")).text
    assert (await window.posts("unlock", code=code(house, seed))).status_code == 409
    assert house.audited("try_totp") == []

    await ylva.posts("keys/totp/confirm", code=code(house, seed))

    assert 'name="code"' in (await window.gets("unlock")).text
    house.clock.forward(seconds=30)
    assert (await window.posts("unlock", code=code(house, seed))).status_code == 303
    assert await window.is_inside()


async def test_the_seed_is_shown_when_it_is_drawn_and_never_again(house: House, ylva: Visitor) -> None:
    drawn = (await ylva.posts("keys/totp")).text
    seed = seed_on(drawn)
    assert '<svg viewBox="0 0' in drawn
    assert "style=" not in drawn

    for path in ("keys/totp", "keys/totp/confirm"):
        assert (await ylva.gets(path)).headers["location"] == f"{ylva.root}keys"
    await ylva.posts("keys/totp/confirm", code=code(house, seed))
    for path in ("keys", "unlock"):
        page = (await ylva.gets(path)).text
        assert seed[:4] not in page
        assert "<svg" not in page
    again = await ylva.posts("keys/totp/confirm", code="000000")
    assert (again.status_code, seed[:4] in again.text) == (409, False)


async def test_a_seed_that_is_not_confirmed_within_ten_minutes_is_not_shown_again(house: House, ylva: Visitor) -> None:
    seed = seed_on((await ylva.posts("keys/totp")).text)
    wrong = await ylva.posts("keys/totp/confirm", code="12345")
    assert (wrong.status_code, seed_on(wrong.text)) == (422, seed)

    house.clock.forward(minutes=10)

    late = await ylva.posts("keys/totp/confirm", code=code(house, seed))
    assert (late.status_code, seed[:4] in late.text) == (409, False)
    assert [factor.confirmed for factor in house.factors(YLVA)] == [True, False]


async def test_an_app_that_works_is_not_replaced_by_one_that_was_never_used(house: House, ylva: Visitor) -> None:
    await adds_app(ylva)
    kept = house.factors(YLVA)[1].secret

    assert (await ylva.posts("keys/totp")).status_code == 409

    assert house.factors(YLVA)[1].secret == kept


async def test_the_code_that_confirmed_the_app_opens_nothing(house: House, ylva: Visitor) -> None:
    seed = seed_on((await ylva.posts("keys/totp")).text)
    same = code(house, seed)
    await ylva.posts("keys/totp/confirm", code=same)
    window = await Visitor(house, YLVA).comes()

    assert (await window.posts("unlock", code=same)).status_code == 422
    assert not await window.is_inside()


async def test_one_code_opens_one_of_two_windows_that_show_it_at_once(house: House, ylva: Visitor) -> None:
    seed = await adds_app(ylva)
    windows = [await Visitor(house, YLVA).comes() for _ in range(4)]

    answers = await asyncio.gather(*(window.posts("unlock", code=code(house, seed)) for window in windows))

    assert sorted(answer.status_code for answer in answers) == [303, 422, 422, 422]
    assert sum([await window.is_inside() for window in windows]) == 1
    assert len(house.audited("try_totp")) == 4


async def test_wrong_codes_and_wrong_pins_are_counted_together(house: House, ylva: Visitor) -> None:
    await adds_app(ylva)
    window = await Visitor(house, YLVA).comes()

    for _ in range(3):
        wrong = await window.posts("unlock", code="000000")
        assert (wrong.status_code, "Fel kod från appen." in wrong.text) == (403, True)
    for _ in range(2):
        assert (await window.posts("unlock", pin="482914")).status_code == 403

    assert (await window.posts("unlock", pin=PIN)).status_code == 429


async def test_an_app_is_removed_and_the_pin_is_not(house: House, ylva: Visitor) -> None:
    await adds_app(ylva)
    pin, app = house.factors(YLVA)

    assert (await ylva.posts(f"keys/{pin.id}/remove")).status_code == 404
    removed = await ylva.posts(f"keys/{app.id}/remove")

    assert removed.headers["location"] == f"{ylva.root}keys?said=app_removed"
    assert [factor.kind for factor in house.factors(YLVA)] == [FactorKind.PIN]
    assert "Appen är borttagen." in (await ylva.gets("keys?said=app_removed")).text


@pytest.mark.parametrize("number", ["0", "999999", "x"])
async def test_what_is_not_theirs_is_not_removed(house: House, ylva: Visitor, number: str) -> None:
    house.has_pin(MAJ)
    await adds_app(ylva)
    maj = await Visitor(house, MAJ).unlocked()
    app = house.factors(YLVA)[1]

    assert (await maj.posts(f"keys/{app.id}/remove")).status_code == 404
    assert (await maj.posts(f"keys/{number}/remove")).status_code == 404

    assert len(house.factors(YLVA)) == 2
