"""What shows to whom: the consent decides, the undertaking, and whose it is."""

from datetime import date

from sqlmodel import col, select

from bot.demo.cast import ADA, KNUT, MAJ, SIRI, YLVA
from models import Consent, Member, Organisation
from tests.hands import member
from tests.web.room.visiting import ON_SQLITE, OpenRoom, Visitor

pytestmark = ON_SQLITE
WORDS = {"reason": "Bakgrunden är känslig.", "wishes": "Vill börja i köket.", "contact": "Nås via Lisa på jouren."}
SHARED, UNSHARED = "Delad iakttagelse.", "Odelad iakttagelse."


async def written(ylva: Visitor, room: OpenRoom) -> str:
    """A referral with all its particulars, a note that is shared and one that is not; the code."""
    code = room.refers()
    for kind, words in WORDS.items():
        await ylva.post(f"r/{code}/about/{kind}", words=words)
    await ylva.post(f"r/{code}/note", words=SHARED, shared="yes")
    await ylva.post(f"r/{code}/note", words=UNSHARED)
    return code


async def seen(visitor: Visitor, code: str) -> set[str]:
    """Which of the words show on the referral's page."""
    await visitor.get(f"r/{code}")
    return {words for words in (*WORDS.values(), SHARED, UNSHARED) if words in visitor.text}


async def test_the_author_sees_all_of_it(ylva: Visitor, room: OpenRoom) -> None:
    code = await written(ylva, room)
    assert await seen(ylva, code) == {*WORDS.values(), SHARED, UNSHARED}


async def test_a_koordinator_sees_what_is_shared_and_consented_to(ylva: Visitor, knut: Visitor, room: OpenRoom) -> None:
    code = await written(ylva, room)
    assert await seen(knut, code) == {WORDS["wishes"], SHARED}
    assert "Texten delas inte med dig." in knut.text
    await ylva.get(f"r/{code}")
    await ylva.press(f"r/{code}/consent")
    assert await seen(knut, code) == {*WORDS.values(), SHARED}


async def test_a_note_that_is_no_longer_shared_is_gone_for_the_other_side(
    ylva: Visitor, knut: Visitor, room: OpenRoom
) -> None:
    code = await written(ylva, room)
    await ylva.get(f"r/{code}")
    for form in [form for form in ylva.page.forms if form.action.endswith("/share")]:
        await ylva.submit(form)
    assert await seen(knut, code) == {WORDS["wishes"], UNSHARED}


async def test_a_withdrawn_consent_hides_every_word_from_the_koordinator(
    ylva: Visitor, knut: Visitor, room: OpenRoom
) -> None:
    code = await written(ylva, room)
    room.change(Consent, room.referral_id(code), withdrawn_at=room.clock.now())
    assert await seen(knut, code) == set()
    await knut.press(f"r/{code}/deleted")
    assert "Den som hänvisade får veta" in knut.text
    await knut.get(f"r/{code}/note")
    assert knut.status == 404
    assert await seen(ylva, code) == {*WORDS.values(), SHARED, UNSHARED}


async def test_a_consent_that_has_run_out_hides_every_word_from_the_koordinator(
    ylva: Visitor, knut: Visitor, room: OpenRoom
) -> None:
    code = await written(ylva, room)
    room.change(Consent, room.referral_id(code), until=date(2022, 10, 3))
    assert await seen(knut, code) == {WORDS["wishes"], SHARED}
    room.clock.forward(days=1)
    await knut.come_in(KNUT)
    assert await seen(knut, code) == set()


async def test_without_an_undertaking_in_force_a_koordinator_sees_the_state_and_no_word(
    ylva: Visitor, knut: Visitor, room: OpenRoom
) -> None:
    code = await written(ylva, room)
    for until in (None, date(2022, 10, 2)):
        room.binds(KNUT, until)
        assert await seen(knut, code) == set()
        assert knut.status == 200
        assert "tystnadsförbindelse" in knut.text
        assert f"r/{code}/note" not in knut.page.links
    room.binds(KNUT, date(2022, 10, 3))
    assert await seen(knut, code) == {WORDS["wishes"], SHARED}


async def test_a_koordinators_own_words_show_to_the_referrer_when_they_are_shared(
    ylva: Visitor, knut: Visitor, room: OpenRoom
) -> None:
    code = room.refers()
    await knut.post(f"r/{code}/note", words="Partnerns egen.")
    await ylva.get(f"r/{code}")
    assert "Partnerns egen." not in ylva.html
    await knut.post(f"r/{code}/note", words="Partnerns delade.", shared="yes")
    await ylva.get(f"r/{code}")
    assert "Partnerns delade." in ylva.text
    assert "Partnerns egen." not in ylva.html


async def test_a_manager_and_an_administrator_find_no_referral(ylva: Visitor, room: OpenRoom) -> None:
    code = await written(ylva, room)
    for player in (MAJ, ADA):
        async with room.visitor() as visitor:
            await visitor.come_in(player)
            for path in (f"r/{code}", f"r/{code}/note", f"r/{code}/about/reason"):
                await visitor.get(path)
                assert visitor.status in (403, 404)
                assert code not in visitor.page.text.replace(path, "")
                assert not any(words in visitor.html for words in (*WORDS.values(), SHARED))


async def test_a_colleague_at_the_partner_sees_what_the_koordinator_sees(ylva: Visitor, room: OpenRoom) -> None:
    code = await written(ylva, room)
    async with room.visitor() as siri:
        await siri.come_in(SIRI)
        assert await seen(siri, code) == {WORDS["wishes"], SHARED}


async def test_who_changes_sides_sees_by_the_new_one_at_once(ylva: Visitor, room: OpenRoom) -> None:
    code = await written(ylva, room)
    key = room.store.run_now(lambda session: member(session, YLVA).id)
    room.change(Member, key, role=MAJ.role)
    await ylva.get(f"r/{code}")
    assert ylva.status == 404
    assert "känslig" not in ylva.html


async def test_every_reading_stands_in_the_list_of_readers(ylva: Visitor, knut: Visitor, room: OpenRoom) -> None:
    code = await written(ylva, room)
    await knut.get(f"r/{code}")
    room.clock.forward(minutes=1)
    await ylva.get(f"r/{code}")
    readers = ylva.text.partition("Vem som har läst")[2]
    assert KNUT.name in readers


async def test_a_koordinator_at_another_partner_finds_nothing(ylva: Visitor, room: OpenRoom) -> None:
    code = await written(ylva, room)
    elsewhere = room.store.run_now(
        lambda session: session.exec(select(Organisation).where(col(Organisation.name) == "Stacken")).one().id
    )
    key = room.store.run_now(lambda session: member(session, SIRI).id)
    room.change(Member, key, organisation_id=elsewhere)
    async with room.visitor() as siri:
        await siri.come_in(SIRI)
        assert await seen(siri, code) == set()
        assert siri.status == 404
