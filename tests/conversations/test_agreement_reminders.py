"""Reminders of an agreement's end: on which mornings, to whom, and what keeps them silent.

Street Minds ends on 31 May 2023. 60 days before is a Saturday, 30 days before the first of May.
"""

from datetime import date
from importlib.resources import files

import pytest
from sqlalchemy import update
from sqlmodel import Session, col, select

from bot import buttons
from bot.actions.partnerships import import_partnerships, read
from bot.clock import at_local
from bot.demo.cast import ADA, BOARD, KNUT, MAJ, PARTNER, YLVA, Player
from models import Agreement, Intention, Party, Reminder, ReminderKind, Role
from tests.conversations.playing import Play, agreement, organisation

pytestmark = pytest.mark.months("reminders")

MARCH = pytest.mark.parametrize("now", [at_local(date(2023, 2, 27), 9)])
MAY = pytest.mark.parametrize("now", [at_local(date(2023, 5, 15), 9)])
ENDS = ("Street Minds", "Överenskommelsen t")
IN_MARCH, IN_APRIL = ["2023-03-02 08:00", "2023-03-31 08:00"], ["2023-04-28 08:00"]


async def _intends(play: Play, intention: Intention | None, name: str = "Street Minds") -> None:
    chosen = update(Agreement).where(col(Agreement.name) == name).values(intention=intention)
    await play.rows(lambda session: session.execute(chosen))


async def _follows(play: Play, valid_from: date) -> None:
    """Another agreement between the same two begins then."""

    def add(session: Session) -> None:
        after = Agreement(
            name="Street Minds (third)",
            follows="Street Minds",
            valid_from=valid_from,
            valid_to=date(2025, 5, 31),
            takes_referrals=True,
            facts={},
        )
        session.add(after)
        session.flush()
        for position, name in enumerate((BOARD, PARTNER)):
            session.add(Party(agreement_id=after.id, organisation_id=organisation(session, name).id, position=position))

    await play.rows(add)


@pytest.mark.parametrize("now", [at_local(date(2022, 11, 28), 9)])
async def test_the_manager_is_told_eight_times_and_the_koordinator_three(play: Play) -> None:
    boss = Player(6001, "Berit Bas", Role.PARTNER_MANAGER, PARTNER)
    await play.joins(boss)
    await play.travel(date(2023, 6, 5))
    assert play.when(MAJ, *ENDS) == [
        "2022-12-02 08:00",
        *IN_MARCH,
        *IN_APRIL,
        "2023-05-17 08:00",
        "2023-05-24 08:00",
        "2023-05-30 08:00",
        "2023-06-01 08:00",
    ]
    assert play.when(KNUT, *ENDS) == ["2023-03-02 08:00", *IN_APRIL, "2023-06-01 08:00"]
    for who in (YLVA, ADA, boss):
        assert play.when(who, *ENDS) == []
    assert len(play.when(MAJ, *ENDS, "tar slut om 180 dagar, 31 maj 2023")) == 1
    assert len(play.when(MAJ, *ENDS, "tar slut om 1 dag, 31 maj 2023")) == 1
    assert play.when(KNUT, *ENDS, "tog slut 31 maj 2023") == ["2023-06-01 08:00"]


@MARCH
async def test_the_reminder_has_the_decision_below_it_for_the_manager_alone(play: Play) -> None:
    await play.travel(date(2023, 3, 2))
    assert play.choices(MAJ)[:4] == ["Förlänga", "Omförhandla", "Låta upphöra", "Dialog pågår"]
    assert play.choices(KNUT) == ["Öppna överenskommelsen"]
    await play.taps(MAJ, "Omförhandla")
    assert "Inriktning: omförhandla · Maj Exempelsson · 2 mars 2023" in play.bot_says(MAJ)


@MARCH
@pytest.mark.parametrize("intention", [Intention.EXTEND, Intention.RENEGOTIATE, Intention.LET_LAPSE])
async def test_after_a_decision_there_is_silence_until_30_days_before(play: Play, intention: Intention) -> None:
    await _intends(play, intention)
    await play.travel(date(2023, 5, 17))
    assert play.when(MAJ, *ENDS) == [*IN_APRIL, "2023-05-17 08:00"]
    assert play.when(KNUT, *ENDS) == IN_APRIL


@MARCH
async def test_a_dialogue_is_no_decision(play: Play) -> None:
    await _intends(play, Intention.IN_DIALOGUE)
    await play.travel(date(2023, 5, 2))
    assert play.when(MAJ, *ENDS) == [*IN_MARCH, *IN_APRIL]


@MARCH
async def test_a_successor_without_a_gap_silences_the_rest(play: Play) -> None:
    await play.travel(date(2023, 3, 3))
    await _follows(play, date(2023, 6, 1))
    await play.travel(date(2023, 6, 5))
    assert play.when(MAJ, *ENDS) == play.when(KNUT, *ENDS) == ["2023-03-02 08:00"]


