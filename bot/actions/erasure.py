"""Erasing a person's file (*gallring*): announced a month ahead, done on the day, and done again to a restored backup.

What goes is the data key, everything that was sealed, and every word that could lead to the person. What stays are rows
that count: status, sex, days, partner. A backup, and PostgreSQL until it has vacuumed, still hold the wrapped key: for
those `python -m bot keys rotate` and a key that is destroyed close what is left.

Locks are taken in one order, the referrals and then the client, as whoever writes of a person takes them. What decides
is read under the locks.
"""

import random
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import bindparam, delete, select, update
from sqlmodel import Session, col

from bot import audit, clock, keeping, outbox
from bot.outbox import UNSAID, Owed
from bot.sealed.ledger import Ledger, digest
from models import (
    OPEN,
    Client,
    Consent,
    Event,
    Glass,
    Happening,
    Note,
    NoteVersion,
    Notice,
    NoticeKind,
    ParticularVersion,
    Referral,
    ReferralStatus,
    RightsRequest,
    RoomDraft,
    SentCard,
)

CHUNK = 200
REPLAYED = 5000
"""Clients whose marks are compared with the ledger in one transaction."""
FRESH_CODE = (
    update(Referral)
    .where(col(Referral.id) == bindparam("row"))
    .values(code=bindparam("fresh"), version=col(Referral.version) + 1, revision=col(Referral.revision) + 1)
)


def announce(session: Session, now: datetime) -> int:
    """Tell the responsible of up to 200 files that go within a month; none goes with less notice than that.

    Returns:
        How many were looked at; call again until it is 0.
    """
    today = clock.today(now)
    horizon = clock.months_later(today, keeping.MONTHS_AHEAD)
    clients = session.scalars(
        select(Client)
        .where(col(Client.erased_at).is_(None), col(Client.erase_on) <= horizon)
        .where(col(Client.announced_for).is_(None) | (col(Client.announced_for) != col(Client.erase_on)))
        .order_by(col(Client.erase_on), col(Client.mark))
        .limit(CHUNK)
        .with_for_update(skip_locked=True)
    ).all()
    files = keeping.files(session, [client.mark for client in clients])
    boards, told = keeping.boards(session, files.values()), keeping.responsible(session, files.values())
    owed: set[Owed] = set()
    for client in clients:
        file = files.get(client.mark)
        if file:
            client.erase_on = max(client.erase_on, file.erase_on(boards[file.referrer_id], today))
        if client.erase_on <= horizon:
            client.erase_on = client.announced_for = horizon
            owed |= _told(told[file.referrer_id], horizon, today, now) if file else set()
    outbox.owe_all(session, owed)
    return len(clients)


def due(session: Session, now: datetime, ledger: Ledger, dice: random.Random) -> int:
    """Erase up to 200 files that were announced for today or earlier; what is alive, or must be kept, is kept.

    Returns:
        How many were looked at; call again until it is 0.

    Raises:
        StorageDown: the ledger cannot be written; nothing was erased.
    """
    today = clock.today(now)
    marks = session.scalars(
        select(col(Client.mark))
        .where(col(Client.erased_at).is_(None), col(Client.erase_on) <= today)
        .where(col(Client.announced_for) == col(Client.erase_on))
        .order_by(col(Client.erase_on), col(Client.mark))
        .limit(CHUNK)
    ).all()
    clients = [one for one in hold(session, marks) if one.announced_for == one.erase_on <= today]
    files = keeping.files(session, [client.mark for client in clients])
    gone: list[Client] = []
    boards, told = keeping.boards(session, files.values()), keeping.responsible(session, files.values())
    owed: set[Owed] = set()
    for client in clients:
        file = files.get(client.mark)
        if file is None:
            gone.append(client)
            continue
        board = boards[file.referrer_id]
        planned = file.erase_on(board, today)
        if planned > today:
            client.erase_on = planned  # something was noted since, or somebody waits
        elif board.keeps_untransferred and file.transferred_at is None:
            client.erase_on = client.announced_for = clock.months_later(today, keeping.MONTHS_AHEAD)
            owed |= _told(told[file.referrer_id], client.erase_on, today, now)
        else:
            gone.append(client)
    outbox.owe_all(session, owed)
    if gone:
        ledger.write([client.mark for client in gone], now)
        _wipe(session, gone, now, dice, None, "erasures")
    return len(marks)


def erase(
    session: Session,
    marks: Collection[str],
    now: datetime,
    ledger: Ledger,
    dice: random.Random,
    *,
    by: int | None = None,
    screen: str = "erasures",
) -> int:
    """Erase the files of these clients now; whoever asks has decided it. `by` is the member who did, if one did.

    Returns:
        How many were erased; those that were already are not counted.

    Raises:
        StorageDown: the ledger cannot be written; nothing was erased.
    """
    clients = hold(session, marks)
    if clients:
        ledger.write([client.mark for client in clients], now)
        _wipe(session, clients, now, dice, by, screen)
    return len(clients)


