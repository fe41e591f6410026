"""The texts of an agreement, and what it uses, as managers write them."""

from sqlmodel import Session, col, select

from bot.demo.cast import MAJ
from models import AuditEntry
from tests.hands import member
from tests.web.room.visiting import ON_SQLITE, OpenRoom, Visitor
from tests.web.room_agreements.named import field, page_of

pytestmark = ON_SQLITE
NAME = "Street Minds"
CONFLICT, UNFIT = 409, 422


def acts(room: OpenRoom) -> list[str]:
    """What Maj did to agreements, in order."""

    def unit(session: Session) -> list[str]:
        mine = (col(AuditEntry.member_id) == member(session, MAJ).id, col(AuditEntry.subject) == "agreement")
        return list(session.exec(select(AuditEntry.act).where(*mine).order_by(col(AuditEntry.id))))

    return room.store.run_now(unit)


async def test_only_what_was_changed_is_kept_and_the_source_stays_beside_it(room: OpenRoom, maj: Visitor) -> None:
    path, source = page_of(room, NAME), field(room, NAME, "facts")["purpose_sv"]
    long = "Rad ett.\n\nRad två. " + "å" * 9_000

    await maj.post(f"{path}/edit", purpose_sv="Odla tillsammans.", preparation_sv=long)

    assert "Sparat." in maj.text
    assert "Odla tillsammans." in maj.text
    assert field(room, NAME, "room_facts") == {"purpose_sv": "Odla tillsammans.", "preparation_sv": long}
    assert field(room, NAME, "facts")["purpose_sv"] == source
    assert acts(room) == ["write_agreement"]
    await maj.get(f"{path}/edit")
    assert f"Källan säger: {source}" in maj.text


async def test_saving_a_form_that_nobody_changed_writes_nothing(room: OpenRoom, maj: Visitor) -> None:
    path = page_of(room, NAME)

    await maj.post(f"{path}/edit")

    assert "Sparat." in maj.text
    assert not field(room, NAME, "room_facts")
    assert acts(room) == []


async def test_the_sources_words_written_again_stand_for_themselves(room: OpenRoom, maj: Visitor) -> None:
    path, source = page_of(room, NAME), field(room, NAME, "facts")["purpose_sv"]
    await maj.post(f"{path}/edit", purpose_sv="Odla.")

    await maj.post(f"{path}/edit", purpose_sv=source)

    assert field(room, NAME, "room_facts") == {}


async def test_an_emptied_field_is_not_known_and_a_ticked_one_is_known_to_be_none(room: OpenRoom, maj: Visitor) -> None:
    path = page_of(room, NAME)

    await maj.post(f"{path}/edit", purpose_sv="", programme_sv="", none_programme_sv="yes", need_identified="no")

    assert "Syfte Activities that in time" in maj.text, "the source still says it in English"
    assert "Program Inget program." in maj.text
    assert "Ingen samhällsutmaning formulerad." in maj.text
    await maj.post(f"{path}/edit", purpose_en="")
    assert "Syfte uppgift saknas" in maj.text


async def test_what_the_agreement_uses_is_set_and_stays_in_the_trace(room: OpenRoom, maj: Visitor) -> None:
    path = page_of(room, NAME)
    await maj.get(f"{path}/edit")
    form = maj.page.form(f"{path}/edit")
    form.fields.pop("takes_referrals")

    await maj.submit(form, deidentified="yes", promises_presence="yes")

    assert "Avidentifierad: partnern antecknar utan ord om personen" in maj.text
    assert "Tar inte emot hänvisningar" in maj.text
    assert acts(room) == ["takes_referrals=False", "deidentified=True", "promises_presence=True"]


async def test_two_managers_in_different_fields_both_have_their_words(
    room: OpenRoom, maj: Visitor, vera: Visitor
) -> None:
    path = f"{page_of(room, NAME)}/edit"
    await maj.get(path)
    await vera.get(path)

    await maj.submit(maj.page.form(path), purpose_sv="Odla.")
    await vera.submit(vera.page.form(path), annexes_sv="Budget 2023")

    assert field(room, NAME, "room_facts") == {"purpose_sv": "Odla.", "annexes_sv": "Budget 2023"}


async def test_two_managers_in_the_same_field_see_each_others_words_before_one_is_replaced(
    room: OpenRoom, maj: Visitor, vera: Visitor
) -> None:
    path = f"{page_of(room, NAME)}/edit"
    await maj.get(path)
    await vera.get(path)
    await maj.submit(maj.page.form(path), purpose_sv="Majs ord.", need_source="SCB", logs_activities="yes")

    await vera.submit(vera.page.form(path), purpose_sv="Veras ord.", annexes_sv="Budget 2023")

    assert vera.status == CONFLICT
    assert "Det här gäller nu: Majs ord." in vera.text
    form = vera.page.form(path)
    shown = {key: form.fields[key].strip() for key in ("purpose_sv", "annexes_sv", "need_source")}
    assert shown == {"purpose_sv": "Veras ord.", "annexes_sv": "Budget 2023", "need_source": "SCB"}
    assert field(room, NAME, "room_facts") == {"purpose_sv": "Majs ord.", "need_source": "SCB"}

    await vera.submit(form)
    assert field(room, NAME, "room_facts") == {
        "purpose_sv": "Veras ord.",
        "need_source": "SCB",
        "annexes_sv": "Budget 2023",
    }


async def test_the_guard_asks_about_every_field_that_points_somebody_out_and_masks_them_all(
    room: OpenRoom, maj: Visitor
) -> None:
    path = f"{page_of(room, NAME)}/edit"

    await maj.post(path, preparation_sv="Möte med 19900101-1239.", annexes_sv="Ring 070-174 06 05.")
    assert maj.status == UNFIT
    assert "pekar ut en person" in maj.text
    assert not field(room, NAME, "room_facts")
    await maj.submit(maj.page.form(path), choice="mask")

    assert field(room, NAME, "room_facts") == {
        "preparation_sv": "Möte med [personnummer].",
        "annexes_sv": "Ring [telefonnummer].",
    }


async def test_a_text_that_is_too_long_comes_back_whole(room: OpenRoom, maj: Visitor) -> None:
    path = f"{page_of(room, NAME)}/edit"

    await maj.post(path, purpose_sv="x" * 10_001)

    assert maj.status == UNFIT
    assert "Högst 10000 tecken får plats: Syfte." in maj.text
    assert len(maj.page.form(path).fields["purpose_sv"].strip()) == 10_001


async def test_what_was_written_while_the_room_locked_itself_waits(room: OpenRoom, maj: Visitor) -> None:
    path = f"{page_of(room, NAME)}/edit"
    await maj.get(path)
    form = maj.page.form(path)
    room.clock.forward(minutes=16)

    await maj.submit(form, purpose_sv="Det här tog tid att skriva.")
    await maj.unlock()

    assert "Det här tog tid att skriva." in maj.html
    await maj.submit(maj.page.form(path))
    assert field(room, NAME, "room_facts") == {"purpose_sv": "Det här tog tid att skriva."}
