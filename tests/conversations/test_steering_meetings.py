"""Reminders of the steering group's meetings: on which mornings, to whom, and what becomes of them meanwhile.

The meeting is on Monday 7 November 2022. Two weeks before is a Monday, the day before a Sunday.
"""

from datetime import date

import pytest
from sqlmodel import Session

from bot.actions import steering
from bot.demo.cast import ADA, BOARD, KNUT, MAJ, PARTNER, SIRI, YLVA, Player
from models import Role, SteeringRole
from tests.conversations.playing import Play, agreement
from tests.hands import member, turn

pytestmark = pytest.mark.months("steering_meetings")
MEETS = ("Street Minds", "styrgruppen träffas", "Mån 7 nov kl. 14:00")
MORNINGS = ["2022-10-24 08:00", "2022-10-31 08:00", "2022-11-04 08:00"]
DAY = "2022-11-07"


async def _called(play: Play, *seated: Player) -> int:
    """Maj has called the meeting, and those who are `seated` are in the group."""
    now = play.production.clock.now()

    def unit(session: Session) -> int:
        maj, of = turn(session, MAJ, now), agreement(session, "Street Minds").id
        for player in seated:
            steering.add_seat(maj, of, 0, "", SteeringRole.MEMBER, "idag", member(session, player).id)
        return steering.add_meeting(maj, of, "f" * 24, DAY, "14", "Rågsvedsgården").id

    return await play.rows(unit)


async def _moves(play: Play, meeting: int, day: str) -> None:
    now = play.production.clock.now()
    await play.rows(lambda session: steering.move_meeting(turn(session, MAJ, now), meeting, day, "14", ""))
    await play.production.settle()


async def test_the_group_is_told_three_times_and_the_pack_is_ready_a_week_before(play: Play) -> None:
    boss = Player(6001, "Berit Bas", Role.PARTNER_MANAGER, PARTNER)
    vera = Player(6002, "Vera Verkschef", Role.MANAGER, BOARD)
    for one in (boss, vera):
        await play.joins(one)
    await _called(play, boss)

    await play.travel(date(2022, 11, 9))

    for who in (boss, MAJ, vera):
        assert play.when(who, *MEETS) == MORNINGS
        assert play.when(who, *MEETS, "Underlaget är klart i rummet") == MORNINGS[1:]
    for other in (KNUT, SIRI, YLVA, ADA):
        assert play.when(other, "styrgruppen") == []
    assert all("Rågsvedsgården" not in text for text in play.texts(boss))


async def test_however_long_the_bot_was_down_each_is_told_once(play: Play) -> None:
    await _called(play)

    await play.comes_up(date(2022, 11, 2), 11)
    await play.travel(date(2022, 11, 9))

    for who in (MAJ, KNUT, SIRI):
        assert play.when(who, *MEETS) == ["2022-11-02 11:00", MORNINGS[2]]


async def test_a_meeting_that_moves_is_told_anew_and_one_that_is_called_off_is_said_to_be(play: Play) -> None:
    meeting = await _called(play)
    await play.travel(date(2022, 10, 24))
    await _moves(play, meeting, "2022-11-21")

    assert play.when(KNUT, "möte är flyttat", "Mån 21 nov kl. 14:00") == ["2022-10-24 09:00"]
    assert play.when(MAJ, "möte är flyttat") == []
    await play.travel(date(2022, 11, 15))
    assert play.when(KNUT, *MEETS) == MORNINGS[:1]
    again = play.when(KNUT, "styrgruppen träffas", "Mån 21 nov")
    assert again == ["2022-11-07 08:00", "2022-11-14 08:00"]

    now = play.production.clock.now()
    await play.rows(lambda session: steering.call_off(turn(session, MAJ, now), meeting))
    await play.production.settle()
    await play.travel(date(2022, 11, 22))
    assert play.when(KNUT, "möte blir inte av", "mån 21 nov") == ["2022-11-15 09:00"]
    assert play.when(KNUT, "styrgruppen träffas", "Mån 21 nov") == again


async def test_a_meeting_that_moves_before_anybody_was_told_of_it_is_no_news(play: Play) -> None:
    meeting = await _called(play)
    await _moves(play, meeting, "2022-11-14")

    await play.travel(date(2022, 10, 28))

    assert play.when(KNUT, "styrgruppen") == []


async def test_what_waits_for_a_closed_chat_is_made_from_the_rows_as_they_are(play: Play) -> None:
    await _called(play)
    play.world.block(KNUT.telegram_id)
    await play.travel(date(2022, 11, 1))
    play.world.unblock(KNUT.telegram_id)
    await play.types(KNUT, "/start")
    await play.travel(date(2022, 11, 2))

    assert len(play.when(KNUT, *MEETS)) == 1
    assert len(play.when(KNUT, *MEETS, "Underlaget är klart i rummet")) == 1
