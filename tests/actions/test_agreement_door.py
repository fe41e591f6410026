"""The way from an agreement's card in the chat to its pages in the room: for those who may read them."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlmodel import Session

from bot.cards import agreements
from bot.demo.cast import KNUT, MAJ, YLVA, Player
from bot.sealed import Vault
from bot.sealed.ring import KeyRing, new_key
from tests.conversations.playing import agreement
from tests.hands import HOUSE, turn
from tests.web.room.visiting import ON_SQLITE

ROOM = replace(HOUSE, vault=Vault(KeyRing.read(new_key("test"))), room_url="http://localhost:1")


@ON_SQLITE
@pytest.mark.parametrize(
    ("player", "name", "opens"),
    [
        (MAJ, "Street Minds", True),
        (KNUT, "Street Minds", True),
        (KNUT, "Stacken", False),
        (YLVA, "Street Minds", False),
    ],
)
def test_a_party_opens_its_agreement_in_the_room(
    session: Session, now: datetime, player: Player, name: str, *, opens: bool
) -> None:
    row = agreement(session, name)
    card = agreements.agreement(replace(turn(session, player, now), house=ROOM), row.id)
    doors = [press.room for presses in card.rows for press in presses if press.room]
    assert doors == ([f"http://localhost:1/room?to=agreement/{row.id}"] if opens else [])
