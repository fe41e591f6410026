"""After the faults: let what was begun be finished, and what is owed be said."""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlmodel import Session, col

from models import ANSWERABLE, Activity, Digest, Note, NoteVersion, Notice, Referral, Reminder, ReportRemark
from tests.faults import databases

if TYPE_CHECKING:
    from tests.faults.scene import Scene

PATIENCE_SECONDS = 120.0
STILL_SECONDS = 3.0
OF_EACH = (
    select(col(Note.id)).where(col(Note.form).is_(None), col(Note.id).not_in(select(col(NoteVersion.note_id)))),
    select(col(NoteVersion.note_id)),
    select(col(ReportRemark.id)),
    select(col(Activity.id)),
    select(col(Digest.id)),
    select(col(Reminder.id)).where(col(Reminder.said)),
)
LONGER_THAN_A_LEASE = timedelta(seconds=125)


async def something_of_each(scene: "Scene") -> None:
    """Wait until there is something of everything, so that the checker has what it can look at."""
    await _until_none(lambda: _count_missing(scene.url), PATIENCE_SECONDS)


async def finish_flows(players: Sequence["asyncio.Task[None]"]) -> None:
    """Let the players end what they do; whoever does not in time is stopped, and the checker will tell."""
    done, _ = await asyncio.wait(players, timeout=PATIENCE_SECONDS)
    for player in done:
        player.result()


async def answer_all(scene: "Scene") -> None:
    """Wait until every referral has been taken in."""
    await _until_none(lambda: _count_unanswered(scene.url))


async def say_all(scene: "Scene") -> None:
    """Wait until Telegram has nothing left for the bot, and the bot owes nobody anything."""
    end = time.monotonic() + PATIENCE_SECONDS
    while await scene.phones.pending() and time.monotonic() < end:  # noqa: ASYNC110 - in another process
        await asyncio.sleep(0.02)
    await _until_still(lambda: _count_unsaid(scene.url))
    scene.move_clock(LONGER_THAN_A_LEASE)
    await _until_none(lambda: _count_unsaid(scene.url))


async def _until_still(how_many: Callable[[], int]) -> None:
    """Wait until nobody is saying anything: a lease that ends under a process at work lets another say it too."""
    before = -1
    while (left := await asyncio.to_thread(how_many)) and left != before:
        before = left
        await asyncio.sleep(STILL_SECONDS)


async def _until_none(how_many: Callable[[], int], patience: float = PATIENCE_SECONDS / 4) -> None:
    """Wait until there are none; for `patience` seconds each time they have become fewer."""
    fewest, end = None, time.monotonic() + PATIENCE_SECONDS
    while (left := await asyncio.to_thread(how_many)) and time.monotonic() < end:
        if fewest is None or left < fewest:
            fewest, end = left, time.monotonic() + patience
        await asyncio.sleep(0.1)


def _count_missing(url: str) -> int:
    """Of how many kinds of things there is none."""
    with Session(engine := databases.reader(url)) as session:
        there = [session.scalars(kind.limit(1)).first() for kind in OF_EACH]
    engine.dispose()
    return there.count(None)


def _count_unanswered(url: str) -> int:
    unanswered = select(func.count()).select_from(Referral).where(col(Referral.status).in_(ANSWERABLE))
    with Session(engine := databases.reader(url)) as session:
        count = session.scalars(unanswered).one()
    engine.dispose()
    return count


def _count_unsaid(url: str) -> int:
    unsaid = (
        select(func.count()).select_from(Notice).where(col(Notice.sent_at).is_(None), col(Notice.dropped_at).is_(None))
    )
    with Session(engine := databases.reader(url)) as session:
        count = session.scalars(unsaid).one()
    engine.dispose()
    return count
