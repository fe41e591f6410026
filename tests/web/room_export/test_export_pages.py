"""Taking documents out: the page, the files, the same on the screen, and the transfer to the file of record."""

import json
from datetime import timedelta
from io import BytesIO

import docx
import pytest
from sqlmodel import Session, col, select

from bot import clock
from bot.demo.cast import ADA, KNUT, MAJ, OLLE, YLVA, Player
from models import AuditEntry, Client, Event, Happening, Note, NoteKind, Notice, NoticeKind, Referral
from tests.documents.files import everything_in
from tests.web.room.visiting import ON_SQLITE, OpenRoom, Visitor

SHOWN = ("", "/record", "/extract", "/data", "/disclosure", "/print/record", "/print/extract", "/print/disclosure")
POSTED = ("/transferred", "/back", "/remind")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def noted(ylva: Visitor, code: str, words: str) -> None:
    """Ylva writes a note, whatever the guard says."""
    await ylva.get(f"r/{code}/note")
    await ylva.submit(ylva.page.form(f"r/{code}/note"), words=words, choice="keep")
    assert ylva.status == 200


def audited(room: OpenRoom, act: str) -> list[tuple[str, bool]]:
    def unit(session: Session) -> list[tuple[str, bool]]:
        rows = session.exec(select(AuditEntry).where(col(AuditEntry.act) == act)).all()
        return [(row.screen, row.allowed) for row in rows]

    return room.store.run_now(unit)


async def test_the_record_is_fetched_as_a_word_file_and_audited(room: OpenRoom, ylva: Visitor) -> None:
    code = room.refers()
    await noted(ylva, code, "Det gick bra.")
    await ylva.get(f"r/{code}/export")
    assert "I Telegram kan filer vara spärrade" in ylva.text
    await ylva.get(f"r/{code}/export/record")
    assert ylva.headers["content-type"] == WORD
    assert ylva.headers["content-disposition"] == f"attachment; filename*=UTF-8''handlaggning-{code}-2022-10-03.docx"
    assert ylva.headers["cache-control"] == "no-store"
    assert "Det gick bra." in everything_in(ylva.answer.content)
    assert audited(room, "export") == [("/r/{code}/export/record", True)]


@ON_SQLITE
async def test_the_print_view_says_what_the_file_says(room: OpenRoom, ylva: Visitor) -> None:
    code = room.refers()
    await noted(ylva, code, "<script>alert(1)</script> \u202eåh")
    await ylva.get(f"r/{code}/export/print/record")
    shown = ylva.text
    await ylva.get(f"r/{code}/export/record")
    file = docx.Document(BytesIO(ylva.answer.content))
    for text in (one.text for one in file.paragraphs):
        assert " ".join(text.split()) in shown
    assert "<script>alert(1)</script> [U+202E]åh" in shown
    assert audited(room, "export") == [("/r/{code}/export/print/record", True), ("/r/{code}/export/record", True)]


@ON_SQLITE
async def test_a_register_extract_is_there_to_read_and_as_data(room: OpenRoom, ylva: Visitor) -> None:
    code = room.refers()
    await noted(ylva, code, "Det gick bra.")
    await ylva.get(f"r/{code}/export/extract")
    assert "Det gick bra." in everything_in(ylva.answer.content)
    await ylva.get(f"r/{code}/export/data")
    assert ylva.headers["content-type"] == "application/json"
    assert json.loads(ylva.answer.content)["files"][0]["code"] == code
    await ylva.get(f"r/{code}/export/print/extract")
    assert "artikel 15" in ylva.text


@ON_SQLITE
async def test_what_is_ticked_is_masked(room: OpenRoom, ylva: Visitor) -> None:
    code = room.refers()
    await noted(ylva, code, "Ring 08-465 004 44.")
    note = room.store.run_now(lambda session: session.exec(select(Note.id)).one())
    for path in ("print/disclosure", "disclosure"):
        await ylva.get(f"r/{code}/export/{path}?found=yes&staff=yes")
        said = ylva.text if path.startswith("print") else everything_in(ylva.answer.content)
        assert "Ring ████ [2]." in said
        assert "465 004 44" not in said
    await ylva.get(f"r/{code}/export/print/disclosure?note_{note}=yes")
    assert "Ring" not in ylva.text
    await ylva.get(f"r/{code}/export/print/disclosure?found=no&note_x=yes&note_=yes&note_²=yes&note_{'9' * 30}=yes")
    assert "Ring 08-465 004 44." in ylva.text


