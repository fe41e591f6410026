"""No word is lost: drafts are kept while one writes, when the room locks, and when something fails."""

from datetime import date, timedelta

from sqlmodel import select

from bot.demo.cast import KNUT, YLVA
from models import Consent, Note, RoomDraft
from tests.web.room.visiting import ON_SQLITE, OpenRoom, Visitor

pytestmark = ON_SQLITE


async def test_a_draft_is_kept_as_one_writes_and_is_there_again(ylva: Visitor, room: OpenRoom) -> None:
    code = room.refers()
    note = f"r/{code}/note"
    await ylva.get(note)
    form = ylva.page.form(note)
    for words in ("K", "Ko", "Kom i tid, med <b>hunden</b>"):
        await ylva.send(form.draft, {**form.fields, "words": words, "day": "2022-10-03"}, Sec_Fetch_Mode="cors")
        assert ylva.status == 204
        assert ylva.answer.content == b""
    await ylva.get("day")
    assert "Påbörjat" in ylva.text
    assert note in ylva.page.links
    await ylva.get(f"r/{code}")
    assert "Fortsätt på din anteckning" in ylva.text
    await ylva.get(note)
    assert ylva.page.form(note).fields["words"] == "Kom i tid, med <b>hunden</b>"
    assert "Det här är ditt utkast" in ylva.text
    assert ylva.page.form(note).fields["form"] == form.fields["form"], "or the note could be saved twice"
    await ylva.submit(ylva.page.form(note))
    await ylva.get(note)
    assert ylva.page.form(note).fields["words"] == ""


async def test_what_is_kept_late_after_it_was_saved_is_no_draft(ylva: Visitor, room: OpenRoom) -> None:
    code = room.refers()
    note = f"r/{code}/note"
    await ylva.get(note)
    form = ylva.page.form(note)
    await ylva.submit(form, words="Sparat.")
    await ylva.send(form.draft, {**form.fields, "words": "Sparat."}, Sec_Fetch_Mode="cors")
    assert ylva.status == 204
    await ylva.get(note)
    assert ylva.page.form(note).fields["words"] == ""
    await ylva.send(form.draft, {**form.fields, "words": "Sparat, och mer."}, Sec_Fetch_Mode="cors")
    await ylva.get(note)
    assert ylva.page.form(note).fields["words"] == "Sparat, och mer."


async def test_a_draft_is_sealed_and_its_authors_alone(ylva: Visitor, knut: Visitor, room: OpenRoom) -> None:
    code = room.refers()
    note = f"r/{code}/note"
    await ylva.get(note)
    await ylva.keep(note, words="Bara mina ord")
    assert b"mina ord" not in room.store.run_now(lambda session: session.exec(select(RoomDraft.sealed)).one())
    await knut.get(note)
    assert knut.page.form(note).fields["words"] == ""
    await knut.get("day")
    assert "Påbörjat" not in knut.text


async def test_a_draft_is_kept_though_the_room_has_locked_and_the_script_is_told(ylva: Visitor, room: OpenRoom) -> None:
    code = room.refers()
    note = f"r/{code}/note"
    await ylva.get(note)
    form = ylva.page.form(note)
    room.clock.forward(minutes=20)
    await ylva.send(form.draft, {**form.fields, "words": "Efter låset"}, Sec_Fetch_Mode="cors")
    assert ylva.status == 202
    assert ylva.answer.content == b""
    await ylva.get(note)
    assert "Efter låset" not in ylva.html, "what is kept is not shown before the lock is opened"
    await ylva.unlock()
    assert ylva.page.form(note).fields["words"] == "Efter låset"


