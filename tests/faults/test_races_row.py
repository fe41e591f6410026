"""The races row can fail: rows that are hurt, and losers who were told something else, are found."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import delete, insert, select, update
from sqlmodel import Session, col

from bot.store import Store
from messages import views
from models import AuditEntry, Event, Happening, Intake, Member, Notice, NoticeKind, Referral
from tests.faults.rows import races_run
from tests.faults.rows.races_check import Verdict, judge_answers, judge_claims
from tests.faults.rows.races_claims import claims
from tests.faults.rows.races_run import Said
from tests.faults.rows.races_setup import AT_ONCE, MIXED_EVERY, Race, answers, hire

RACES = MIXED_EVERY
Raced = tuple[Store, list[Race], list[list[Said]]]


async def run(store: Store, races: list[Race], now: datetime) -> list[list[Said]]:
    """Run them as the row does on that database."""
    if store.on_sqlite:
        return await races_run.on_one(store, races, now)
    return races_run.on_threads(store, races, now)


@pytest.fixture
async def answered(played: Store, now: datetime) -> Raced:
    """Four referrals, each answered by eight; the last of them in different ways."""
    played.run_now(lambda session: hire(session, now))
    races = played.run_now(lambda session: answers(session, RACES, now, random.Random(7)))
    return played, races, await run(played, races, now)


async def test_of_eight_who_answer_one_wins_and_the_others_are_told_who(answered: Raced) -> None:
    store, races, said = answered
    with Session(store.engine) as session:
        assert judge_answers(session, races, said) == Verdict()
    refused = [one.refusal for race in said for one in race if one.refusal]
    assert len(refused) == RACES * (AT_ONCE - 1)
    assert all(isinstance(view, views.Overtaken) for view in refused)


def _second_accept(session: Session) -> None:
    accepted = session.scalars(select(Event).where(col(Event.happening) == Happening.ACCEPTED)).first()
    assert accepted
    session.execute(insert(Event).values(accepted.model_dump(exclude={"id"})))


def _double_trace(session: Session) -> None:
    entry = session.scalars(select(AuditEntry).where(col(AuditEntry.act) == "accepted")).first()
    assert entry
    session.execute(insert(AuditEntry).values(entry.model_dump(exclude={"id"})))


WOUNDS: dict[str, tuple[str, Callable[[Session], object]]] = {
    "a second accept": ("winners", _second_accept),
    "no event": ("winners", lambda session: session.execute(delete(Event).where(col(Event.happening) != "sent"))),
    "no intake": ("winners", lambda session: session.execute(delete(Intake))),
    "a revision too many": ("winners", lambda session: session.execute(update(Referral).values(revision=3))),
    "an entry twice": ("trace", _double_trace),
    "news that nobody is told": ("trace", lambda session: session.execute(delete(Notice))),
    "a refusal without a trace": (
        "trace",
        lambda session: session.execute(delete(AuditEntry).where(col(AuditEntry.allowed).is_(False))),
    ),
}


async def test_whatever_is_hurt_after_the_answers_is_found(answered: Raced) -> None:
    store, races, said = answered
    for name, (kind, hurt) in WOUNDS.items():
        with Session(store.engine) as session:
            hurt(session)
            assert getattr(judge_answers(session, races, said), kind), name
            session.rollback()


async def test_losers_who_are_told_less_or_another_name_are_found(answered: Raced) -> None:
    store, races, said = answered
    place = next(place for place, one in enumerate(said[0]) if one.refusal)
    overtaken = said[0][place].refusal
    assert isinstance(overtaken, views.Overtaken)
    for refusal in (replace(overtaken, by="Någon Annan"), views.Stale(), views.NotFound()):
        other = [*said[0][:place], replace(said[0][place], refusal=refusal), *said[0][place + 1 :]]
        with Session(store.engine) as session:
            assert len(judge_answers(session, races, [other, *said[1:]]).told) == 1
    failed = [*said[0][:place], replace(said[0][place], refusal=None, failed="a bug"), *said[0][place + 1 :]]
    with Session(store.engine) as session:
        assert len(judge_answers(session, races, [failed, *said[1:]]).failed) == 1


async def test_of_eight_who_open_an_invitation_one_comes_in_and_the_inviter_is_told_who(
    played: Store, now: datetime
) -> None:
    races = played.run_now(lambda session: claims(session, 2, now))
    said = await run(played, races, now)
    with Session(played.engine) as session:
        assert judge_claims(session, races, said) == Verdict()
        told = session.scalars(select(Notice).where(col(Notice.kind) == NoticeKind.MEMBER_JOINED)).all()
        assert len(told) == len(races)
        who = [session.get_one(Member, notice.about_id) for notice in told]
        assert all(member.name.startswith("Främmande") for member in who)
        session.execute(delete(Notice))
        assert len(judge_claims(session, races, said).trace) == len(races)
        session.rollback()
    won = next(one for one in said[0] if not isinstance(one.card, views.Stranger))
    with Session(played.engine) as session:
        assert judge_claims(session, races, [[won] * AT_ONCE, said[1]]).winners
