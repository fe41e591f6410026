"""The harness in short: every named point once on each database, and its checker put to the test."""

import asyncio
import os
import random
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.demo.cast import CAST
from bot.failpoints import NAMES
from tests.faults import checker, databases
from tests.faults.__main__ import RUN, WEB
from tests.faults.plan import RANDOM, in_short, plan
from tests.faults.report import print_outcomes
from tests.faults.scene import Outcome, Scene
from tests.faults.wounds import WOUNDS

SEED = 2022
pytestmark = pytest.mark.timeout(300)


@dataclass
class Played:
    """Two scenes, played to the end at the same time."""

    sqlite: Scene
    postgresql: Scene
    folder: Path

    def scene(self, name: str) -> Scene:
        """The scene on that database."""
        return self.sqlite if name == "sqlite" else self.postgresql


@pytest.fixture(scope="module")
def played(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Played:
    """`run` on SQLite, webhook and worker on PostgreSQL."""
    folder = tmp_path_factory.mktemp("faults")
    postgresql = _scene("postgresql", databases.create_on(postgres, f"faults_{os.getpid()}"), WEB, folder)
    sqlite = _scene("sqlite", f"sqlite:///{folder / 'sqlite' / 'handslag.db'}", RUN, folder)
    asyncio.run(_play(sqlite, postgresql))
    return Played(sqlite, postgresql, folder)


def _scene(name: str, url: str, services: tuple[str, ...], folder: Path) -> Scene:
    (folder / name).mkdir()
    kills = in_short(services, random.Random(SEED))
    return Scene(name, url, services, kills, folder / name, f"{SEED} {name}", playing=CAST)


async def _play(*scenes: Scene) -> None:
    await asyncio.gather(*(scene.play() for scene in scenes))


@pytest.mark.parametrize("name", ["sqlite", "postgresql"])
def test_killed_at_every_named_point_nothing_is_lost_and_nothing_is_doubled(played: Played, name: str) -> None:
    outcome = played.scene(name).outcome
    assert outcome.verdict.lost == []
    assert outcome.verdict.doubled == []
    assert all(outcome.kills[point] == 1 for point in NAMES), outcome.kills
    assert outcome.verdict.referrals == outcome.verdict.accepts > 0
    assert not [line for line in outcome.logged if line.startswith("error")], outcome.logged


@pytest.mark.parametrize("name", ["sqlite", "postgresql"])
def test_the_checker_sees_every_wound_that_is_made_to_the_database(played: Played, name: str) -> None:
    assert len(WOUNDS) >= 12
    assert played.scene(name).outcome.unseen == []


def test_a_wound_that_hurts_nothing_is_reported_as_unseen(played: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checker, "WOUNDS", {"none": ("lost", lambda _session: None)})
    scene = played.sqlite
    engine = databases.writer(scene.url)
    assert checker.unseen_wounds(engine, scene.ledger, scene.phones) == ["none"]
    engine.dispose()


@pytest.mark.parametrize(
    ("wound", "kind"), [("a referral gone", "lost"), ("a second accept", "doubled"), ("a second referral", "doubled")]
)
def test_what_is_hurt_for_good_in_a_copy_is_counted(played: Played, wound: str, kind: str) -> None:
    copy = played.folder / "copy.db"
    shutil.copyfile(played.sqlite.url.removeprefix("sqlite:///"), copy)
    engine = databases.writer(f"sqlite:///{copy}")
    with Session(engine) as session:
        WOUNDS[wound][1](session)
        session.commit()
    verdict = checker.check(engine, played.sqlite.ledger, played.sqlite.phones)
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
