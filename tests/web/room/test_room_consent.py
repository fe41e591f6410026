"""What shows to whom: the consent decides, the undertaking, and whose it is."""

from datetime import date

from sqlmodel import col, select

from bot.demo.cast import ADA, KNUT, MAJ, SIRI, YLVA
from models import Consent, Member, Note, Notice, NoticeKind, Organisation, Referral, ReferralStatus
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


async def test_without_an_undertaking_in_force_a_koordinator_opens_no_form_over_words(
    knut: Visitor, room: OpenRoom
) -> None:
    code = room.refers()
    await knut.post(f"r/{code}/note", words="Partnerns egen.")
    await knut.get(f"r/{code}/note")
    await knut.keep(f"r/{code}/note", words="Partnerns utkast.")
    room.binds(KNUT, None)
    number = knut_note(room)
    for path in (f"r/{code}/note", f"note/{number}/edit", f"note/{number}/strike"):
        await knut.get(path)
        assert (path, knut.status) == (path, 403)
        assert "Partnerns" not in knut.html
    await knut.get(f"r/{code}")
    assert not [link for link in knut.page.links if link.startswith("note/")]


def knut_note(room: OpenRoom) -> int:
    return room.store.run_now(lambda session: session.exec(select(Note.id)).one())


async def test_the_other_side_reads_the_words_that_stand_and_none_that_stood_before(
    ylva: Visitor, knut: Visitor, room: OpenRoom
) -> None:
    code = room.refers()
    await ylva.post(f"r/{code}/note", words="Det första, för oss.")
    number = knut_note(room)
    await ylva.post(f"note/{number}/edit", words="Det andra, för alla.")
    await ylva.press(f"note/{number}/share")
    assert "Det första, för oss." in ylva.text
    await knut.get(f"r/{code}")
    assert "Det andra, för alla." in knut.text
    assert "Det första" not in knut.html


async def test_sharing_words_shares_nothing_that_was_written_of_the_same_day(
    ylva: Visitor, knut: Visitor, room: OpenRoom
) -> None:
    code = room.refers()
    await ylva.post(f"r/{code}/note", words="Bara för oss.", kind="contact")
    await ylva.post(f"r/{code}/note", words="För alla.", kind="contact", shared="yes")
    assert "Bara för oss." in ylva.text
    await knut.get(f"r/{code}")
    assert "För alla." in knut.text
    assert "Bara för oss." not in knut.html


async def test_words_with_what_a_colleague_has_tapped_are_a_note_of_ones_own(
    knut: Visitor, ylva: Visitor, room: OpenRoom
) -> None:
    code = room.refers()
    await knut.post(f"r/{code}/note", words="", kind="took_part")
    async with room.visitor() as siri:
        await siri.come_in(SIRI)
        await siri.post(f"r/{code}/note", words="Siris ord.", kind="took_part", shared="yes")
        rows = room.store.run_now(lambda session: session.exec(select(Note).order_by(col(Note.id))).all())
        assert [(row.kind, row.shared) for row in rows] == [("took_part", False), ("written", True)]
        assert f"note/{rows[1].id}/edit" in siri.page.links
    await ylva.get(f"r/{code}")
    assert "Siris ord." in ylva.text


async def test_words_with_what_one_tapped_oneself_stand_with_it(knut: Visitor, room: OpenRoom) -> None:
    code = room.refers()
    await knut.post(f"r/{code}/note", words="", kind="took_part")
    await knut.post(f"r/{code}/note", words="Mina ord.", kind="took_part")
    row = room.store.run_now(lambda session: session.exec(select(Note)).one())
    assert row.kind == "took_part"
    assert "Mina ord." in knut.text


async def test_a_consent_taken_back_twice_after_the_end_is_taken_back_once(
    ylva: Visitor, knut: Visitor, room: OpenRoom
) -> None:
    code = room.refers()
    room.change(Referral, room.referral_id(code), status=ReferralStatus.COMPLETED)
    await ylva.get(f"r/{code}")
    form = ylva.page.form(f"r/{code}/withdraw")
    await ylva.submit(form)
    assert ylva.status == 200
    room.clock.forward(minutes=1)
    await ylva.submit(form)
    assert ylva.status == 200
    assert f"r/{code}/withdraw" not in [form.action for form in ylva.page.forms]
    owed = room.store.run_now(
        lambda session: session.exec(select(Notice).where(col(Notice.kind) == NoticeKind.CONFIRM_DELETION)).all()
    )
    assert len(owed) == len({notice.recipient_id for notice in owed})
    await knut.get(f"r/{code}")
    await knut.press(f"r/{code}/deleted")
    assert "Den som hänvisade får veta" in knut.text


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
