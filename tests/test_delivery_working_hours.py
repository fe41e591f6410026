"""What the clock brings is said on working days between half past seven and six; what people do is said at once."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from bot import figures, outbox, saying
from bot.actions import notes
from bot.clock import at_local
from bot.demo.cast import KNUT, MAJ, SIRI, YLVA, Player
from bot.store import Store
from models import (
    ActivityKind,
    Agreement,
    AuditEntry,
    Client,
    Consent,
    Digest,
    LogReview,
    Member,
    Note,
    NoteKind,
    Notice,
    NoticeKind,
    Referral,
    Series,
    SeriesPurpose,
    Standing,
    SteeringMeeting,
)
from tests.hands import HandClock, member, turn
from tests.works import ON_SQLITE, notices, send_referral, works

SATURDAY, MONDAY = date(2022, 10, 8), at_local(date(2022, 10, 10), 8)
MEETS = at_local(date(2022, 10, 24), 10)
OCCASION = {NoticeKind.STEERING_MEETING: str(int(MEETS.timestamp())), NoticeKind.OPEN_AT_END: "2022-10-31"}


def _referral(session: Session) -> Referral:
    return session.exec(select(Referral)).one()


def _no_show(session: Session) -> Note:
    knut = turn(session, KNUT, _referral(session).sent_at)
    return notes.add(knut, _referral(session).id, NoteKind.NO_SHOW, knut.today)


def _digest(session: Session) -> Digest:
    sent_at = _referral(session).sent_at
    row = Digest(
        member_id=member(session, MAJ).id,
        week=date(2022, 10, 3),
        since=sent_at - timedelta(days=7),
        until=sent_at,
        figures=figures.nothing(),
    )
    session.add(row)
    session.flush()
    return row


def _ends_soon(session: Session) -> Agreement:
    row = session.exec(select(Agreement).where(col(Agreement.name) == "Street Minds")).one()
    row.valid_to = date(2022, 10, 31)
    return row


def _withdrawn(session: Session) -> Referral:
    session.get_one(Consent, _referral(session).id).withdrawn_at = _referral(session).sent_at
    return _referral(session)


def _goes(session: Session) -> Member:
    client = session.exec(select(Client)).one()
    client.erase_on = client.announced_for = MONDAY.date()
    return member(session, YLVA)


def _read(session: Session) -> LogReview:
    entry = session.exec(select(AuditEntry).limit(1)).one()
    reviewer_id = member(session, MAJ).id
    row = LogReview(month=MONDAY.date(), reviewer_id=reviewer_id, entry_id=entry.id, standing=Standing.SAMPLE)
    session.add(row)
    session.flush()
    return row


def _meets(session: Session) -> SteeringMeeting:
    row = SteeringMeeting(agreement_id=_ends_soon(session).id, starts_at=MEETS, form="f" * 24)
    session.add(row)
    session.flush()
    return row


def _came_back(session: Session) -> Series:
    row = Series(
        agreement_id=_ends_soon(session).id,
        purpose=SeriesPurpose.ACTIVITY,
        kind=ActivityKind.HOMEWORK,
        weekday=1,
        opens=6,
        closes=7,
        begins=date(2022, 9, 5),
    )
    session.add(row)
    session.flush()
    return row


def _bound_until_then(session: Session) -> Member:
    knut = member(session, KNUT)
    knut.undertaking_until = MONDAY.date()
    return knut


BY_THE_CLOCK: dict[NoticeKind, tuple[Player, Callable[[Session], int]]] = {
    NoticeKind.NUDGE: (KNUT, lambda session: _referral(session).id),
    NoticeKind.WAITING_LONG: (YLVA, lambda session: _referral(session).id),
    NoticeKind.ESCALATION: (MAJ, lambda session: _referral(session).id),
    NoticeKind.NO_CONTACT: (YLVA, lambda session: _referral(session).id),
    NoticeKind.ASK_AGAIN: (KNUT, lambda session: _no_show(session).id),
    NoticeKind.AGREEMENT_REMINDER: (MAJ, lambda session: _ends_soon(session).id),
    NoticeKind.DIGEST: (MAJ, lambda session: _digest(session).id),
    NoticeKind.WORDS_COUNTED: (MAJ, lambda session: member(session, YLVA).organisation_id),
    NoticeKind.CONFIRM_DELETION: (KNUT, lambda session: _withdrawn(session).id),
    NoticeKind.ERASURE_AHEAD: (YLVA, lambda session: _goes(session).id),
    NoticeKind.LOG_REVIEW: (MAJ, lambda session: _read(session).id),
    NoticeKind.STEERING_MEETING: (KNUT, lambda session: _meets(session).id),
    NoticeKind.ACTIVITY_ASKED: (KNUT, lambda session: _came_back(session).id),
    NoticeKind.OPEN_AT_END: (YLVA, lambda session: _ends_soon(session).id),
    NoticeKind.UNDERTAKING_ENDS: (KNUT, lambda session: _bound_until_then(session).id),
}
"""To whom each kind is said, and the row that it is about, made for it; the occasion is the Monday."""
EVERY_KIND = pytest.mark.parametrize("kind", BY_THE_CLOCK, ids=str)


def _owe(store: Store, kind: NoticeKind, sent_at: datetime, due_at: datetime) -> Player:
    """A referral that waits, and a notice of that kind that is due; who is to get it. Nothing else is owed."""
    recipient, about = BY_THE_CLOCK[kind]

    def unit(session: Session) -> None:
        referral = send_referral(session, sent_at)
        referral.nudges, referral.contact_due_on = 3, None
        session.flush()
        row = about(session)
        for notice in session.exec(select(Notice)):
            session.delete(notice)
        session.flush()
        outbox.owe(session, member(session, recipient).id, kind, row, OCCASION.get(kind, "2022-10-10"), due_at)

    store.run_now(unit)
    return recipient


def test_every_kind_that_the_clock_brings_is_tried_here() -> None:
    assert set(BY_THE_CLOCK) == saying.IN_WORKING_HOURS


@ON_SQLITE
@EVERY_KIND
async def test_what_falls_due_on_a_saturday_is_said_on_monday_at_eight(
    played: Store, database_url: str, clock: HandClock, kind: NoticeKind
) -> None:
    recipient = _owe(played, kind, clock.now(), at_local(SATURDAY, 10))
    async with works(database_url, clock) as it:
        for moment in (at_local(SATURDAY, 10), at_local(SATURDAY, 23), at_local(date(2022, 10, 9), 12)):
            clock.moment = moment
            await it.deliver()
        assert not it.heard(recipient)
        [notice] = notices(played)
        assert (notice.due_at, notice.leased_until, notice.sent_at) == (MONDAY, None, None)
        clock.moment = MONDAY - timedelta(seconds=1)
        assert await it.deliver() == 0
        clock.moment = MONDAY
        await it.deliver()
        assert len(it.heard(recipient)) == 1


@pytest.mark.parametrize(
    ("moment", "said_at"),
    [
        (at_local(date(2022, 10, 5), 7, 29), at_local(date(2022, 10, 5), 8)),
        (at_local(date(2022, 10, 5), 7, 30), None),
        (at_local(date(2022, 10, 5), 17, 59), None),
        (at_local(date(2022, 10, 5), 18), at_local(date(2022, 10, 6), 8)),
        (at_local(date(2022, 10, 7), 18), MONDAY),
        (at_local(date(2022, 10, 28), 22), at_local(date(2022, 10, 31), 8)),  # the clocks go back on the 30th
        (at_local(date(2022, 12, 23), 18), at_local(date(2022, 12, 27), 8)),  # Christmas Eve, Christmas, Boxing Day
        (at_local(date(2023, 4, 6), 18), at_local(date(2023, 4, 11), 8)),  # Good Friday to Easter Monday
        (at_local(date(2023, 6, 6), 12), at_local(date(2023, 6, 7), 8)),  # the National Day
        (at_local(date(2023, 6, 23), 12), at_local(date(2023, 6, 26), 8)),  # Midsummer Eve
    ],
)
async def test_a_reminder_waits_for_the_next_working_morning(
    played: Store, database_url: str, clock: HandClock, moment: datetime, said_at: datetime | None
) -> None:
    """By the wall clock in Stockholm; nothing stands for: at once."""
    recipient = _owe(played, NoticeKind.NUDGE, clock.now(), moment)
    clock.moment = moment
    async with works(database_url, clock) as it:
        await it.deliver()
        if said_at is None:
            assert len(it.heard(recipient)) == 1
            return
        assert not it.heard(recipient)
        assert notices(played)[0].due_at == said_at
        clock.moment = said_at
        await it.deliver()
        assert len(it.heard(recipient)) == 1


@ON_SQLITE
async def test_what_people_do_is_said_at_once_also_at_night(played: Store, database_url: str, clock: HandClock) -> None:
    clock.moment = at_local(SATURDAY, 23)
    played.run_now(lambda session: send_referral(session, clock.now()))
    async with works(database_url, clock) as it:
        await it.deliver()
        assert [len(it.heard(who)) for who in (KNUT, SIRI)] == [1, 1]


@ON_SQLITE
async def test_what_is_put_off_holds_up_nothing_that_comes_after_it(
    played: Store, database_url: str, clock: HandClock
) -> None:
    recipient = _owe(played, NoticeKind.NUDGE, clock.now(), at_local(SATURDAY, 9))
    clock.moment = at_local(SATURDAY, 23)
    played.run_now(lambda session: send_referral(session, clock.now(), seed=8))
    async with works(database_url, clock) as it:
        await it.deliver()
        assert len(it.heard(recipient)) == 1
        assert "Ny hänvisning" in it.texts(recipient)[0]
        clock.moment = MONDAY
        await it.deliver()
        assert "Påminnelse" in it.texts(recipient)[1]


@ON_SQLITE
async def test_what_is_settled_while_it_is_put_off_is_not_said(
    played: Store, database_url: str, clock: HandClock
) -> None:
    recipient = _owe(played, NoticeKind.NUDGE, clock.now(), at_local(SATURDAY, 9))
    clock.moment = at_local(SATURDAY, 9)
    async with works(database_url, clock) as it:
        await it.deliver()
        played.run_now(lambda session: setattr(_referral(session), "waiting_since", None))
        clock.moment = MONDAY
        await it.deliver()
        assert not it.heard(recipient)
    assert notices(played)[0].dropped_for == "nothing to say any more"


@ON_SQLITE
@EVERY_KIND
async def test_only_the_question_after_a_silence_comes_without_a_sound_by_day(
    played: Store, database_url: str, clock: HandClock, kind: NoticeKind
) -> None:
    recipient = _owe(played, kind, clock.now(), clock.now())
    async with works(database_url, clock) as it:
        await it.deliver()
        [message] = it.heard(recipient)
    assert message.get("disable_notification", False) is (kind is NoticeKind.NO_CONTACT)
