"""Two thousand broken updates: each is let go, none is kept, and the next good one is served within a second."""

import asyncio
import copy
import json
import random
import time
from collections.abc import Callable
from typing import Any

import pytest
import structlog

from bot import buttons
from bot.chat.desk import shape
from bot.demo.cast import KNUT, MAJ, YLVA
from bot.store import Store
from models import HandledUpdate, Member, Quarantined, Referral
from tests.hands import HandClock
from tests.works import CANARY, ON_SQLITE, Works, rows, stored_bytes, works

MUTATIONS = 2_000
ROUNDS = 10
NASTY: tuple[Any, ...] = (
    None, True, -1, 0, 2**31, 2**63, 2**70, 1e308, "", "x", CANARY, "\x00", "\ud800", "\u202e" + CANARY, "a" * 5_000,
    [], {}, [[]], [None], {"id": CANARY}, {CANARY: CANARY}, {"\x00": 1}, {"\ud800": CANARY},
)  # fmt: skip
Raw = dict[str, Any]


def real_updates(it: Works) -> list[Raw]:
    """One of each kind that phones send, with words in them."""
    world, who = it.world, YLVA.telegram_id
    world.send_text(who, f"/hanvisa {CANARY}")
    message = world.send_text(who, CANARY)
    world.send_text(who, CANARY, reply_to=message["message_id"], forwarded=True)
    for kind in ("photo", "voice", "document", "location", "contact", "sticker", "video"):
        world.send_other(who, kind, CANARY)
    world.edit_text(who, message["message_id"], CANARY + "!")
    world.tap(who, message["message_id"], it.data(buttons.SetQuiet(1, 2), YLVA))
    world.block(KNUT.telegram_id)
    world.unblock(KNUT.telegram_id)
    world.add_to_group(who, -9, CANARY)
    return it.waiting()


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path to everything in `value`."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, below in inner for place in ((*path, key), *places(below, (*path, key)))]


def garble(raw: Raw, dice: random.Random) -> Any:
    """`raw` with some letters of its JSON changed, read again where that can be done."""
    letters = list(json.dumps(raw, ensure_ascii=False))
    for _ in range(dice.randint(1, 4)):
        letters[dice.randrange(len(letters))] = dice.choice('{}[]":,0-x\\ét')
    try:
        return json.loads("".join(letters))
    except ValueError:
        return "".join(letters)


def mutate(raw: Raw, dice: random.Random) -> Any:
    """`raw` with one to three things in it broken, in its structure or in its text."""
    if dice.random() < 0.2:
        return garble(raw, dice)
    broken = copy.deepcopy(raw)
    for _ in range(dice.randint(1, 3)):
        known = places(broken)
        if not known:
            return broken
        *path, last = dice.choice(known)
        inside: Any = broken
        for key in path:
            inside = inside[key]
        dice.choice((drop, replace, replace, replace, rename, nest, twist))(inside, last, dice)
    return broken if dice.random() > 0.01 else dice.choice((*NASTY, [broken], json.dumps(broken)))


def drop(inside: Any, key: Any, _: random.Random) -> None:
    del inside[key]


def replace(inside: Any, key: Any, dice: random.Random) -> None:
    inside[key] = copy.deepcopy(dice.choice(NASTY))


def rename(inside: Any, key: Any, dice: random.Random) -> None:
    if isinstance(inside, dict):
        inside[dice.choice((CANARY, "message", "from", "chat", "id", "\x00", "\ud800"))] = inside.pop(key)


def nest(inside: Any, key: Any, dice: random.Random) -> None:
    for _ in range(dice.choice((1, 3, 60))):
        inside[key] = dice.choice(([inside[key]], {"message": inside[key]}))


def twist(inside: Any, key: Any, dice: random.Random) -> None:
    if isinstance(inside[key], str):
        letters = list(inside[key])
        dice.shuffle(letters)
        inside[key] = "".join(letters) + dice.choice(("", "\x00", "\ud800", "💥", "<b>"))


