"""Writing, reading, changing and striking notes."""

import asyncio
import re

from sqlmodel import col, select

from bot.demo.cast import KNUT, OLLE, YLVA
from bot.written import LONGEST
from models import Note, NoteVersion, RoomDraft
from tests.web.room.visiting import ON_SQLITE, OpenRoom, Visitor

NUMBER = "19900101-1239"
"""A personal number that Skatteverket's rules make possible; the day is made up."""


def notes(room: OpenRoom) -> list[Note]:
    return room.store.run_now(lambda session: list(session.exec(select(Note).order_by(col(Note.id))).all()))


def versions(room: OpenRoom) -> int:
    return room.store.run_now(lambda session: len(session.exec(select(NoteVersion)).all()))


def drafts(room: OpenRoom) -> int:
    return room.store.run_now(lambda session: len(session.exec(select(RoomDraft)).all()))


@ON_SQLITE
async def test_what_is_written_is_read_and_stands_sealed_in_the_database(ylva: Visitor, room: OpenRoom) -> None:
    code = room.refers()
    await ylva.post(f"r/{code}/note", words="Kom i tid.\nVille prata om sommaren.")
    assert ylva.path.endswith(f"/r/{code}?said=note_saved")
    assert "Anteckningen är sparad." in ylva.text
    assert "Kom i tid." in ylva.text
    sealed = room.store.run_now(lambda session: session.exec(select(NoteVersion.sealed)).one())
    assert b"sommaren" not in sealed
    assert drafts(room) == 0


@ON_SQLITE
async def test_a_note_is_changed_within_a_day_and_the_earlier_version_stays(ylva: Visitor, room: OpenRoom) -> None:
    code = room.refers()
    await ylva.post(f"r/{code}/note", words="Först så här.")
    edit = f"note/{notes(room)[0].id}/edit"
    await ylva.post(edit, words="Sedan så här.")
    assert "Ändringen är sparad." in ylva.text
    assert ylva.text.index("Sedan så här.") < ylva.text.index("Tidigare versioner") < ylva.text.index("Först så här.")
    assert versions(room) == 2
    room.clock.forward(hours=24, seconds=1)
    await ylva.come_in(YLVA, f"r/{code}")
    assert edit not in ylva.page.links
    await ylva.get(edit)
    await ylva.submit(ylva.page.form(edit), words="För sent.")
    assert ylva.status == 422
    assert versions(room) == 2


@ON_SQLITE
async def test_a_note_in_error_is_struck_with_a_reason_and_its_words_stay(ylva: Visitor, room: OpenRoom) -> None:
    code = room.refers()
    await ylva.post(f"r/{code}/note", words="Fel person var det.")
    strike = f"note/{notes(room)[0].id}/strike"
    await ylva.get(strike)
    await ylva.submit(ylva.page.form(strike))
    assert ylva.status == 409, "without a reason"
    assert notes(room)[0].struck_at is None
    await ylva.post(strike, reason="wrong_person")
    assert "Anteckningen är struken." in ylva.text
    assert "Fel person." in ylva.text
    assert "<del>" in ylva.html
    assert "Fel person var det." in ylva.text
    assert "<a " not in re.findall(r"<article.*?</article>", ylva.html, re.DOTALL)[0]


async def test_the_same_form_sent_twice_saves_one_note(ylva: Visitor, room: OpenRoom) -> None:
    code = room.refers()
    await ylva.get(f"r/{code}/note")
    form = ylva.page.form(f"r/{code}/note")
    await ylva.submit(form, words="En gång.")
    await ylva.submit(form, words="En gång.")
    assert "Anteckningen är sparad." in ylva.text
    assert len(notes(room)) == versions(room) == 1


async def test_the_same_form_sent_twice_at_once_saves_one_note(ylva: Visitor, room: OpenRoom) -> None:
    code = room.refers()
    async with room.visitor(ylva.browser) as other:
        other.root = ylva.root
        await ylva.get(f"r/{code}/note")
        form = ylva.page.form(f"r/{code}/note")
        await asyncio.gather(*(each.submit(form, words="En gång.") for each in (ylva, other)))
    assert (ylva.status, other.status) == (200, 200)
    assert len(notes(room)) == versions(room) == 1


async def test_of_two_changes_at_once_the_second_is_told_and_keeps_its_words(ylva: Visitor, room: OpenRoom) -> None:
    code = room.refers()
    await ylva.post(f"r/{code}/note", words="Ursprunget.")
    edit = f"note/{notes(room)[0].id}/edit"
    async with room.visitor() as other:
        await other.come_in(YLVA)
        await ylva.get(edit)
        await other.get(edit)
        await asyncio.gather(
            ylva.submit(ylva.page.form(edit), words="Från telefonen."),
            other.submit(other.page.form(edit), words="Från datorn."),
        )
        assert sorted((ylva.status, other.status)) == [200, 409]
        lost, words = (ylva, "Från telefonen.") if ylva.status == 409 else (other, "Från datorn.")
        await lost.get(edit)
        assert lost.page.form(edit).fields["words"] == words
        assert "Någon annan har sparat" in lost.text
        await lost.submit(lost.page.form(edit))
        assert lost.status == 200
    assert versions(room) == 3


