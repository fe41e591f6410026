"""The room with 50 caseworkers inside, each with a referral to write about, served by a process of its own."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from bot.clock import SystemClock, today
from bot.store import Store, open_engine
from models import (
    Agreement,
    Client,
    Consent,
    Event,
    Handover,
    Happening,
    Member,
    Organisation,
    Referral,
    ReferralStatus,
    Role,
)
from tests.bench.inside import Visitor, let_in
from tests.bench.processes import environment

WRITERS = 50


@dataclass(frozen=True)
class Writer:
    """Somebody inside, who writes about one referral."""

    visitor: Visitor
    code: str


@contextmanager
def server(url: str, key: str) -> Iterator[tuple[str, int]]:
    """The room's process; its address and its id."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.room_server", url, key],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    try:
        assert process.stdout
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}", process.pid
    finally:
        process.kill()
        process.wait()


def let_writers_in(url: str, count: int = WRITERS) -> list[Writer]:
    """Let so many caseworkers in, each with a referral of their own."""
    clock = SystemClock()
    store = Store(open_engine(url), clock)
    writers = store.run_now(lambda session: list(_writers(session, count, clock.now())))
    store.close()
    return writers


def _writers(session: Session, count: int, now: datetime) -> Iterator[Writer]:
    caseworkers = session.exec(select(Member).where(col(Member.role) == Role.CASEWORKER).limit(count)).all()
    for number, member in enumerate(caseworkers):
        referral = a_referral(session, member, number, now)
        yield Writer(let_in(session, member, now), referral.code)


def a_referral(session: Session, referrer: Member, number: int, now: datetime) -> Referral:
    """One that is running, with consent, to the first partner there is."""
    partner = session.exec(select(Organisation).where(col(Organisation.alias).is_not(None))).first()
    agreement = session.exec(select(Agreement)).first()
    assert partner
    assert agreement
    mark, day = f"{number:016x}", today(now)
    session.add(Client(mark=mark, made_at=now, erase_on=day))
    session.flush()
    referral = Referral(
        code=f"R-B{number:04d}",
        person=mark,
        referrer_id=referrer.id,
        organisation_id=partner.id,
        agreement_id=agreement.id,
        draft_id=number + 1,
        status=ReferralStatus.ACCEPTED,
        handover=Handover.CALL_ME,
        sent_at=now,
        changed_at=now,
    )
    session.add(referral)
    session.flush()
    session.add(
        Consent(referral_id=referral.id, share=[], shared_with=[], until=day, given_at=now, taken_by_id=referrer.id)
    )
    session.add(
        Event(
            referral_id=referral.id,
            at=now,
            member_id=referrer.id,
            organisation_id=referrer.organisation_id,
            unit=referrer.unit,
            happening=Happening.SENT,
            detail={},
        )
    )
    session.flush()
    return referral
