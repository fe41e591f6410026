"""`/pass`: the hours that the board promised at a partner's, and what each side says became of them."""

from datetime import date

import pytest
from sqlmodel import Session

from bot.actions import series
from bot.buttons import SayShift
from bot.demo.cast import ADA, KNUT, MAJ, PARTNER, YLVA
from models import ActivityKind, SeriesPurpose
from tests.conversations.playing import Play, agreement

pytestmark = pytest.mark.months("series")

ROW = f"● mån 3 okt · {PARTNER}"


async def mondays(play: Play) -> int:
    """The board promised Mondays from eight to ten; the series' id."""

    def promise(session: Session) -> int:
        row = agreement(session, PARTNER)
        row.promises_presence = True
        kind = ActivityKind.PRESENCE
        begins = date(2022, 10, 3)
        return series.begin(session, row.id, SeriesPurpose.PRESENCE, kind, 1, 8, 10, begins, None).id

    return await play.rows(promise)


async def test_both_sides_speak_and_a_manager_corrects(play: Play) -> None:
    await mondays(play)
    await play.types(YLVA, "/pass")
    assert play.choices(YLVA)[:2] == [ROW, f"mån 10 okt · {PARTNER}"]
    await play.all_taps(YLVA, ROW, "Hölls")
    assert "Hölls\nNämnden" in play.bot_says(YLVA)

    await play.types(KNUT, "/shift")
    await play.all_taps(KNUT, f"mån 3 okt · {PARTNER}: hölls", "Blev inte av: lokalen stängd")
    assert "Nämnden och partnern säger olika" in play.bot_says(KNUT)
    await play.sees(MAJ, "Nämnden och partnern säger olika")
    await play.taps(MAJ, "Blev inte av: lokalen stängd")
    assert "Chef: det här gäller" in play.bot_says(MAJ)

    await play.types(YLVA, "/pass")
    assert play.choices(YLVA)[1] == f"mån 3 okt · {PARTNER}: blev inte av: lokalen stängd"


async def test_it_is_said_ahead_that_hours_will_be_missed(play: Play) -> None:
    await mondays(play)
    await play.types(YLVA, "/pass")
    await play.taps(YLVA, "mån 10 okt")
    assert "Passet har inte varit än" in play.bot_says(YLVA)
    assert not play.has_button(YLVA, "Hölls")
    await play.taps(YLVA, "Blev inte av: för få i tjänst")
    await play.travel(date(2022, 10, 11))
    assert "2022-10-11 08:00" not in play.when(KNUT, "Hölls passet?")


async def test_a_koordinator_is_asked_first_and_managers_when_nobody_answers_twice(play: Play) -> None:
    await mondays(play)
    await play.travel(date(2022, 10, 12))
    assert play.when(KNUT, "Hölls passet?") == ["2022-10-04 08:00", "2022-10-11 08:00"]
    assert play.when(MAJ, "Hölls passet?", "inte förra gången heller") == ["2022-10-11 08:00"]
    assert play.when(YLVA, "Hölls passet?") == []


async def test_who_promised_nothing_reads_so_and_others_cannot_speak(play: Play) -> None:
    await play.types(YLVA, "/pass")
    assert "Inga pass är utlovade" in play.bot_says(YLVA)
    number = await mondays(play)
    assert "pass" not in play.commands(ADA)
    await play.forges(ADA, SayShift(number, date(2022, 10, 3), "kept", "open"))
    await play.types(YLVA, "/pass")
    assert ROW in play.choices(YLVA)
