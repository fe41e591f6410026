"""How long files are kept: set by those who run the board, and the day of every file moves with it."""

import random
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session, col, select

from bot.actions import erasure
from bot.clock import at_local, months_later
from bot.demo.cast import BOARD, OLLE, YLVA, Player
from models import AuditEntry, Client, Organisation
from tests.hands import a_referral
from tests.web.room.visiting import ON_SQLITE, OpenRoom, Visitor

TODAY = date(2022, 10, 3)


def refers(room: OpenRoom, player: Player, seed: int) -> str:
    """`player` refers another person than with any other seed."""

    def unit(session: Session) -> str:
        return a_referral(replace(room.turn(session, player), dice=random.Random(seed))).code

    return room.store.run_now(unit)


def days(room: OpenRoom) -> set[date]:
    return room.store.run_now(lambda session: {client.erase_on for client in session.exec(select(Client)).all()})


def board(room: OpenRoom) -> Organisation:
    named = select(Organisation).where(col(Organisation.name) == BOARD)
    return room.store.run_now(lambda session: session.exec(named).one())


async def test_another_time_moves_the_day_of_every_file_and_is_audited(room: OpenRoom, maj: Visitor) -> None:
    for seed, player in enumerate((YLVA, YLVA, OLLE)):
        refers(room, player, seed)
    await maj.get("keeping")
    await maj.submit(maj.page.form("keeping"), months="24", transferred="2", untransferred="yes")

    assert "Dagarna är flyttade" in maj.text
    row = board(room)
    assert (row.keep_months, row.keep_transferred_months, row.keeps_untransferred) == (24, 2, True)
    assert days(room) == {months_later(TODAY, 24)}  # they are open, and so alive
    said = select(AuditEntry.act).where(col(AuditEntry.subject) == "organisation").order_by(col(AuditEntry.id))
    assert room.store.run_now(lambda session: session.exec(said).all()) == [
        "keep_months=24",
        "keep_transferred_months=2",
        "keeps_untransferred=True",
    ]


@ON_SQLITE
@pytest.mark.parametrize(
    ("fields", "flaw"),
    [
        ({"months": "11", "transferred": "3"}, "Välj mellan 12 och 240 månader efter den sista"),
        ({"months": "60", "transferred": "0"}, "Välj mellan 1 och 24 månader efter överföringen"),
        ({"months": "-5", "transferred": "3"}, "Välj mellan 12 och 240"),
        ({"months": "många", "transferred": "3"}, "Välj mellan 12 och 240"),
    ],
)
async def test_a_time_that_cannot_be_comes_back_with_what_is_wrong(
    room: OpenRoom, maj: Visitor, fields: dict[str, str], flaw: str
) -> None:
    await maj.post("keeping", **fields)

    assert maj.status == 422
    assert flaw in maj.text
    assert board(room).keep_months == 60


@ON_SQLITE
async def test_an_administrator_may_and_a_caseworker_may_not(room: OpenRoom, ylva: Visitor, ada: Visitor) -> None:
    await ada.post("keeping", months="36")
    assert board(room).keep_months == 36

    await ylva.get("keeping")
    assert ylva.status == 403


async def test_the_page_of_what_goes_shows_the_reader_their_own(room: OpenRoom, ylva: Visitor, olle: Visitor) -> None:
    mine, theirs = refers(room, YLVA, 1), refers(room, OLLE, 2)
    soon = months_later(TODAY, 1)
    for client in room.store.run_now(lambda session: session.exec(select(Client.mark)).all()):
        room.change(Client, client, erase_on=soon, announced_for=soon)

    await ylva.get("going")
    assert mine in ylva.text
    assert theirs not in ylva.text
    assert "gallras 3 november 2022" in ylva.text
    await olle.get("going")
    assert (theirs in olle.text, mine in olle.text) == (True, False)


@ON_SQLITE
async def test_a_shorter_time_still_gives_a_month_of_notice(room: OpenRoom, maj: Visitor) -> None:
    room.refers()
    room.store.run_now(lambda session: setattr(session.exec(select(Client)).one(), "erase_on", TODAY))

    morning = at_local(TODAY, 10)
    assert room.store.run_now(lambda session: erasure.announce(session, morning)) == 1
    assert min(days(room)) > TODAY
