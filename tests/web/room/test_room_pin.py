"""Wrong PINs are counted before they are looked at."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot.demo.cast import YLVA
from bot.locks import pin
from models import WrongTries
from tests.hands import member
from tests.web.room.visiting import ON_SQLITE, PIN, OpenRoom, Visitor

WRONG = "639174"


def tries(room: OpenRoom) -> WrongTries:
    return room.store.run_now(lambda session: session.get_one(WrongTries, member(session, YLVA).id))


async def locked(room: OpenRoom, visitor: Visitor) -> None:
    await visitor.come_in(YLVA)
    await visitor.get("day")
    await visitor.press("lock")


async def fails(visitor: Visitor, times: int) -> list[int]:
    """Give a wrong PIN so many times; the statuses."""
    statuses = []
    for _ in range(times):
        await visitor.get("unlock?to=day")
        await visitor.unlock(WRONG)
        statuses.append(visitor.status)
    return statuses


@ON_SQLITE
async def test_five_wrong_pins_lock_for_15_minutes_and_five_more_for_an_hour(
    room: OpenRoom, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await locked(room, visitor)
    assert await fails(visitor, 5) == [403] * 5
    assert "Fel kod" in visitor.text
    await visitor.get("unlock")
    await visitor.unlock(PIN)
    assert visitor.status == 429
    assert "09:15" in visitor.text
    room.clock.forward(minutes=15)
    assert await fails(visitor, 5) == [403] * 5
    room.clock.forward(minutes=59)
    await visitor.get("unlock")
    await visitor.unlock(PIN)
    assert visitor.status == 429
    room.clock.forward(minutes=1)
    await visitor.get("unlock")
    await visitor.unlock(PIN)
    assert visitor.status == 200
    assert tries(room).wrong == 0


@ON_SQLITE
async def test_twenty_wrong_pins_in_a_day_lock_until_midnight(room: OpenRoom, visitor: Visitor) -> None:
    await locked(room, visitor)
    for pause in (15, 60, 60, 60):
        assert await fails(visitor, 5) == [403] * 5
        room.clock.forward(minutes=pause)
    assert await fails(visitor, 1) == [429]
    await visitor.get("unlock")
    await visitor.unlock(PIN)
    assert visitor.status == 429
    room.clock.forward(hours=12)
    await visitor.launch(YLVA)
    await visitor.unlock(PIN)
    assert visitor.status == 200


async def test_a_wrong_pin_is_counted_in_every_session_at_once(room: OpenRoom, visitor: Visitor) -> None:
    await locked(room, visitor)
    form = visitor.page.form("unlock")
    before = tries(room).wrong

    async def one() -> int:
        async with room.visitor() as other:
            await other.launch(YLVA, data=other.room_data(YLVA, query_id=f"q{id(other)}"))
            await other.unlock(WRONG)
            return other.status

    statuses = await asyncio.gather(*(one() for _ in range(8)))
    assert sorted(statuses) == [403] * 5 + [429] * 3
    assert tries(room).wrong == before + 5
    assert form.fields["to"] == "day"


@ON_SQLITE
async def test_a_try_counts_though_the_process_dies_before_the_comparison(
    room: OpenRoom, visitor: Visitor, monkeypatch: pytest.MonkeyPatch, logged: list[Any]
) -> None:
    await locked(room, visitor)
    real = pin.matches

    def dies(*_given: object) -> bool:
        raise RuntimeError("the process dies here")

    monkeypatch.setattr(pin, "matches", dies)
    for _ in range(5):
        await visitor.get("unlock")
        await visitor.unlock(PIN)
        assert visitor.status == 500
    monkeypatch.setattr(pin, "matches", real)
    assert tries(room).wrong == 5
    await visitor.get("unlock")
    await visitor.unlock(PIN)
    assert visitor.status == 429
    assert len([line for line in logged if line["event"] == "bug"]) == 5
    logged[:] = [line for line in logged if line["event"] != "bug"]


@ON_SQLITE
async def test_a_right_pin_that_could_not_be_said_right_stays_counted(
    room: OpenRoom, visitor: Visitor, monkeypatch: pytest.MonkeyPatch, logged: list[Any]
) -> None:
    await locked(room, visitor)
    real: Callable[..., Any] = room.store.run
    calls = 0

    async def fails_after_the_count(unit: Callable[..., Any]) -> Any:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise RuntimeError("the process dies between the two transactions")
        return await real(unit)

    await visitor.get("unlock")
    monkeypatch.setattr(room.store, "run", fails_after_the_count)
    await visitor.unlock(PIN)
    assert visitor.status == 500
    monkeypatch.undo()
    assert tries(room).wrong == 1
    await visitor.get("day")
    assert "Lås upp" in visitor.text
    logged[:] = [line for line in logged if line["event"] != "bug"]


@ON_SQLITE
async def test_a_pin_that_stands_is_not_replaced_at_the_door(room: OpenRoom, visitor: Visitor) -> None:
    await locked(room, visitor)
    form = visitor.page.form("unlock")
    await visitor.send("unlock", {**form.fields, "pin": "739164", "again": "739164"})
    assert visitor.status == 409
    await visitor.get("unlock")
    await visitor.unlock(PIN)
    assert visitor.status == 200


async def test_of_two_first_pins_chosen_at_once_one_stands(room: OpenRoom) -> None:
    async with room.visitor() as one, room.visitor() as other:
        await one.launch(YLVA)
        await other.launch(YLVA)
        await asyncio.gather(one.choose_pin("482913"), other.choose_pin("739164"))
        assert sorted((one.status, other.status)) == [200, 409]


@ON_SQLITE
@pytest.mark.parametrize("said", ["", "48291", "4829133", "٤٨٢٩١٣", "482 913", "x" * 10_000, "\u202e482913"])
async def test_odd_pins_are_counted_as_tries(room: OpenRoom, visitor: Visitor, said: str) -> None:
    await locked(room, visitor)
    await visitor.unlock(said)
    assert visitor.status in (200, 403)
    assert tries(room).wrong == (0 if visitor.status == 200 else 1)
