"""How the handover happens, and what the person would like to do."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from bot.clock import at_local, local
from bot.demo.cast import KNUT, YLVA
from models import Wish, WishChosen
from tests.conversations.playing import Play

HANDOVER = ("Nej, fortsätt", "B2")
REST = ("Inga önskemål", "Ja, personen samtycker", "Skicka")


@pytest.mark.parametrize(
    ("way", "referrer_reads", "partner_reads"),
    [
        ("Ring mig", "B2 ringer dig först", "Ring Ylva Uppdiktad först"),
        ("Jag följer med första gången", "Du följer med första gången", "Ylva Uppdiktad följer med första gången"),
    ],
)
async def test_both_sides_read_how_the_handover_happens(
    play: Play, way: str, referrer_reads: str, partner_reads: str
) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, *HANDOVER, way, *REST[:-1])
    await play.sees(YLVA, "Stämmer det här?", referrer_reads)
    await play.taps(YLVA, "Skicka")
    await play.sees(KNUT, partner_reads)


async def test_a_time_is_booked_on_a_day_when_the_partner_is_open(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, *HANDOVER, "Boka en tid")
    days = [choice for choice in play.choices(YLVA) if choice not in ("‹ Tillbaka", "Avbryt")]
    assert [day.split()[0] for day in days] == ["mån", "tis", "tors", "mån", "tis", "tors"]
    await play.all_taps(YLVA, "tis 4 okt", "13:00", *REST[:-1])
    await play.sees(YLVA, "Tid: tis 4 okt kl. 13:00")
    await play.taps(YLVA, "Skicka")
    await play.sees(KNUT, "Tid: tis 4 okt kl. 13:00")
    assert (await play.referral(play.code(YLVA))).meet_at == at_local(date(2022, 10, 4), 13)


@pytest.mark.parametrize("now", [at_local(date(2022, 10, 3), 11)])
async def test_no_hour_that_has_gone_by_or_after_closing_is_offered(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, *HANDOVER, "Boka en tid", "mån 3 okt")
    assert [choice for choice in play.choices(YLVA) if choice.endswith(":00")] == ["12:00", "13:00", "14:00"]


@pytest.mark.parametrize("now", [at_local(date(2022, 10, 3), 18)])
async def test_a_day_without_hours_left_is_not_offered(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, *HANDOVER, "Boka en tid")
    assert play.choices(YLVA)[0] == "tis 4 okt"


@pytest.mark.parametrize("now", [at_local(date(2022, 10, 27), 9)])
async def test_an_hour_after_the_clocks_went_back_is_the_hour_on_the_wall(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, *HANDOVER, "Boka en tid", "mån 31 okt", "10:00", *REST)
    meet_at = (await play.referral(play.code(YLVA))).meet_at
    assert meet_at
    assert local(meet_at).hour == 10
    assert local(meet_at).utcoffset() == timedelta(hours=1)


async def test_a_day_that_has_gone_by_is_refused_and_another_can_be_chosen(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, *HANDOVER, "Boka en tid")
    monday = play.button(YLVA, "mån 3 okt")
    await play.travel(date(2022, 10, 5))
    await play.taps_again(YLVA, monday)
    assert "Den knappen gäller inte längre" in play.bot_says(YLVA)
    await play.all_taps(YLVA, "tors 6 okt", "10:00", *REST)
    await play.sees(YLVA, "Skickat till B2")


async def test_a_draft_whose_time_has_gone_by_asks_for_a_new_one(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, *HANDOVER, "Boka en tid", "tis 4 okt", "10:00", "Inga önskemål", "Ja, personen samtycker")
    await play.travel(date(2022, 10, 6))
    await play.types(YLVA, "/hanvisa")
    assert "Vilken dag?" in play.bot_says(YLVA), "and no summary that can never be sent"


async def test_a_draft_whose_day_has_gone_by_offers_no_hours_of_that_day(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, *HANDOVER, "Boka en tid", "tis 4 okt")
    await play.travel(date(2022, 10, 6))
    await play.types(YLVA, "/hanvisa")
    assert "Vilken dag?" in play.bot_says(YLVA)


async def test_several_wishes_are_chosen_and_one_is_left_again(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, *HANDOVER, "Ring mig")
    assert play.choices(YLVA)[:5] == ["trädgård", "hantverk", "underhåll", "formgivning", "språkkafé"]
    await play.all_taps(YLVA, "trädgård", "hantverk", "språkkafé")
    assert {"✓ trädgård", "✓ hantverk", "✓ språkkafé", "underhåll"} <= set(play.choices(YLVA))
    await play.taps(YLVA, "✓ hantverk")
    assert "hantverk" in play.choices(YLVA)
    await play.all_taps(YLVA, "Klar", "Ja, personen samtycker")
    await play.sees(YLVA, "Önskemål: trädgård, språkkafé")
    await play.taps(YLVA, "Skicka")
    await play.sees(KNUT, "Önskemål: trädgård, språkkafé")
    statement = select(col(Wish.sv)).join(WishChosen, col(WishChosen.wish_id) == col(Wish.id))
    assert set(await play.rows(lambda session: session.exec(statement).all())) == {"trädgård", "språkkafé"}


async def test_the_same_wish_tapped_twice_is_chosen_once(play: Play) -> None:
    await play.types(YLVA, "/hanvisa")
    await play.all_taps(YLVA, *HANDOVER, "Ring mig")
    garden = play.button(YLVA, "trädgård")
    await play.taps_again(YLVA, garden)
    await play.taps_again(YLVA, garden)
    assert "✓ trädgård" in play.choices(YLVA)
    await play.all_taps(YLVA, "Klar", "Ja, personen samtycker", "Skicka")
    statement = select(WishChosen)
    assert len(await play.rows(lambda session: session.exec(statement).all())) == 1
