"""Every flow in which a person can write something: in the chat, behind commands, and in the room."""

import random
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from sqlmodel import Session

from bot.chat import routes
from bot.demo.cast import KNUT, MAJ, YLVA, Player
from bot.menus import COMMANDS
from tests.canaries.room_flows import IN_ROOM, in_room
from tests.hands import HandClock, a_referral, turn
from tests.works import STRANGER, Works

AT_ONCE = 200
PEOPLE = (YLVA, KNUT, MAJ)
Flow = Callable[[Works, str, Player], None]


async def play(works: Works, clock: HandClock, secrets: Iterator[str], dice: random.Random) -> dict[str, int]:
    """Send all `secrets`, in turn through each flow; how many each flow took."""
    store, counts = works.app.store, dict.fromkeys([*CHAT, *IN_ROOM, "bug"], 0)
    code, referral_id = store.run_now(lambda session: _refer(session, clock))
    await works.types(KNUT, "/inkorg")
    names = list(counts)
    for number, secret in enumerate(secrets):
        name = names[number % len(names)]
        counts[name] += 1
        if name in IN_ROOM:
            store.run_now(partial(in_room, now=clock.now(), name=name, referral_id=referral_id, secret=secret))
        elif name == "bug":
            await _bug(works, secret)
        else:
            CHAT[name](works, secret, PEOPLE[dice.randrange(len(PEOPLE))])
        if number % AT_ONCE == AT_ONCE - 1:
            await works.serve()
            await _deliver(works, clock, minutes=5)
    await works.serve()
    await _deliver(works, clock, days=3)
    assert code
    return counts


async def _deliver(works: Works, clock: HandClock, **later: float) -> None:
    """Say what is due `later`; the clock goes on, or the places in the schedule would lie ever further off."""
    clock.forward(**later)
    while await works.app.delivery.deliver_due():
        clock.forward(seconds=10)


def _refer(session: Session, clock: HandClock) -> tuple[str, int]:
    referral = a_referral(turn(session, YLVA, clock.now()))
    return referral.code, referral.id


def _words(works: Works, secret: str, who: Player) -> None:
    works.world.send_text(who.telegram_id, secret)


def _caption(works: Works, secret: str, who: Player) -> None:
    works.world.send_other(who.telegram_id, "photo", caption=secret)


def _edited(works: Works, secret: str, who: Player) -> None:
    sent = works.world.send_text(who.telegram_id, "hej")
    works.world.edit_text(who.telegram_id, sent["message_id"], secret)


def _forwarded(works: Works, secret: str, who: Player) -> None:
    works.world.send_text(who.telegram_id, secret, forwarded=True)


def _reply(works: Works, secret: str, who: Player) -> None:
    cards = works.heard(who)
    works.world.send_text(who.telegram_id, secret, reply_to=cards[-1]["message_id"] if cards else None)


def _stranger(works: Works, secret: str, _who: Player) -> None:
    works.world.send_text(STRANGER, f"/start {secret}")


def _command(name: str) -> Flow:
    return lambda works, secret, who: _type(works, f"/{name} {secret}", who)


def _type(works: Works, text: str, who: Player) -> None:
    works.world.send_text(who.telegram_id, text)


def _note_behind_code(works: Works, secret: str, who: Player) -> None:
    _type(works, f"/anteckning R-22222 {secret}", who)


def _unknown(works: Works, secret: str, who: Player) -> None:
    _type(works, f"/{secret}", who)


def _malformed(works: Works, secret: str, who: Player) -> None:
    message: dict[str, Any] = {"message_id": [secret], "from": secret, "chat": {"id": who.telegram_id, "type": secret}}
    works.world.push_raw({"message": {**message, secret[:40]: {secret[:30]: secret}, "text": {"text": secret}}})


def _forged(works: Works, secret: str, who: Player) -> None:
    cards = works.heard(who)
    if cards:
        works.world.tap(who.telegram_id, cards[-1]["message_id"], secret[:60])


CHAT: dict[str, Flow] = {
    "words": _words,
    "caption": _caption,
    "edited": _edited,
    "forwarded": _forwarded,
    "reply": _reply,
    "stranger": _stranger,
    "start": _command("start"),
    **{f"/{command.sv}": _command(command.sv) for command in COMMANDS},
    "note behind a code": _note_behind_code,
    "unknown command": _unknown,
    "malformed": _malformed,
    "forged button": _forged,
}


async def _bug(works: Works, secret: str) -> None:
    """A command whose handler fails with what was typed in its hands and in its exception."""

    def broken(_turn: Any, words: list[str]) -> Any:
        kept = " ".join(words)
        raise RuntimeError(kept)

    whole = routes.COMMANDS["away"]
    routes.COMMANDS["away"] = broken
    try:
        await works.types(YLVA, f"/borta {secret}")
    finally:
        routes.COMMANDS["away"] = whole