async def test_a_transfer_is_recorded_once_shortens_the_keeping_and_can_be_undone(
    room: OpenRoom, ylva: Visitor
) -> None:
    code = room.refers()
    referral_id = room.referral_id(code)
    room.change(Referral, referral_id, status="completed")

    def stands(session: Session) -> tuple[bool, int, str]:
        row = session.get_one(Referral, referral_id)
        happened = (col(Event.referral_id) == referral_id, col(Event.happening) == Happening.TRANSFERRED)
        events = session.exec(select(Event).where(*happened)).all()
        return row.transferred_at is not None, len(events), session.get_one(Client, row.person).erase_on.isoformat()

    kept = room.store.run_now(stands)[2]
    await ylva.get(f"r/{code}/export")
    held = ylva.page.form(f"r/{code}/export/transferred")
    await ylva.submit(held)
    assert "Överförd till akten 3 oktober 2022." in ylva.text
    await ylva.submit(held)
    assert room.store.run_now(stands) == (True, 1, "2023-01-03")
    await ylva.press(f"r/{code}/export/back")
    assert "inte överförd" in ylva.text
    assert room.store.run_now(stands) == (False, 0, kept)
    assert [len(audited(room, act)) for act in ("transferred", "transfer_undone")] == [1, 1]


@ON_SQLITE
async def test_the_chat_says_that_something_waits_and_never_the_file(room: OpenRoom, ylva: Visitor) -> None:
    code = room.refers()
    await ylva.get(f"r/{code}/export")
    await ylva.press(f"r/{code}/export/remind")
    await ylva.press(f"r/{code}/export/remind")
    owed = select(Notice).where(col(Notice.kind) == NoticeKind.ROOM_READY)
    rows = room.store.run_now(lambda session: [row.about_id for row in session.exec(owed)])
    assert rows == [room.referral_id(code)]


@ON_SQLITE
@pytest.mark.parametrize("player", [KNUT, OLLE, MAJ, ADA])
async def test_nobody_but_the_responsible_finds_any_of_it(room: OpenRoom, player: Player) -> None:
    code = room.refers()
    async with room.visitor() as other:
        await other.come_in(player)
        for path in SHOWN:
            await other.get(f"r/{code}/export{path}")
            assert other.status == 404, path
        await other.get("day")
        csrf = other.page.form("lock").fields["csrf"]
        for path in POSTED:
            await other.send(f"r/{code}/export{path}", {"csrf": csrf})
            assert other.status == 404, path
    assert not [entry for entry in audited(room, "export") if entry[1]]


async def test_of_somebody_whose_file_was_erased_nothing_is_taken_out(room: OpenRoom, ylva: Visitor) -> None:
    code = room.refers()
    await ylva.get(f"r/{code}/export")
    held = ylva.page.form(f"r/{code}/export/transferred")
    room.change(Referral, room.referral_id(code), erased_at=room.clock.now())
    for path in SHOWN:
        await ylva.get(f"r/{code}/export{path}")
        assert ylva.status == 404, path
    for path in POSTED:
        await ylva.send(f"r/{code}/export{path}", held.fields)
        assert ylva.status == 404, path


@ON_SQLITE
async def test_a_form_without_its_token_transfers_nothing(room: OpenRoom, ylva: Visitor) -> None:
    code = room.refers()
    await ylva.get(f"r/{code}/export")
    await ylva.send(f"r/{code}/export/transferred", {"csrf": "0" * 64})
    assert ylva.status == 403
    await ylva.get(f"r/{code}/export/transferred")
    assert ylva.status == 405


@ON_SQLITE
async def test_a_long_file_is_made_while_others_are_served(room: OpenRoom, ylva: Visitor) -> None:
    code = room.refers()
    referral_id = room.referral_id(code)

    def many(session: Session) -> None:
        ylva_id = session.get_one(Referral, referral_id).referrer_id
        for number in range(300):
            at = room.clock.now() + timedelta(seconds=number)
            session.add(
                Note(
                    referral_id=referral_id,
                    kind=NoteKind.WRITTEN,
                    day=clock.today(at),
                    by_partner=False,
                    member_id=ylva_id,
                    at=at,
                )
            )

    room.store.run_now(many)
    await ylva.get(f"r/{code}/export/record")
    headings = [
        one for one in docx.Document(BytesIO(ylva.answer.content)).paragraphs if one.text.endswith("skrev i rummet")
    ]
    assert len(headings) == 300
    assert YLVA.name in everything_in(ylva.answer.content)
