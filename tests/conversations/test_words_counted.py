"""Words in the chat are counted without content: those who answer for it hear how often, the next working morning."""

from datetime import date

import pytest

from bot.demo.cast import ADA, BOARD, KNUT, MAJ, OLLE, PARTNER, SIRI, YLVA, Player
from models import NoticeKind, Role
from tests.conversations.playing import Play
from tests.works import CANARY

COUNTED = "Text har kommit i chatten"
BOSS = Player(6001, "Berit Bas", Role.PARTNER_MANAGER, PARTNER)
TUESDAY = date(2022, 10, 4)


async def _writes(play: Play, who: Player, times: int = 1) -> None:
    for _ in range(times):
        await play.types(who, f"Han heter {CANARY}")


async def test_the_manager_hears_the_next_working_morning_how_often_and_nothing_else(play: Play) -> None:
    await _writes(play, YLVA, 3)
    await play.travel(date(2022, 10, 6))
    assert play.when(MAJ, COUNTED) == ["2022-10-04 08:00"]
    said = next(text for text in play.texts(MAJ) if COUNTED in text)
    assert "3 gånger" in said
    assert BOARD in said
    assert CANARY not in said
    assert YLVA.name not in said


async def test_several_writers_are_one_number_in_one_message(play: Play) -> None:
    await _writes(play, YLVA, 2)
    await _writes(play, OLLE, 1)
    await play.travel(TUESDAY)
    assert play.when(MAJ, COUNTED, "3 gånger") == play.when(MAJ, COUNTED) == ["2022-10-04 08:00"]


async def test_each_day_has_its_own_number(play: Play) -> None:
    await _writes(play, YLVA, 2)
    await play.travel(TUESDAY)
    await _writes(play, YLVA, 1)
    await play.travel(date(2022, 10, 7))
    assert play.when(MAJ, COUNTED, "2 gånger") == ["2022-10-04 08:00"]
    assert play.when(MAJ, COUNTED, "1 gång ") == ["2022-10-05 08:00"]


async def test_what_came_on_friday_and_at_the_weekend_is_told_on_monday(play: Play) -> None:
    await play.travel(date(2022, 10, 7))
    await _writes(play, YLVA)
    await play.travel(date(2022, 10, 8))
    await _writes(play, OLLE)
    await play.travel(date(2022, 10, 11))
    assert play.when(MAJ, COUNTED, "2 gånger") == play.when(MAJ, COUNTED) == ["2022-10-10 08:00"]


async def test_a_koordinators_words_reach_the_partners_own_manager(play: Play) -> None:
    await play.joins(BOSS)
    await _writes(play, KNUT)
    await _writes(play, SIRI)
    await play.travel(TUESDAY)
    assert play.when(BOSS, COUNTED, "2 gånger", PARTNER) == ["2022-10-04 08:00"]
    assert play.when(MAJ, COUNTED) == []


async def test_where_a_partner_has_named_no_manager_the_boards_managers_hear_it(play: Play) -> None:
    other_board = Player(6002, "Fia Farsta", Role.MANAGER, "Farsta stadsdelsnämnd")
    await play.joins(other_board)
    await _writes(play, KNUT)
    await play.travel(TUESDAY)
    assert play.when(MAJ, COUNTED, "1 gång", PARTNER) == ["2022-10-04 08:00"]
    assert play.when(other_board, COUNTED) == [], "it has no agreement with that partner"


async def test_the_manager_of_ones_own_unit_hears_it_and_another_units_does_not(play: Play) -> None:
    ours = Player(6003, "Unni Unik", Role.MANAGER, BOARD, "Uppsökarna")
    others = Player(6004, "Ove Ovidkommande", Role.MANAGER, BOARD, "Försörjningsstöd")
    for who in (ours, others):
        await play.joins(who)
    await _writes(play, YLVA)
    await play.travel(TUESDAY)
    assert [len(play.when(who, COUNTED)) for who in (ours, MAJ, others)] == [1, 1, 0]


async def test_a_managers_own_words_are_not_told_to_themselves(play: Play) -> None:
    await _writes(play, MAJ)
    await play.travel(TUESDAY)
    assert play.when(MAJ, COUNTED) == play.when(ADA, COUNTED) == []


@pytest.mark.parametrize("writes", ["/anteckning R-22222 sprang bort", "/kom full"])
async def test_words_behind_a_command_that_does_not_take_them_count_too(play: Play, writes: str) -> None:
    await play.types(YLVA, writes)
    await play.travel(TUESDAY)
    assert play.when(MAJ, COUNTED, "1 gång") == ["2022-10-04 08:00"]


async def test_a_day_of_taps_is_not_spoken_of(play: Play) -> None:
    await play.refer()
    await play.travel(TUESDAY)
    assert play.when(MAJ, COUNTED) == []
    assert await play.owed(NoticeKind.WORDS_COUNTED) == []


async def test_put_off_by_a_day_the_number_is_still_that_of_its_own_day(play: Play) -> None:
    await _writes(play, YLVA, 3)
    await play.travel(date(2022, 10, 3), 18)
    await play.comes_up(TUESDAY, 22)
    await play.travel(date(2022, 10, 5))
    assert play.when(MAJ, COUNTED, "3 gånger") == ["2022-10-05 08:00"]
