"""Reports that are due under an agreement: set by a manager, reminded of, and settled when they have come.

The report that is due on Thursday 15 December 2022 is said on Tuesday 15 November and Thursday 8 December, and as long
as it has not come on Friday 16 and Thursday 29 December.
"""

from datetime import date

import pytest
from sqlmodel import select

from bot import buttons
from bot.clock import at_local
from bot.demo.cast import ADA, KNUT, MAJ, PARTNER, SIRI, YLVA, Player
from models import Agreement, ReportDuty, Role
from tests.conversations.playing import Play, agreement

pytestmark = pytest.mark.months("reminders", "reports")

NOVEMBER = pytest.mark.parametrize("now", [at_local(date(2022, 11, 14), 9)])
THE_REPORT = ("Street Minds", "Delrapport · 15 december 2022")
BEFORE = ["2022-11-15 08:00", "2022-12-08 08:00"]
AFTER = ["2022-12-16 08:00", "2022-12-29 08:00"]
DUE = date(2022, 12, 15)
NEW_YEAR = date(2023, 1, 10)
NOT_THERE = "Det där finns inte, eller så är det inte ditt"


async def _opens(play: Play, who: Player) -> None:
    await play.types(who, "/iop")
    await play.all_taps(who, "Street Minds ·", "Rapporter")


async def _sets(play: Play) -> None:
    await _opens(play, MAJ)
    await play.all_taps(MAJ, "Ny delrapport", "dec", "15")


async def _row(play: Play) -> Agreement:
    return await play.rows(lambda session: agreement(session, "Street Minds"))


async def _duties(play: Play) -> list[ReportDuty]:
    return await play.rows(lambda session: list(session.exec(select(ReportDuty)).all()))


def _late(play: Play, who: Player) -> list[str]:
    return play.when(who, *THE_REPORT, "försenad")


def _said(play: Play, who: Player) -> list[str]:
    """When notices about the report came; cards that somebody opened are not among them."""
    return [moment for moment in play.when(who, *THE_REPORT) if moment.endswith(" 08:00")]


async def test_a_manager_sets_the_day_by_month_and_day(play: Play) -> None:
    await _opens(play, MAJ)
    assert "Ingen rapport är inlagd" in play.bot_says(MAJ)
    await play.taps(MAJ, "Ny delrapport")
    assert play.choices(MAJ)[:2] == ["jan", "feb"]
    await play.taps(MAJ, "2023")
    await play.taps(MAJ, "feb")
    assert play.choices(MAJ)[27] == "28"
    assert "29" not in play.choices(MAJ)
    await play.taps(MAJ, "28")
    assert "Delrapport · 28 februari 2023" in play.bot_says(MAJ)
    await _sets(play)
    said = play.bot_says(MAJ)
    assert said.index("Delrapport · 15 december 2022") < said.index("Delrapport · 28 februari 2023"), "soonest first"
    await play.types(KNUT, "/iop")
    await play.taps(KNUT, "Street Minds ·")
    assert "Nästa rapport: delrapport · 15 december 2022" in play.bot_says(KNUT)


async def test_the_same_report_twice_is_one(play: Play) -> None:
    await _sets(play)
    await _sets(play)
    assert len(await _duties(play)) == 1


@NOVEMBER
async def test_the_koordinator_is_told_before_and_both_after(play: Play) -> None:
    await _sets(play)
    await play.travel(NEW_YEAR)
    assert _said(play, KNUT) == _said(play, SIRI) == [*BEFORE, *AFTER]
    assert _late(play, KNUT) == AFTER
    assert [moment for moment in _said(play, MAJ) if moment not in _said(play, KNUT)] == ["2022-12-02 08:00"], (
        "beside the agreement's end"
    )
    assert [moment for moment in _late(play, MAJ) if moment.endswith(" 08:00")] == AFTER


@NOVEMBER
async def test_received_settles_it(play: Play) -> None:
    await _sets(play)
    await play.travel(date(2022, 12, 16))
    assert _late(play, KNUT) == AFTER[:1]
    await play.taps(MAJ, "Mottagen")
    assert "Delrapport · 15 december 2022 · ✓ mottagen" in play.bot_says(MAJ)
    assert (await _duties(play))[0].received_at is not None
    await play.travel(NEW_YEAR)
    assert _said(play, KNUT) == [*BEFORE, AFTER[0]]


@NOVEMBER
async def test_received_in_time_nobody_is_told_any_more(play: Play) -> None:
    await _sets(play)
    await play.taps(MAJ, "Mottagen")
    await play.travel(NEW_YEAR)
    assert _said(play, KNUT) == []
    assert _late(play, MAJ) == []


@NOVEMBER
async def test_taken_back_it_is_planned_anew_and_what_was_said_is_not_repeated(play: Play) -> None:
    await _sets(play)
    await play.travel(date(2022, 12, 16))
    await play.taps(MAJ, "Mottagen")
    await play.taps(MAJ, "Inte mottagen")
    assert "försenad" in play.bot_says(MAJ)
    await play.travel(NEW_YEAR)
    assert _said(play, KNUT) == [*BEFORE, *AFTER]


