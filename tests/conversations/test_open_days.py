"""`/oppet`: the days on which a partner is there, and what waits for it."""

from datetime import date

import pytest

from bot import buttons
from bot.demo.cast import KNUT, MAJ, SIRI, YLVA, Player
from models import Role
from tests.conversations.playing import Play

pytestmark = pytest.mark.months("nudges")

NUDGED = "● Påminnelse – någon väntar på ert svar"


async def test_a_koordinator_sees_and_switches_the_days(play: Play) -> None:
    await play.types(KNUT, "/oppet")
    assert "B2: måndag, tisdag, torsdag" in play.bot_says(KNUT)
    assert play.choices(KNUT)[:4] == ["✓ måndag", "✓ tisdag", "onsdag", "✓ torsdag"]
    await play.taps(KNUT, "onsdag")
    assert "B2: måndag, tisdag, onsdag, torsdag" in play.bot_says(KNUT)
    await play.taps(KNUT, "✓ måndag")
    assert "B2: tisdag, onsdag, torsdag" in play.bot_says(KNUT)
    await play.types(SIRI, "/opendays")
    assert "B2: tisdag, onsdag, torsdag" in play.bot_says(SIRI)


async def test_the_last_open_day_cannot_be_removed(play: Play) -> None:
    await play.open_days(2)
    await play.types(KNUT, "/oppet")
    await play.taps(KNUT, "✓ tisdag")
    await play.sees(KNUT, "Minst en dag behövs")
    await play.types(KNUT, "/oppet")
    assert "B2: tisdag" in play.bot_says(KNUT)


async def test_a_second_tap_on_the_same_day_changes_nothing(play: Play) -> None:
    await play.types(KNUT, "/oppet")
    held = play.button(KNUT, "onsdag")
    await play.taps(KNUT, "onsdag")
    await play.taps_again(KNUT, held)
    assert "B2: måndag, tisdag, onsdag, torsdag" in play.bot_says(KNUT)


async def test_changed_days_move_what_waits(play: Play) -> None:
    """Sent on Monday the 3rd: with Wednesdays the second open day is Wed 5; with Fridays alone it is Mon 10."""
    code = await play.refer()
    await play.types(KNUT, "/oppet")
    await play.all_taps(KNUT, "onsdag")
    await play.opens(KNUT, code)
    assert "Svara senast ons 5 okt" in play.bot_says(KNUT)
    await play.travel(date(2022, 10, 7))
    assert play.when(KNUT, code, NUDGED) == ["2022-10-06 08:00"]


async def test_fewer_days_give_more_time(play: Play) -> None:
    code = await play.refer()
    await play.types(KNUT, "/oppet")
    await play.all_taps(KNUT, "✓ måndag", "✓ tisdag")
    await play.opens(KNUT, code)
    assert "Svara senast tors 6 okt" in play.bot_says(KNUT), "the one Thursday within a week"
    await play.travel(date(2022, 10, 12))
    assert play.when(KNUT, code, NUDGED) == ["2022-10-10 08:00"]


async def test_what_was_reminded_of_already_is_not_said_again(play: Play) -> None:
    code = await play.refer()
    await play.travel(date(2022, 10, 7))
    await play.types(KNUT, "/oppet")
    await play.all_taps(KNUT, "onsdag", "fredag")
    await play.travel(date(2022, 10, 31))
    assert play.when(KNUT, code, NUDGED) == ["2022-10-07 08:00"]
    assert play.when(YLVA, code, "● Påminnelse") == ["2022-10-10 08:00"], "4, 5, 6 and 7 October were four open days"


@pytest.mark.parametrize("who", [YLVA, MAJ, Player(6001, "Berit Bas", Role.PARTNER_MANAGER, "Street Minds")])
async def test_others_do_not_set_the_days(play: Play, who: Player) -> None:
    if who.telegram_id not in play.world.people:
        await play.joins(who)
    await play.types(who, "/oppet")
    await play.sees(who, "Din roll kan inte göra det")
    await play.forges(who, buttons.SetOpenDay(3, on=True))
    await play.types(KNUT, "/oppet")
    assert "B2: måndag, tisdag, torsdag" in play.bot_says(KNUT)


async def test_a_day_that_no_week_has_is_refused(play: Play) -> None:
    for weekday in (0, 8):
        await play.forges(KNUT, buttons.SetOpenDay(weekday, on=True))
        await play.sees(KNUT, "Den knappen gäller inte längre")
