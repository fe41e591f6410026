"""Changing the PIN, and trying to guess it."""

import asyncio
import threading

import pytest
from sqlmodel import Session

from bot.actions import door, factors
from bot.demo.cast import MAJ, YLVA
from bot.errors import Refused
from bot.web.room import visits
from bot.web.room.inside import Inside
from messages import views
from models import FactorKind
from tests.hands import at_once, member
from tests.web.room_keys.visitor import PIN, House, Visitor

NEW = "739150"


async def test_a_pin_is_changed_by_whoever_knows_the_old_one(house: House, ylva: Visitor) -> None:
    changed = await ylva.posts("keys/pin", old=PIN, pin=NEW, again=NEW)

    assert changed.headers["location"] == f"{ylva.root}keys?said=pin_changed"
    page = (await ylva.gets("keys?said=pin_changed")).text
    assert "Den nya koden gäller." in page
    assert NEW not in page
    other = await Visitor(house, YLVA).comes()
    assert (await other.posts("unlock", pin=PIN)).status_code == 403
    assert (await other.posts("unlock", pin=NEW)).status_code == 303


async def test_a_changed_pin_locks_the_room_on_other_devices_but_not_here(house: House, ylva: Visitor) -> None:
    other = await Visitor(house, YLVA).unlocked()

    await ylva.posts("keys/pin", old=PIN, pin=NEW, again=NEW)

    assert await ylva.is_inside()
    assert (await other.gets("keys")).headers["location"] == f"{other.root}unlock?to=keys"


async def test_a_wrong_old_pin_is_counted_as_at_the_door(house: House, ylva: Visitor) -> None:
    for _ in range(5):
        wrong = await ylva.posts("keys/pin", old="111222", pin=NEW, again=NEW)
        assert (wrong.status_code, "Din kod nu var fel." in wrong.text) == (403, True)

    assert (await ylva.posts("keys/pin", old=PIN, pin=NEW, again=NEW)).status_code == 429
    other = await Visitor(house, YLVA).comes()
    assert (await other.posts("unlock", pin=PIN)).status_code == 429
    house.clock.forward(minutes=15)
    assert (await other.posts("unlock", pin=PIN)).status_code == 303


@pytest.mark.parametrize(
    ("pin", "again", "said"),
    [
        (NEW, "739151", "Koderna är inte lika."),
        ("123456", "123456", "Välj inte siffror i rad."),
        ("73915", "73915", "Koden ska vara sex siffror."),
    ],
)
async def test_a_new_pin_that_is_not_fit_costs_no_try(ylva: Visitor, pin: str, again: str, said: str) -> None:
    answer = await ylva.posts("keys/pin", old="111222", pin=pin, again=again)

    assert (answer.status_code, said in answer.text) == (422, True)
    assert len(ylva.house.audited("try_pin")) == 1  # the one at the door


async def test_nothing_is_changed_by_somebody_who_is_locked(house: House) -> None:
    ylva = await Visitor(house, YLVA).comes()
    before = house.factors(YLVA)[0].secret

    for path in ("keys/pin", "keys/passkey", "keys/totp", "keys/totp/confirm", "keys/1/remove"):
        answer = await ylva.posts(path, old=PIN, pin=NEW, again=NEW)
        assert f"{ylva.root}unlock?to=keys" in answer.headers["location"]

    assert [factor.secret for factor in house.factors(YLVA)] == [before]
    assert house.audited("try_pin") == []


async def test_twenty_wrong_pins_at_once_are_compared_five_times_at_most(house: House) -> None:
    windows = [await Visitor(house, YLVA).comes() for _ in range(20)]

    answers = await asyncio.gather(*(window.posts("unlock", pin=f"48290{n % 10}") for n, window in enumerate(windows)))

    assert sorted(answer.status_code for answer in answers) == [403] * 5 + [429] * 15
    assert len(house.audited("try_pin")) == 5
    assert (await windows[0].posts("unlock", pin=PIN)).status_code == 429


async def test_only_two_pins_are_hashed_at_once_and_other_work_goes_on_meanwhile(house: House) -> None:
    waiting = visits.Visits(Inside(house.parts))
    running, most, gate = 0, 0, threading.Event()

    def work() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        gate.wait(10)
        running -= 1

    many = [asyncio.create_task(waiting.hashed(work)) for _ in range(50)]
    while running < visits.HASHED_AT_ONCE:  # noqa: ASYNC110 - a thread sets no event here
        await asyncio.sleep(0.01)
    await asyncio.wait_for(asyncio.to_thread(lambda: None), 5)  # the shared threads are free
    gate.set()
    await asyncio.gather(*many)

    assert most == visits.HASHED_AT_ONCE


async def test_a_reset_takes_all_factors_and_locks_the_room_everywhere(house: House, ylva: Visitor) -> None:
    other = await Visitor(house, YLVA).unlocked()
    house.has_pin(MAJ)
    maj = await Visitor(house, MAJ).unlocked()

    house.turn(MAJ, lambda turn: factors.forget_all(turn, member(turn.session, YLVA)))

    assert house.factors(YLVA) == []
    for window in (ylva, other):
        assert (await window.gets("keys")).headers["location"] == f"{window.root}unlock?to=keys"
        assert "Välj en kod" in (await window.gets("unlock")).text
    assert await maj.is_inside()


async def test_a_pin_that_was_reset_while_it_was_compared_opens_nothing(house: House) -> None:
    await Visitor(house, YLVA).comes()
    tried = house.turn(YLVA, lambda turn: factors.begin_try(turn, FactorKind.PIN))
    house.turn(MAJ, lambda turn: factors.forget_all(turn, member(turn.session, YLVA)))
    house.has_pin(YLVA)  # the same digits, chosen anew

    with pytest.raises(Refused):
        house.turn(YLVA, lambda turn: factors.succeed(turn, tried))


async def test_whoever_unlocks_while_a_manager_resets_is_locked_afterwards(house: House) -> None:
    for _ in range(8):
        await Visitor(house, YLVA).comes()
        tried = house.turn(YLVA, lambda turn: factors.begin_try(turn, FactorKind.PIN))
        number = house.sessions(YLVA)[-1].id

        def unlock(session: Session, tried: factors.Tried = tried, number: int = number) -> None:
            turn = house.turn_in(session, YLVA)
            factors.succeed(turn, tried)
            door.unlock(turn, number, FactorKind.PIN)

        def reset(session: Session) -> None:
            factors.forget_all(house.turn_in(session, MAJ), member(session, YLVA))

        outcomes = at_once(house.store, unlock, reset)

        assert outcomes[0] in (None, views.Stale())
        assert outcomes[1] is None
        assert house.factors(YLVA) == []
        assert [row.unlocked_by for row in house.sessions(YLVA) if row.unlocked_by] == []
        house.has_pin(YLVA)
