"""What we owe: once per occasion, claimed by one, at the pace that Telegram allows."""

import threading
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import update
from sqlmodel import Session, col

from bot import outbox
from bot.demo.cast import ADA, KNUT, MAJ, OLLE, SIRI, YLVA
from bot.outbox import CATCH_UP, LEASE, PER_SECOND, Claimed
from bot.store import Store
from models import Member, Notice, NoticeKind
from tests.hands import member
from tests.works import crowd, notices

KIND = NoticeKind.MEMBER_JOINED
SOON = timedelta(milliseconds=1)
EVERYBODY = (YLVA, KNUT, MAJ, OLLE, SIRI, ADA)


def owe_all(session: Session, now: datetime, occasion: str = "a") -> None:
    """Owe each of the cast one notice."""
    for player in EVERYBODY:
        mine = member(session, player).id
        outbox.owe(session, mine, KIND, mine, occasion, now)


def row(session: Session, notice_id: int) -> Notice:
    """The notice as it is in the database."""
    session.flush()
    session.expire_all()
    return session.get_one(Notice, notice_id)


def test_a_notice_is_owed_once_per_occasion(session: Session, now: datetime) -> None:
    for _ in range(2):
        owe_all(session, now)
    owe_all(session, now, "b")
    assert outbox.unsaid(session, now) == 2 * len(EVERYBODY)


def test_notices_are_claimed_oldest_first_and_one_per_recipient(session: Session, now: datetime) -> None:
    owe_all(session, now)
    owe_all(session, now, "b")
    claimed = outbox.claim(session, now, 4)
    assert [notice.recipient_id for notice in claimed] == [member(session, player).id for player in EVERYBODY[:4]]
    assert [notice.id for notice in claimed] == sorted(notice.id for notice in claimed)
    assert len(outbox.claim(session, now, 48)) == 2
    assert outbox.claim(session, now, 48) == []


def test_what_is_not_due_is_not_claimed(session: Session, now: datetime) -> None:
    owe_all(session, now + SOON)
    assert outbox.claim(session, now, 48) == []
    assert outbox.unsaid(session, now) == 0
    assert len(outbox.claim(session, now + SOON, 48)) == len(EVERYBODY)


def test_a_recipient_s_next_notice_waits_for_the_one_that_is_being_said(session: Session, now: datetime) -> None:
    owe_all(session, now)
    owe_all(session, now, "b")
    first = outbox.claim(session, now, 48)
    outbox.settle_sent(session, first[0].id, 1, now)
    [following] = outbox.claim(session, now, 48)
    assert following.recipient_id == first[0].recipient_id
    assert following.id > first[-1].id


def test_who_was_too_slow_does_not_hold_what_another_has_said(session: Session, now: datetime) -> None:
    owe_all(session, now)
    [slow] = outbox.claim(session, now, 1)
    outbox.settle_sent(session, slow.id, 1, now + LEASE)
    outbox.put_back(session, slow.id, now + 2 * LEASE)
    outbox.postpone(session, slow.id, now + 2 * LEASE)
    outbox.hold(session, slow.id, slow.recipient_id, now + LEASE)
    said = row(session, slow.id)
    assert (said.leased_until, said.due_at, said.message_id) == (None, now, 1)


def test_a_lease_that_ran_out_is_claimed_again(session: Session, now: datetime) -> None:
    owe_all(session, now)
    first = outbox.claim(session, now, 1)
    assert first[0].id not in {notice.id for notice in outbox.claim(session, now + LEASE - SOON, 48)}
    [again] = outbox.claim(session, now + LEASE + SOON, 48)
    assert (again.id, again.attempts) == (first[0].id, 2)


def test_whoever_settles_first_wins(session: Session, now: datetime) -> None:
    owe_all(session, now)
    [notice] = outbox.claim(session, now, 1)
    outbox.settle_sent(session, notice.id, 11, now)
    outbox.settle_sent(session, notice.id, 12, now + LEASE)
    outbox.settle_dropped(session, notice.id, "late", now + LEASE)
    settled = row(session, notice.id)
    assert (settled.message_id, settled.sent_at, settled.dropped_for) == (11, now, None)


def test_what_is_settled_is_never_claimed_again(session: Session, now: datetime) -> None:
    owe_all(session, now)
    sent, dropped = outbox.claim(session, now, 2)
    outbox.settle_sent(session, sent.id, 1, now)
    outbox.settle_dropped(session, dropped.id, "nothing to say any more", now)
    outbox.put_back(session, sent.id, now)
    later = {notice.id for notice in outbox.claim(session, now + timedelta(days=9), 48)}
    assert len(later) == len(EVERYBODY) - 2
    assert not later & {sent.id, dropped.id}


