"""The dossier of an agreement over HTTP: the list, its own page, and the pages of others."""

import pytest

from bot.demo.cast import ADA, MAJ, YLVA
from bot.web.room.routes import ROOMS
from models import Agreement, Language
from tests.hands import member
from tests.web.room.visiting import ON_SQLITE, OpenRoom, Visitor
from tests.web.room_agreements.named import agreement, page_of

pytestmark = ON_SQLITE
MISSING, FORBIDDEN = 404, 403
BELOW = ("", "edit", "proposal", "criteria", "criteria/no_market", "goals")


async def test_those_in_force_stand_first_and_the_days_that_nobody_explains_are_flagged(
    room: OpenRoom, maj: Visitor
) -> None:
    await maj.get("day")
    assert "agreements" in maj.page.links
    await maj.get("agreements")

    in_force, _, over = maj.text.partition("Gäller nu")[2].partition("Har varit")
    assert "Drömstort" in in_force
    assert "580 dagar utan förklaring" in in_force
    assert "Convictus" in over
    assert "agreements/new" in maj.page.links


async def test_a_koordinator_finds_the_partners_own_agreements_and_no_others(room: OpenRoom, knut: Visitor) -> None:
    await knut.get("agreements")
    own = [link for link in knut.page.links if link.startswith("agreement/")]
    assert own == [page_of(room, "Street Minds"), page_of(room, "Street Minds (first)")]
    assert "agreements/new" not in knut.page.links

    await knut.get(own[0])
    assert "Street Minds" in knut.text
    assert f"{own[0]}/edit" not in knut.page.links
    for below in BELOW:
        await knut.get(page_of(room, "Drömstort", below))
        assert knut.status == MISSING, below


@pytest.mark.parametrize("below", ["edit", "proposal", "criteria/no_market"])
async def test_what_a_manager_writes_is_not_for_a_koordinator(room: OpenRoom, knut: Visitor, below: str) -> None:
    await knut.get(page_of(room, "Street Minds", below))

    assert knut.status == MISSING


async def test_somebody_who_refers_has_no_such_page_and_an_administrator_reads(room: OpenRoom) -> None:
    async with room.visitor() as ylva:
        await ylva.come_in(YLVA)
        assert "agreements" not in ylva.page.links
        for path in ("agreements", page_of(room, "Street Minds")):
            await ylva.get(path)
            assert ylva.status == MISSING
        await ylva.get("agreements/new")
        assert ylva.status == FORBIDDEN
    async with room.visitor() as ada:
        await ada.come_in(ADA, "agreements")
        await ada.get(page_of(room, "Street Minds"))
        assert "Ändra uppgifterna" not in ada.text


async def test_a_year_and_a_half_that_no_source_explains_is_told_as_unknown(room: OpenRoom, maj: Visitor) -> None:
    await maj.get(page_of(room, "Street Minds"))

    assert "Får förlängas med 12 månader, som längst till 31 maj 2024." in maj.text
    assert "31 december 2024. Det är 580 dagar efter den sista dagen" in maj.text
    assert "uppgift saknas" in maj.text
    assert "people on financial assistance" in maj.text, "what a source says in English alone is known all the same"
    room.clock.forward(days=241)
    await maj.come_in(MAJ, page_of(room, "Street Minds"))
    assert "Street Minds okänt om den gäller" in maj.text
    await maj.get("agreements")
    assert "Street Minds" in maj.text.partition("Okänt om de gäller")[2].partition("Har varit")[0]


async def test_the_days_between_two_agreements_are_counted_on_both_pages(room: OpenRoom, maj: Visitor) -> None:
    for name, heading in (("Himmel och pannkaka", "Följer på"), ("Himmel och pannkaka (first)", "Följs av")):
        await maj.get(page_of(room, name))
        assert heading in maj.text
        assert "264 dagar utan överenskommelse" in maj.text


async def test_what_is_known_to_be_none_is_told_apart_from_what_is_not_known(room: OpenRoom, maj: Visitor) -> None:
    await maj.get(page_of(room, "Convictus"))
    assert "Inget program." in maj.text
    assert "Ingen samhällsutmaning formulerad." in maj.text
    assert "8002012-1581 kan inte stämma" in maj.text
    await maj.get(page_of(room, "Drömstort"))
    assert "En samhällsutmaning är formulerad" in maj.text
    assert "Målgrupp uppgift saknas" in maj.text


async def test_a_doubt_stands_at_the_top_with_the_version_of_the_guidelines(room: OpenRoom, maj: Visitor) -> None:
    await maj.get(page_of(room, "Stacken"))

    top = maj.text.partition("Parter")[0]
    assert "Det är ifrågasatt om tjänsten måste upphandlas (bedömt enligt riktlinjerna dnr 171-84/2017)." in top


async def test_only_pages_that_the_room_has_are_linked_to(room: OpenRoom, maj: Visitor) -> None:
    await maj.get(page_of(room, "Street Minds"))

    path = page_of(room, "Street Minds")
    below = {link.removeprefix(f"{path}/") for link in maj.page.links if link.startswith(f"{path}/")}
    assert {"criteria", "goals", "edit"} <= below
    assert {f"/agreement/{{agreement}}/{one}" for one in below} <= {one.path for one in ROOMS}


async def test_an_english_reader_reads_the_purpose_in_english(room: OpenRoom, maj: Visitor) -> None:
    path = page_of(room, "Drömstort")
    await maj.get(path)
    assert "Läxhjälp ledd av vuxna" in maj.text
    room.store.run_now(lambda session: setattr(member(session, MAJ), "language", Language.EN))
    await maj.get(path)

    assert "Homework help led by adults" in maj.text


async def test_a_name_that_would_act_as_markup_shows_as_it_is_written(room: OpenRoom, maj: Visitor) -> None:
    path, name = page_of(room, "Stacken"), "<b>{x}</b>\u202e"
    room.change(Agreement, room.store.run_now(lambda session: agreement(session, "Stacken").id), name=name)

    for page in ("agreements", path, f"{path}/edit", f"{path}/criteria", f"{path}/goals"):
        await maj.get(page)
        assert maj.status == 200
        assert "<b>{x}" not in maj.html
        assert "&lt;b&gt;{x}&lt;/b&gt;[U+202E]" in maj.html