@NOVEMBER
async def test_taken_back_it_loses_nothing_that_fell_due_meanwhile(play: Play) -> None:
    await _sets(play)
    await play.comes_up(date(2022, 12, 8), 20)
    await play.taps(MAJ, "Mottagen")
    await play.taps(MAJ, "Inte mottagen")
    await play.travel(date(2022, 12, 9))
    assert "2022-12-09 08:00" in _said(play, KNUT)


@NOVEMBER
async def test_removed_it_is_not_spoken_of(play: Play) -> None:
    await _sets(play)
    await play.taps(MAJ, "Ta bort")
    assert "Ingen rapport är inlagd" in play.bot_says(MAJ)
    await play.travel(NEW_YEAR)
    assert _said(play, KNUT) == []


@NOVEMBER
async def test_removed_and_set_again_it_is_said_from_then_on(play: Play) -> None:
    await _sets(play)
    await play.travel(date(2022, 12, 8))
    await _opens(play, MAJ)
    await play.taps(MAJ, "Ta bort")
    await _sets(play)
    await play.travel(NEW_YEAR)
    assert _said(play, KNUT) == [*BEFORE, *AFTER]


async def test_what_has_come_cannot_be_removed(play: Play) -> None:
    await _sets(play)
    remove = play.button(MAJ, "Ta bort")
    await play.taps(MAJ, "Mottagen")
    assert not play.has_button(MAJ, "Ta bort")
    await play.taps_again(MAJ, remove)
    await play.sees(MAJ, "Den knappen gäller inte längre")
    assert len(await _duties(play)) == 1


@pytest.mark.parametrize("due", [date(2022, 5, 31), date(2033, 1, 1)], ids=["before it begins", "too far ahead"])
async def test_a_day_out_of_reach_is_refused(play: Play, due: date) -> None:
    row = await _row(play)
    await play.forges(MAJ, buttons.AddDuty(row.id, "interim", due))
    await play.sees(MAJ, "Den knappen gäller inte längre")
    assert await _duties(play) == []


BOSS = Player(6001, "Berit Bas", Role.PARTNER_MANAGER, PARTNER)
FIA = Player(6002, "Fia Farsta", Role.MANAGER, "Farsta stadsdelsnämnd")


async def test_whom_the_agreement_does_not_concern_reads_nothing_of_its_reports(play: Play) -> None:
    await play.joins(FIA)
    await _sets(play)
    [duty] = await _duties(play)
    await play.types(FIA, "/iop")
    await play.taps(FIA, "Street Minds")
    assert "Delrapport" not in play.bot_says(FIA)
    assert "Vem får veta" not in play.bot_says(FIA)
    assert not play.has_button(FIA, "Rapporter")
    await play.forges(FIA, buttons.ShowDuties(duty.agreement_id))
    assert not any("Delrapport" in text for text in play.texts(FIA))


@pytest.mark.parametrize("who", [KNUT, YLVA, ADA, BOSS], ids=lambda who: f"{who.role}-{who.organisation[:6]}")
async def test_others_read_the_reports_and_change_nothing(play: Play, who: Player) -> None:
    if who == BOSS:
        await play.joins(who)
    await _sets(play)
    [duty] = await _duties(play)
    await _opens(play, who)
    assert "Delrapport · 15 december 2022" in play.bot_says(who)
    assert not any(play.has_button(who, words) for words in ("Ny ", "Mottagen", "Ta bort"))
    for forged in (
        buttons.PickDutyMonth(duty.agreement_id, "final", 2023),
        buttons.PickDutyDay(duty.agreement_id, "final", date(2023, 1, 1)),
        buttons.AddDuty(duty.agreement_id, "final", date(2023, 1, 2)),
        buttons.ReceiveReport(duty.agreement_id, duty.id, on=True),
        buttons.RemoveDuty(duty.agreement_id, duty.id),
    ):
        await play.forges(who, forged)
        await play.sees(who, NOT_THERE)
    [after] = await _duties(play)
    assert (after.kind, after.due_on, after.received_at) == (duty.kind, DUE, None)


@NOVEMBER
async def test_down_for_two_weeks_what_gathered_of_two_reports_is_one_notice(play: Play) -> None:
    await _sets(play)
    await _opens(play, MAJ)
    await play.all_taps(MAJ, "Ny årsrapport", "dec", "20")
    await play.travel(date(2022, 12, 14))
    before = len(play.texts(KNUT))
    await play.comes_up(date(2022, 12, 29), 11)
    assert play.when(KNUT, *THE_REPORT, "Årsrapport · 20 december 2022 · försenad") == ["2022-12-29 11:00"]
    assert len(play.texts(KNUT)) == before + 1
