"""How long a person's file is kept (*gallring*): by default five years after the last note, as each board sets it.

Five years is what SoL (2001:453) 12 kap. 1 § gave a file. What was transferred to the file of record is a copy here,
and goes sooner.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, func, select, update
from sqlmodel import Session, col

from bot import clock, lookups
from models import (
    OPEN,
    Client,
    Member,
    Note,
    NoteVersion,
    NoticeKind,
    Organisation,
    ParticularVersion,
    Referral,
    ReferralStatus,
)

MONTHS_AHEAD = 1
"""How long before it goes the responsible is told."""
CHUNK = 1000
KEEP = (
    update(Client)
    .where(col(Client.mark) == bindparam("client"), col(Client.erase_on) < bindparam("until"))
    .where(col(Client.erased_at).is_(None))
    .values(erase_on=bindparam("until"))
    .execution_options(synchronize_session=False)
)
ABOUT_A_REFERRAL = frozenset(
    {
        NoticeKind.REFERRAL_OFFERED,
        NoticeKind.REFERRAL_NEWS,
        NoticeKind.PARTNER_NEWS,
        NoticeKind.RECORD_QUESTION,
        NoticeKind.NUDGE,
        NoticeKind.WAITING_LONG,
        NoticeKind.ESCALATION,
        NoticeKind.NO_CONTACT,
        NoticeKind.CONFIRM_DELETION,
        NoticeKind.CARD_AGAIN,
    }
)
"""Notices that name a referral: none is said of somebody whose file was erased."""


@dataclass(frozen=True)
class File:
    """What decides when a person's file goes. Moments are aware.

    `code` and `referrer_id` are those of the newest referral. `last_at` is when something was noted, written or changed
    last. `transferred_at` is when the last of the referrals was transferred; nothing where one is not, or where
    something has been added since.
    """

    mark: str
    code: str
    referrer_id: int
    last_at: datetime
    transferred_at: datetime | None
    is_open: bool

    def erase_on(self, board: Organisation, today: date) -> date:
        """The day on which the file goes, as `board` keeps it. An open one is alive: it is kept as if noted today."""
        if self.is_open:
            return max(erase_on(board, today, transferred=False), clock.months_later(today, MONTHS_AHEAD + 1))
        kept = erase_on(board, clock.today(self.last_at), transferred=False)
        if self.transferred_at is None:
            return kept
        return min(kept, erase_on(board, clock.today(self.transferred_at), transferred=True))


def erase_on(board: Organisation, last_day: date, *, transferred: bool) -> date:
    """The day on which a file of `board` goes whose last note, or transfer, is of `last_day`."""
    months = board.keep_transferred_months if transferred else board.keep_months
    return clock.months_later(last_day, months)


def keep_on(session: Session, mark: str, board: Organisation, last_day: date) -> None:
    """Something was noted on `last_day`: the file of the client `mark` is kept from then on, and longer than before."""
    day = erase_on(board, last_day, transferred=False)
    if session.get_one(Client, mark).erase_on < day:
        session.execute(KEEP, {"client": mark, "until": day})


def plan(session: Session, mark: str, today: date) -> None:
    """Let the file go on the day that its rows now say: sooner after a transfer. Flush what was changed before."""
    client = session.get_one(Client, mark, with_for_update=True, populate_existing=True)
    file = files(session, [mark]).get(mark)
    if file and client.erased_at is None:
        client.erase_on = file.erase_on(boards(session, [file])[file.referrer_id], today)


def replan(session: Session, board: Organisation, today: date) -> int:
    """`board` keeps files for another time: let each of its files go on its new day.

    Returns:
        How many days were moved.
    """
    moved, after = 0, ""
    while marks := _marks_of(session, board, after):
        known = files(session, marks)
        whose = boards(session, known.values())
        clients = session.scalars(
            select(Client)
            .where(col(Client.mark).in_(marks), col(Client.erased_at).is_(None))
            .order_by(col(Client.mark))
            .with_for_update()
            .execution_options(populate_existing=True)
        ).all()
        for client in clients:
            file = known[client.mark]
            if whose[file.referrer_id].id != board.id:
                continue
            day = file.erase_on(board, today)
            moved += day != client.erase_on
            client.erase_on = day
        session.flush()
        after = marks[-1]
    return moved


def _marks_of(session: Session, board: Organisation, after: str) -> Sequence[str]:
    """The next of the board's clients, by their marks."""
    referred = (
        select(col(Referral.person))
        .join(Member, col(Member.id) == col(Referral.referrer_id))
        .where(col(Member.organisation_id) == board.id, col(Referral.person) > after)
        .where(col(Referral.erased_at).is_(None))
    )
    return session.scalars(referred.distinct().order_by(col(Referral.person)).limit(CHUNK)).all()


