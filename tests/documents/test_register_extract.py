"""A register extract: everything about one person, to read and for a machine."""

import json
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from bot.actions import room_drafts
from bot.demo.cast import KNUT, OLLE, YLVA
from bot.documents import docx as drawing
from bot.documents import json as data
from bot.documents import taking
from bot.documents.extract_paper import extract
from bot.documents.kept import Extract
from bot.documents.words import Tongue
from bot.sealed.places import glass_place, rights_place
from models import AuditEntry, Decision, Glass, Referral, Right, RightsRequest
from tests.documents.files import ROOM, everything_in, noted, room_turn
from tests.hands import HandClock, a_referral, member


def taken(session: Session, clock: HandClock, referral: Referral) -> Extract:
    return taking.take_extract(room_turn(session, YLVA, clock, "/r/{code}/export/extract"), referral.code)


@pytest.fixture
def twice(session: Session, clock: HandClock, referral: Referral) -> Referral:
    """The same person, referred once more."""
    again = a_referral(room_turn(session, YLVA, clock, seed=8))
    again.person = referral.person
    session.flush()
    noted(room_turn(session, YLVA, clock), again, "Andra gången.", "again")
    return again


def test_it_holds_all_referrals_of_the_person_and_nobody_elses(
    session: Session, clock: HandClock, referral: Referral, twice: Referral
) -> None:
    other = a_referral(room_turn(session, YLVA, clock, seed=9))
    noted(room_turn(session, YLVA, clock), other, "Någon helt annan.", "other")
    extracted = taken(session, clock, twice)
    assert [file.code for file in extracted.files] == [referral.code, twice.code]
    said = everything_in(drawing.draw(extract(extracted, Tongue("sv")), clock.now()))
    assert "Andra gången." in said
    assert "Egen tanke." in said
    assert "Mottagarens egen, inte delad med nämnden." in said
    assert "Någon helt annan." not in said
    assert other.code not in said


def test_what_a_colleague_is_responsible_for_is_counted_and_not_shown(
    session: Session, clock: HandClock, referral: Referral, twice: Referral
) -> None:
    twice.referrer_id = member(session, OLLE).id
    session.flush()
    extracted = taken(session, clock, referral)
    assert [file.code for file in extracted.files] == [referral.code]
    assert extracted.others == 1
    assert twice.code not in data.draw(extracted).decode()


def test_requests_glasses_notices_and_the_log_are_there(session: Session, clock: HandClock, referral: Referral) -> None:
    assert ROOM.vault
    ylva, knut = member(session, YLVA), member(session, KNUT)
    request = RightsRequest(
        client=referral.person,
        referral_id=referral.id,
        wanted=Right.ERASURE,
        asked_on=clock.now().date(),
        recorded_by_id=ylva.id,
        recorded_at=clock.now(),
        decision=Decision.REFUSED,
        decided_by_id=ylva.id,
        decided_at=clock.now(),
    )
    session.add(request)
    session.flush()
    for column, words in (("sealed_request", "Ta bort allt."), ("sealed_grounds", "Lagen kräver det.")):
        place = rights_place(column, request.id)
        setattr(request, column, ROOM.vault.seal(session, referral.person, words, place))
    reason = ROOM.vault.seal(session, referral.person, "Fara för liv.", glass_place(referral.id, knut.id))
    session.add(
        Glass(
            referral_id=referral.id,
            asked_by_id=knut.id,
            asked_at=clock.now(),
            sealed_reason=reason,
            opened_by_id=ylva.id,
            opened_at=clock.now(),
            until=clock.now() + timedelta(hours=1),
        )
    )
    session.flush()
    extracted = taken(session, clock, referral)
    said = everything_in(drawing.draw(extract(extracted, Tongue("sv")), clock.now()))
    for words in (
        "Ta bort allt.",
        "Lagen kräver det.",
        "Avslagen",
        "Fara för liv.",
        "ny hänvisning",
        "skickade hänvisningen",
        "skrev text",
        "tog ut handlingen",
        "Gallras tidigast",
        "Integritetsskyddsmyndigheten",
    ):
        assert words in said
    assert {one.act for one in extracted.trace} >= {"send", "write_words", "strike_note", "export"}
    assert {one.kind for one in extracted.told} == {"referral_offered", "referral_news"}


def test_the_data_say_the_same_in_iso_dates(session: Session, clock: HandClock, referral: Referral) -> None:
    read = json.loads(data.draw(taken(session, clock, referral)))
    file = read["files"][0]
    assert file["code"] == referral.code
    assert file["sent_at"] == "2022-10-03T07:00:00+00:00"
    assert file["consent"]["until"] == "2023-10-03"
    words = [version["words"] for note in file["notes"] for version in note["versions"]]
    assert "Egen tanke." in words
    assert file["particulars"][2]["versions"][1]["words"] == "Ring 08-465 004 45 efter tio."
    assert read["erase_on"] > "2027"


def test_hostile_words_are_data(session: Session, clock: HandClock, referral: Referral) -> None:
    hostile = '"}],\x07\u202e</script>\ufffe'
    noted(room_turn(session, YLVA, clock), referral, hostile, "hostile")
    read = json.loads(data.draw(taken(session, clock, referral)))
    words = [version["words"] for note in read["files"][0]["notes"] for version in note["versions"]]
    assert hostile in words


def test_each_referrals_audit_says_that_it_was_taken(
    session: Session, clock: HandClock, referral: Referral, twice: Referral
) -> None:
    taken(session, clock, referral)
    entries = session.exec(select(AuditEntry).where(col(AuditEntry.act) == "export")).all()
    assert {one.subject_id for one in entries} == {referral.id, twice.id}
    assert {one.screen for one in entries} == {"/r/{code}/export/extract"}


def test_drafts_that_are_not_saved_are_left_out(session: Session, clock: HandClock, referral: Referral) -> None:
    turn = room_turn(session, YLVA, clock)
    room_drafts.keep(turn, referral, f"note:{referral.id}", {"words": "Inte färdigt."})
    session.flush()
    assert b"Inte f" not in data.draw(taken(session, clock, referral))