@MAY
async def test_a_successor_after_a_gap_does_not(play: Play) -> None:
    await _follows(play, date(2023, 6, 2))
    await play.travel(date(2023, 6, 5))
    assert play.when(MAJ, *ENDS) == ["2023-05-17 08:00", "2023-05-24 08:00", "2023-05-30 08:00", "2023-06-01 08:00"]
    assert play.when(KNUT, *ENDS) == ["2023-06-01 08:00"]


@MAY
async def test_what_is_decided_between_owing_and_saying_is_said_as_it_then_is(play: Play) -> None:
    play.world.block(MAJ.telegram_id)
    await play.travel(date(2023, 5, 17))
    await _follows(play, date(2023, 6, 1))
    play.world.unblock(MAJ.telegram_id)
    await play.production.settle()
    assert play.when(MAJ, *ENDS) == []


@MARCH
async def test_an_import_with_a_later_end_plans_anew(play: Play) -> None:
    """180 days before 31 May 2024 is Sunday 3 December 2023."""
    await play.travel(date(2023, 3, 2))
    facts = files("bot.demo").joinpath("partnerships.toml").read_bytes()
    later = facts.replace(b"valid_to = 2023-05-31", b"valid_to = 2024-05-31")
    assert later != facts
    now = play.production.clock.now()
    for _ in range(2):
        outcome = await play.rows(lambda session: import_partnerships(session, read(later), now))
        assert not outcome.problems
    await play.travel(date(2023, 6, 5))
    assert play.when(MAJ, *ENDS) == ["2023-03-02 08:00"]

    def planned(session: Session) -> list[Reminder]:
        mine = (col(Reminder.agreement_id) == agreement(session, "Street Minds").id, col(Reminder.settled_at).is_(None))
        return list(session.exec(select(Reminder).where(*mine).order_by(col(Reminder.due_on))).all())

    rows = await play.rows(planned)
    assert [row.due_on for row in rows[:2]] == [date(2023, 12, 1), date(2024, 3, 1)]
    assert [row.kind for row in rows] == [ReminderKind.EXPIRY] * 7 + [ReminderKind.LAPSED]


@MAY
async def test_two_weeks_of_down_time_are_one_notice_per_agreement_and_person(play: Play) -> None:
    """17, 24 and 30 May of Street Minds; 17, 25 and 31 May of Drömstort, which ends a day later."""
    await play.comes_up(date(2023, 5, 31), 10)
    assert play.when(MAJ, *ENDS) == ["2023-05-31 10:00"]
    assert play.when(MAJ, "Drömstort", "Överenskommelsen tar slut om 1 dag") == ["2023-05-31 10:00"]
    assert "Överenskommelsen tar slut i dag" in next(text for text in play.texts(MAJ) if all(w in text for w in ENDS))
    await play.travel(date(2023, 6, 5))
    assert play.when(MAJ, *ENDS) == ["2023-05-31 10:00", "2023-06-01 08:00"]


@MAY
@pytest.mark.parametrize(("day", "hour"), [(date(2023, 5, 17), 20), (date(2023, 5, 18), 10)])
async def test_down_in_the_morning_it_is_said_on_the_next_working_day(play: Play, day: date, hour: int) -> None:
    """Thursday the 18th is Ascension Day."""
    await play.comes_up(day, hour)
    await play.travel(date(2023, 5, 22))
    assert play.when(MAJ, *ENDS) == ["2023-05-19 08:00"]


@MAY
async def test_a_report_that_is_added_meanwhile_does_not_lose_what_fell_due(play: Play) -> None:
    await play.comes_up(date(2023, 5, 17), 20)
    row = await play.rows(lambda session: agreement(session, "Street Minds"))
    await play.forges(MAJ, buttons.AddDuty(row.id, "final", date(2023, 9, 1)))
    await play.travel(date(2023, 5, 22))
    assert play.when(MAJ, *ENDS) == ["2023-05-19 08:00"]


@pytest.mark.parametrize("now", [at_local(date(2025, 2, 27), 9)])
async def test_a_manager_hears_of_their_own_boards_agreements_alone(play: Play) -> None:
    fia = Player(6002, "Fia Farsta", Role.MANAGER, "Farsta stadsdelsnämnd")
    await play.joins(fia)
    await play.travel(date(2025, 3, 5))
    assert play.when(fia, "Himmel och pannkaka", "om 180 dagar") == ["2025-03-04 08:00"]
    assert play.when(MAJ, "Himmel och pannkaka", "om 180 dagar") == ["2025-03-04 08:00"]
    assert [text for text in play.texts(fia) if "Street Minds" in text] == []
