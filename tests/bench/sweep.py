"""The daily sweep of agreement reminders at 100,000 agreements, against loading them all and filtering."""

from datetime import date, timedelta
from functools import cache

from sqlalchemy import Connection, Engine, insert, select
from sqlmodel import Session

from bot import leads
from bot.actions import reminders
from bot.store import open_engine
from models import Agreement, Party, Reminder, Role, schema
from tests.bench import databases
from tests.bench.board import a_board, a_member, a_partner
from tests.bench.figures import Figure, at_most, middle, ratios
from tests.bench.rows import DAY, NOW, in_a_hurry
from tests.bench.size import sized
from tests.bench.timing import timed

AGREEMENTS = 100_000
ORGANISATIONS = 200
YEARS = 20
CHUNK = 10_000


def measure(rounds: int = 3) -> list[Figure]:
    """The product's sweep, with the notices it owes, against finding the same agreements by ORM."""
    agreements = sized(AGREEMENTS, CHUNK)
    engine = _build(agreements)
    _sweep(engine)
    ours, theirs, found = [], [], (0, 0)
    for _ in range(rounds):
        ours.append(timed(lambda: _sweep(engine)))
        theirs.append(timed(lambda: _load_and_filter(engine)))
    found = (_sweep(engine), _load_and_filter(engine))
    note = (
        f"{1000 * middle(ours):.0f} ms ({found[0]} reminders) against "
        f"{1000 * middle(theirs):.0f} ms ({found[1]} agreements found, nothing written)"
    )
    what = f"daily sweep of {agreements:,} agreements, against load and filter"
    return [Figure("sweep", what, ratios(ours, theirs), goal=at_most(1 / 100, 1 / 500), note=note)]


def _sweep(engine: Engine) -> int:
    """What the timetable does at eight; nothing stays."""
    settled = 0
    with Session(engine) as session:
        while count := reminders.due(session, NOW):
            settled += count
        session.rollback()
    return settled


def _load_and_filter(engine: Engine) -> int:
    with Session(engine) as session:
        agreements = session.scalars(select(Agreement)).all()
        due = [row for row in agreements if (row.valid_to - DAY).days in leads.MANAGER_LEADS]
    return len(due)


def _build(agreements: int) -> Engine:
    """Agreements that end on any day of twenty years, half of them in the past, planned up to yesterday."""
    engine = open_engine(f"sqlite:///{databases.folder() / 'agreements.db'}")
    schema.migrate(engine)
    with Session(engine) as session:
        parties = [
            *(a_board(f"Nämnd {number}") for number in range(ORGANISATIONS)),
            *(a_partner(f"Förening {number}", f"A{number}") for number in range(ORGANISATIONS)),
        ]
        session.add_all(parties)
        session.flush()
        session.add_all(
            a_member(number, Role.MANAGER if party.is_board else Role.KOORDINATOR, party.id, NOW)
            for number, party in enumerate(parties, 1)
        )
        first = parties[0].id
        session.commit()
    in_a_hurry(engine)
    with engine.begin() as connection:
        for start in range(0, agreements, CHUNK):
            _write(connection, start, first)
    engine.dispose()
    return engine


def _write(connection: Connection, start: int, first_organisation: int) -> None:
    numbers = range(start + 1, start + CHUNK + 1)
    connection.execute(insert(Agreement), [_agreement(number) for number in numbers])
    sides = (first_organisation, first_organisation + ORGANISATIONS)
    parties = [
        {"agreement_id": number, "organisation_id": side + number % ORGANISATIONS, "position": position}
        for number in numbers
        for position, side in enumerate(sides)
    ]
    connection.execute(insert(Party), parties)
    planned = [row for number in numbers for row in _reminders(number)]
    connection.execute(insert(Reminder), planned)


def _ends(number: int) -> date:
    return DAY + timedelta(days=number * 7919 % (365 * YEARS) - 365 * YEARS // 2)


def _agreement(number: int) -> dict[str, object]:
    ends = _ends(number)
    return {
        "id": number,
        "name": f"IOP {number}",
        "valid_from": ends - timedelta(days=730),
        "valid_to": ends,
        "takes_referrals": True,
        "facts": {"purpose": "Provverksamhet", "budget": number},
    }


def _reminders(number: int) -> list[dict[str, object]]:
    """As `reminders.replan` would have planned them the evening before."""
    ends = _ends(number)
    return [
        {
            "key": f"{planned.kind}:{number}:{ends}:{planned.days}",
            "agreement_id": number,
            "kind": planned.kind,
            "days": planned.days,
            "gap_from": ends + timedelta(days=1),
            "due_on": planned.due_on,
            "settled_at": None if planned.due_on >= DAY else NOW - timedelta(days=1),
            "said": False,
        }
        for planned in _planned(ends)
    ]


@cache
def _planned(ends: date) -> list[leads.Planned]:
    return leads.of_end(ends)