def replay(
    session: Session, erased: Mapping[str, str], after: str, now: datetime, dice: random.Random
) -> tuple[str, int]:
    """Erase anew what the ledger says was erased, among the 5,000 clients whose marks follow `after`.

    A client of whom something was noted after its line's moment is kept: that erasure was never committed.

    Args:
        session: an open transaction.
        erased: what `Ledger.read` returned.
        after: the last mark that was looked at; empty to begin.
        now: the moment (aware).
        dice: what draws new codes.

    Returns:
        The last mark that was looked at, empty when all were, and how many files were erased.
    """
    following = select(col(Client.mark)).where(col(Client.mark) > after, col(Client.erased_at).is_(None))
    marks = session.scalars(following.order_by(col(Client.mark)).limit(REPLAYED)).all()
    named = {mark: erased[found] for mark in marks if (found := digest(mark)) in erased}
    files = keeping.files(session, named)
    gone = [
        mark
        for mark, moment in named.items()
        if mark not in files or files[mark].last_at <= datetime.fromisoformat(moment)
    ]
    clients = hold(session, gone)
    _wipe(session, clients, now, dice, None, "ledger")
    return (marks[-1] if len(marks) == REPLAYED else ""), len(clients)


def hold(session: Session, marks: Collection[str]) -> Sequence[Client]:
    """Those of the clients that are not erased, held so that nobody writes of them until this transaction ends."""
    """Those of the clients that are not erased; nobody else writes of them until this transaction ends."""
    if not marks:
        return []
    referrals = select(col(Referral.id)).where(col(Referral.person).in_(marks)).order_by(col(Referral.id))
    session.execute(referrals.with_for_update()).all()
    return session.scalars(
        select(Client)
        .where(col(Client.mark).in_(marks), col(Client.erased_at).is_(None))
        .order_by(col(Client.mark))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _told(members: Sequence[int], day: date, today: date, now: datetime) -> set[Owed]:
    """One notice a day and person, however many files; it is about the person's own files."""
    return {Owed(member_id, NoticeKind.ERASURE_AHEAD, member_id, f"{day}_{today}", now) for member_id in members}


def _wipe(
    session: Session, clients: Sequence[Client], now: datetime, dice: random.Random, by: int | None, screen: str
) -> None:
    if not clients:
        return
    marks = [client.mark for client in clients]
    ids = list(session.scalars(select(col(Referral.id)).where(col(Referral.person).in_(marks))))
    _forget_keys(clients, now)
    _forget_words(session, marks, ids, now)
    _forget_ways_back(session, ids, now, dice)
    _say_no_more(session, ids, now)
    traces = [
        {"at": now, "member_id": by, "act": "erase", "subject": "referral", "subject_id": number}
        for number in sorted(ids)
    ]
    if traces:
        session.execute(audit.INSERT, [{**trace, "allowed": True, "screen": screen} for trace in traces])
    session.flush()


def _forget_keys(clients: Sequence[Client], now: datetime) -> None:
    for client in clients:
        client.wrapped_key = client.wrapped_by = client.sealed_case = None
        client.erased_at = now


def _forget_words(session: Session, marks: Sequence[str], ids: Sequence[int], now: datetime) -> None:
    notes = select(col(Note.id)).where(col(Note.referral_id).in_(ids))
    statements = (
        delete(NoteVersion).where(col(NoteVersion.note_id).in_(notes)),
        delete(ParticularVersion).where(col(ParticularVersion.referral_id).in_(ids)),
        delete(RoomDraft).where(col(RoomDraft.client).in_(marks)),
        update(Glass).where(col(Glass.referral_id).in_(ids)).values(sealed_reason=b""),
        update(RightsRequest)
        .where(col(RightsRequest.client).in_(marks))
        .values(sealed_request=None, sealed_grounds=None),
        update(Note).where(col(Note.referral_id).in_(ids)).values(form=None, ask_again_on=None),
        update(Consent).where(col(Consent.referral_id).in_(ids)).values(shared_with=[]),
        update(Event)
        .where(col(Event.referral_id).in_(ids), col(Event.happening) == Happening.TIME_PROPOSED)
        .values(detail={}),
        update(SentCard).where(col(SentCard.referral_id).in_(ids), col(SentCard.delete_at) > now).values(delete_at=now),
    )
    for statement in statements:
        session.execute(statement, execution_options={"synchronize_session": False})


def _forget_ways_back(session: Session, ids: Sequence[int], now: datetime, dice: random.Random) -> None:
    """A code that stands in somebody's file leads nowhere any more; what was open in a backup is so no longer."""
    theirs = update(Referral).where(col(Referral.id).in_(ids))
    gone = theirs.values(
        erased_at=now,
        meet_at=None,
        proposed_at=None,
        call_asked=False,
        waiting_since=None,
        nudge_on=None,
        contact_due_on=None,
        ask_record_on=None,
    )
    still_open = theirs.where(col(Referral.status).in_(OPEN)).values(status=ReferralStatus.CANCELLED)
    for statement in (gone, still_open):
        session.execute(statement, execution_options={"synchronize_session": False})
    fresh = [{"row": number, "fresh": f"E-{dice.getrandbits(64):016x}"} for number in ids]
    if fresh:
        session.connection().execute(FRESH_CODE, fresh)


def _say_no_more(session: Session, ids: Sequence[int], now: datetime) -> None:
    notes = select(col(Note.id)).where(col(Note.referral_id).in_(ids))
    about = (
        col(Notice.kind).in_(keeping.ABOUT_A_REFERRAL) & col(Notice.about_id).in_(ids),
        (col(Notice.kind) == NoticeKind.ASK_AGAIN) & col(Notice.about_id).in_(notes),
    )
    for which in about:
        dropped = update(Notice).where(*UNSAID, which).values(dropped_at=now, dropped_for="erased")
        session.execute(dropped, execution_options={"synchronize_session": False})
