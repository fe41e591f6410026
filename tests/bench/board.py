"""A board of the size that fills a small machine: 200 caseworkers, ten partners with two koordinators each."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.clock import SystemClock, today
from bot.store import Store, open_engine
from models import (
    Agreement,
    Capacity,
    CapacityState,
    Language,
    Member,
    Organisation,
    OrganisationKind,
    Party,
    Role,
    Scope,
    Wish,
    schema,
)

PARTNERS = tuple(f"{letter}{number}" for letter in "AB" for number in range(1, 6))
WISHES = ("trädgård", "hantverk", "språkkafé", "matlagning", "verkstad", "musik")
UNITS = ("Uppsökarna", "Mottagningen", "Öppenvården", "Boendestödet")


@dataclass(frozen=True)
class Person:
    """Somebody who plays; `partner` is whom a caseworker refers to, or whose koordinator it is."""

    user: int
    partner: str


CASEWORKERS = tuple(Person(10_000 + number, PARTNERS[number % len(PARTNERS)]) for number in range(200))
KOORDINATORS = tuple(Person(20_000 + number, PARTNERS[number % len(PARTNERS)]) for number in range(2 * len(PARTNERS)))


def set_up(url: str) -> None:
    """Migrate the database at `url` and let everybody in."""
    clock = SystemClock()
    engine = open_engine(url)
    schema.migrate(engine)
    store = Store(engine, clock)
    store.run_now(lambda session: _fill(session, clock.now()))
    store.close()


def _fill(session: Session, now: datetime) -> None:
    day = today(now)
    board = a_board("Provnämnden")
    session.add(board)
    session.flush()
    for number in range(len(CASEWORKERS)):
        unit = UNITS[number % len(UNITS)]
        session.add(a_member(CASEWORKERS[number].user, Role.CASEWORKER, board.id, now, unit))
    for alias in PARTNERS:
        _add_partner(session, alias, board, day, now)


def _add_partner(session: Session, alias: str, board: Organisation, day: date, now: datetime) -> None:
    partner = a_partner(f"Föreningen {alias}", alias)
    session.add(partner)
    session.flush()
    agreement = Agreement(
        name=f"IOP {alias}",
        valid_from=day - timedelta(days=100),
        valid_to=day + timedelta(days=800),
        takes_referrals=True,
        facts={},
    )
    koordinators = [
        a_member(person.user, Role.KOORDINATOR, partner.id, now) for person in KOORDINATORS if person.partner == alias
    ]
    session.add_all([agreement, *koordinators])
    session.add_all(
        Wish(organisation_id=partner.id, position=position, sv=word, en=word) for position, word in enumerate(WISHES)
    )
    session.flush()
    for position, party in enumerate((board, partner)):
        session.add(Party(agreement_id=agreement.id, organisation_id=party.id, position=position))
    session.add(
        Capacity(organisation_id=partner.id, state=CapacityState.OPEN, assured_on=day, assured_by_id=koordinators[0].id)
    )


def a_board(name: str) -> Organisation:
    """A municipal board, not yet added."""
    return Organisation(
        name=name, kind=OrganisationKind.MUNICIPAL_BOARD, open_days=[], consent_share=[], consent_with=[]
    )


def a_partner(name: str, alias: str) -> Organisation:
    """A partner that is open every weekday, not yet added."""
    return Organisation(
        name=name,
        alias=alias,
        kind=OrganisationKind.PARTNER,
        open_days=[1, 2, 3, 4, 5],
        consent_share=[scope.value for scope in Scope],
        consent_with=[],
        place="Provgatan 1",
        phone="08-465 004 30",
    )


def a_member(user: int, role: Role, organisation_id: int, now: datetime, unit: str = "") -> Member:
    """Somebody who is a member since `now`, not yet added."""
    return Member(
        telegram_id=user,
        name=f"Person {user}",
        role=role,
        organisation_id=organisation_id,
        unit=unit,
        language=Language.SV,
        joined_at=now,
    )
