"""A copy for disclosure: what was masked is not in the file any more, in none of its parts."""

from dataclasses import replace
from io import BytesIO

import docx
import pytest
from sqlmodel import Session

from bot.demo.cast import KNUT, SIRI, YLVA
from bot.documents import docx as drawing
from bot.documents import taking
from bot.documents.kept import CaseFile, MaskedPart
from bot.documents.masking import BAR, Choice, mask
from bot.documents.paper import disclosure
from bot.documents.words import Tongue
from models import Particular, Referral
from tests.documents.files import everything_in, noted, room_turn
from tests.hands import HandClock

ALL = Choice(found=True, staff=True, contact=True)


def taken(
    session: Session, clock: HandClock, referral: Referral, choice: Choice
) -> tuple[bytes, tuple[MaskedPart, ...]]:
    masked = taking.take_disclosure(room_turn(session, YLVA, clock), referral.code, choice)()
    return drawing.draw(disclosure(masked, Tongue("sv")), clock.now()), masked.parts


def file_of(session: Session, clock: HandClock, referral: Referral) -> CaseFile:
    return taking.take_record(room_turn(session, YLVA, clock), referral.code)


def worded(file: CaseFile, words: str) -> CaseFile:
    """The file with other words as its reason."""
    kept = next(one for one in file.particulars if one.kind == Particular.REASON)
    changed = replace(kept, versions=(replace(kept.versions[0], words=words),))
    return replace(file, particulars=(changed, *(one for one in file.particulars if one is not kept)))


def reason_of(file: CaseFile) -> str:
    kept = next(one for one in file.particulars if one.kind == Particular.REASON)
    return kept.versions[-1].words or ""


def test_without_a_choice_nothing_is_masked(session: Session, clock: HandClock, referral: Referral) -> None:
    made, parts = taken(session, clock, referral, Choice())
    assert parts == ()
    assert BAR not in everything_in(made)
    assert "Inget är maskat." in everything_in(made)


def test_what_is_masked_is_in_no_part_of_the_file(session: Session, clock: HandClock, referral: Referral) -> None:
    made, _ = taken(session, clock, referral, ALL)
    said = everything_in(made)
    for gone in ("811228-9874", "465 004 44", "465 004 45", "465 004 46", YLVA.name, KNUT.name, SIRI.name, "Knut"):
        assert gone not in said
    assert "Ringde hennes man på ████" in said
    assert "Bor hos sin syster, ████" in said


def test_how_to_reach_the_person_is_masked_in_the_notes_too(
    session: Session, clock: HandClock, referral: Referral
) -> None:
    noted(room_turn(session, YLVA, clock), referral, "Svarar på 08/46500445 och +46 8 465 004 47.", "six")
    made, parts = taken(session, clock, referral, Choice(contact=True))
    said = everything_in(made)
    assert "46500445" not in said.replace(" ", "")
    assert "465 004 46" in said
    assert "465 004 47" in said
    assert [part.kind for part in parts] == ["contact"]


def test_a_note_that_is_masked_leaves_its_day_alone(session: Session, clock: HandClock, referral: Referral) -> None:
    note = noted(room_turn(session, YLVA, clock), referral, "Hemligt ord.", "six")
    whole = {one.id for one in file_of(session, clock, referral).notes if one.kind == "step"}
    made, parts = taken(session, clock, referral, Choice(notes=frozenset({note.id, *whole})))
    said = everything_in(made)
    assert "Hemligt ord" not in said
    assert "Första besöket" not in said
    assert "4 oktober 2022: ████" in said
    assert [(part.kind, part.where) for part in parts] == [("note", "note"), ("note", "note")]


def test_the_bar_says_nothing_of_the_length(session: Session, clock: HandClock, referral: Referral) -> None:
    file = file_of(session, clock, referral)
    short, long = "x@y.se", "en.mycket.lang.adress.som.aldrig.tar.slut@exempel.example.se"
    masked = [reason_of(mask(worded(file, f"Se {mail} nu"), (), Choice(found=True)).file) for mail in (short, long)]
    assert masked == [f"Se {BAR} [1] nu"] * 2


def test_the_parts_are_numbered_and_listed_with_empty_columns_to_decide_in(
    session: Session, clock: HandClock, referral: Referral
) -> None:
    made, parts = taken(session, clock, referral, ALL)
    assert [part.number for part in parts] == list(range(1, len(parts) + 1))
    document = docx.Document(BytesIO(made))
    table = document.tables[-1]
    assert [cell.text for cell in table.rows[0].cells] == ["Nr", "Del", "Var", "Lagrum (OSL)", "Beslut"]
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    assert len(rows) == len(parts)
    assert all(row[3] == row[4] == "" for row in rows)
    said = everything_in(made)
    assert all(f"{BAR} [{part.number}]" in said for part in parts)
    assert "Förslag till maskning" in said


def test_staff_share_one_number_so_that_nothing_tells_them_apart(
    session: Session, clock: HandClock, referral: Referral
) -> None:
    _, parts = taken(session, clock, referral, Choice(staff=True))
    assert [part.kind for part in parts] == ["staff"]


@pytest.mark.parametrize(
    "written",
    [
        "Talade med Knut Påhittad i dag",
        "talade med KNUT PÅHITTAD i dag",
        "Talade med Knut i dag",
        "Påhittads ord i dag",
        "Kn\u200but Påhittad ringde",
        "Knut\u00a0\u00a0Påhittad ringde",
        "Knut\nPåhittad ringde",
        "Pa\u030ahittad ringde",
    ],
)
def test_a_name_in_the_words_is_found_however_it_is_written(
    session: Session, clock: HandClock, referral: Referral, written: str
) -> None:
    masked = reason_of(mask(worded(file_of(session, clock, referral), written), (), Choice(staff=True)).file)
    assert BAR in masked
    assert "hittad" not in masked.casefold()
    assert "knut" not in masked.casefold().replace("\u200b", "")


def test_words_that_only_hold_a_name_stay(session: Session, clock: HandClock, referral: Referral) -> None:
    words = "Knutpunkten i maj, påhittade skäl"
    file = worded(file_of(session, clock, referral), words)
    assert reason_of(mask(file, ("Maj Exempelsson",), Choice(staff=True)).file) == words


def test_what_overlaps_is_masked_whole(session: Session, clock: HandClock, referral: Referral) -> None:
    file = worded(file_of(session, clock, referral), "Skriv till knut.pahittad@Knut.se nu")
    masked = mask(file, (), Choice(found=True, staff=True)).file
    assert reason_of(masked) == f"Skriv till {BAR} [2] nu"


def test_a_text_of_bars_adds_no_number(session: Session, clock: HandClock, referral: Referral) -> None:
    file = worded(file_of(session, clock, referral), "████ [7] ([1])")
    masked = mask(file, (), Choice(found=True))
    assert reason_of(masked.file) == "████ [7] ([1])"