def test_what_could_not_be_said_waits_until_its_time(session: Session, now: datetime) -> None:
    owe_all(session, now)
    [notice] = outbox.claim(session, now, 1)
    outbox.put_back(session, notice.id, now + timedelta(seconds=8))
    at_seven = outbox.claim(session, now + timedelta(seconds=7), 48)
    assert notice.id not in {other.id for other in at_seven}
    assert [other.id for other in outbox.claim(session, now + timedelta(seconds=9), 48)] == [notice.id]


def test_what_is_owed_to_a_closed_chat_waits_and_goes_on_when_it_is_open_again(session: Session, now: datetime) -> None:
    owe_all(session, now)
    owe_all(session, now, "b")
    [notice] = outbox.claim(session, now, 1)
    outbox.hold(session, notice.id, notice.recipient_id, now)
    later = now + timedelta(days=3)
    assert notice.recipient_id not in {other.recipient_id for other in outbox.claim(session, later, 48)}
    session.execute(update(Member).where(col(Member.id) == notice.recipient_id).values(blocked_at=None))
    assert [other.id for other in outbox.claim(session, later, 48)] == [notice.id]


def places(claimed: list[Claimed]) -> list[datetime]:
    return sorted(notice.send_at for notice in claimed)


def test_places_are_reserved_at_the_pace_across_batches_and_workers(played: Store, now: datetime) -> None:
    people = crowd(played, None, 100, now)
    for mine in people:
        played.run_now(lambda session, mine=mine: outbox.owe(session, mine, KIND, mine, "a", now))  # type: ignore[misc]
    taken = [played.run_now(lambda session: outbox.claim(session, now, 10)) for _ in range(10)]
    at = places([notice for batch in taken for notice in batch])
    assert at[0] == now
    gaps = {(later - sooner).total_seconds() for sooner, later in pairwise(at)}
    assert max(gaps) == pytest.approx(1 / PER_SECOND, abs=2e-6)
    assert min(gaps) == pytest.approx(1 / PER_SECOND, abs=2e-6)


def test_after_a_rest_at_most_half_a_second_is_caught_up(session: Session, now: datetime) -> None:
    owe_all(session, now)
    outbox.claim(session, now, 1)
    later = now + timedelta(hours=1)
    [first, *_] = places(outbox.claim(session, later, 48))
    assert first == later - CATCH_UP


def test_a_429_silences_everybody(session: Session, now: datetime) -> None:
    owe_all(session, now)
    outbox.pause_all(session, 4, now)
    claimed = outbox.claim(session, now, 3)
    assert places(claimed)[0] == now + timedelta(seconds=4)
    outbox.pause_all(session, 1, now)  # a shorter wish does not end a longer one
    assert outbox.claim(session, now, 1)[0].send_at > now + timedelta(seconds=4)


def test_while_telegram_wants_a_long_silence_nothing_is_claimed(session: Session, now: datetime) -> None:
    """A worker that held notices for an hour could not be stopped, and would keep them when it is killed."""
    owe_all(session, now)
    outbox.pause_all(session, 600, now)
    assert outbox.claim(session, now + timedelta(seconds=500), 48) == []
    assert len(outbox.claim(session, now + timedelta(seconds=601), 48)) == len(EVERYBODY)


def test_a_wish_for_silence_without_end_is_capped(session: Session, now: datetime) -> None:
    owe_all(session, now)
    outbox.pause_all(session, 1e9, now)
    assert len(outbox.claim(session, now + timedelta(hours=1, seconds=1), 48)) == len(EVERYBODY)


def test_a_lease_lasts_from_the_notice_s_place_in_the_schedule(session: Session, now: datetime) -> None:
    owe_all(session, now)
    outbox.pause_all(session, 4, now)
    [notice] = outbox.claim(session, now, 1)
    leased = row(session, notice.id).leased_until
    assert leased
    assert leased >= notice.send_at + LEASE


def test_workers_that_claim_at_the_same_time_never_get_the_same(played: Store, now: datetime) -> None:
    people = crowd(played, None, 120, now)

    def owe(session: Session) -> None:
        for mine in people:
            for occasion in "ab":
                outbox.owe(session, mine, KIND, mine, occasion, now)

    played.run_now(owe)
    taken: list[Claimed] = []
    together = threading.Barrier(4, timeout=10)

    def work() -> None:
        together.wait()
        while claimed := played.run_now(lambda session: outbox.claim(session, now, 7)):
            taken.extend(claimed)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len({notice.id for notice in taken}) == len(taken) == len(people)  # one per recipient: "b" waits
    assert len({notice.send_at for notice in taken}) == len(taken)
    assert all(notice.attempts <= 1 for notice in notices(played))
