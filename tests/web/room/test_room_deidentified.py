"""An agreement that keeps no words about people: the partner notes what happened, and no more."""

import pytest
from sqlmodel import select

from models import Agreement, Note, NoteKind, NoteVersion, Referral, RoomDraft
from tests.web.room.visiting import ON_SQLITE, OpenRoom, Visitor

pytestmark = ON_SQLITE


@pytest.fixture
def code(room: OpenRoom) -> str:
    """A referral under an agreement that is de-identified."""
    code = room.refers()
    under = room.store.run_now(lambda session: session.get_one(Referral, room.referral_id(code)).agreement_id)
    room.change(Agreement, under, deidentified=True)
    return code


async def test_the_partner_is_offered_no_field_for_words(knut: Visitor, code: str) -> None:
    await knut.get(f"r/{code}/note")
    assert "ingen text om personer" in knut.text
    assert "words" not in knut.page.form(f"r/{code}/note").fields
    assert "written" not in knut.html


async def test_words_that_are_sent_all_the_same_are_refused_and_not_kept(
    knut: Visitor, room: OpenRoom, code: str
) -> None:
    await knut.get(f"r/{code}/note")
    form = knut.page.form(f"r/{code}/note")
    await knut.submit(form, kind="contact", words="Ord om en person.")
    assert knut.status == 422
    kept = [
        *room.store.run_now(lambda session: session.exec(select(Note)).all()),
        *room.store.run_now(lambda session: session.exec(select(NoteVersion)).all()),
        *room.store.run_now(lambda session: session.exec(select(RoomDraft)).all()),
    ]
    assert kept == []


async def test_what_happened_is_noted_as_ever(knut: Visitor, room: OpenRoom, code: str) -> None:
    await knut.get(f"r/{code}/note")
    await knut.submit(knut.page.form(f"r/{code}/note"), kind="contact")
    [note] = room.store.run_now(lambda session: session.exec(select(Note)).all())
    assert note.kind is NoteKind.CONTACT


async def test_the_boards_own_side_writes_as_ever(ylva: Visitor, code: str) -> None:
    await ylva.get(f"r/{code}/note")
    await ylva.submit(ylva.page.form(f"r/{code}/note"), words="Förvaltningens ord.")
    assert "Förvaltningens ord." in ylva.text
