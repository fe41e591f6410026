"""Waiting for a partner's answer: it is reminded, then the referrer is told, then both sides' managers.

B2 is there on Mondays, Tuesdays and Thursdays. October 2022: Monday is the 3rd, the 10th, the 17th, the 24th.
"""

from datetime import date

import pytest

from bot.clock import at_local
from bot.demo.cast import BOARD, KNUT, MAJ, OLLE, PARTNER, SIRI, YLVA, Player
from models import Role
from tests.conversations.playing import Play

pytestmark = pytest.mark.months("nudges")

NUDGED = "● Påminnelse – någon väntar på ert svar"
TOLD = "● Påminnelse – du väntar fortfarande på svar"
TO_THE_BOARD = "B2 har inte svarat på"
TO_THE_PARTNER = "En hänvisning till er har väntat"
BOSS = Player(6001, "Berit Bas", Role.PARTNER_MANAGER, PARTNER)
NOVEMBER = date(2022, 11, 15)


async def _sent(play: Play) -> str:
    code = await play.refer()
    await play.reads_code(code)
    return code


def _days(play: Play, code: str) -> tuple[list[str], list[str], list[str]]:
    """The mornings on which the partner was reminded, the referrer and the board's manager told."""
    nudged, told, escalated = (
        play.when(KNUT, code, NUDGED),
        play.when(YLVA, code, TOLD),
        play.when(MAJ, code, TO_THE_BOARD),
    )
    assert all(moment.endswith(" 08:00") for moment in (*nudged, *told, *escalated))
    days = [[moment.removesuffix(" 08:00") for moment in moments] for moments in (nudged, told, escalated)]
    return days[0], days[1], days[2]


async def test_the_partner_then_the_referrer_then_both_sides_managers_are_told(play: Play) -> None:
    """Open days without an answer: 4 and 6 October; 10 and 11; 13 and 17. Each time the next working day."""
    await play.joins(BOSS)
    code = await _sent(play)
    await play.travel(NOVEMBER)
    assert _days(play, code) == (["2022-10-07"], ["2022-10-12"], ["2022-10-18"])
    assert play.when(SIRI, code, NUDGED) == ["2022-10-07 08:00"], "every koordinator"
    assert play.when(BOSS, code, TO_THE_PARTNER) == ["2022-10-18 08:00"]
    assert play.when(OLLE, code) == []


async def test_the_managers_read_a_code_an_alias_and_whom_to_talk_to(play: Play) -> None:
    code = await _sent(play)
    await play.travel(date(2022, 10, 18))
    for words in (f"{TO_THE_BOARD} 15 dagar", code, "väntar sedan mån 3 okt", "Ylva Uppdiktad, Uppsökarna"):
        assert words in play.bot_says(MAJ)
    assert PARTNER not in play.bot_says(MAJ)
    assert "trädgård" not in play.bot_says(MAJ)


async def test_without_a_manager_of_its_own_a_partners_koordinatorer_are_told(play: Play) -> None:
    code = await _sent(play)
    await play.travel(date(2022, 10, 18))
    for who in (KNUT, SIRI):
        assert play.when(who, code, TO_THE_PARTNER) == ["2022-10-18 08:00"]


async def test_a_manager_of_another_unit_is_not_told(play: Play) -> None:
    ours = Player(6002, "Unni Unik", Role.MANAGER, BOARD, "Uppsökarna")
    others = Player(6003, "Ove Ovidkommande", Role.MANAGER, BOARD, "Försörjningsstöd")
    for who in (ours, others):
        await play.joins(who)
    code = await _sent(play)
    await play.travel(date(2022, 10, 18))
    assert [len(play.when(who, code, TO_THE_BOARD)) for who in (ours, others, MAJ)] == [1, 0, 1]


async def test_on_monday_and_wednesday_the_caps_of_one_two_and_three_weeks_hold(play: Play) -> None:
    """Open days from Tuesday the 4th: Wed 5, Mon 10, Wed 12, Mon 17, Wed 19, Mon 24; capped on the Tuesdays."""
    await play.open_days(1, 3)
    await play.travel(date(2022, 10, 4))
    code = await _sent(play)
    await play.travel(NOVEMBER)
    assert _days(play, code) == (["2022-10-11"], ["2022-10-18"], ["2022-10-25"])


@pytest.mark.parametrize("weekday", [3, 7], ids=["Wednesday", "Sunday"])
async def test_a_partner_there_one_day_a_week_is_reminded_within_7_14_and_21_days(play: Play, weekday: int) -> None:
    await play.open_days(weekday)
    code = await _sent(play)
    await play.travel(NOVEMBER)
    assert _days(play, code) == (["2022-10-10"], ["2022-10-17"], ["2022-10-24"])