@ON_SQLITE
async def test_two_thousand_broken_updates_hold_up_nobody_and_leave_no_word(
    played: Store, database_url: str, clock: HandClock
) -> None:
    dice = random.Random(20_22)
    slowest = 0.0
    async with works(database_url, clock) as it:
        real = real_updates(it)
        with structlog.testing.capture_logs() as logged:
            for turn in range(ROUNDS):
                numbers = range(10_000 + turn * 1_000, 10_000 + turn * 1_000 + MUTATIONS // ROUNDS)
                broken = [mutate({**dice.choice(real), "update_id": number}, dice) for number in numbers]
                await asyncio.gather(*(it.app.desk.handle(raw) for raw in broken))
                it.world.send_text(MAJ.telegram_id, "/meny")
                began = time.monotonic()
                [good] = it.waiting()
                await it.app.desk.handle({**good, "update_id": 900_000 + turn})
                slowest = max(slowest, time.monotonic() - began)
            await it.app.desk.drain()
        assert len(it.heard(MAJ)) == ROUNDS
        assert CANARY not in "".join(it.texts(YLVA))
    assert slowest < 1
    assert len(rows(played, Quarantined)) > MUTATIONS / 10
    assert len(rows(played, HandledUpdate)) > MUTATIONS / 2
    assert (len(rows(played, Member)), len(rows(played, Referral))) == (6, 0)
    assert CANARY not in repr(logged)
    on_disk = stored_bytes(database_url)
    for secret in (CANARY, "intyg.pdf", "57.7089", "+46700000000"):
        assert secret.encode() not in on_disk


BROKEN: dict[str, Callable[[], Any]] = {
    "nothing": lambda: None,
    "a list": lambda: [1, 2],
    "a key with a null byte": lambda: {"update_id": 5, "message": {"\x00": 1, CANARY: 2}},
    "half a surrogate as a key": lambda: {"update_id": 5, "message": {"\ud800": {"\udfff": 1}}},
    "a number that is no number": lambda: {"update_id": "5", "message": {"text": CANARY}},
    "a number too large": lambda: {"update_id": 2**64, "message": {"chat": {"id": 1}}},
    "a truth value as a number": lambda: {"update_id": True},
    "very deep": lambda: json.loads('{"update_id":5,"message":' * 200 + "1" + "}" * 200),
    "many keys": lambda: {"update_id": 5, "message": {f"{CANARY}{n}": n for n in range(10_000)}},
    "a text of a megabyte": lambda: {"update_id": 5, "message": {"message_id": "x", "text": CANARY * 80_000}},
}


async def test_what_nobody_can_read_is_kept_as_a_shape_alone(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        with structlog.testing.capture_logs() as logged:
            for number, (_, make) in enumerate(BROKEN.items()):
                raw = make()
                if isinstance(raw, dict) and raw.get("update_id") == 5 and raw["update_id"] is not True:
                    raw["update_id"] = 5 + number
                await it.app.desk.handle(raw)
        await it.types(MAJ, "/meny")
        assert it.heard(MAJ)
    kept = rows(played, Quarantined)
    assert len(kept) == len(BROKEN)
    assert max(len(row.shape) for row in kept) < 2_000
    assert all(CANARY not in f"{row.shape}{row.error}{row.digest}" for row in kept)
    assert CANARY not in repr(logged)


async def test_an_unreadable_update_that_comes_again_is_kept_once(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        for _ in range(3):
            await it.app.desk.handle({"update_id": 5, "message": 1})
    assert len(rows(played, Quarantined)) == 1


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ({"update_id": 1, "message": {"chat": {"id": 1, "type": {"x": 1}}, "text": CANARY}},
         "{update_id,message:{chat:{id,type},text}}"),
        ({CANARY: {"from": {CANARY: 1}}}, "{?:{from:{?}}}"),
        ([CANARY], "list"),
        (None, "NoneType"),
    ],
)  # fmt: skip
def test_a_shape_holds_the_names_that_the_bot_api_knows_and_nothing_else(raw: Any, seen: str) -> None:
    assert shape(raw) == seen
