"""Decisions about an agreement over HTTP: recorded, signed, struck; and what others may read."""

from datetime import date

from sqlmodel import Session, select

from models import Agreement, Resolution
from tests.conversations.playing import agreement
from tests.web.room.visiting import OpenRoom, Visitor

EXTEND = {
    "kind": "extend",
    "instance": "board",
    "decided_on": "29 sep",
    "registry_number": "EÅV 2022/118",
    "paragraph": "§ 7",
    "until": "2024-03-31",
}
FORBIDDEN, MISSING = 403, 404


def street_minds(room: OpenRoom) -> Agreement:
    return room.store.run_now(lambda session: agreement(session, "Street Minds"))


def path(room: OpenRoom) -> str:
    return f"agreement/{street_minds(room).id}/decisions"


def resolution(room: OpenRoom) -> Resolution:
    def unit(session: Session) -> Resolution:
        return session.exec(select(Resolution)).one()

    return room.store.run_now(unit)


async def test_an_extension_is_recorded_then_signed_then_struck(room: OpenRoom, maj: Visitor) -> None:
    await maj.get(path(room))
    assert "Tillåten ja, högst 12 månader, längst till 31 maj 2024" in maj.text
    assert "Beslutad uppgift saknas" in maj.text
    assert "Underskriven uppgift saknas" in maj.text

    await maj.post(path(room), **EXTEND)
    assert "Beslutet är sparat." in maj.text
    assert "Beslutad ja, till 31 mars 2024" in maj.text
    assert "Underskriven nej" in maj.text
    assert "EÅV 2022/118" in maj.text
    assert "inget kvar att göra Underskrift" in maj.text, "the decision is taken; it is still to be signed"
    signing = f"{path(room)}/{resolution(room).id}/sign"
    await maj.submit(maj.page.form(signing), day="2022-10-03")
    assert "Underskriven ja" in maj.text
    assert "Gäller 1 juni 2022 – 31 mars 2024." in maj.text

    await maj.press(f"{path(room)}/{resolution(room).id}/strike")

    assert "Struket 3 oktober 2022." in maj.text
    assert street_minds(room).valid_to == date(2023, 5, 31)
    assert not maj.page.has_form(signing)


async def test_a_decision_that_cannot_be_comes_back_as_it_was_written(room: OpenRoom, maj: Visitor) -> None:
    await maj.post(path(room), **{**EXTEND, "until": "2025-05-31", "paragraph": '§ <b>7"'})
    assert "Den får förlängas längst till 31 maj 2024." in maj.text
    kept = maj.page.form(path(room)).fields
    assert {name: kept[name] for name in ("until", "paragraph", "decided_on", "kind")} == {
        "until": "2025-05-31",
        "paragraph": '§ <b>7"',
        "decided_on": "29 sep",
        "kind": "extend",
    }
    await maj.submit(maj.page.form(path(room)), until="2024-05-31")
    assert "Beslutet är sparat." in maj.text


async def test_the_steps_are_shown_with_the_meeting_they_are_counted_from(room: OpenRoom, maj: Visitor) -> None:
    await maj.post("board", lines="2023-04-20; 2023-04-06")
    assert "20 april 2023 handlingar 6 april 2023" in maj.text
    await maj.get(path(room))
    assert "Underlaget är klart 6 april 2023" in maj.text
    assert "Nämnden möts 20 april 2023" in maj.text
    assert "Underskrift 17 maj 2023" in maj.text


async def test_the_partner_reads_and_writes_nothing_and_others_find_nothing(
    room: OpenRoom, maj: Visitor, knut: Visitor, ylva: Visitor
) -> None:
    await maj.post(path(room), **EXTEND)
    await knut.get(path(room))
    assert "Beslutad ja, till 31 mars 2024" in knut.text
    assert not [form for form in knut.page.forms if form.action.startswith("agreement")]
    own = knut.page.form("lock").fields
    await knut.send(path(room), {**own, **EXTEND, "paragraph": "§ 8"})
    assert knut.status == MISSING
    await knut.send(f"{path(room)}/{resolution(room).id}/sign", {**own, "day": "2022-10-03"})
    assert knut.status == MISSING
    await ylva.get(path(room))
    assert ylva.status == MISSING
    assert resolution(room).signed_on is None


async def test_the_board_page_shows_what_is_wrong_and_keeps_what_was_written(room: OpenRoom, ada: Visitor) -> None:
    await ada.post("board", lines="2023-04-20\n2023-04-22")
    assert "Dagen på rad 2 är ingen arbetsdag." in ada.text
    assert "2023-04-22" in ada.html
    await ada.get("board")
    await ada.submit(ada.page.form("board/leads"), signature="500")
    assert "Skriv ett antal dagar mellan 0 och 365." in ada.text
    await ada.submit(ada.page.form("board/leads"), signature="30", papers="14", dialogue="90")
    assert "Sparat. Stegen är räknade om." in ada.text
    assert ada.page.form("board/leads").fields["signature"] == "30"


async def test_a_meeting_is_taken_away(room: OpenRoom, maj: Visitor) -> None:
    await maj.post("board", lines="2023-04-19")
    removing = [form for form in maj.page.forms if form.action.endswith("/remove")]
    await maj.submit(removing[0])
    assert len([form for form in maj.page.forms if form.action.endswith("/remove")]) == len(removing) - 1


async def test_nobody_else_opens_the_boards_page(room: OpenRoom, knut: Visitor, ylva: Visitor) -> None:
    for visitor in (knut, ylva):
        await visitor.get("board")
        assert visitor.status == FORBIDDEN
