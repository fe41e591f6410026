"""The dossier of an agreement in a real browser: readable by all, on a small phone, at night."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser
from sqlmodel import Session

from bot.actions import assessments, goals
from bot.demo.cast import MAJ
from bot.store import Store
from models import Answer, Attainment, Criterion
from tests.browser.test_browser_overview import inside, opened, seen
from tests.hands import HandClock
from tests.web.room.visiting import ON_SQLITE, OpenRoom, open_room
from tests.web.room_agreements.named import agreement

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session"), ON_SQLITE]
BY = "dnr 171-84/2017"


def fill(session: Session, room: OpenRoom) -> dict[str, int]:
    """Answers before and now, a judged goal, and words of the room's own; the ids of the agreement and the goal."""
    maj, later = room.turn(session, MAJ), agreement(session, "Street Minds")
    for one in (agreement(session, "Street Minds (first)"), later):
        assessments.judge(maj, one.id, Criterion.NOT_GRANT, Answer.MET, "Bidraget räcker inte.", BY, maj.today)
    goal = goals.add(maj, later.id, "En möjlighet till egen inkomst för fler", "Räkna i oktober")
    goals.judge(maj, goal.id, Attainment.PARTLY, "Fyra av tio.")
    later.room_facts = {"purpose_sv": "Odla tillsammans.", "annexes_sv": ""}
    return {"agreement": later.id, "goal": goal.id}


@pytest_asyncio.fixture(loop_scope="session")
async def room(played: Store, clock: HandClock) -> AsyncIterator[OpenRoom]:
    """The room."""
    async with open_room(played, clock) as room:
        yield room


async def test_the_dossier_is_readable_by_all_on_a_small_phone(browser: Browser, room: OpenRoom) -> None:
    ids = room.store.run_now(lambda session: fill(session, room))
    hub = f"agreement/{ids['agreement']}"
    pages = (hub, f"{hub}/edit", f"{hub}/criteria", f"goal/{ids['goal']}/judge")
    async with inside(browser, room, MAJ, light="dark") as page:
        for path in pages:
            await opened(page, path)
            await seen(page, path.replace("/", "-"))
