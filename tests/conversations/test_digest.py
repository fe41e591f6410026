"""The managers' weekly page: Monday 07:30, from where the last one that was said ended."""

from datetime import date

import pytest

from bot.clock import at_local
from bot.demo.cast import ADA, BOARD, KNUT, MAJ, PARTNER, YLVA, Player
from models import Role
from tests.conversations.playing import Play

pytestmark = pytest.mark.months("digests")

HEAD = "Veckobrev: "
UNNI = Player(6001, "Unni Unik", Role.MANAGER, BOARD, "Uppsökarna")
OVE = Player(6002, "Ove Ovidkommande", Role.MANAGER, BOARD, "Försörjningsstöd")
FIA = Player(6003, "Fia Farsta", Role.MANAGER, "Farsta stadsdelsnämnd")
BOSS = Player(6004, "Berit Bas", Role.PARTNER_MANAGER, PARTNER)
FIRST = "mån 3 okt kl. 00:00 – mån 10 okt kl. 07:30"
SECOND = "mån 10 okt kl. 07:30 – mån 17 okt kl. 07:30"


def _page(play: Play, who: Player) -> str:
    """The newest weekly page."""
    return next(text for text in reversed(play.texts(who)) if text.startswith(HEAD))


async def test_it_comes_every_monday_at_half_past_seven(play: Play) -> None:
    await play.travel(date(2022, 10, 26))
    assert play.when(MAJ, HEAD) == ["2022-10-10 07:30", "2022-10-17 07:30", "2022-10-24 07:30"]
    assert [len(play.when(MAJ, HEAD, window)) for window in (FIRST, SECOND)] == [1, 1]
    for who in (YLVA, KNUT, ADA):
        assert play.when(who, HEAD) == []


@pytest.mark.parametrize("now", [at_local(date(2023, 4, 4), 9)])
async def test_in_the_week_of_easter_monday_it_comes_on_tuesday(play: Play) -> None:
    await play.travel(date(2023, 4, 18))
    assert play.when(MAJ, HEAD) == ["2023-04-11 07:30", "2023-04-17 07:30"]
    assert "tis 11 apr kl. 07:30 – mån 17 apr kl. 07:30" in _page(play, MAJ)


async def test_a_week_that_was_missed_is_covered_by_the_next(play: Play) -> None:
    await play.travel(date(2022, 10, 10))
    await play.comes_up(date(2022, 10, 24), 7, 30)
    await play.travel(date(2022, 10, 25))
    assert play.when(MAJ, HEAD) == ["2022-10-10 07:30", "2022-10-24 07:30"]
    assert "mån 10 okt kl. 07:30 – mån 24 okt kl. 07:30" in _page(play, MAJ)


@pytest.mark.parametrize(
    ("up", "hour", "said"),
    [
        (date(2022, 10, 17), 22, "2022-10-18 07:30"),
        (date(2022, 10, 19), 10, "2022-10-19 10:00"),
        (date(2022, 10, 22), 10, "2022-10-24 07:30"),
    ],
    ids=["Monday night", "Wednesday", "Saturday"],
)
async def test_down_on_monday_it_comes_by_day_as_soon_as_it_can(play: Play, up: date, hour: int, said: str) -> None:
    await play.travel(date(2022, 10, 10))
    await play.comes_up(up, hour)
    await play.travel(date(2022, 10, 24))
    said_then = [moment for moment in play.when(MAJ, HEAD) if moment > "2022-10-11"]
    assert said_then[0] == said
    assert said_then == sorted({said, "2022-10-24 07:30"})


async def test_after_a_closed_chat_it_begins_at_the_last_one_that_was_delivered(play: Play) -> None:
    await play.travel(date(2022, 10, 10))
    play.world.block(MAJ.telegram_id)
    await play.travel(date(2022, 10, 24))
    play.world.unblock(MAJ.telegram_id)
    await play.production.settle()
    assert play.when(MAJ, HEAD) == ["2022-10-10 07:30", "2022-10-24 09:00"], "only the newest is said"
    assert "mån 10 okt kl. 07:30 – mån 24 okt kl. 07:30" in _page(play, MAJ)
    await play.travel(date(2022, 10, 31))
    assert "mån 24 okt kl. 07:30 – mån 31 okt kl. 07:30" in _page(play, MAJ)


async def test_a_chat_that_opens_in_the_same_week_gets_that_weeks(play: Play) -> None:
    await play.travel(date(2022, 10, 10))
    play.world.block(MAJ.telegram_id)
    await play.travel(date(2022, 10, 19))
    play.world.unblock(MAJ.telegram_id)
    await play.production.settle()
    assert play.when(MAJ, HEAD, SECOND) == ["2022-10-19 09:00"]


