"""The weekly page's figures: since the last one, this year, and the same part of last year; small ones are hidden."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bot.clock import at_local
from bot.demo.cast import BOARD, MAJ, Player
from models import Event, Happening, Role
from tests.conversations.playing import Play, organisation

pytestmark = pytest.mark.months("digests")

UNNI = Player(6001, "Unni Unik", Role.MANAGER, BOARD, "Uppsökarna")
OVE = Player(6002, "Ove Ovidkommande", Role.MANAGER, BOARD, "Försörjningsstöd")
FIA = Player(6003, "Fia Farsta", Role.MANAGER, "Farsta stadsdelsnämnd")
FEW = "färre än 5"
NOW = at_local(date(2022, 10, 5), 9)
"""A Wednesday: on demand before the first page the newest period begins a week earlier, at midnight."""


def _figures(play: Play, who: Player, what: str) -> tuple[str, str, str]:
    """The line of one figure: lately, this year, at the same time last year."""
    line = next(line for line in play.bot_says(who).splitlines() if line.casefold().startswith(f"{what}:"))
    lately, this_year, last_year = line.partition(": ")[2].split(" · ")
    return lately, this_year, last_year


async def _shown(play: Play, who: Player = MAJ, what: str = "skickade") -> tuple[str, str, str]:
    await play.types(who, "/veckobrev")
    return _figures(play, who, what)


async def _happened(
    play: Play,
    count: int,
    at: datetime,
    happening: Happening = Happening.SENT,
    board: str = BOARD,
    unit: str = "Uppsökarna",
) -> None:
    """`count` events of the one referral there is, behind the bot's back."""

    def add(session: Session) -> None:
        fields: dict[str, Any] = {"referral_id": 1, "member_id": 1, "happening": happening, "detail": {}}
        board_id = organisation(session, board).id
        session.add_all(Event(at=at, organisation_id=board_id, unit=unit, **fields) for _ in range(count))

    await play.rows(add)


@pytest.fixture(autouse=True)
async def one_referral(play: Play) -> str:
    """Somebody was referred on Monday, so that there is something that can have happened."""
    return await play.refer()


async def test_fewer_than_five_are_not_told_apart_and_five_and_more_are(play: Play) -> None:
    await _happened(play, 3, NOW - timedelta(days=2))
    await play.travel(date(2022, 10, 5), 10)
    assert "Alla siffror är färre än 5" in await _said(play), "four"
    await _happened(play, 1, NOW - timedelta(days=2))
    assert await _shown(play) == ("5", "5", FEW)


async def _said(play: Play, who: Player = MAJ) -> str:
    await play.types(who, "/veckobrev")
    return play.bot_says(who)


async def test_every_figure_is_counted_for_itself(play: Play) -> None:
    counted = {
        Happening.ACCEPTED: "mottagna",
        Happening.REJECTED: "avböjda",
        Happening.COMPLETED: "avslutade som planerat",
        Happening.FAILED: "avslutade i förtid",
    }
    for more, happening in enumerate(counted):
        await _happened(play, 5 + more, NOW - timedelta(days=2, hours=1), happening)
    await _happened(play, 20, NOW - timedelta(days=2, hours=1), Happening.SEEN)
    for more, words in enumerate(counted.values()):
        assert await _shown(play, what=words) == (str(5 + more), str(5 + more), FEW)
    assert await _shown(play) == (FEW, FEW, FEW)


async def test_each_period_counts_its_own(play: Play) -> None:
    """In all: five lately, seven more this year, six in the same part of last year and nine after it."""
    await play.travel(date(2022, 10, 5), 10)
    await _happened(play, 4, at_local(date(2022, 9, 28), 0))
    await _happened(play, 2, at_local(date(2022, 9, 27), 23, 59))
    await _happened(play, 5, at_local(date(2022, 1, 1), 0))
    await _happened(play, 4, at_local(date(2021, 1, 1), 0))
    await _happened(play, 2, at_local(date(2021, 10, 5), 9, 59))
    await _happened(play, 9, at_local(date(2021, 10, 5), 10, 30))
    await _happened(play, 9, at_local(date(2020, 12, 31), 23, 59))
    assert await _shown(play) == ("5", "12", "6")


async def test_people_are_counted_once_however_often_they_are_referred(play: Play) -> None:
    await _happened(play, 9, NOW - timedelta(days=2, hours=1))
    assert await _shown(play) == ("10", "10", FEW)
    assert (await _shown(play, what="hänvisade personer"))[0] == FEW, "one person, ten times"


async def test_a_units_manager_sees_the_units_and_the_board_all(play: Play) -> None:
    for who in (UNNI, OVE, FIA):
        await play.joins(who)
    await _happened(play, 5, NOW - timedelta(days=2, hours=1))
    await _happened(play, 7, NOW - timedelta(days=2, hours=1), unit="Försörjningsstöd")
    await _happened(play, 8, NOW - timedelta(days=2, hours=1), board="Farsta stadsdelsnämnd", unit="Uppsökarna")
    shown = {who: await _shown(play, who) for who in (MAJ, UNNI, OVE, FIA)}
    assert {who: figures[0] for who, figures in shown.items()} == {MAJ: "13", UNNI: "6", OVE: "7", FIA: "8"}


async def test_the_page_that_was_owed_keeps_its_figures(play: Play) -> None:
    await _happened(play, 5, NOW)
    play.world.block(MAJ.telegram_id)
    await play.travel(date(2022, 10, 10))
    await _happened(play, 5, NOW)
    play.world.unblock(MAJ.telegram_id)
    await play.production.settle()
    assert _figures(play, MAJ, "skickade") == ("6", "6", FEW)


async def test_what_the_next_page_counts_the_last_one_did_not(play: Play) -> None:
    await _happened(play, 5, at_local(date(2022, 10, 10), 7, 29))
    await _happened(play, 6, at_local(date(2022, 10, 10), 7, 30))
    await play.travel(date(2022, 10, 10))
    assert _figures(play, MAJ, "skickade") == ("6", "6", FEW)
    await play.travel(date(2022, 10, 17))
    assert _figures(play, MAJ, "skickade") == ("6", "12", FEW)
