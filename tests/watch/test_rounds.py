"""What a process saw is gathered, written down on its rounds, and becomes alarms."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from bot.demo.cast import ADA
from bot.store import Store
from bot.watch.rounds import Rounds
from bot.watch.troubles import Trouble
from bot.watch.watch import Watch
from models import Alarm, AlarmKind
from tests.hands import HandClock
from tests.watch.alarming import BUG, Stopwatch, told
from tests.works import rows, works


async def test_ten_thousand_bugs_a_second_for_ten_seconds_are_one_row_and_one_message(
    played: Store, clock: HandClock, watch: Watch, rounds: Rounds
) -> None:
    for _ in range(10):
        for number in range(10_000):
            watch.saw(BUG, f"{number:08X}")
        await rounds.write_down()
        clock.forward(seconds=1)
    [alarm] = rows(played, Alarm)
    assert (alarm.times, alarm.reference) == (100_000, "0000270F")
    assert len(told(played)) == 1


async def test_what_cannot_be_written_down_waits_and_makes_no_alarm_of_its_own(
    played: Store, clock: HandClock, watch: Watch, rounds: Rounds
) -> None:
    def rename(session: Session, old: str, new: str) -> None:
        session.connection().exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")

    watch.saw(BUG, "FIRST")
    played.run_now(lambda session: rename(session, "alarm", "elsewhere"))
    await rounds.write_down()
    played.run_now(lambda session: rename(session, "elsewhere", "alarm"))
    watch.saw(BUG, "SECOND")
    await rounds.write_down()
    [alarm] = rows(played, Alarm)
    assert (alarm.kind, alarm.times, alarm.reference) == (BUG, 2, "SECOND")


async def test_a_database_that_was_away_is_told_when_it_is_back(
    played: Store, database_url: str, clock: HandClock, watch: Watch, rounds: Rounds, stopwatch: Stopwatch
) -> None:
    watch.storage_answered()
    watch.storage_failed()
    stopwatch.seconds += 720
    clock.forward(minutes=12)
    watch.storage_answered()
    await rounds.write_down()
    async with works(database_url, clock) as it:
        await it.deliver()
        [text] = it.texts(ADA)
    assert "databasen svarade inte" in text
    assert "Från mån 3 okt kl. 09:00 till mån 3 okt kl. 09:12" in text


@pytest.mark.parametrize(("seconds", "alarms_then"), [(299, 0), (301, 1)])
async def test_telegram_away_for_five_minutes_is_told_when_it_is_back(
    played: Store, clock: HandClock, watch: Watch, rounds: Rounds, stopwatch: Stopwatch, seconds: int, alarms_then: int
) -> None:
    watch.telegram_answered("getMe", 200)
    watch.telegram_failed("sendMessage", "away")
    stopwatch.seconds += seconds
    watch.telegram_answered("sendMessage", 502)
    watch.telegram_answered("sendMessage", 429)
    await rounds.write_down()
    assert [alarm.kind for alarm in rows(played, Alarm)] == [AlarmKind.TELEGRAM_AWAY] * alarms_then


async def test_another_poller_is_told_when_it_stays(
    played: Store, watch: Watch, rounds: Rounds, stopwatch: Stopwatch
) -> None:
    for seconds, expected in ((0, 0), (20, 0), (20, 1)):
        stopwatch.seconds += seconds
        watch.telegram_answered("getUpdates", 409)
        await rounds.write_down()
        assert len(rows(played, Alarm)) == expected


def test_troubles_gather_with_the_earliest_time_and_the_newest_reference(clock: HandClock, watch: Watch) -> None:
    start = clock.now()
    watch.troubles.add(Trouble(BUG, 2, start + timedelta(hours=1), "A"))
    watch.troubles.add(Trouble(BUG, 3, start, ""))
    assert watch.troubles.take() == [Trouble(BUG, 5, start, "A")]
    assert watch.troubles.take() == []
