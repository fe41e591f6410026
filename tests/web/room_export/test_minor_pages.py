"""Referring somebody under 18 in the room, page by page."""

import pytest
from sqlmodel import col, func, select

from bot.demo.cast import KNUT, MAJ, Player
from models import Client, Consent, ConsentGiver, Referral
from tests.web.room.reading import Form
from tests.web.room.visiting import ON_SQLITE, OpenRoom, Visitor


def referrals(room: OpenRoom) -> int:
    return room.store.run_now(lambda session: session.exec(select(func.count(col(Referral.id)))).one())


async def filled(ylva: Visitor, **fields: str) -> None:
    """Ylva chooses B2, fills in the form, and sees what would be sent."""
    await ylva.get("minor")
    path = next(link for link in ylva.page.links if link.startswith("minor/form"))
    await ylva.get(path)
    await asks(ylva, ylva.page.form("minor/summary"), **fields)


async def asks(ylva: Visitor, form: Form, **fields: str) -> None:
    """A form that is sent with GET."""
    given = {"handover": "call_me", "given_by": "both", "unprotected": "yes"} | fields
    said = form.fields | given
    await ylva.get("minor/summary?" + "&".join(f"{name}={value}" for name, value in said.items() if value))


async def test_a_partner_a_form_a_summary_and_it_is_sent(young: OpenRoom, ylva: Visitor) -> None:
    await filled(ylva, months="6")
    assert ylva.status == 200
    assert "Personen och vårdnadshavaren" in ylva.text
    assert "3 april 2023" in ylva.text
    held = ylva.page.form("minor/send")
    assert referrals(young) == 0
    await ylva.submit(held)
    assert "Hänvisningen är skickad." in ylva.text
    await ylva.submit(held)
    assert referrals(young) == 1
    consent = young.store.run_now(lambda session: session.exec(select(Consent.given_by)).one())
    assert consent is ConsentGiver.BOTH


@ON_SQLITE
async def test_the_form_begins_with_the_partners_preset(young: OpenRoom, ylva: Visitor) -> None:
    await ylva.get("minor")
    assert "08-465 004 20" in ylva.text
    await ylva.get(next(link for link in ylva.page.links if link.startswith("minor/form")))
    fields = ylva.page.form("minor/summary").fields
    assert {name for name in fields if name.startswith("share_")} == {
        "share_wishes",
        "share_attendance",
        "share_progress",
    }
    assert "unprotected" not in fields
    assert "given_by" not in fields


@ON_SQLITE
async def test_without_the_tick_it_stops_and_says_whom_to_call(young: OpenRoom, ylva: Visitor) -> None:
    await filled(ylva, unprotected="")
    assert "Inget är sparat" in ylva.text
    assert "08-465 004 20" in ylva.text
    assert not ylva.page.has_form("minor/send")
    await ylva.get("minor/stop")
    assert "08-465 004 20" in ylva.text
    clients = young.store.run_now(lambda session: session.exec(select(func.count(col(Client.mark)))).one())
    assert (referrals(young), clients) == (0, 0)


@ON_SQLITE
async def test_what_is_missing_is_said_and_what_was_chosen_is_kept(young: OpenRoom, ylva: Visitor) -> None:
    await filled(ylva, handover="time", given_by="", months="3")
    assert ylva.status == 422
    assert "Välj både dag och klockslag" in ylva.text
    assert "Välj vem som har samtyckt" in ylva.text
    fields = ylva.page.form("minor/summary").fields
    assert (fields["handover"], fields["months"]) == ("time", "3")


@ON_SQLITE
async def test_changing_what_the_summary_showed_goes_on_with_the_same_form(young: OpenRoom, ylva: Visitor) -> None:
    await filled(ylva, months="3")
    first = ylva.page.form("minor/send")
    await ylva.get(next(link for link in ylva.page.links if link.startswith("minor/form")))
    again = ylva.page.form("minor/summary")
    assert again.fields["form"] == first.fields["form"]
    assert again.fields["months"] == "3"
    await ylva.submit(first)
    await asks(ylva, again)
    await ylva.press("minor/send")
    assert referrals(young) == 1


@ON_SQLITE
async def test_where_no_agreement_is_about_young_people_nobody_is_offered(room: OpenRoom, ylva: Visitor) -> None:
    await ylva.get("minor")
    assert "Ingen överenskommelse om unga gäller" in ylva.text
    assert not [link for link in ylva.page.links if link.startswith("minor/form")]


@ON_SQLITE
async def test_a_post_to_a_partner_that_is_not_for_young_people_is_refused(young: OpenRoom, ylva: Visitor) -> None:
    await filled(ylva)
    held = ylva.page.form("minor/send")
    for partner in ("0", "1", "999999", "-1", "x", "9" * 30):
        await ylva.send("minor/send", {**held.fields, "partner": partner})
        assert ylva.status == 404, partner
    assert referrals(young) == 0


@ON_SQLITE
@pytest.mark.parametrize(
    "hostile",
    [
        {"handover": "<b>"},
        {"given_by": "nobody"},
        {"months": "99999999999999999999"},
        {"wish_9999999": "yes"},
        {"handover": "time", "day": "0001-01-01", "hour": "10"},
        {"handover": "time", "day": "imorgon", "hour": "25"},
        {"form": "0"},
        {"form": "99999999999"},
        {"seal": "0" * 8},
        {"unprotected": "no"},
    ],
)
async def test_a_hostile_form_is_refused_and_stores_nothing(
    young: OpenRoom, ylva: Visitor, hostile: dict[str, str]
) -> None:
    await filled(ylva)
    held = ylva.page.form("minor/send")
    await ylva.send("minor/send", {**held.fields, **hostile})
    assert 400 <= ylva.status < 500
    assert referrals(young) == 0


@ON_SQLITE
@pytest.mark.parametrize("query", ["partner=x", "partner=1&form=%3Cscript%3E", "", "partner=" + "9" * 30])
async def test_odd_addresses_are_refused(young: OpenRoom, ylva: Visitor, query: str) -> None:
    for page in ("form", "summary"):
        await ylva.get(f"minor/{page}?{query}")
        assert ylva.status == 404


@ON_SQLITE
@pytest.mark.parametrize("player", [KNUT, MAJ])
async def test_nobody_but_a_caseworker_opens_it(young: OpenRoom, player: Player) -> None:
    async with young.visitor() as other:
        await other.come_in(player)
        for page in ("minor", "minor/stop", "minor/form?partner=1", "minor/summary?partner=1"):
            await other.get(page)
            assert other.status == 403, page
