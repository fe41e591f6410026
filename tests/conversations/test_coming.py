"""`/kommande`: what will be said of agreements and reports, to whom and when; and the same on an agreement's card."""

from datetime import date

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot import buttons
from bot.demo.cast import ADA, KNUT, MAJ, PARTNER, YLVA, Player
from models import Agreement, Intention, Role
from tests.conversations.playing import Play, agreement

pytestmark = pytest.mark.months("reminders")

BOSS = Player(6001, "Berit Bas", Role.PARTNER_MANAGER, PARTNER)
FIA = Player(6002, "Fia Farsta", Role.MANAGER, "Farsta stadsdelsnämnd")
CON = Player(6003, "Conny Convictus", Role.KOORDINATOR, "Convictus")
HEAD = "Kommande påminnelser"


def _lines(play: Play, who: Player) -> list[str]:
    """The day of each line and whom it is told to."""
    return [line for line in play.bot_says(who).splitlines() if " till " in line and line[0].isdigit()]


async def _all_lines(play: Play, who: Player) -> list[str]:
    """The lines of all pages."""
    await play.types(who, "/kommande")
    lines = _lines(play, who)
    while play.has_button(who, "Nästa ›"):
        await play.taps(who, "Nästa ›")
        lines += _lines(play, who)
    return lines


async def _two_reports(play: Play) -> None:
    row = await play.rows(lambda session: agreement(session, "Street Minds"))
    await play.forges(MAJ, buttons.AddDuty(row.id, "interim", date(2022, 12, 15)))
    await play.forges(MAJ, buttons.AddDuty(row.id, "yearly", date(2023, 2, 15)))


async def test_a_koordinator_sees_what_will_be_said_to_them(play: Play) -> None:
    await play.types(KNUT, "/kommande")
    assert _lines(play, KNUT) == [
        "2 mars 2023 till chef och koordinator",
        "28 april 2023 till chef och koordinator",
        "1 juni 2023 till chef och koordinator",
    ]
    for words in (
        "Street Minds: överenskommelsen tar slut om 90 dagar, 31 maj 2023",
        "överenskommelsen tar slut om 33 dagar, 31 maj 2023",
        "överenskommelsen tog slut 31 maj 2023",
    ):
        assert words in play.bot_says(KNUT)


async def test_a_manager_sees_all_of_their_boards_a_page_at_a_time(play: Play) -> None:
    """Five agreements in force, eight reminders each."""
    await play.types(MAJ, "/kommande")
    assert f"{HEAD} · sida 1 av 5" in play.bot_says(MAJ)
    assert _lines(play, MAJ)[:2] == ["2 december 2022 till chef"] * 2
    assert len(_lines(play, MAJ)) == 8
    lines = await _all_lines(play, MAJ)
    assert len(lines) == 40
    assert "sida 5 av 5" in play.bot_says(MAJ)
    await play.taps(MAJ, "‹ Föregående")
    assert "sida 4 av 5" in play.bot_says(MAJ)


async def test_another_boards_manager_sees_theirs_alone(play: Play) -> None:
    await play.joins(FIA)
    assert len(await _all_lines(play, FIA)) == 8
    assert "Himmel och pannkaka" in play.bot_says(FIA)
    assert "Street Minds" not in play.bot_says(FIA)


async def test_an_administrator_sees_everything_and_each_role_its_own_reports(play: Play) -> None:
    """A report is said to koordinatorer twice before it is due, and to both twice after."""
    await play.joins(BOSS)
    await _two_reports(play)
    counts = {who.role: len(await _all_lines(play, who)) for who in (ADA, MAJ, KNUT, BOSS)}
    assert counts == {
        Role.ADMINISTRATOR: 40 + 8,
        Role.MANAGER: 40 + 4,
        Role.KOORDINATOR: 3 + 8,
        Role.PARTNER_MANAGER: 3 + 8,
    }


async def test_reports_are_named_with_their_day(play: Play) -> None:
    await _two_reports(play)
    await play.types(KNUT, "/kommande")
    assert "15 november 2022 till koordinator" in play.bot_says(KNUT)
    assert "Street Minds: delrapport ska in 15 december 2022" in play.bot_says(KNUT)
    assert "16 december 2022 till chef och koordinator" in play.bot_says(KNUT)


async def test_what_a_decision_makes_superfluous_is_not_listed(play: Play) -> None:
    decided = update(Agreement).where(col(Agreement.name) == "Street Minds").values(intention=Intention.EXTEND)
    await play.rows(lambda session: session.execute(decided))
    assert len(await _all_lines(play, MAJ)) == 37, "without those 180, 90 and 60 days before"
    assert await _all_lines(play, KNUT) == [
        "28 april 2023 till chef och koordinator",
        "1 juni 2023 till chef och koordinator",
    ]


async def test_what_was_said_is_not_listed_any_more(play: Play) -> None:
    await play.travel(date(2022, 12, 2))
    assert len(await _all_lines(play, MAJ)) == 38


async def test_where_nothing_is_on_its_way_that_is_said(play: Play) -> None:
    await play.joins(CON)
    await play.types(CON, "/kommande")
    assert "Inga påminnelser är på väg" in play.bot_says(CON)


async def test_a_caseworker_has_no_such_list(play: Play) -> None:
    await play.types(YLVA, "/kommande")
    await play.sees(YLVA, "Din roll kan inte göra det")
    await play.forges(YLVA, buttons.ShowComing(0))
    await play.sees(YLVA, "Din roll kan inte göra det")
    assert "kommande" not in play.commands(YLVA)
    assert "kommande" in play.commands(KNUT)


@pytest.mark.parametrize("who", [MAJ, KNUT, YLVA], ids=lambda who: who.role.value)
async def test_an_agreements_card_says_who_is_told_what_and_when(play: Play, who: Player) -> None:
    await play.types(who, "/iop")
    await play.taps(who, "Street Minds ·")
    said = play.bot_says(who)
    assert "Vem får veta vad, och när" in said
    for line in (
        "2 december 2022 till chef: överenskommelsen tar slut om 180 dagar, 31 maj 2023",
        "2 mars 2023 till chef och koordinator: överenskommelsen tar slut om 90 dagar, 31 maj 2023",
        "31 mars 2023 till chef: överenskommelsen tar slut om 61 dagar, 31 maj 2023",
    ):
        assert line in said
    assert "28 april" not in said, "the next three"
