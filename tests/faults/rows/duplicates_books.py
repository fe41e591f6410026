"""Notices by the hundred thousand: owed in bulk, and counted in the chats that they came to."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select
from sqlmodel import Session, col

from bot.store import Store, open_engine
from models import Member, Notice, NoticeKind, Organisation, Role
from tests.faults import databases
from tests.hands import HandClock

Json = dict[str, Any]
FIRST_USER = 20_000
AT_ONCE = 5_000
NAME = re.compile(r"\bNyling (\d+) har gått med")
Key = tuple[int, int]
"""Which recipient was told of whom: each pair is one notice."""


@dataclass
class Counted:
    """What stands in the chats, against what was owed."""

    owed: int = 0
    told: Counter[Key] = field(default_factory=Counter)
    unmarked: int = 0
    """Notices that the database holds as unsaid, or dropped."""

    @property
    def missing(self) -> int:
        """Notices of which nothing came."""
        return self.owed - len(self.told)

    @property
    def extra(self) -> int:
        """Messages beside each notice's first."""
        return self.told.total() - len(self.told)


def people_for(notices: int) -> int:
    """How many people it takes to tell each so often of another, that `notices` come of it."""
    return max(2, min(1_000, math.isqrt(notices) + 1))


def owe(url: str, notices: int, now: datetime) -> list[int]:
    """Owe so many notices, each a pair of its own; the Telegram ids of those who are owed them."""
    store = Store(open_engine(url), HandClock(now))
    count = people_for(notices)
    members = store.run_now(lambda session: hire(session, count, now))
    rows = [row(number, members, now) for number in range(notices)]
    for start in range(0, notices, AT_ONCE):
        some = rows[start : start + AT_ONCE]
        store.run_now(lambda session, some=some: session.execute(insert(Notice), some))  # type: ignore[misc]
    store.close()
    return [FIRST_USER + number for number in range(count)]


def hire(session: Session, count: int, now: datetime) -> list[int]:
    """So many people of one board; their ids."""
    board = session.scalars(select(col(Organisation.id)).limit(1)).one()
    people = [
        Member(
            telegram_id=FIRST_USER + number,
            name=f"Nyling {number}",
            role=Role.ADMINISTRATOR,
            organisation_id=board,
            joined_at=now,
            quiet_from=0,
            quiet_to=0,
        )
        for number in range(count)
    ]
    session.add_all(people)
    session.flush()
    return [person.id for person in people]


def row(number: int, members: list[int], now: datetime) -> Json:
    """The columns of the notice with that number: each is another pair."""
    recipient, about = number % len(members), number // len(members)
    return {
        "key": f"bench:{about}:{recipient}",
        "kind": NoticeKind.MEMBER_JOINED,
        "recipient_id": members[recipient],
        "about_id": members[about],
        "due_at": now - timedelta(seconds=1),
        "attempts": 0,
    }


def unsaid(url: str) -> int:
    """How many are not marked as said, whatever the reason."""
    with Session(engine := databases.reader(url)) as session:
        left = session.scalars(select(func.count()).select_from(Notice).where(col(Notice.sent_at).is_(None))).one()
    engine.dispose()
    return left


def count(owed: int, phones: Iterable[Json], left: int) -> Counted:
    """Count the bot's messages on `phones`, by whom they tell of."""
    counted = Counted(owed=owed, unmarked=left)
    for phone in phones:
        for message in phone["messages"]:
            found = NAME.search(message.get("text", ""))
            if message["from"]["is_bot"] and found:
                counted.told[phone["user"]["id"], int(found[1])] += 1
    return counted
