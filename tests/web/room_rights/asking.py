"""A request about one's own data: asked for, and what then stands in the rows and is said of it."""

from typing import Any

from sqlmodel import Session, col, select

from bot import notices
from bot.actions import referrals
from bot.demo.cast import YLVA, Player
from models import Client, Happening, Notice, NoticeKind, Referral, Right
from tests.web.room.visiting import OpenRoom, Visitor

ASKS = "Jag vill att allt ni skrivit tas bort."
GROUNDS = "Uppgifterna behövs inte längre."
NOTE = "Hon vill odla."


async def asked(ylva: Visitor, code: str, kind: Right = Right.ERASURE, words: str = ASKS) -> None:
    """Ylva records a request."""
    await ylva.post(f"r/{code}/rights", kind=kind.value, day="2022-10-03", words=words)
    assert ylva.status == 200, ylva.text


async def noted(ylva: Visitor, code: str) -> None:
    """Ylva writes a note."""
    await ylva.post(f"r/{code}/note", words=NOTE)


def a_row(room: OpenRoom, model: type[Any]) -> Any:
    """The only row of a table."""
    return room.store.run_now(lambda session: session.exec(select(model)).one())


def the_client(room: OpenRoom, number: int) -> Client:
    """The client whom a referral is about."""

    def unit(session: Session) -> Client:
        return session.get_one(Client, session.get_one(Referral, number).person)

    return room.store.run_now(unit)


def ends(room: OpenRoom, code: str) -> None:
    """Ylva ends the referral in the chat."""

    number = room.referral_id(code)

    def unit(session: Session) -> None:
        revision = session.get_one(Referral, number).revision
        referrals.take(room.turn(session, YLVA), number, Happening.WITHDRAWN, revision)

    room.store.run_now(unit)


def said(room: OpenRoom, player: Player) -> list[object]:
    """What the notices about requests say to somebody now."""

    def unit(session: Session) -> list[object]:
        turn = room.turn(session, player)
        rows = session.exec(
            select(Notice)
            .where(col(Notice.kind) == NoticeKind.RIGHTS_ASKED, col(Notice.recipient_id) == turn.who.id)
            .order_by(col(Notice.id))
        ).all()
        cards = [notices.card_for(turn, row) for row in rows]
        return [card.view if card else None for card in cards]

    return room.store.run_now(unit)