def files(session: Session, marks: Collection[str]) -> dict[str, File]:
    """What the rows say of each client of `marks` that has a referral."""
    if not marks:
        return {}
    rows = session.execute(
        select(
            col(Referral.person),
            col(Referral.code),
            col(Referral.referrer_id),
            col(Referral.status),
            col(Referral.sent_at),
            col(Referral.changed_at),
            col(Referral.transferred_at),
        )
        .where(col(Referral.person).in_(marks))
        .order_by(col(Referral.id))
    ).all()
    of: dict[str, list[_Row]] = {}
    for mark, *rest in rows:
        of.setdefault(mark, []).append(_Row(*rest))
    noted = _newest_notes(session, marks)
    return {mark: _file(mark, referrals, noted.get(mark)) for mark, referrals in of.items()}


@dataclass(frozen=True)
class _Row:
    code: str
    referrer_id: int
    status: ReferralStatus
    sent_at: datetime
    changed_at: datetime
    transferred_at: datetime | None


def _file(mark: str, referrals: list[_Row], noted_at: datetime | None) -> File:
    newest = referrals[-1]
    last = max([*(row.sent_at for row in referrals), *(row.changed_at for row in referrals)])
    last = max(last, noted_at) if noted_at else last
    transfers = [row.transferred_at for row in referrals if row.transferred_at]
    whole = len(transfers) == len(referrals) and max(transfers) >= last
    return File(
        mark=mark,
        code=newest.code,
        referrer_id=newest.referrer_id,
        last_at=last,
        transferred_at=max(transfers) if whole else None,
        is_open=any(row.status in OPEN for row in referrals),
    )


def _newest_notes(session: Session, marks: Collection[str]) -> dict[str, datetime]:
    """When something was noted or written of each client last."""
    person, theirs = col(Referral.person), col(Referral.person).in_(marks)
    of_note = select(person, func.max(col(Note.at))).join(Note, col(Note.referral_id) == col(Referral.id))
    of_words = (
        select(person, func.max(col(NoteVersion.written_at)))
        .join(Note, col(Note.referral_id) == col(Referral.id))
        .join(NoteVersion, col(NoteVersion.note_id) == col(Note.id))
    )
    of_particular = select(person, func.max(col(ParticularVersion.written_at))).join(
        ParticularVersion, col(ParticularVersion.referral_id) == col(Referral.id)
    )
    newest: dict[str, datetime] = {}
    for asked in (of_note, of_words, of_particular):
        for mark, at in session.execute(asked.where(theirs).group_by(person)).all():
            newest[mark] = max(at, newest.get(mark, at))
    return newest


def boards(session: Session, whose: Iterable[File]) -> dict[int, Organisation]:
    """The board whose file each is, by the newest referral's referrer."""
    referrers = {file.referrer_id for file in whose}
    rows = session.execute(
        select(col(Member.id), Organisation)
        .join(Organisation, col(Organisation.id) == col(Member.organisation_id))
        .where(col(Member.id).in_(referrers))
    )
    return dict(rows.all())


def responsible(session: Session, whose: Iterable[File]) -> dict[int, list[int]]:
    """Whom each file concerns, by its referrer: that one, or where they have left those who answer for their unit."""
    referrers = {file.referrer_id for file in whose}
    ended = select(col(Member.id)).where(col(Member.id).in_(referrers), col(Member.ended_at).is_not(None))
    left = set(session.scalars(ended))
    return {
        one: [manager.id for manager in lookups.managers_of_referrer(session, one)] if one in left else [one]
        for one in referrers
    }


def going(session: Session, member_ids: Iterable[int], day: date | None = None) -> list[File]:
    """The files that were announced (for `day`, or any day) and concern any of these members, the soonest first."""
    announced = (col(Client.announced_for) == col(Client.erase_on), col(Client.erased_at).is_(None))
    marks = select(col(Client.mark)).where(*announced).order_by(col(Client.erase_on), col(Client.mark))
    if day is not None:
        marks = marks.where(col(Client.erase_on) == day)
    ordered = session.scalars(marks).all()
    concerned = set(member_ids)
    found: list[File] = []
    for start in range(0, len(ordered), CHUNK):
        marked = ordered[start : start + CHUNK]
        known = files(session, marked)
        told = responsible(session, known.values())
        theirs = (known[mark] for mark in marked if mark in known)
        found += [file for file in theirs if concerned.intersection(told[file.referrer_id])]
    return found
