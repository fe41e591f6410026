"""The policy's table, walked: every cell that somebody can stand in, through the real chat and the real pages."""

from collections.abc import AsyncIterator

import pytest

from bot import policy
from bot.policy import Act, Relation
from bot.store import Store
from models import Role
from tests.hands import HandClock
from tests.matrix.probes import OF_REFERRAL, OF_THINGS, WITHOUT_OBJECT, Attempt, Probe
from tests.matrix.world import PLAYERS, Matrix, matrix
from tests.web.room.visiting import ON_SQLITE, Visitor


@pytest.fixture
async def house(database_url: str, played: Store, clock: HandClock) -> AsyncIterator[Matrix]:
    async with matrix(database_url, played, clock) as house:
        yield house


@pytest.fixture(params=Role)
async def inside(request: pytest.FixtureRequest, house: Matrix) -> AsyncIterator[tuple[Role, Visitor]]:
    """Somebody of each role in turn, inside the room."""
    async with house.room.visitor() as visitor:
        await visitor.come_in(PLAYERS[request.param])
        yield request.param, visitor


async def _walk(attempt: Attempt, act: Act, relation: Relation, probes: tuple[Probe, ...]) -> list[str]:
    """What differs from the table."""
    allowed = policy.allows(attempt.role, act, relation)
    done = [await probe(attempt) for probe in probes]
    return [f"{act} of {relation}, attempt {number}" for number, one in enumerate(done, 1) if one is not allowed]


@ON_SQLITE
async def test_what_has_no_object(house: Matrix, inside: tuple[Role, Visitor]) -> None:
    role, visitor = inside
    wrong = []
    for act, probes in WITHOUT_OBJECT.items():
        attempt = Attempt(house, PLAYERS[role], visitor, role)
        wrong += await _walk(attempt, act, Relation.NONE, probes)
    assert wrong == []


@ON_SQLITE
async def test_what_is_done_to_a_referral(house: Matrix, inside: tuple[Role, Visitor]) -> None:
    role, visitor = inside
    wrong = []
    for (whose, relation), referral_id in house.referrals.items():
        if whose is not role:
            continue
        for act, probes in OF_REFERRAL.items():
            attempt = Attempt(house, PLAYERS[role], visitor, role, referral_id, house.code(referral_id))
            wrong += await _walk(attempt, act, relation, probes)
    assert wrong == []


@ON_SQLITE
async def test_what_is_done_to_anything_else(house: Matrix, inside: tuple[Role, Visitor]) -> None:
    role, visitor = inside
    wrong = []
    for (act, relation), (name, probes) in OF_THINGS.items():
        attempt = Attempt(
            house, PLAYERS[role], visitor, role, house.things.get(f"{name} of {role}", house.things[name])
        )
        wrong += await _walk(attempt, act, relation, probes)
    assert wrong == []


def test_every_act_is_attempted() -> None:
    attempted = {*WITHOUT_OBJECT, *OF_REFERRAL, *(act for act, _ in OF_THINGS)}
    assert attempted == set(Act)
