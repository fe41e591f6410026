"""What a person asks for is decided by the manager, and done."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import col, select

from bot.demo.cast import MAJ, YLVA
from bot.sealed.ledger import Ledger, digest
from messages import views
from models import AuditEntry, Decision, Referral, Right, RightsRequest
from tests.hands import member
from tests.web.room.visiting import ON_SQLITE, OpenRoom, Visitor
from tests.web.room_rights.asking import GROUNDS, a_row, asked, ends, noted, said, the_client


def audited(room: OpenRoom, act: str) -> int:
    rows = select(AuditEntry).where(col(AuditEntry.act) == act)
    return room.store.run_now(lambda session: len(session.exec(rows).all()))


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
