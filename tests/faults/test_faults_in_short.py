"""The harness in short: a few deaths while people play, and its checker put to the test.

`python -m tests.faults points` plays every named point on each database.
"""

import asyncio
import random
import shutil
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlmodel import Session, col

from bot.demo.cast import CAST
from bot.failpoints import NAMES
from models import Member
from tests.faults import checker, databases
from tests.faults.checker import Wounded
from tests.faults.kills import RUN, WEB
from tests.faults.plan import RANDOM, Kill, enumerated, plan
from tests.faults.report import print_outcomes
from tests.faults.scene import Outcome, Scene
from tests.faults.timeline import MORNING, moments
from tests.faults.wounds import FOR_GOOD, WOUNDS

POINTS = ("after-commit", "in-sweep", "in-save", "after-send")
"""One of each kind: a unit, a notice, the timetable, a page."""
pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """`run` on SQLite, played to the end."""
    folder = tmp_path_factory.mktemp("faults")
    kills = [Kill(RUN, point, 1) for point in POINTS]
    scene = Scene("short", f"sqlite:///{folder / 'handslag.db'}", RUN, kills, folder, "2022", playing=CAST)
    asyncio.run(scene.play())
    return scene


def test_killed_in_the_middle_of_things_nothing_is_lost_and_nothing_is_doubled(played: Scene) -> None:
    outcome = played.outcome
    assert outcome.verdict.lost == []
    assert outcome.verdict.doubled == []
    assert outcome.reached == {("run", point): 1 for point in POINTS}
    assert outcome.verdict.referrals == outcome.verdict.accepts > 0
    assert not [line for line in outcome.logged if line.startswith("error")], outcome.logged


def test_something_of_everything_was_played(played: Scene) -> None:
    verdict = played.outcome.verdict
    assert min(verdict.notes, verdict.words, verdict.reports, verdict.activities) > 0
    assert min(verdict.digests, verdict.reminders, verdict.notices) > 0


def test_the_checker_sees_every_wound_that_is_made_to_the_database(played: Scene) -> None:
    assert len(WOUNDS) >= 24
    assert played.outcome.wounded.unseen == []
    assert played.outcome.wounded.unmade == []


def test_a_wound_that_nobody_looks_for_is_unseen_and_one_that_hurts_nothing_was_not_made(
    played: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def renames(session: Session) -> None:
        session.execute(update(Member).values(name="Nemo"))

    def misses(session: Session) -> None:
        session.execute(update(Member).where(col(Member.id) == -1).values(name="Nemo"))

    hurting = {"renamed": renames, "missed": misses, "none": lambda _session: None}
    monkeypatch.setattr(checker, "WOUNDS", {name: ("lost", hurt) for name, hurt in hurting.items()})
    engine = databases.writer(played.url)
    assert checker.wound(engine, played.evidence) == Wounded(unseen=["renamed"], unmade=["missed", "none"])
    engine.dispose()


@pytest.mark.parametrize("wound", ["a referral gone", "a second accept", "a second referral", *FOR_GOOD])
def test_what_is_hurt_for_good_in_a_copy_is_counted(played: Scene, tmp_path: Path, wound: str) -> None:
    copy = tmp_path / "copy.db"
    shutil.copyfile(played.url.removeprefix("sqlite:///"), copy)
    engine = databases.writer(f"sqlite:///{copy}")
    kind, hurt = {**WOUNDS, **FOR_GOOD}[wound]
    with Session(engine) as session:
        hurt(session)
        session.commit()
    verdict = checker.check(engine, played.evidence)
    engine.dispose()
    assert len(getattr(verdict, kind)) > 0


def test_the_last_line_sums_up(capsys: pytest.CaptureFixture[str]) -> None:
    first, second = Outcome("one", cycles=3), Outcome("two", cycles=4)
    first.verdict.lost.append("a referral")
    second.verdict.doubled.extend(["an accept", "an event"])
    print_outcomes([first, second], seed=1, seconds=2)
    assert capsys.readouterr().out.splitlines()[-1] == "cycles 7, lost 1, doubled 2"


@pytest.mark.parametrize("services", [RUN, WEB])
def test_a_plan_has_every_point_and_as_many_kills_as_wanted(services: tuple[str, ...]) -> None:
    kills = plan(services, 40, random.Random(1))
    assert len(kills) == 40
    assert {kill.point for kill in kills} == {RANDOM, *NAMES}
    assert all(service in services for kill in kills for service in kill.services)


def test_enumerated_each_service_dies_at_each_of_its_points_as_often_as_wanted() -> None:
    kills = enumerated(WEB, 2, random.Random(1))
    died = {(kill.services[0], kill.point) for kill in kills}
    assert {point for _, point in died} == set(NAMES)
    assert len(kills) == 2 * len(died)
    assert ("worker", "in-sweep") in died
    assert ("web", "in-save") in died
    assert ("web", "in-sweep") not in died


@pytest.mark.parametrize("cycles", [1, 9, 200, 1000])
def test_time_passes_in_a_scene_for_two_weeks_at_least_and_half_a_year_at_most(cycles: int) -> None:
    planned = moments(cycles)
    days = (planned[-1][1] - MORNING).days
    assert planned == sorted(planned)
    assert all(0 <= before < cycles for before, _ in planned)
    assert 11 <= days <= 180
