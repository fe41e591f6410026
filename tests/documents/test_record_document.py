"""The file as a document for the file of record."""

from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from sqlmodel import Session, col, select

from bot.demo.cast import YLVA
from bot.documents import docx as drawing
from bot.documents import taking
from bot.documents.paper import record
from bot.documents.words import Tongue
from bot.sealed.places import CASE
from models import AuditEntry, Client, Referral
from tests.documents.files import ROOM, everything_in, members_of, noted, room_turn
from tests.hands import HandClock


def drawn(session: Session, clock: HandClock, referral: Referral, language: str = "sv") -> bytes:
    file = taking.take_record(room_turn(session, YLVA, clock, "/r/{code}/export/record"), referral.code)
    return drawing.draw(record(file, Tongue(language)), clock.now())


def test_it_holds_what_is_written_by_both_sides_and_every_version(
    session: Session, clock: HandClock, referral: Referral
) -> None:
    said = everything_in(drawn(session, clock, referral))
    for words in (
        "Bor hos sin syster, 811228-9874.",
        "Ring 08-465 004 44 efter tio.",
        "Ring 08-465 004 45 efter tio.",
        "Ringde hennes man på 08-465 004 46.",
        "Ringde 08-465 004 45 och talade med Knut Påhittad.",
        "Gäller någon annan.",
        "Fel person.",
        "Egen tanke.",
        "Mottagarens egen, inte delad med nämnden.",
        "Kom i tid.",
        "Första besöket",
        "Street Minds",
        "3 oktober 2022",
    ):
        assert words in said


def test_word_opens_it_with_headings_tables_and_struck_words(
    session: Session, clock: HandClock, referral: Referral
) -> None:
    document = docx.Document(BytesIO(drawn(session, clock, referral)))
    headings = [one.text for one in document.paragraphs if one.style and one.style.name.startswith("Heading")]
    assert headings[:3] == ["Hänvisningen", "Samtycke", "Bakgrund"]
    assert [one.style.name for one in document.paragraphs if one.text == "4 oktober 2022: kom" and one.style] == [
        "Heading 2"
    ]
    history = document.tables[1]
    assert [cell.text for cell in history.rows[0].cells] == ["När", "Vad", "Uppgift", "Vem"]
    assert [cell.text for cell in history.rows[1].cells] == ["3 oktober 2022, 09:00", "skickad", "", YLVA.name]
    assert list(history.rows[0]._tr.iter(qn("w:tblHeader")))
    struck = [run.text for one in document.paragraphs for run in one.runs if run.font.strike]
    assert "Gäller någon annan." in struck
    assert "Ring 08-465 004 44 efter tio." in struck
    assert "Ring 08-465 004 45 efter tio." not in struck


def test_its_properties_name_nobody(session: Session, clock: HandClock, referral: Referral) -> None:
    made = drawn(session, clock, referral)
    properties = docx.Document(BytesIO(made)).core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert properties.title == f"Hänvisning {referral.code}"
    assert properties.language == "sv-SE"
    parts = members_of(made)
    about = parts["docProps/core.xml"].decode() + parts["docProps/app.xml"].decode()
    assert YLVA.name not in about
    assert "python-docx" not in about
    assert not [name for name in parts if "comments" in name or "people" in name]


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("tecken \x07\x0b\x1b här", "tecken [U+0007][U+000B][U+001B] här"),
        ("vänt \u202eåh", "vänt [U+202E]åh"),
        ("ingen \ufffe\uffff alls", "ingen [U+FFFE][U+FFFF] alls"),
        ("<w:p/>&amp;]]>", "<w:p/>&amp;]]>"),
        ("{{ 7*7 }} {% x %}", "{{ 7*7 }} {% x %}"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("👩‍👧 åäö 漢字 שלום", "👩‍👧 åäö 漢字 שלום"),
    ],
)
def test_hostile_words_are_shown_and_never_act(
    session: Session, clock: HandClock, referral: Referral, hostile: str, shown: str
) -> None:
    noted(room_turn(session, YLVA, clock), referral, hostile, "hostile")
    document = docx.Document(BytesIO(drawn(session, clock, referral)))
    assert shown in [one.text for one in document.paragraphs]


def test_the_case_number_is_the_referrers_alone(session: Session, clock: HandClock, referral: Referral) -> None:
    client = session.get_one(Client, referral.person)
    assert ROOM.vault
    client.sealed_case = ROOM.vault.seal(session, referral.person, "2022-4711", CASE)
    session.flush()
    assert "2022-4711" in everything_in(drawn(session, clock, referral))


def test_taking_it_is_kept_with_its_screen_and_transfers_nothing(
    session: Session, clock: HandClock, referral: Referral
) -> None:
    drawn(session, clock, referral)
    entries = session.exec(select(AuditEntry).where(col(AuditEntry.act) == "export")).all()
    assert [(one.subject, one.subject_id, one.screen) for one in entries] == [
        ("referral", referral.id, "/r/{code}/export/record")
    ]
    assert referral.transferred_at is None


def test_it_can_be_drawn_in_english(session: Session, clock: HandClock, referral: Referral) -> None:
    said = everything_in(drawn(session, clock, referral, "en"))
    assert "What has happened" in said
    assert "4 October 2022: came" in said
    assert "en-GB" in said
