"""Referrals with words in them, and what a Word document holds."""

import random
import zipfile
from dataclasses import replace
from io import BytesIO

import docx
from docx.oxml.ns import qn
from sqlmodel import Session

from bot.actions import writing
from bot.demo.cast import Player
from bot.sealed import Vault
from bot.sealed.ring import KeyRing, new_key
from bot.turn import Turn
from models import Note, NoteKind, Referral
from tests.hands import HOUSE, HandClock, member

ROOM = replace(HOUSE, vault=Vault(KeyRing.read(new_key("test"))), room_url="http://localhost:1")


def room_turn(session: Session, player: Player, clock: HandClock, screen: str = "", seed: int = 7) -> Turn:
    """The player's turn in the room."""
    return Turn(session, member(session, player), clock.now(), ROOM, random.Random(seed), screen)


def noted(
    turn: Turn, referral: Referral, words: str, form: str, kind: NoteKind = NoteKind.WRITTEN, *, shared: bool = False
) -> Note:
    """A note of today."""
    note = writing.write(turn, referral.code, form.ljust(16, "0"), kind, turn.today, words, shared=shared)
    turn.session.flush()
    return note


def members_of(made: bytes) -> dict[str, bytes]:
    """What the package holds, part by part."""
    with zipfile.ZipFile(BytesIO(made)) as package:
        return {name: package.read(name) for name in package.namelist()}


def everything_in(made: bytes) -> str:
    """All parts of the package as one text, and all runs of the body put together."""
    runs = "".join(one.text or "" for one in docx.Document(BytesIO(made)).element.iter(qn("w:t")))
    return runs + "".join(part.decode("utf-8", errors="replace") for part in members_of(made).values())