async def test_two_who_write_the_same_particular_see_each_others_words(ylva: Visitor, room: OpenRoom) -> None:
    code = room.refers()
    about = f"r/{code}/about/reason"
    async with room.visitor() as other:
        await other.come_in(YLVA)
        await ylva.get(about)
        await other.get(about)
        await ylva.submit(ylva.page.form(about), words="Den enas bakgrund.")
        assert "Sparat." in ylva.text
        await other.submit(other.page.form(about), words="Den andras bakgrund.")
        assert other.status == 409
        await other.get(about)
        assert "Den enas bakgrund." in other.text
        assert other.page.form(about).fields["words"] == "Den andras bakgrund."


@ON_SQLITE
async def test_the_guard_asks_about_a_personal_number_and_masks_it_or_keeps_it(ylva: Visitor, room: OpenRoom) -> None:
    code = room.refers()
    note = f"r/{code}/note"
    await ylva.post(note, words=f"Numret är {NUMBER}.")
    assert ylva.status == 422
    assert "pekar ut en person" in ylva.text
    assert "personnummer" in ylva.text
    assert notes(room) == []
    form = ylva.page.form(note)
    assert form.fields["words"] == f"Numret är {NUMBER}."
    await ylva.submit(form)
    assert ylva.status == 422, "to press save again is no answer"
    await ylva.submit(ylva.page.form(note), choice="mask")
    assert "Numret är [personnummer]." in ylva.text
    await ylva.post(note, words=f"Numret är {NUMBER}.")
    await ylva.submit(ylva.page.form(note), choice="keep")
    assert f"Numret är {NUMBER}." in ylva.text
    assert len(notes(room)) == 2


@ON_SQLITE
async def test_what_cannot_be_saved_is_kept_as_a_draft(ylva: Visitor, room: OpenRoom) -> None:
    code = room.refers()
    for wrong, status in (
        ({"day": "2031-01-01"}, 422),
        ({"day": "nej"}, 422),
        ({"day": "2022-10-02"}, 422),
        ({"kind": "nosuch"}, 409),
        ({"words": "x" * (LONGEST + 1)}, 422),
        ({"form": "x"}, 409),
    ):
        words = f"Försök {wrong.get('day', '')}"
        await ylva.get(f"r/{code}/note")
        await ylva.submit(ylva.page.form(f"r/{code}/note"), **{"words": words, **wrong})
        assert ylva.status == status, wrong
        await ylva.get(f"r/{code}/note")
        assert ylva.page.form(f"r/{code}/note").fields["words"] == wrong.get("words", words)
    assert notes(room) == []


@ON_SQLITE
async def test_a_colleague_who_stands_in_for_nobody_finds_nothing(ylva: Visitor, room: OpenRoom) -> None:
    code = room.refers()
    await ylva.post(f"r/{code}/note", words="Bara Ylvas.")
    note = notes(room)[0].id
    async with room.visitor() as olle:
        await olle.come_in(OLLE)
        for path in (
            f"r/{code}",
            f"r/{code}/note",
            f"r/{code}/about/reason",
            f"note/{note}/edit",
            f"note/{note}/strike",
        ):
            await olle.get(path)
            assert olle.status == 404
            assert "Bara Ylvas" not in olle.html
        for path, fields in (
            (f"r/{code}/note", {"words": "Olles", "day": "2022-10-03", "kind": "written", "form": "f" * 24}),
            (f"r/{code}/note/draft", {"words": "Olles"}),
            (f"note/{note}/edit", {"words": "Olles", "version": "1"}),
            (f"note/{note}/strike", {"reason": "twice"}),
            (f"note/{note}/share", {"shared": "yes"}),
            (f"r/{code}/consent", {}),
            (f"r/{code}/deleted", {}),
        ):
            await olle.get("day")
            await olle.send(path, {**olle.page.form("lock").fields, **fields})
            assert olle.status == 404, path
    assert versions(room) == 1
    assert drafts(room) == 0


@ON_SQLITE
async def test_a_note_of_twenty_thousand_characters_is_saved_whole(knut: Visitor, room: OpenRoom) -> None:
    code = room.refers()
    words = ("Åäö🙂\n" * 4000)[:LONGEST].strip()
    await knut.post(f"r/{code}/note", words=words)
    assert knut.status == 200
    await knut.get(f"note/{notes(room)[0].id}/edit")
    assert knut.page.form(f"note/{notes(room)[0].id}/edit").fields["words"].strip() == words
    assert KNUT.name in knut.text
