"""Whole updates of every kind that the bot meets, to be broken: made by phones, or taps on the bot's real cards."""

import json
import random
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any, Literal, get_args, get_origin

from bot.buttons import Button, HandOver, ShowChart, ShowPicture
from bot.callbacks import FIELD_TYPES, decode, encode
from bot.demo.cast import CAST
from bot.demo.telegram.state import BOT, Json
from bot.demo.telegram.world import World
from bot.menus import COMMANDS
from models import Happening
from tests.faults.databases import EXTRA, PLAYERS
from tests.faults.phones import SIGNING_KEY

GROUP = -1001
PROBE = EXTRA[-1]
"""Whose good updates show whether anybody was held up: nothing is broken in that name."""
STRANGERS = (9001, 9002, 2**40 + 7)
OTHER_KINDS = ("photo", "voice", "video", "document", "sticker", "location", "contact")
WORDS = (
    "Hej, kan ni ta emot en till på torsdag?",
    "Han heter Kim Påhittad och är född 19121212-1212",
    "ring 070-000 00 00 eller skriv till kim@example.org",
    "👍",
    "/",
    "/start i-AAAAAAAAAAAAAAAAAAAAAA",
    "/start R-7K3QX",
    "/hanvisa B2 ring",
    "/anteckning R-7K3QX kom",
    "/borta 2022-10-20",
    "/telefon 08-123 45 67",
    "/bjudin Uppsökarna",
    "/okänt kommando med ord",
)
DAYS = tuple(date(2022, 10, 3) + timedelta(days=days) for days in (-400, -1, 0, 1, 2, 7, 30, 400))


PICTURES = (ShowPicture, ShowChart)
SELDOM = 0.02
KINDS = [kind for kind in Button.known.values() if kind not in PICTURES]


class Seeds:
    """Makes updates for `world`, the Telegram that the bot is on; `dice` decides which."""

    def __init__(self, world: World, dice: random.Random) -> None:
        self._world = world
        self._dice = dice
        self._pad = World(world.clock, keep=5)  # where phones write without anybody being told
        people = [(player.telegram_id, player.name) for player in PLAYERS if player is not PROBE]
        self.users = [user for user, _ in people] + list(STRANGERS)
        for user, name in (*people, *((user, "Främmande") for user in STRANGERS)):
            self._pad.add_user(user, name, started=True)
            if user not in world.people:
                world.add_user(user, name, started=True)
        self._kinds = (
            (40, self._tap_on_card),
            (15, self._tap),
            (15, self._command),
            (12, self._words),
            (8, self._other),
            (4, self._edited),
            (3, self._membership),
            (3, self._group),
        )

    def one(self) -> Json:
        """One update as Telegram would send it, its `update_id` still to be given."""
        dice = self._dice
        [make] = dice.choices([make for _, make in self._kinds], [weight for weight, _ in self._kinds])
        update = make(dice.choice(self.users[: len(CAST)] if dice.random() < 0.8 else self.users))
        return {"update_id": 0, **{key: value for key, value in update.items() if key != "update_id"}}

    def _tap_on_card(self, user: int) -> Json:
        cards = [message for message in self._world.chats[user].messages.values() if "reply_markup" in message]
        if not cards:
            return self._command(user)
        message = self._dice.choice(cards)
        rows = message["reply_markup"].get("inline_keyboard", [])
        taps = [press["callback_data"] for row in rows for press in row if "callback_data" in press]
        presses = [data for data in taps if self._wanted(data, user)]
        return self._query(user, message, self._dice.choice(presses)) if presses else self._command(user)

    def _wanted(self, data: str, user: int) -> bool:
        """Whether it leaves everybody a member, lest little be left to be tried; pictures, which are slow, seldom."""
        button = decode(data, SIGNING_KEY, user)
        if isinstance(button, HandOver) and button.ends:
            return False
        return not isinstance(button, PICTURES) or self._dice.random() < SELDOM

    def _tap(self, user: int) -> Json:
        message = {
            "message_id": self._dice.randrange(1, 60),
            "from": BOT,
            "chat": self._pad.chats[user].api(),
            "date": self._pad.unix() - self._dice.choice((1, 60, 86_400, 200_000)),
            "text": "Ett kort",
        }
        return self._query(user, message, encode(self.button(), SIGNING_KEY, user))

    def _query(self, user: int, message: Json, data: str) -> Json:
        return {
            "callback_query": {
                "id": self._world.open_tap(user),
                "from": self._pad.people[user].api(),
                "message": message,
                "chat_instance": str(-user),
                "data": data,
            }
        }

    def button(self) -> Button:
        """Any button there is, about something that may exist."""
        kind = self._dice.choice(KINDS)
        names = [field.name for field in fields(kind)]
        hints = zip(names, FIELD_TYPES[kind.code], strict=True)
        made = kind(**{name: self._value(name, hint) for name, hint in hints})
        return replace(made, ends=False) if isinstance(made, HandOver) else made

    def _value(self, name: str, hint: Any) -> Any:
        dice = self._dice
        if hint is bool:
            return dice.random() < 0.5
        if hint is date:
            return dice.choice(DAYS)
        if get_origin(hint) is Literal:
            return dice.choice(get_args(hint))
        if hint is int:
            return dice.choice((0, 1, 1, 2, 3, dice.randrange(40), 2**31, 2**40))
        words = {"command": [command.name for command in COMMANDS], "happening": list(map(str, Happening))}
        return dice.choice([*words.get(name, ["0f1e2d3c"]), "x"])

    def _command(self, user: int) -> Json:
        command = self._dice.choice(COMMANDS)
        word = self._dice.choice((command.sv, command.en))
        return self._written(user, f"/{word}" + self._dice.choice(("", "", "", " B2", "@handslag_demo_bot", " x y")))

    def _words(self, user: int) -> Json:
        return self._written(user, self._dice.choice(WORDS))

    def _written(self, user: int, text: str) -> Json:
        known = list(self._pad.chats[user].messages)
        reply = self._dice.choice(known) if known and self._dice.random() < 0.2 else None
        self._pad.send_text(user, text, reply, forwarded=self._dice.random() < 0.1)
        return self._taken()

    def _other(self, user: int) -> Json:
        self._pad.send_other(user, self._dice.choice(OTHER_KINDS), self._dice.choice(("", *WORDS[:4])))
        return self._taken()

    def _edited(self, user: int) -> Json:
        sent = self._pad.send_text(user, "hej")
        self._pad.edit_text(user, sent["message_id"], self._dice.choice(WORDS))
        return self._taken()

    def _membership(self, user: int) -> Json:
        self._pad.block(user)
        blocked = self._taken()
        self._pad.unblock(user)
        return self._dice.choice((blocked, self._taken()))

    def _group(self, user: int) -> Json:
        self._pad.add_to_group(user, GROUP, "En grupp")
        if self._dice.random() < 0.5:
            self._pad.send_text(user, "/hjalp", chat_id=GROUP)
        return self._taken()

    def _taken(self) -> Json:
        """The newest update that the pad's phones made; none of them stays."""
        newest = self._pad.updates.live()[-1]
        self._pad.updates.clear()
        made: Json = json.loads(newest.body)
        return made
