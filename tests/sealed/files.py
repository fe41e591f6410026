"""Sealed files to rotate, to erase and to restore."""

import random
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from bot.actions import writing
from bot.demo.cast import YLVA, Player
from bot.sealed import KeyRing, Vault
from bot.sealed.ledger import Ledger
from bot.sealed.ring import new_key
from bot.turn import House, Turn
from models import NoteKind, Particular, Referral
from tests.hands import HOUSE, a_referral, member

KEY = new_key("test")
WORDS = "Hon vill odla tomater."


def room_house(folder: Path, keys: str = KEY) -> House:
    """A house with a room, its keys, and a ledger in `folder`."""
    vault = Vault(KeyRing.read(keys))
    return replace(HOUSE, vault=vault, room_url="http://localhost:1", ledger=Ledger(folder / "erased.log"))


def room_turn(session: Session, who: Player, now: datetime, house: House, seed: int = 7) -> Turn:
    """The player's turn in that house's room."""
    return Turn(session, member(session, who), now, house, random.Random(seed), "/r/{code}")


def a_file(session: Session, now: datetime, house: House, who: Player = YLVA, seed: int = 7) -> Referral:
    """A referral of `who`, with a note and a particular that are sealed."""
    turn = room_turn(session, who, now, house, seed)
    referral = a_referral(turn)
    form = f"{turn.dice.getrandbits(96):024x}"
    writing.write(turn, referral.code, form, NoteKind.WRITTEN, turn.today, WORDS)
    writing.put(turn, referral.code, Particular.REASON, 0, WORDS)
    return referral