@pytest.mark.parametrize("now", [at_local(date(2022, 12, 22), 9)])
async def test_christmas_and_new_year_are_not_counted(play: Play) -> None:
    """Thursday before Christmas. Monday 26 is Boxing Day, 6 January is Epiphany.

    Open days: Tue 27 and Thu 29, Mon 2 and Tue 3 January, Thu 5 and Mon 9; the first step is capped on Thu 29.
    """
    code = await _sent(play)
    await play.travel(date(2023, 1, 20))
    assert _days(play, code) == (["2022-12-29"], ["2023-01-04"], ["2023-01-10"])


@pytest.mark.parametrize("now", [at_local(date(2023, 4, 3), 9)])
async def test_easter_is_not_counted(play: Play) -> None:
    """Monday before Easter. Friday 7 and Monday 10 April are holidays: the first step's last working day is Thu 6.

    Open days: Tue 4 and Thu 6, Tue 11 and Thu 13, Mon 17 and Tue 18.
    """
    code = await _sent(play)
    await play.travel(date(2023, 4, 28))
    assert _days(play, code) == (["2023-04-06"], ["2023-04-14"], ["2023-04-19"])


@pytest.mark.parametrize("answer", ["Sedd", "Ring mig"])
async def test_seen_and_call_me_do_not_stop_the_waiting(play: Play, answer: str) -> None:
    code = await _sent(play)
    await play.taps(KNUT, answer)
    await play.travel(NOVEMBER)
    assert _days(play, code) == (["2022-10-07"], ["2022-10-12"], ["2022-10-18"])


ANSWERS = {
    "waiting list": ("Väntelista",),
    "proposed time": ("Föreslå tid", "tors 6 okt", "10:00"),
    "yes": ("Vi tar emot", "tis 4 okt"),
    "no": ("Avböj", "Fullt"),
}


@pytest.mark.parametrize("taps", ANSWERS.values(), ids=ANSWERS)
async def test_an_answer_stops_the_waiting(play: Play, taps: tuple[str, ...]) -> None:
    code = await _sent(play)
    await play.all_taps(KNUT, *taps)
    await play.travel(NOVEMBER)
    assert _days(play, code) == ([], [], [])


async def test_what_was_withdrawn_is_not_waited_for(play: Play) -> None:
    code = await _sent(play)
    await play.travel(date(2022, 10, 7))
    await play.opens(YLVA, code)
    await play.all_taps(YLVA, "Återkalla", "Ja, återkalla")
    await play.travel(NOVEMBER)
    assert play.when(YLVA, code, TOLD) == play.when(MAJ, code, TO_THE_BOARD) == []


async def test_a_declined_time_starts_the_waiting_anew(play: Play) -> None:
    """Declined on Wednesday the 5th: Thu 6, Mon 10; Tue 11, Thu 13; Mon 17, Tue 18."""
    code = await _sent(play)
    await play.all_taps(KNUT, "Föreslå tid", "tors 6 okt", "10:00")
    await play.travel(date(2022, 10, 5))
    await play.opens(YLVA, code)  # its card has left the chat
    await play.taps(YLVA, "Tiden passar inte")
    await play.travel(NOVEMBER)
    assert _days(play, code) == (["2022-10-11"], ["2022-10-14"], ["2022-10-19"])


async def test_a_time_that_suits_starts_it_on_the_day_of_the_meeting(play: Play) -> None:
    """Meeting on Thursday the 13th: Mon 17, Tue 18; Thu 20, Mon 24; Tue 25, Thu 27."""
    code = await _sent(play)
    await play.all_taps(KNUT, "Föreslå tid", "tors 13 okt", "10:00")
    await play.taps(YLVA, "Tiden passar")
    assert "svarar senast" not in play.bot_says(YLVA), "not before they have met"
    await play.travel(NOVEMBER)
    assert _days(play, code) == (["2022-10-19"], ["2022-10-25"], ["2022-10-28"])


async def test_sent_again_the_waiting_starts_anew(play: Play) -> None:
    """Sent again on Wednesday the 12th: Thu 13, Mon 17; Tue 18, Thu 20; Mon 24, Tue 25."""
    code = await _sent(play)
    await play.opens(YLVA, code)
    await play.all_taps(YLVA, "Återkalla", "Ja, återkalla")
    await play.travel(date(2022, 10, 12))
    await play.opens(YLVA, code)
    await play.all_taps(YLVA, "Skicka igen", "Ja, skicka igen")
    await play.travel(NOVEMBER)
    assert _days(play, code) == (["2022-10-18"], ["2022-10-21"], ["2022-10-26"])
