"""Several workers whose clocks strike at once, on both databases: what fell due is owed once."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.actions import digests, notes, reminders, waiting
from bot.clock import at_local
from bot.demo.cast import KNUT, MAJ, SIRI, YLVA
from bot.store import Store
from models import Digest, Member, Note, NoteKind, Notice, NoticeKind, Referral, Reminder, Role
from tests.hands import a_referral, at_once, member, turn
from tests.works import crowd

WORKERS = 3
Due = Callable[[Session, datetime], int]


def _until_nothing(store: Store, due: Due, now: datetime) -> int:
    """What a tick does: a chunk after the other; how many rows it took."""
    total = 0
    while taken := store.run_now(lambda session: due(session, now)):
        total += taken
    return total


def _all_at_once(store: Store, due: Due, now: datetime) -> list[int]:
    """What each of the workers took in its first chunk, all at the same moment; then the rest."""
    first = at_once(store, *[lambda session: due(session, now)] * WORKERS)
    taken = [each for each in first if isinstance(each, int)]
    assert len(taken) == WORKERS, first
    _until_nothing(store, due, now)
    return taken


def _owed(store: Store, kind: NoticeKind) -> Counter[tuple[int, int]]:
    """How often each recipient is owed something about each row."""
    rows = store.run_now(lambda session: session.exec(select(Notice).where(col(Notice.kind) == kind)).all())
    return Counter((notice.recipient_id, notice.about_id) for notice in rows)


def _ids(store: Store) -> dict[str, int]:
    players = (YLVA, KNUT, SIRI, MAJ)
    return store.run_now(lambda session: {player.name: member(session, player).id for player in players})


def _many(store: Store, now: datetime, count: int) -> list[int]:
    """`count` referrals of Ylva's, sent at `now`; their ids."""

    def unit(session: Session) -> list[int]:
        ylva = turn(session, YLVA, now)
        return [a_referral(ylva).id for _ in range(count)]

    return store.run_now(unit)


def test_each_partner_is_reminded_once(played: Store, now: datetime) -> None:
    referrals = _many(played, now, 12)
    _all_at_once(played, waiting.due, at_local(date(2022, 10, 7), 8))
    mine = _ids(played)
    assert _owed(played, NoticeKind.NUDGE) == Counter(
        (mine[who.name], referral) for referral in referrals for who in (KNUT, SIRI)
    )
    steps = played.run_now(lambda session: session.exec(select(Referral.nudges)).all())
    assert set(steps) == {1}


def test_each_step_of_the_wait_is_taken_once(played: Store, now: datetime) -> None:
    referrals = _many(played, now, 6)
    for day in (7, 12, 18, 28):
        _all_at_once(played, waiting.due, at_local(date(2022, 10, day), 8))
    mine = _ids(played)
    assert _owed(played, NoticeKind.WAITING_LONG) == Counter((mine[YLVA.name], referral) for referral in referrals)
    assert _owed(played, NoticeKind.ESCALATION) == Counter(
        (mine[who.name], referral) for referral in referrals for who in (MAJ, KNUT, SIRI)
    )


def test_each_silence_is_asked_about_once(played: Store, now: datetime) -> None:
    referrals = _many(played, now, 12)
    _all_at_once(played, notes.due, at_local(date(2022, 10, 17), 8))
    mine = _ids(played)
    assert _owed(played, NoticeKind.NO_CONTACT) == Counter((mine[YLVA.name], referral) for referral in referrals)


def test_each_no_show_is_asked_about_once(played: Store, now: datetime) -> None:
    referrals = _many(played, now, 6)

    def unit(session: Session) -> list[int]:
        knut = turn(session, KNUT, now)
        return [notes.add(knut, referral, NoteKind.NO_SHOW, knut.today).id for referral in referrals]

    noted = played.run_now(unit)
    _all_at_once(played, notes.due, at_local(date(2022, 10, 10), 8))
    mine = _ids(played)
    assert _owed(played, NoticeKind.ASK_AGAIN) == Counter((mine[KNUT.name], note) for note in noted)


def test_each_manager_is_reminded_of_an_agreement_once(played: Store, now: datetime) -> None:
    """On 2 December 2022 two agreements have 180 days left or just under."""
    managers = {*crowd(played, None, 20, now), _ids(played)[MAJ.name]}
    taken = _all_at_once(played, reminders.due, at_local(date(2022, 12, 2), 8))
    assert sum(taken) == 2
    owed = _owed(played, NoticeKind.AGREEMENT_REMINDER)
    assert set(owed.values()) == {1}
    assert {recipient for recipient, _ in owed} == managers
    assert len(owed) == 2 * len(managers)
    settled = played.run_now(
        lambda session: session.exec(select(Reminder.said).where(col(Reminder.settled_at).is_not(None))).all()
    )
    assert settled == [True, True]


def test_each_manager_is_owed_one_digest(played: Store, now: datetime) -> None:
    managers = {*crowd(played, None, 30, now), _ids(played)[MAJ.name]}
    monday = at_local(date(2022, 10, 10), 7, 30)
    _all_at_once(played, digests.due, monday)
    written = played.run_now(lambda session: session.exec(select(Digest)).all())
    assert sorted(digest.member_id for digest in written) == sorted(managers)
    assert _owed(played, NoticeKind.DIGEST) == Counter((digest.member_id, digest.id) for digest in written)


@pytest.mark.parametrize("due", [waiting.due, notes.due, reminders.due, digests.due])
@pytest.mark.parametrize(
    "moment",
    [
        at_local(date(2022, 10, 24), 7, 29),
        at_local(date(2022, 10, 24), 18),
        at_local(date(2022, 10, 22), 10),
        at_local(date(2022, 12, 26), 10),
    ],
    ids=["early", "evening", "Saturday", "Boxing Day"],
)
def test_nothing_is_owed_outside_working_hours(session: Session, now: datetime, due: Due, moment: datetime) -> None:
    a_referral(turn(session, YLVA, now))
    assert due(session, moment) == 0


def test_many_are_taken_in_chunks(session: Session, now: datetime) -> None:
    first = a_referral(turn(session, YLVA, now))
    columns = first.model_dump(exclude={"id", "code", "draft_id", "version"})
    more = [Referral(code=f"R-{n}", draft_id=1000 + n, version=1, **columns) for n in range(waiting.CHUNK + 5)]
    session.add_all(more)
    session.flush()
    friday = at_local(date(2022, 10, 7), 8)
    assert [waiting.due(session, friday) for _ in range(3)] == [waiting.CHUNK, 6, 0]
    assert [notes.due(session, friday + timedelta(days=10)) for _ in range(3)] == [notes.CHUNK, 6, 0]


def test_who_has_left_is_owed_nothing(played: Store, now: datetime) -> None:
    left = crowd(played, None, 1, now)[0]
    played.run_now(lambda session: session.execute(update(Member).where(col(Member.id) == left).values(ended_at=now)))
    for due, moment in (
        (digests.due, at_local(date(2022, 10, 10), 7, 30)),
        (reminders.due, at_local(date(2022, 12, 2), 8)),
    ):
        _until_nothing(played, due, moment)
    owed = played.run_now(lambda session: session.exec(select(Notice.recipient_id)).all())
    assert owed
    assert left not in owed
    assert played.run_now(lambda session: session.get_one(Member, left).role) is Role.MANAGER
    assert played.run_now(lambda session: session.exec(select(Note)).all()) == []
