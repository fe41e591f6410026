"""What a person asks for: recorded by the caseworker, decided by the manager, and done."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, select

from bot import notices
from bot.actions import referrals
from bot.demo.cast import KNUT, MAJ, YLVA, Player
from bot.sealed.ledger import Ledger, digest
from messages import views
from models import (
    AuditEntry,
    Client,
    Decision,
    Happening,
    Member,
    Notice,
    NoticeKind,
    Organisation,
    Referral,
    Right,
    RightsRequest,
    Role,
)
from tests.hands import member
from tests.web.room.visiting import ON_SQLITE, OpenRoom, Visitor

ASKS = "Jag vill att allt ni skrivit tas bort."
GROUNDS = "Uppgifterna behövs inte längre."
NUMBER = "19900101-1239"
NOTE = "Hon vill odla."


async def asked(ylva: Visitor, code: str, kind: Right = Right.ERASURE, words: str = ASKS) -> None:
    """Ylva records a request."""
    await ylva.post(f"r/{code}/rights", kind=kind.value, day="2022-10-03", words=words)
    assert ylva.status == 200, ylva.text


async def noted(ylva: Visitor, code: str) -> None:
    await ylva.post(f"r/{code}/note", words=NOTE)


def a_row(room: OpenRoom, model: type[Any]) -> Any:
    """The only row of a table."""
    return room.store.run_now(lambda session: session.exec(select(model)).one())


def the_client(room: OpenRoom, number: int) -> Client:
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


def audited(room: OpenRoom, act: str) -> int:
    rows = select(AuditEntry).where(col(AuditEntry.act) == act)
    return room.store.run_now(lambda session: len(session.exec(rows).all()))


async def test_a_request_is_recorded_sealed_and_the_manager_is_told_without_a_word_of_it(
    room: OpenRoom, ylva: Visitor, maj: Visitor
) -> None:
    code = room.refers()
    await asked(ylva, code)

    assert ASKS in ylva.text
    assert "Svara personen senast 3 november 2022" in ylva.text
    row = a_row(room, RightsRequest)
    assert ASKS.encode() not in row.sealed_request
    assert said(room, MAJ) == [views.RightsAsked(code, date(2022, 11, 3))]
    await maj.get("day")
    assert "Begäran om radering eller rättelse 1" in maj.text
    await maj.get("rights")
    assert code in maj.text
    await maj.get(f"rights/{row.id}")
    assert ASKS in maj.text


@ON_SQLITE
async def test_the_guard_asks_about_a_number_in_a_request_and_in_its_grounds(
    room: OpenRoom, ylva: Visitor, maj: Visitor
) -> None:
    code = room.refers()
    path = f"r/{code}/rights"
    await ylva.post(path, kind=Right.RECTIFICATION.value, day="2022-10-03", words=f"Mitt nummer är {NUMBER}.")
    assert ylva.status == 422
    assert "pekar ut en person" in ylva.text
    form = ylva.page.form(path)
    assert (form.fields["words"], form.fields["kind"]) == (f"Mitt nummer är {NUMBER}.", Right.RECTIFICATION.value)
    await ylva.submit(form, choice="mask")
    assert "Mitt nummer är [personnummer]." in ylva.text

    decide = f"rights/{a_row(room, RightsRequest).id}"
    await maj.post(decide, decision=Decision.REFUSED.value, grounds=f"Numret är {NUMBER}.")
    assert maj.status == 422
    assert a_row(room, RightsRequest).decision is None
    await maj.submit(maj.page.form(decide), choice="keep")
    assert maj.status == 200
    await ylva.get(path)
    assert f"Numret är {NUMBER}." in ylva.text


async def test_the_manager_reads_the_request_and_not_the_notes(room: OpenRoom, ylva: Visitor, maj: Visitor) -> None:
    code = room.refers()
    await noted(ylva, code)
    await asked(ylva, code)

    await maj.get(f"rights/{a_row(room, RightsRequest).id}")
    assert NOTE not in maj.text
    await ylva.get(f"r/{code}/readers")
    assert MAJ.name in ylva.text
    assert "läste en begäran" in ylva.text
    for path in (f"r/{code}", f"r/{code}/rights", f"r/{code}/case"):
        await maj.get(path)
        assert (path, maj.status) == (path, 404)


async def test_an_erasure_that_is_granted_erases_the_file_at_once(
    room: OpenRoom, ylva: Visitor, maj: Visitor, tmp_path: Path
) -> None:
    code = room.refers()
    number = room.referral_id(code)
    await noted(ylva, code)
    await asked(ylva, code)
    ends(room, code)
    row = a_row(room, RightsRequest)

    await maj.post(f"rights/{row.id}", decision="granted")

    assert "Beslutet är fattat" in maj.text
    client = the_client(room, number)
    assert client.erased_at
    assert client.wrapped_key is None
    assert digest(client.mark) in Ledger(tmp_path / "erased.log").read()
    row = a_row(room, RightsRequest)
    assert (row.decision, row.sealed_request, row.sealed_grounds) == (Decision.GRANTED, None, None)
    assert row.decided_by_id == room.store.run_now(lambda session: member(session, MAJ).id)
    assert audited(room, "rights_granted") == audited(room, "erase") == 1
    assert said(room, YLVA) == [views.RightsDecided("", date(2022, 10, 3))]
    assert said(room, MAJ) == [None]
    for path in (f"r/{code}", f"r/{room.store.run_now(lambda session: session.get_one(Referral, number).code)}"):
        await ylva.get(path)
        assert ylva.status == 404
    await ylva.get("day")
    assert code not in ylva.text
    await maj.get(f"rights/{row.id}")
    assert maj.status == 404


async def test_what_is_open_is_ended_before_it_is_erased_so_that_the_partner_hears_of_it(
    room: OpenRoom, ylva: Visitor, maj: Visitor
) -> None:
    code = room.refers()
    await asked(ylva, code)

    await maj.post(f"rights/{a_row(room, RightsRequest).id}", decision="granted")

    assert maj.status == 422
    assert f"{code} är öppen" in maj.text
    assert a_row(room, RightsRequest).decision is None
    assert the_client(room, room.referral_id(code)).erased_at is None


@pytest.mark.parametrize("decision", [Decision.PARTLY, Decision.REFUSED])
async def test_a_refusal_has_grounds_that_the_caseworker_reads_and_tells(
    room: OpenRoom, ylva: Visitor, maj: Visitor, decision: Decision
) -> None:
    code = room.refers()
    await asked(ylva, code)
    row = a_row(room, RightsRequest)

    await maj.post(f"rights/{row.id}", decision=decision.value, grounds="  ")
    assert maj.status == 422
    assert "Skriv skälen" in maj.text
    await maj.post(f"rights/{row.id}", decision=decision.value, grounds=GROUNDS)

    assert said(room, YLVA) == [views.RightsDecided(code, date(2022, 10, 3))]
    await ylva.get(f"r/{code}/rights")
    assert GROUNDS in ylva.text
    assert GROUNDS.encode() not in a_row(room, RightsRequest).sealed_grounds
    assert the_client(room, room.referral_id(code)).erased_at is None


@ON_SQLITE
async def test_a_rectification_that_is_granted_erases_nothing(room: OpenRoom, ylva: Visitor, maj: Visitor) -> None:
    code = room.refers()
    await asked(ylva, code, Right.RECTIFICATION)

    await maj.post(f"rights/{a_row(room, RightsRequest).id}", decision="granted", grounds=GROUNDS)

    assert the_client(room, room.referral_id(code)).erased_at is None


@ON_SQLITE
async def test_the_same_request_sent_twice_is_one_and_another_is_another(room: OpenRoom, ylva: Visitor) -> None:
    code = room.refers()
    await asked(ylva, code)
    await asked(ylva, code)
    assert a_row(room, RightsRequest)
    assert len(said(room, MAJ)) == 1

    await asked(ylva, code, words="Och det ni sagt till andra.")

    assert len(said(room, MAJ)) == 2


@ON_SQLITE
async def test_a_day_that_has_not_been_and_a_request_without_words_are_refused(room: OpenRoom, ylva: Visitor) -> None:
    code = room.refers()
    for fields in ({"day": "2022-10-04", "words": ASKS}, {"day": "2022-10-03", "words": " "}):
        await ylva.post(f"r/{code}/rights", kind="erasure", **fields)
        assert ylva.status == 422
    assert room.store.run_now(lambda session: session.exec(select(RightsRequest)).all()) == []


@ON_SQLITE
async def test_what_was_being_written_is_kept_when_the_room_locks(room: OpenRoom, ylva: Visitor) -> None:
    code = room.refers()
    await ylva.get(f"r/{code}/rights")
    form = ylva.page.form(f"r/{code}/rights")
    room.clock.forward(minutes=20)
    await ylva.submit(form, kind="rectification", day="2022-10-01", words=ASKS)
    await ylva.unlock()

    await ylva.get("day")
    assert f"r/{code}/rights" in ylva.html
    await ylva.get(f"r/{code}/rights")
    assert ASKS in ylva.text
    await ylva.submit(ylva.page.form(f"r/{code}/rights"), kind="rectification")
    assert a_row(room, RightsRequest).asked_on == date(2022, 10, 1)


async def test_a_decision_stands_and_another_manager_cannot_make_another(
    room: OpenRoom, ylva: Visitor, maj: Visitor
) -> None:
    code = room.refers()
    await asked(ylva, code)
    row = a_row(room, RightsRequest)
    await maj.get(f"rights/{row.id}")
    form = maj.page.form(f"rights/{row.id}")
    await maj.submit(form, decision="refused", grounds=GROUNDS)
    await maj.submit(form, decision="refused", grounds=GROUNDS)
    assert maj.status == 200
    await maj.submit(form, decision="partly", grounds=GROUNDS)

    assert maj.status == 409
    assert a_row(room, RightsRequest).decision is Decision.REFUSED
    assert len(said(room, YLVA)) == 1


@ON_SQLITE
async def test_a_manager_of_another_unit_or_board_decides_nothing(room: OpenRoom, ylva: Visitor) -> None:
    code = room.refers()
    await asked(ylva, code)
    number = a_row(room, RightsRequest).id
    for telegram_id, elsewhere in ((4301, False), (4302, True)):
        stranger = Player(telegram_id, "Chef Annanstans", Role.MANAGER, "", "Annan enhet")
        room.store.run_now(lambda session, who=stranger, other=elsewhere: join(session, who, room, other))  # type: ignore[misc]
        async with room.visitor() as visitor:
            await visitor.come_in(stranger)
            await visitor.get("rights")
            assert code not in visitor.text
            await visitor.get(f"rights/{number}")
            assert visitor.status == 404


def join(session: Session, player: Player, room: OpenRoom, elsewhere: bool) -> None:
    """A manager of another unit of Maj's board, or of another board."""
    board = member(session, MAJ).organisation_id
    if elsewhere:
        mine = session.get_one(Organisation, board)
        other = Organisation(**{**mine.model_dump(exclude={"id"}), "name": "En annan nämnd", "alias": None})
        session.add(other)
        session.flush()
        board = other.id
    session.add(
        Member(
            telegram_id=player.telegram_id,
            name=player.name,
            role=Role.MANAGER,
            organisation_id=board,
            unit=player.unit,
            joined_at=room.clock.now(),
        )
    )


@ON_SQLITE
async def test_a_koordinator_and_a_colleague_see_no_request(room: OpenRoom, ylva: Visitor, olle: Visitor) -> None:
    code = room.refers()
    await asked(ylva, code)
    number = a_row(room, RightsRequest).id
    async with room.visitor() as visitor:
        await visitor.come_in(KNUT)
        for who in (visitor, olle):
            for path in (f"r/{code}/rights", f"rights/{number}", "rights"):
                await who.get(path)
                assert (path, who.status) == (path, 404)


@ON_SQLITE
async def test_a_ledger_that_cannot_be_written_leaves_the_request_undecided(
    room: OpenRoom, ylva: Visitor, maj: Visitor, tmp_path: Path
) -> None:
    code = room.refers()
    await asked(ylva, code)
    ends(room, code)
    (tmp_path / "erased.log").mkdir()

    await maj.post(f"rights/{a_row(room, RightsRequest).id}", decision="granted")

    assert maj.status == 503
    assert a_row(room, RightsRequest).decision is None
    assert the_client(room, room.referral_id(code)).erased_at is None
