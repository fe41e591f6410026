"""Large databases: a board, a partner and a manager in focus that stay the same, while all others grow around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Engine,
    Integer,
    MetaData,
    Table,
    and_,
    case,
    insert,
    literal,
    literal_column,
    null,
    select,
    text,
)
from sqlmodel import Session, col

from bot.clock import at_local
from bot.store import open_engine
from models import Agreement, Consent, Event, Handover, Happening, Member, Party, Referral, ReferralStatus, Role, schema
from models.base import Moment
from tests.bench.board import a_board, a_member, a_partner

DAY = date(2022, 10, 3)
NOW = at_local(DAY, 9)
"""Nine o'clock on a Monday."""
IN_FOCUS = 300
BOARDS, UNITS, CASEWORKERS_A_UNIT, PARTNERS = 200, 5, 5, 100
MOMENTS = 1000
"""One a day, back from now."""
CHUNK = 250_000

_MOMENTS = Table(
    "bench_moment",
    MetaData(),
    Column("number", Integer, primary_key=True),
    Column("sent_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("sent_on", Date, nullable=False),
)


@dataclass(frozen=True)
class Big:
    """A database full of referrals, and those whose pages are measured: each has the same few hundred."""

    engine: Engine
    referrals: int
    caseworker_id: int
    koordinator_id: int
    manager_id: int

    def member_of(self, role: Role) -> int:
        """The id of who is in focus in that role."""
        in_focus = {
            Role.CASEWORKER: self.caseworker_id,
            Role.KOORDINATOR: self.koordinator_id,
            Role.MANAGER: self.manager_id,
        }
        return in_focus[role]


@dataclass(frozen=True)
class _Ids:
    caseworker: int
    koordinator: int
    manager: int
    partner: int
    others: tuple[int, int]
    """The first of the other caseworkers, and how many they are: their ids follow one another."""
    partners: tuple[int, int]
    agreement: int


def build(url: str, referrals: int, boards: int = BOARDS, caseworkers: int = CASEWORKERS_A_UNIT) -> Big:
    """Fill the new database at `url` with `referrals` referrals and twice as many events.

    Each of `boards` has five units with a manager and so many `caseworkers` each.
    """
    engine = open_engine(url)
    schema.migrate(engine)
    with Session(engine) as session:
        ids = _people(session, boards, caseworkers)
        session.commit()
    in_a_hurry(engine)
    with engine.begin() as connection:
        _write_moments(connection)
        for start in range(0, referrals, CHUNK):
            _write_referrals(connection, ids, start, min(CHUNK, referrals - start))
        _write_events(connection)
        _write_consents(connection, ids)
        if engine.dialect.name == "postgresql":
            connection.execute(text("ANALYZE"))
    engine.dispose()  # connections are careful again
    return Big(engine, referrals, ids.caseworker, ids.koordinator, ids.manager)


def in_a_hurry(engine: Engine) -> None:
    """Let the pooled connection of a SQLite database that is being built take no care."""
    if engine.dialect.name != "sqlite":
        return
    raw = engine.raw_connection()
    for pragma in ("synchronous=OFF", "foreign_keys=OFF", "secure_delete=OFF", "cache_size=-600000"):
        raw.driver_connection.execute(f"PRAGMA {pragma}")  # type: ignore[union-attr]
    raw.close()


def _people(session: Session, board_count: int, caseworkers: int) -> _Ids:
    focus, partner = a_board("Nämnden i fokus"), a_partner("Föreningen i fokus", "A0")
    boards = [a_board(f"Nämnd {number}") for number in range(board_count)]
    partners = [a_partner(f"Förening {number}", f"B{number}") for number in range(PARTNERS)]
    agreement = Agreement(
        name="IOP",
        valid_from=DAY - timedelta(days=900),
        valid_to=DAY + timedelta(days=900),
        takes_referrals=True,
        facts={},
    )
    _add_in_order(session, [focus, partner, *boards, *partners, agreement])
    session.add_all(
        [
            Party(agreement_id=agreement.id, organisation_id=party.id, position=position)
            for position, party in enumerate((focus, partner))
        ]
    )
    long_ago = NOW - timedelta(days=1500)
    own = [
        a_member(1, Role.CASEWORKER, focus.id, long_ago, "Enhet 0"),
        a_member(2, Role.KOORDINATOR, partner.id, long_ago),
        a_member(3, Role.MANAGER, focus.id, long_ago),
    ]
    units = [(board.id, f"Enhet {number}") for board in boards for number in range(UNITS)]
    managers = [a_member(1000 + n, Role.MANAGER, *where(unit, long_ago)) for n, unit in enumerate(units[1:])]
    others = [
        a_member(100_000 + n, Role.CASEWORKER, *where(unit, long_ago)) for n, unit in enumerate(units * caseworkers)
    ]
    _add_in_order(session, [*own, *managers, *others])
    return _Ids(
        caseworker=own[0].id,
        koordinator=own[1].id,
        manager=own[2].id,
        partner=partner.id,
        others=(others[0].id, len(others)),
        partners=(partners[0].id, len(partners)),
        agreement=agreement.id,
    )


def where(unit: tuple[int, str], since: Any) -> tuple[int, Any, str]:
    """The last arguments of `a_member` for somebody in a unit."""
    return unit[0], since, unit[1]


def _add_in_order(session: Session, rows: Sequence[Any]) -> None:
    """Add rows so that their ids follow one another."""
    session.add_all(rows)
    session.flush()


def _write_moments(connection: Connection) -> None:
    _MOMENTS.create(connection)
    rows = [
        {
            "number": number,
            "sent_at": NOW - timedelta(days=number, minutes=7 * number % 400),
            "changed_at": NOW - timedelta(days=number * 0.9, minutes=3 * number % 400),
            "sent_on": DAY - timedelta(days=number),
        }
        for number in range(MOMENTS)
    ]
    connection.execute(insert(_MOMENTS), rows)


def _write_referrals(connection: Connection, ids: _Ids, start: int, count: int) -> None:
    """Rows made by the database itself: the first 300 are the caseworker's in focus, the next 300 the partner's."""
    numbers = select(literal(start + 1).label("i")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.i + 1).where(numbers.c.i < start + count))
    i, moment = numbers.c.i, _MOMENTS.c
    status = _status(i)
    values: dict[Any, Any] = {
        "code": literal_column("'R-' || i"),
        "person": literal_column("'p' || i"),
        "referrer_id": case((i <= IN_FOCUS, ids.caseworker), else_=ids.others[0] + i % ids.others[1]),
        "organisation_id": case(
            (and_(i > IN_FOCUS, i <= 2 * IN_FOCUS), ids.partner), else_=ids.partners[0] + i % ids.partners[1]
        ),
        "agreement_id": literal(ids.agreement),
        "draft_id": i,
        "status": status,
        "handover": literal(Handover.CALL_ME.value),
        "waiting_list": literal(value=False),
        "call_asked": literal(value=False),
        "sent_at": moment.sent_at,
        "changed_at": moment.changed_at,
        "waiting_since": case((i % 20 < 2, moment.sent_on), else_=null()),
        "nudges": literal(0),
        "revision": literal(1),
        "version": literal(1),
    }
    source: Any = select(*(value.label(name) for name, value in values.items()))
    joined = source.select_from(numbers.join(_MOMENTS, moment.number == i % MOMENTS))
    connection.execute(insert(Referral).from_select(list(values), joined, include_defaults=False))


