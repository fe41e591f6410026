"""Everything that takes words in the sealed room, and what is drawn from them."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from bot.actions import case_numbers, glass, rights, room_drafts, writing
from bot.demo.cast import ADA, MAJ, YLVA, Player
from bot.documents import docx, json, taking
from bot.documents.extract_paper import extract
from bot.documents.masking import Choice
from bot.documents.paper import disclosure, record
from bot.documents.words import Tongue
from bot.errors import Refused
from bot.sealed import KeyRing, Vault
from bot.sealed.ring import new_key
from bot.turn import Turn
from bot.written import particular_of
from models import Decision, Glass, LadderStep, NoteKind, Particular, Referral, Right, RightsRequest, StrikeReason
from tests.hands import HOUSE, turn

HOUSE_WITH_ROOM = replace(HOUSE, vault=Vault(KeyRing.read(new_key("canaries"))), room_url="http://localhost:1")


@dataclass(frozen=True)
class Inside:
    """People in the room, about one referral, at one moment."""

    session: Session
    now: datetime
    referral_id: int

    @property
    def referral(self) -> Referral:
        """It."""
        return self.session.get_one(Referral, self.referral_id)

    def turn(self, player: Player) -> Turn:
        """Somebody's turn."""
        return replace(turn(self.session, player, self.now), house=HOUSE_WITH_ROOM)


def _note(inside: Inside, secret: str) -> None:
    note = _write(inside, NoteKind.WRITTEN, secret)
    writing.edit(inside.turn(YLVA), note, 1, secret + " ändrad")
    writing.strike(inside.turn(YLVA), note, StrikeReason.WRONG_FACT)


def _step(inside: Inside, secret: str) -> None:
    _write(inside, NoteKind.STEP, secret, LadderStep.FIRST_VISIT)


def _write(inside: Inside, kind: NoteKind, secret: str, step: LadderStep | None = None) -> int:
    ylva, form = inside.turn(YLVA), f"{random.Random(secret).getrandbits(128):032x}"
    return writing.write(ylva, inside.referral.code, form, kind, ylva.today, secret, shared=True, step=step).id


def _particular(inside: Inside, secret: str) -> None:
    number, _ = particular_of(inside.turn(YLVA), inside.referral, Particular.REASON)
    writing.put(inside.turn(YLVA), inside.referral.code, Particular.REASON, number, secret)


def _draft(inside: Inside, secret: str) -> None:
    room_drafts.keep_new(inside.turn(YLVA), inside.referral.code, {"words": secret, "day": secret})


def _case(inside: Inside, secret: str) -> None:
    case_numbers.put(inside.turn(YLVA), inside.referral.code, secret[:40])


def _request(inside: Inside, secret: str) -> None:
    ylva = inside.turn(YLVA)
    rights.ask(ylva, inside.referral.code, Right.RECTIFICATION, ylva.today, secret)


def _grounds(inside: Inside, secret: str) -> None:
    _request(inside, secret)
    waiting = select(RightsRequest).where(col(RightsRequest.decision).is_(None))
    for row in inside.session.exec(waiting).all():
        rights.decide(inside.turn(MAJ), row.id, Decision.REFUSED, secret)


def _reason(inside: Inside, secret: str) -> None:
    asked: Glass = glass.ask(inside.turn(MAJ), inside.referral.code, f"Ett skäl som räcker: {secret}")
    glass.answer(inside.turn(ADA), asked.id, opens=False)


def _papers(inside: Inside, secret: str) -> None:
    _note(inside, secret)
    ylva, code, tongue = inside.turn(YLVA), inside.referral.code, Tongue("sv")
    assert docx.draw(record(taking.take_record(ylva, code), tongue), inside.now)
    taken = taking.take_extract(ylva, code)
    assert docx.draw(extract(taken, tongue), inside.now)
    assert json.draw(taken)
    masked = taking.take_disclosure(ylva, code, Choice(found=True, staff=True, contact=True, notes=frozenset()))
    assert docx.draw(disclosure(masked(), tongue), inside.now)


def _refused(inside: Inside, secret: str) -> None:
    _write(inside, NoteKind.WRITTEN, secret * 2000)


IN_ROOM: dict[str, Callable[[Inside, str], None]] = {
    "note": _note,
    "step": _step,
    "particular": _particular,
    "draft": _draft,
    "case number": _case,
    "request": _request,
    "grounds": _grounds,
    "reason to break the glass": _reason,
    "papers": _papers,
    "refused form": _refused,
}
MAY_BE_REFUSED = {"refused form", "case number"}


def in_room(session: Session, now: datetime, name: str, referral_id: int, secret: str) -> None:
    """Send `secret` through one of the flows."""
    try:
        with session.begin_nested():
            IN_ROOM[name](Inside(session, now, referral_id), secret)
    except Refused:
        assert name in MAY_BE_REFUSED, name