async def test_on_demand_it_reaches_until_now_and_does_not_move_the_next(play: Play) -> None:
    await play.types(MAJ, "/veckobrev")
    assert "mån 26 sep kl. 00:00 – mån 3 okt kl. 09:00" in play.bot_says(MAJ), "before the first: a week back"
    await play.travel(date(2022, 10, 12))
    await play.types(MAJ, "/veckobrev")
    assert "mån 10 okt kl. 07:30 – ons 12 okt kl. 09:00" in play.bot_says(MAJ)
    await play.travel(date(2022, 10, 17))
    assert SECOND in _page(play, MAJ)


@pytest.mark.parametrize("now", [at_local(date(2023, 3, 30), 9)])
async def test_on_demand_the_week_before_begins_at_midnight_also_when_the_clocks_have_changed(play: Play) -> None:
    await play.types(MAJ, "/veckobrev")
    assert "tors 23 mars kl. 00:00 – tors 30 mars kl. 09:00" in play.bot_says(MAJ)


async def test_a_new_managers_first_is_the_next_mondays(play: Play) -> None:
    await play.travel(date(2022, 10, 5))
    await play.joins(UNNI)
    await play.travel(date(2022, 10, 10))
    assert play.when(UNNI, HEAD, FIRST) == ["2022-10-10 07:30"]
    await play.joins(OVE)
    await play.travel(date(2022, 10, 18))
    assert play.when(OVE, HEAD) == ["2022-10-17 07:30"]
    assert "mån 10 okt kl. 00:00 – mån 17 okt kl. 07:30" in _page(play, OVE)


@pytest.mark.parametrize("who", [YLVA, KNUT, ADA, BOSS], ids=lambda who: who.role.value)
async def test_others_have_no_weekly_page(play: Play, who: Player) -> None:
    if who is BOSS:
        await play.joins(BOSS)
    for command in ("/veckobrev", "/weekly"):
        await play.types(who, command)
        await play.sees(who, "Din roll kan inte göra det")
    assert "veckobrev" not in play.commands(who)
    assert "veckobrev" in play.commands(MAJ)


async def test_those_who_wait_stand_first_the_longest_waiting_at_the_top(play: Play) -> None:
    first = await play.refer()
    await play.travel(date(2022, 10, 5))
    second = await play.refer()
    answered = await play.refer()
    await play.taps(KNUT, "Väntelista")
    await play.travel(date(2022, 10, 10))
    said = _page(play, MAJ)
    assert said.index(f"{first} · B2 · har väntat på svar i 7 dagar") < said.index(f"{second} · B2")
    assert answered not in said
    assert PARTNER not in said


async def test_who_has_a_meeting_to_come_does_not_wait(play: Play) -> None:
    code = await play.refer()
    await play.all_taps(KNUT, "Föreslå tid", "tors 13 okt", "10:00")
    await play.taps(YLVA, "Tiden passar")
    await play.travel(date(2022, 10, 10))
    assert code not in _page(play, MAJ)


async def test_of_many_who_wait_ten_are_named(play: Play) -> None:
    code = await play.refer()
    await play.copies(code, 11)
    await play.types(MAJ, "/veckobrev")
    assert play.bot_says(MAJ).count(" · B2 · ") == 10
    assert "… och 2 till som väntar" in play.bot_says(MAJ)


async def test_a_units_manager_sees_the_units_and_another_boards_nothing(play: Play) -> None:
    for who in (UNNI, OVE, FIA):
        await play.joins(who)
    code = await play.refer()
    await play.travel(date(2022, 10, 10))
    assert code in _page(play, MAJ)
    assert _page(play, MAJ).startswith(f"{HEAD}{BOARD}")
    assert code in _page(play, UNNI)
    assert _page(play, UNNI).startswith(f"{HEAD}Uppsökarna")
    for who in (OVE, FIA):
        assert code not in _page(play, who)
    assert "Inget väntar på dig just nu" in _page(play, FIA)


@pytest.mark.parametrize("now", [at_local(date(2023, 3, 30), 9)])
async def test_ends_and_late_reports_are_named_by_alias_with_a_way_to_the_agreement(play: Play) -> None:
    """Street Minds ends in 62 days and nobody has said what is meant; Stacken's end is far."""
    await play.types(MAJ, "/iop")
    await play.all_taps(MAJ, "Street Minds ·", "Rapporter", "Ny delrapport", "jan", "31")
    await play.types(MAJ, "/veckobrev")
    said = play.bot_says(MAJ)
    assert "B2 · delrapport skulle ha kommit 31 januari 2023" in said
    assert "B2 · överenskommelsen tar slut om 62 dagar" in said
    assert "B3" not in said
    await play.taps(MAJ, "Öppna B2")
    await play.all_taps(MAJ, "Låta upphöra")
    await play.types(MAJ, "/veckobrev")
    assert "inriktning: låta upphöra" in play.bot_says(MAJ)


async def test_what_is_owed_is_said_as_the_queue_then_is(play: Play) -> None:
    code = await play.refer()
    play.world.block(MAJ.telegram_id)
    await play.travel(date(2022, 10, 10))
    await play.all_taps(KNUT, "Väntelista")
    play.world.unblock(MAJ.telegram_id)
    await play.production.settle()
    assert code not in _page(play, MAJ)
