"""What the card says of the wait; who hears of it in somebody's place; and that nobody is told at night."""

from datetime import date

import pytest

from bot.clock import at_local
from bot.demo.cast import KNUT, MAJ, OLLE, PARTNER, SIRI, YLVA, Player
from models import NoticeKind, Role
from tests.conversations.playing import Play

pytestmark = pytest.mark.months("nudges")

NUDGED = "● Påminnelse – någon väntar på ert svar"
TOLD = "● Påminnelse – du väntar fortfarande på svar"
FRIDAY = date(2022, 10, 7)
"""The day of the first reminder of what was sent on Monday the 3rd; Wednesday the 12th is the second's."""


async def _sent(play: Play) -> str:
    code = await play.refer()
    await play.reads_code(code)
    return code


async def test_the_card_says_the_last_day_for_the_answer_and_then_that_it_is_late(play: Play) -> None:
    code = await _sent(play)
    for who, words in ((YLVA, "B2 svarar senast tors 6 okt"), (KNUT, "Svara senast tors 6 okt")):
        await play.opens(who, code)
        assert words in play.bot_says(who)
    await play.travel(FRIDAY)
    for who in (YLVA, KNUT):
        await play.opens(who, code)
        assert "Svaret dröjer. Det skulle ha kommit senast tors 6 okt" in play.bot_says(who)
    await play.all_taps(KNUT, "Väntelista")
    assert "senast tors" not in play.bot_says(KNUT)


async def test_the_reminder_has_every_answer(play: Play) -> None:
    code = await _sent(play)
    await play.travel(FRIDAY)
    assert code in play.bot_says(KNUT)
    await play.all_taps(KNUT, "Vi tar emot", "mån 10 okt")
    await play.sees(YLVA, code, "tar emot mån 10 okt")


async def test_answered_between_owing_and_saying_nobody_is_reminded(play: Play) -> None:
    code = await _sent(play)
    play.world.block(KNUT.telegram_id)
    await play.travel(FRIDAY)
    await play.all_taps(SIRI, "Väntelista")
    play.world.unblock(KNUT.telegram_id)
    await play.production.settle()
    assert play.when(KNUT, code, NUDGED) == []


async def test_withdrawn_between_owing_and_saying_nobody_is_told(play: Play) -> None:
    code = await _sent(play)
    await play.types(YLVA, "/borta 31 okt")
    await play.taps(YLVA, "Olle")
    await play.travel(date(2022, 10, 11))
    play.world.block(OLLE.telegram_id)
    play.world.block(MAJ.telegram_id)
    await play.travel(date(2022, 10, 18))
    await play.opens(YLVA, code)
    await play.all_taps(YLVA, "Återkalla", "Ja, återkalla")
    for who in (OLLE, MAJ):
        play.world.unblock(who.telegram_id)
    await play.production.settle()
    assert play.when(MAJ, code, "har inte svarat") == play.when(OLLE, code, TOLD) == []


async def test_a_time_declined_between_owing_and_saying_nobody_is_reminded_of_the_old_wait(play: Play) -> None:
    code = await _sent(play)
    play.world.block(KNUT.telegram_id)
    await play.travel(FRIDAY)
    await play.all_taps(SIRI, "Föreslå tid", "mån 10 okt", "10:00")
    await play.taps(YLVA, "Tiden passar inte")
    play.world.unblock(KNUT.telegram_id)
    await play.production.settle()
    assert play.when(KNUT, code, NUDGED) == []


async def test_the_referrers_substitute_is_told(play: Play) -> None:
    code = await _sent(play)
    await play.travel(date(2022, 10, 11))
    await play.types(YLVA, "/borta 14 okt")
    await play.taps(YLVA, "Olle")
    await play.travel(date(2022, 10, 13))
    assert play.when(OLLE, code, TOLD) == ["2022-10-12 08:00"]
    assert play.when(YLVA, code, TOLD) == []


async def test_the_koordinators_substitute_is_reminded_once(play: Play) -> None:
    code = await _sent(play)
    await play.types(KNUT, "/borta 14 okt")
    await play.taps(KNUT, "Siri")
    await play.travel(date(2022, 10, 10))
    assert play.when(SIRI, code, NUDGED) == ["2022-10-07 08:00"]
    assert play.when(KNUT, code, NUDGED) == []


async def test_who_was_handed_the_referral_is_told(play: Play) -> None:
    code = await _sent(play)
    await play.types(MAJ, "/medlemmar")
    await play.all_taps(MAJ, "Ylva Uppdiktad", "Lämna över hänvisningar", "Olle Exempel")
    await play.travel(date(2022, 10, 12))
    assert play.when(OLLE, code, TOLD) == ["2022-10-12 08:00"]


@pytest.mark.parametrize(
    ("up", "hour", "said"),
    [
        (FRIDAY, 6, "2022-10-07 08:00"),
        (FRIDAY, 11, "2022-10-07 11:00"),
        (FRIDAY, 22, "2022-10-10 08:00"),
        (date(2022, 10, 8), 10, "2022-10-10 08:00"),
    ],
    ids=["before the morning", "in the forenoon", "at night", "on a Saturday"],
)
async def test_a_bot_that_was_down_reminds_only_by_day_on_a_working_day(
    play: Play, up: date, hour: int, said: str
) -> None:
    code = await _sent(play)
    await play.travel(date(2022, 10, 6), 18)
    await play.comes_up(up, hour)
    await play.travel(date(2022, 10, 10), 12)
    assert play.when(KNUT, code, NUDGED) == [said]


@pytest.mark.parametrize("now", [at_local(date(2022, 12, 19), 9)])
async def test_a_bot_that_comes_up_on_a_holiday_waits_until_the_working_day_after(play: Play) -> None:
    code = await _sent(play)
    await play.travel(date(2022, 12, 22), 9)
    await play.comes_up(date(2022, 12, 26), 9)
    await play.travel(date(2022, 12, 27))
    assert play.when(KNUT, code, NUDGED) == ["2022-12-27 08:00"]


async def test_each_step_is_owed_once_however_often_the_clock_strikes(play: Play) -> None:
    boss = Player(6001, "Berit Bas", Role.PARTNER_MANAGER, PARTNER)
    await play.joins(boss)
    await _sent(play)
    await play.travel(date(2022, 11, 30))
    kinds = (NoticeKind.NUDGE, NoticeKind.WAITING_LONG, NoticeKind.ESCALATION)
    assert [len(await play.owed(kind)) for kind in kinds] == [2, 1, 2]
