"""`/iop`: the agreements by name, which are in force, and for how long."""

from datetime import date, datetime

import pytest
from sqlmodel import Session

from bot.cards import agreements as cards
from bot.clock import at_local
from bot.demo.cast import ADA, KNUT, MAJ, YLVA, Player
from bot.errors import Refused
from messages import views
from models import AgreementStatus
from tests.conversations.playing import Play, agreement
from tests.hands import turn


def _listed(play: Play, who: Player = MAJ) -> list[str]:
    return [choice for choice in play.choices(who) if " · till " in choice]


async def _card(play: Play, name: str) -> str:
    await play.types(MAJ, "/iop")
    while not any(choice.removeprefix("○ ").startswith(f"{name} ·") for choice in _listed(play)):
        await play.taps(MAJ, "Nästa ›")
    await play.taps(MAJ, next(choice for choice in _listed(play) if choice.removeprefix("○ ").startswith(f"{name} ·")))
    return play.bot_says(MAJ)


async def test_those_in_force_stand_first_the_one_that_ends_soonest_at_the_top(play: Play) -> None:
    await play.types(MAJ, "/iop")
    assert "10 överenskommelser, 5 gäller i dag" in play.bot_says(MAJ)
    assert _listed(play)[:5] == [
        "Street Minds · till 2023-05-31",
        "Drömstort · till 2023-06-01",
        "Stacken · till 2023-09-30",
        "Rågsveds IF · till 2024-05-31",
        "Himmel och pannkaka · till 2025-08-31",
    ]
    assert _listed(play)[5] == "○ Inkluderande Enskede · till 2022-09-30", "then the newest of the others"
    assert len(_listed(play)) == 8
    await play.taps(MAJ, "Nästa ›")
    assert all(line.startswith("○") for line in _listed(play))
    assert len(_listed(play)) == 2
    await play.taps(MAJ, "‹ Föregående")
    assert len(_listed(play)) == 8


async def test_a_card_tells_parties_period_and_days_left(play: Play) -> None:
    said = await _card(play, "Street Minds")
    for words in ("Gäller i 240 dagar till", "1 juni 2022 – 31 maj 2023", "• Enskede-Årsta-Vantörs stadsdelsnämnd"):
        assert words in said
    assert "Tar emot hänvisningar: ja" in said
    assert "Får förlängas med högst 12 månader" in said


async def test_an_agreement_of_three_parties_names_them_all(play: Play) -> None:
    said = await _card(play, "Himmel och pannkaka")
    for party in ("Farsta stadsdelsnämnd", "Svenska kyrkan, Farsta församling", "Stiftelsen Stora Sköndal"):
        assert party in said
    assert "Följer på: Himmel och pannkaka (first)" in said


async def test_a_lapsed_agreement_says_since_when_and_a_doubtful_number_is_flagged(play: Play) -> None:
    said = await _card(play, "Convictus")
    assert "Gäller inte längre" in said
    assert "95 dagar sedan" in said
    assert "Organisationsnumret kan vara fel" in said
    assert "8002012-1581" in said


@pytest.mark.parametrize("now", [at_local(date(2021, 5, 31), 9)])
async def test_an_agreement_that_has_not_begun_says_when_it_does(play: Play) -> None:
    said = await _card(play, "Street Minds (first)")
    assert "Börjar gälla 1 juni 2021" in said
    assert "Tar emot hänvisningar: nej" in said


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (at_local(date(2023, 5, 31), 9), "Sista dagen är i dag"),
        (at_local(date(2023, 5, 30), 23, 59), "Gäller i 1 dag till"),
        (at_local(date(2023, 6, 1), 0, 1), "tog slut för 1 dag sedan"),
    ],
)
async def test_the_last_days_are_counted_by_the_date_in_stockholm(play: Play, words: str) -> None:
    assert words in await _card(play, "Street Minds")


async def test_everybody_may_read_the_agreements(play: Play) -> None:
    for who in (YLVA, KNUT, ADA):
        await play.types(who, "/iop")
        assert len(_listed(play, who)) == 8


async def test_a_gap_before_an_agreement_is_counted(play: Play) -> None:
    assert "264 dagar utan överenskommelse" in await _card(play, "Himmel och pannkaka")


@pytest.mark.parametrize("now", [at_local(date(2024, 3, 4), 9)])
async def test_an_end_that_no_source_explains_is_unknown_and_nobody_is_referred(play: Play) -> None:
    said = await _card(play, "Street Minds")
    for words in (
        "Okänt om den gäller",
        "Rapporterat slut: 31 december 2024. Ingen källa förklarar 580 dagar efter 31 maj 2023.",
        "Tar emot hänvisningar: nej",
        "längst till 31 maj 2024",
        "Om den har förlängts: uppgift saknas",
    ):
        assert words in said


async def test_a_doubt_about_procurement_names_the_guidelines(play: Play) -> None:
    assert "Tveksamt om den måste upphandlas. Riktlinjer: dnr 171-84/2017." in await _card(play, "Stacken")


@pytest.mark.parametrize("status", [AgreementStatus.PROPOSED, AgreementStatus.WITHDRAWN])
def test_what_is_not_agreed_on_is_known_to_its_parties_alone(
    session: Session, now: datetime, status: AgreementStatus
) -> None:
    row = agreement(session, "Stacken")
    row.status = status
    session.flush()

    def listed(player: Player) -> int:
        view = cards.agreements(turn(session, player, now), 0).view
        assert isinstance(view, views.Agreements)
        return view.count

    assert [listed(player) for player in (MAJ, KNUT, YLVA, ADA)] == [10, 9, 10, 10]
    with pytest.raises(Refused) as no:
        cards.agreement(turn(session, KNUT, now), row.id)
    assert isinstance(no.value.view, views.NotFound)
