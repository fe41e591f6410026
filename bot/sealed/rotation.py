"""Replacing a key: what the old one sealed is sealed with the current one, in small transactions, while the bot runs.

It asks the rows which key they are sealed with, so it can be stopped anywhere and begun again. What clients have
written, glass, rights and case numbers are sealed with the client's own data key, and need nothing. Reports of partners
and their documents are sealed with the key itself.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from sqlalchemy import func, select
from sqlmodel import Session, col

from bot.sealed.places import factor_context, kept_form_context, report_context, report_file_context
from bot.sealed.ring import KeyRing, KeysMissing, Unsealable
from bot.sealed.vault import Vault
from bot.store import Store
from models import Client, Factor, KeptForm, Report, ReportFile

CHUNK = 200
FILES = 4
"""Documents at a time: each may be ten megabytes."""
Progress = Callable[[int, int], None]
Sealed = TypeVar("Sealed", Factor, Report, ReportFile, KeptForm)
Direct = TypeVar("Direct", Report, ReportFile, KeptForm)


@dataclass(frozen=True)
class Rotated:
    """How much was sealed anew, and how much could not be opened."""

    clients: int = 0
    factors: int = 0
    reports: int = 0
    """Reports, their documents, and forms that could not be saved."""
    unopened: int = 0

    @property
    def done(self) -> int:
        """All of it together."""
        return self.clients + self.factors + self.reports


def needed(session: Session) -> Counter[str]:
    """How much each key, by its name, has sealed."""
    counted: Counter[str] = Counter()
    names = (Client.wrapped_by, Factor.sealed_by, Report.sealed_by, ReportFile.sealed_by, KeptForm.sealed_by)
    for name in map(col, names):
        for key, count in session.execute(select(name, func.count()).where(name.is_not(None)).group_by(name)).all():
            counted[key] += count
    return counted


def rotate(store: Store, ring: KeyRing, progress: Progress = lambda _done, _total: None) -> Rotated:
    """Seal every client's data key, every factor's secret and every report with the ring's current key.

    Args:
        store: the database.
        ring: the keys; all that are needed should be on it.
        progress: told how many are done, and how many there are.

    Returns:
        What was done. What could not be opened stays as it is.

    Raises:
        StorageDown: the database is away; what was committed stands.
    """
    whole = store.run_now(needed)
    total = whole.total() - whole[ring.current]
    done = Rotated()
    mark: str | None = ""
    while mark is not None:
        done, mark = store.run_now(partial(_clients, ring=ring, done=done, after=mark))
        progress(done.done + done.unopened, total)
    steps = (
        _factors,
        partial(_with_the_key, table=Report, most=CHUNK),
        partial(_with_the_key, table=ReportFile, most=FILES),
        partial(_with_the_key, table=KeptForm, most=CHUNK),
    )
    for some in steps:
        number: int | None = 0
        while number is not None:
            done, number = store.run_now(partial(some, ring=ring, done=done, after=number))
            progress(done.done + done.unopened, total)
    return done


def _clients(session: Session, ring: KeyRing, done: Rotated, after: str) -> tuple[Rotated, str | None]:
    """The next clients whose key another key wraps; the last mark, or nothing when there are no more."""
    rows = session.scalars(
        select(Client)
        .where(col(Client.wrapped_by).is_not(None), col(Client.wrapped_by) != ring.current, col(Client.mark) > after)
        .order_by(col(Client.mark))
        .limit(CHUNK)
        .with_for_update()
    ).all()
    opened = sum(_opened(partial(Vault(ring).rewrap, client)) for client in rows)
    counted = replace(done, clients=done.clients + opened, unopened=done.unopened + len(rows) - opened)
    return counted, rows[-1].mark if rows else None


def _factors(session: Session, ring: KeyRing, done: Rotated, after: int) -> tuple[Rotated, int | None]:
    rows = _next(session, Factor, ring, after, CHUNK)
    opened = sum(_opened(partial(_reseal_factor, ring, factor)) for factor in rows)
    counted = replace(done, factors=done.factors + opened, unopened=done.unopened + len(rows) - opened)
    return counted, rows[-1].id if rows else None


def _with_the_key(
    session: Session, ring: KeyRing, done: Rotated, after: int, table: type[Direct], most: int
) -> tuple[Rotated, int | None]:
    """Rows that the key itself has sealed: reports, their documents, and forms that could not be saved."""
    rows = _next(session, table, ring, after, most)
    opened = sum(_opened(partial(_reseal, ring, row, context_of(row))) for row in rows)
    counted = replace(done, reports=done.reports + opened, unopened=done.unopened + len(rows) - opened)
    return counted, rows[-1].id if rows else None


def context_of(row: Report | ReportFile | KeptForm) -> str:
    """For what a row is sealed."""
    if isinstance(row, Report):
        return report_context(row.id)
    return report_file_context(row.id) if isinstance(row, ReportFile) else kept_form_context(row.member_id, row.path)


def _next(session: Session, table: type[Sealed], ring: KeyRing, after: int, most: int) -> Sequence[Sealed]:
    """The next rows that another key has sealed."""
    statement = (
        select(table)
        .where(col(table.sealed_by).is_not(None), col(table.sealed_by) != ring.current, col(table.id) > after)
        .order_by(col(table.id))
        .limit(most)
        .with_for_update()
    )
    return session.scalars(statement).all()


def _reseal_factor(ring: KeyRing, factor: Factor) -> None:
    context = factor_context(factor.member_id, factor.kind)
    factor.secret = ring.seal(ring.open(factor.secret, factor.sealed_by or "", context), context)
    factor.sealed_by = ring.current


def _reseal(ring: KeyRing, row: Report | ReportFile | KeptForm, context: str) -> None:
    row.sealed = ring.seal(ring.open(row.sealed or b"", row.sealed_by or "", context), context)
    row.sealed_by = ring.current


def _opened(seal_anew: Callable[[], None]) -> bool:
    """Whether it could be opened; what could not is counted and stays as it was."""
    try:
        seal_anew()
    except (KeysMissing, Unsealable):
        return False
    return True