def _status(i: Any) -> Any:
    """One in five is open, one in ten unanswered."""
    words = [
        ReferralStatus.REQUESTED,
        ReferralStatus.RECEIVED,
        ReferralStatus.IN_PROGRESS,
        ReferralStatus.ON_HOLD,
        ReferralStatus.REJECTED,
    ]
    whens = [(i % 20 == number, literal(word.value)) for number, word in enumerate(words)]
    return case(*whens, else_=literal(ReferralStatus.COMPLETED.value))


def _write_events(connection: Connection) -> None:
    names = ["referral_id", "at", "member_id", "organisation_id", "unit", "happening", "detail"]
    for happening, at in ((Happening.SENT, col(Referral.sent_at)), (Happening.ACCEPTED, col(Referral.changed_at))):
        source: Any = select(
            col(Referral.id),
            at,
            col(Referral.referrer_id),
            col(Member.organisation_id),
            col(Member.unit),
            literal(happening.value),
            literal_column("'{}'"),
        ).join(Member, col(Member.id) == col(Referral.referrer_id))
        connection.execute(insert(Event).from_select(names, source, include_defaults=False))


def _write_consents(connection: Connection, ids: _Ids) -> None:
    """Consents of those in focus alone: nothing else is read."""
    rows = connection.execute(select(col(Referral.id)).where(col(Referral.draft_id) <= 2 * IN_FOCUS)).scalars()
    connection.execute(
        insert(Consent),
        [
            {
                "referral_id": number,
                "share": [],
                "shared_with": [],
                "until": DAY + timedelta(days=300),
                "given_at": NOW,
                "taken_by_id": ids.caseworker,
            }
            for number in rows
        ],
    )
