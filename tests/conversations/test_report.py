"""/rapport: what a partner has to hand in, what waits for the board, and who is told of what."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

import pytest
from sqlmodel import Session, select

from bot import buttons
from bot.actions import agreements, report_judging, reports
from bot.agreements.reports import Verdict
from bot.clock import at_local
from bot.demo.cast import KNUT, MAJ, PARTNER, SIRI, YLVA, Player
from bot.turn import Turn
from models import NoticeKind, Report, ReportDuty, ReportKind, Role
from tests.conversations.playing import Play, agreement
from tests.hands import turn

pytestmark = pytest.mark.months("reminders", "reports")

NOVEMBER = pytest.mark.parametrize("now", [at_local(date(2022, 11, 14), 9)])
DUE = date(2022, 12, 15)
WORDS = "Vi har öppnat för fler."
BOSS = Player(6001, "Berit Bas", Role.PARTNER_MANAGER, PARTNER)
T = TypeVar("T")


async def _as(play: Play, who: Player, unit: Callable[[Turn], T]) -> T:
    """What `who` does in the room."""
    house, now = play.production.app.house, play.production.clock.now()
    return await play.rows(lambda session: unit(replace(turn(session, who, now), house=house)))


async def _is_due(play: Play, *days: date) -> list[int]:
    """Interim reports of Street Minds are due; the duties' ids."""

    def unit(manager: Turn) -> list[int]:
        row = agreement(manager.session, "Street Minds")
        for day in days:
            agreements.add_duty(manager, row.id, ReportKind.INTERIM, day)
        return [duty.id for duty in manager.session.exec(select(ReportDuty)).all()]

    return await _as(play, MAJ, unit)


def _hand_in(duty_id: int) -> Callable[[Turn], Report]:
    def unit(partner: Turn) -> Report:
        report = reports.begin(partner, duty_id)
        first, last = report.first_day, report.last_day
        words = {"results": WORDS, "first_day": first.isoformat(), "last_day": last.isoformat()}
        reports.save(partner, report.id, report.revision, words, first, last)
        return reports.hand_in(partner, report.id)

    return unit


def _rooms(play: Play, who: Player) -> list[str]:
    """Where the room buttons below the bot's newest message lead."""
    keyboard = play.newest_of_bot(who).get("reply_markup", {}).get("inline_keyboard", [])
    links = [button["web_app"]["url"] for row in keyboard for button in row if "web_app" in button]
    return [link.partition("?to=")[2] for link in links]


@NOVEMBER
async def test_the_partner_reads_what_is_due_and_the_board_what_waits(play: Play) -> None:
    await play.types(KNUT, "/rapport")
    assert "Ingen rapport väntar." in play.bot_says(KNUT)
    first, _ = await _is_due(play, DUE, date(2023, 3, 1))
    await play.types(KNUT, "/report")
    said = play.bot_says(KNUT)
    assert "Delrapport · Street Minds · 15 december 2022 · ska in" in said
    assert said.index("2022") < said.index("2023")
    row = await play.rows(lambda session: agreement(session, "Street Minds").id)
    assert _rooms(play, KNUT) == [f"agreement/{row}/reports", f"agreement/{row}/reports", "reports"]
    await play.types(MAJ, "/rapport")
    assert "Ingen rapport väntar på er." in play.bot_says(MAJ)

    report = await _as(play, KNUT, _hand_in(first))
    await play.production.settle()
    await play.sees(MAJ, "Delrapport: inlämnad.", "Knut Påhittad")
    assert _rooms(play, MAJ) == [f"report/{report.id}"]
    await play.types(MAJ, "/rapport")
    assert "Delrapport · Street Minds · 15 december 2022 · inlämnad" in play.bot_says(MAJ)
    assert not any(WORDS in text for who in (KNUT, MAJ, SIRI) for text in play.texts(who))
    await play.types(YLVA, "/rapport")
    assert "Rapporter" not in play.bot_says(YLVA)


@NOVEMBER
async def test_the_partner_is_told_what_the_board_says_and_the_reminders_follow(play: Play) -> None:
    await play.joins(BOSS)
    [duty_id] = await _is_due(play, DUE)
    report = await _as(play, KNUT, _hand_in(duty_id))
    await play.travel(date(2022, 12, 9))
    assert play.when(KNUT, "Street Minds", "15 december 2022") == [], "handed in, nobody is reminded"
    new_day = date(2023, 1, 9)
    await _as(
        play,
        MAJ,
        lambda board: report_judging.judge(
            board, report.id, report.revision, Verdict.RETURN, "Berätta mer om lördagarna.", new_day
        ),
    )
    await play.production.settle()
    for who in (KNUT, SIRI, BOSS):
        await play.sees(who, "Delrapport: ska kompletteras.", "senast 9 januari 2023")
        assert "lördagarna" not in "".join(play.texts(who))
    await play.travel(date(2023, 1, 11))
    assert play.when(KNUT, "Delrapport · 9 januari 2023")[-2:] == ["2023-01-02 08:00", "2023-01-10 08:00"]


@NOVEMBER
async def test_late_for_a_month_the_partners_managers_are_told_once(play: Play) -> None:
    await play.joins(BOSS)
    await _is_due(play, DUE)
    await play.travel(date(2023, 1, 31))
    assert play.when(BOSS, "Delrapport saknas.", "15 december 2022") == ["2023-01-16 08:00"], "the 14th is a Saturday"
    owed = await play.owed(NoticeKind.REPORT_NEWS)
    assert len(owed) == 1
    await play.types(BOSS, "/rapport")
    assert "Delrapport · Street Minds · 15 december 2022 · försenad" in play.bot_says(BOSS)


@NOVEMBER
async def test_received_another_way_still_settles_it_and_what_is_in_the_room_is_not_taken_back_by_a_tap(
    play: Play,
) -> None:
    first, second = await _is_due(play, DUE, DUE + timedelta(days=1))
    await play.types(MAJ, "/iop")
    await play.all_taps(MAJ, "Street Minds ·", "Rapporter", "Mottagen: delrapport tors 15")
    await play.types(KNUT, "/rapport")
    assert "15 december" not in play.bot_says(KNUT)
    report = await _as(play, KNUT, _hand_in(second))
    await play.types(MAJ, "/iop")
    await play.all_taps(MAJ, "Street Minds ·", "Rapporter", "Inte mottagen: delrapport tors 15")
    assert not play.has_button(MAJ, "Inte mottagen")
    assert _rooms(play, MAJ) == [f"report/{report.id}"]
    row = await play.rows(lambda session: agreement(session, "Street Minds").id)
    await play.forges(MAJ, buttons.ReceiveReport(row, second, on=False))
    await play.sees(MAJ, "Den knappen gäller inte längre")

    def received(session: Session) -> list[bool]:
        return [session.get_one(ReportDuty, one).received_at is not None for one in (first, second)]

    assert await play.rows(received) == [False, True]