async def test_a_form_sent_without_script_after_the_lock_comes_back_once_it_is_opened(
    ylva: Visitor, room: OpenRoom
) -> None:
    code = room.refers()
    note = f"r/{code}/note"
    await ylva.get(note)
    room.clock.forward(minutes=20)
    await ylva.submit(ylva.page.form(note), words="Inte ett ord borta", day="2022-10-03", shared="yes")
    assert "Det du skrev är sparat som utkast." in ylva.text
    assert room.store.run_now(lambda session: session.exec(select(Note)).all()) == []
    await ylva.unlock()
    assert ylva.path.endswith(note)
    kept = ylva.page.form(note).fields
    assert (kept["words"], kept["shared"]) == ("Inte ett ord borta", "yes")
    await ylva.submit(ylva.page.form(note))
    assert "Inte ett ord borta" in ylva.text


async def test_a_changed_note_and_a_particular_are_rescued_too(ylva: Visitor, room: OpenRoom) -> None:
    code = room.refers()
    await ylva.post(f"r/{code}/note", words="Ursprunget.")
    note = room.store.run_now(lambda session: session.exec(select(Note.id)).one())
    for path in (f"note/{note}/edit", f"r/{code}/about/contact", f"r/{code}/about/wishes"):
        await ylva.get(path)
        room.clock.forward(minutes=20)
        await ylva.submit(ylva.page.form(path), words=f"Räddad {path}")
        await ylva.unlock()
        assert ylva.path.endswith(path)
        assert ylva.page.form(path).fields["words"] == f"Räddad {path}"


async def test_nothing_is_kept_for_somebody_who_may_not_write(knut: Visitor, room: OpenRoom) -> None:
    code = room.refers()
    note = f"r/{code}/note"
    await knut.get(note)
    form = knut.page.form(note)
    room.change(Consent, room.referral_id(code), withdrawn_at=room.clock.now())
    await knut.send(form.draft, {**form.fields, "words": "Efter återkallelsen"}, Sec_Fetch_Mode="cors")
    assert knut.status == 404
    room.clock.forward(minutes=20)
    await knut.send(form.draft, {**form.fields, "words": "Efter återkallelsen"}, Sec_Fetch_Mode="cors")
    assert knut.status == 401, "locked, and not kept"
    assert room.store.run_now(lambda session: session.exec(select(RoomDraft)).all()) == []


async def test_a_draft_of_half_a_million_characters_is_refused(ylva: Visitor, room: OpenRoom) -> None:
    code = room.refers()
    await ylva.get(f"r/{code}/note")
    await ylva.keep(f"r/{code}/note", words="x" * 100_001)
    assert ylva.status == 422
    await ylva.get(f"r/{code}/note")
    await ylva.keep(f"r/{code}/note", words="x" * 600_000)
    assert ylva.status == 413


async def test_words_written_without_an_undertaking_are_kept_as_a_draft(knut: Visitor, room: OpenRoom) -> None:
    code = room.refers()
    note = f"r/{code}/note"
    await knut.get(note)
    room.binds(KNUT, date(2022, 10, 2))
    await knut.submit(knut.page.form(note), words="Skrivet utan förbindelse")
    assert knut.status == 403
    assert room.store.run_now(lambda session: session.exec(select(Note)).all()) == []
    room.binds(KNUT, room.clock.now().date() + timedelta(days=30))
    await knut.get(note)
    assert knut.page.form(note).fields["words"] == "Skrivet utan förbindelse"


async def test_what_was_not_saved_when_the_storage_is_down_is_sent_again(ylva: Visitor, room: OpenRoom) -> None:
    from bot.errors import StorageDown

    code = room.refers()
    note = f"r/{code}/note"
    await ylva.get(note)
    form = ylva.page.form(note)
    real = room.store.run

    async def down(_unit: object) -> None:
        raise StorageDown("away")

    room.store.run = down  # type: ignore[method-assign,assignment]
    await ylva.keep(note, words="Under avbrottet")
    assert (ylva.status, ylva.headers["retry-after"]) == (503, "5")
    room.store.run = real  # type: ignore[method-assign]
    await ylva.send(form.draft, {**form.fields, "words": "Under avbrottet"}, Sec_Fetch_Mode="cors")
    assert ylva.status == 204
    await ylva.come_in(YLVA, note)
    assert ylva.page.form(note).fields["words"] == "Under avbrottet"
