"""Backups to restore: keys, a database that is lived in, and what stands in it."""

import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pyrage import x25519
from sqlalchemy import create_engine
from sqlmodel import Session, col, select

from bot.actions import referrals
from bot.backup import keys, restoring, rows
from bot.backup.layout import Table, tables_of
from bot.backup.restoring import Order, Restored, restore
from bot.backup.taking import Taken, take
from bot.clock import today
from bot.demo.cast import KNUT, YLVA
from bot.sealed import chain
from bot.store import Store, open_engine
from models import Notice, Referral
from tests.hands import a_referral, turn

PUBLIC, SECRET = keys.new_pair()
IDENTITIES = [x25519.Identity.from_str(SECRET)]
RECIPIENTS = keys.recipients(PUBLIC)


def url_of(store: Store) -> str:
    """The address of the store's database, with its password."""
    return store.engine.url.render_as_string(hide_password=False)


def back_up(store: Store, folder: Path, now: datetime, name: str = "one.age") -> Taken:
    """A backup of the store's database in `folder`."""
    return take(url_of(store), RECIPIENTS, folder / name, now)


def put_back(
    file: Path, url: str, now: datetime, *, resend: bool = False, erased: dict[str, str] | None = None
) -> Restored:
    """Restore `file` into the database at `url`."""
    return restore(Order(file, IDENTITIES, url, erased or {}, now, resend), random.Random(5))


def fill(file: Path, url: str, now: datetime) -> None:
    """Write the rows of `file` into the database at `url`, and do nothing else to it."""
    engine = open_engine(url)
    with engine.begin() as connection:
        restoring.fill(connection, Order(file, IDENTITIES, url, {}, now))
    engine.dispose()


def live(store: Store, now: datetime, count: int = 3) -> list[int]:
    """Some referrals are sent and one is accepted; the audit is sealed. The referrals' ids."""
    ids = [
        store.run_now(lambda session, seed=seed: a_referral(turn(session, YLVA, now, seed)).id)  # type: ignore[misc]
        for seed in range(100, 100 + count)
    ]
    store.run_now(lambda session: _accept(session, ids[0], now))
    store.run_now(lambda session: chain.seal(session, now))
    return ids


def _accept(session: Session, number: int, now: datetime) -> None:
    referral = session.get_one(Referral, number)
    referrals.accept(turn(session, KNUT, now), number, referral.revision, today(now))


def everything(url: str) -> dict[str, list[bytes]]:
    """All rows of all tables, as a backup writes them."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {table.name: list(rows.lines(connection, table)) for table in tables_of(connection)}
    engine.dispose()
    return found


def kinds(url: str) -> set[tuple[str, str, Any]]:
    """Each column with its kind."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {(table.name, *column) for table in tables_of(connection) for column in table.columns}
    engine.dispose()
    return found


def tables(url: str) -> list[Table]:
    """The tables there."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = tables_of(connection)
    engine.dispose()
    return found


def unsaid(store: Store) -> list[Notice]:
    """What is owed and neither said nor dropped."""
    with Session(store.engine) as session:
        waits = (col(Notice.sent_at).is_(None), col(Notice.dropped_at).is_(None))
        return list(session.exec(select(Notice).where(*waits).order_by(col(Notice.id))).all())


def referral_ids(store: Store) -> list[int]:
    """The referrals there are."""
    with Session(store.engine) as session:
        return list(session.exec(select(Referral.id).order_by(col(Referral.id))).all())


def later(now: datetime, **by: float) -> datetime:
    """`now` and so much."""
    return now + timedelta(**by)
