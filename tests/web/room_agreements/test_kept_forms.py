"""What was written of an agreement is not lost: it waits where the room was locked meanwhile, or it was refused."""

from datetime import timedelta

from sqlmodel import col, select

from bot.actions import kept_forms
from models import Agreement, Goal, KeptForm
from tests.web.room.visiting import ON_SQLITE, OpenRoom, Visitor

pytestmark = ON_SQLITE
WORDS = "Fler deltagare än i fjol ska få en plats."


def goals_of(room: OpenRoom) -> str:
    """The path of Street Minds' goals."""
    named = select(Agreement.id).where(col(Agreement.name) == "Street Minds")
    return f"agreement/{room.store.run_now(lambda session: session.exec(named).one())}/goals"


def saved(room: OpenRoom) -> list[str]:
    return list(room.store.run_now(lambda session: session.exec(select(Goal.words)).all()))


def kept(room: OpenRoom) -> list[KeptForm]:
    return list(room.store.run_now(lambda session: session.exec(select(KeptForm)).all()))


async def written_too_slowly(maj: Visitor, room: OpenRoom) -> str:
    """A goal is sent when the room has been locked for a minute."""
    path = goals_of(room)
    await maj.get(path)
    form = maj.page.form(path)
    room.clock.forward(minutes=16)
    await maj.submit(form, words=WORDS)
    return path


async def test_what_was_sent_to_a_locked_room_waits_and_is_sent_again_with_one_button(
    maj: Visitor, room: OpenRoom
) -> None:
    path = await written_too_slowly(maj, room)
    assert WORDS not in saved(room)
    await maj.unlock()
    assert WORDS in maj.text
    await maj.submit(maj.page.form(path))
    assert WORDS in saved(room)
    assert kept(room) == []


async def test_it_is_sealed_and_its_writers_alone(maj: Visitor, vera: Visitor, room: OpenRoom) -> None:
    await written_too_slowly(maj, room)
    [form] = kept(room)
    assert WORDS.encode() not in form.sealed
    await vera.get("kept")
    await vera.unlock()
    assert WORDS not in vera.text


async def test_it_can_be_let_go(maj: Visitor, room: OpenRoom) -> None:
    await written_too_slowly(maj, room)
    await maj.unlock()
    await maj.submit(maj.page.form("kept"))
    assert "Texten är slängd." in maj.text
    assert kept(room) == []


async def test_it_is_found_from_ones_day(maj: Visitor, room: OpenRoom) -> None:
    await written_too_slowly(maj, room)
    await maj.unlock()
    await maj.get("day")
    assert "Det du inte hann spara" in maj.text


async def test_it_is_forgotten_after_a_week(maj: Visitor, room: OpenRoom) -> None:
    await written_too_slowly(maj, room)
    week = room.clock.now() + kept_forms.KEPT
    room.store.run_now(lambda session: kept_forms.forget(session, week))
    assert len(kept(room)) == 1
    room.store.run_now(lambda session: kept_forms.forget(session, week + timedelta(seconds=1)))
    assert kept(room) == []


async def test_a_proposal_that_was_refused_waits_too(maj: Visitor, room: OpenRoom) -> None:
    path = goals_of(room).replace("goals", "propose")
    await maj.get(path)
    form = maj.page.form(path)
    await maj.submit(form, title="Öppet på lördagar", words=WORDS)
    await maj.submit(form, title="Öppet på söndagar", words=WORDS)
    await maj.get("kept")
    assert "Öppet på söndagar" in maj.text
    assert WORDS in maj.text


async def test_a_form_to_no_page_of_ours_is_not_kept(maj: Visitor, room: OpenRoom) -> None:
    await maj.get("day")
    form = maj.page.form("lock").fields
    for odd in ("goal/%00", "goal/" + "9" * 300):
        await maj.send(odd, {**form, "words": WORDS})
    assert kept(room) == []
