"""A register extract (GDPR art. 15): everything that is stored about one person.

The right is the person's, and covers everything but what the law keeps secret from them (SFS 2018:218, 5 kap. 1 §).
So the officer gets it all, the partner's notes that it has not shared included, each marked; what is secret is for the
officer to decide and to mask in another copy. Drafts are left out: running text without its final form, and notes made
as an aid to memory, are not covered (5 kap. 2 §). The audit of refusals names nobody it was about, and is not part.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import and_, or_, select
from sqlmodel import col

from bot import keeping
from bot.documents.file import gather, name_of
from bot.documents.kept import Asked, Extract, Opened, Told, Trace
from bot.sealed import Place, Unsealable
from bot.sealed.places import glass_place, rights_place
from bot.turn import Turn
from models import AuditEntry, Client, Glass, Member, Note, Notice, NoticeKind, Referral, RightsRequest

Codes = Mapping[int, str]
OF_A_REFERRAL = keeping.ABOUT_A_REFERRAL | {NoticeKind.ROOM_READY}
"""Notices whose `about_id` is a referral."""


def gather_all(turn: Turn, theirs: Sequence[Referral], others: int) -> Extract:
    """Everything about the person of `theirs`, the referrals that the one who acts is responsible for.

    Args:
        turn: whose.
        theirs: at least one, all of one person.
        others: how many referrals of the person somebody else is responsible for.
    """
    mark = theirs[0].person
    codes = {row.id: row.code for row in theirs}
    return Extract(
        mark=mark,
        erase_on=turn.session.get_one(Client, mark).erase_on,
        files=tuple(gather(turn, row) for row in theirs),
        others=others,
        trace=_trace(turn, codes),
        told=_told(turn, codes),
        asked=_asked(turn, mark, codes),
        opened=_opened(turn, mark, codes),
        drawn_at=turn.now,
        drawn_by=turn.who.name,
    )


def _notes(turn: Turn, codes: Codes) -> dict[int, str]:
    rows = turn.session.execute(select(col(Note.id), col(Note.referral_id)).where(col(Note.referral_id).in_(codes)))
    return {note_id: codes[referral_id] for note_id, referral_id in rows}


def _trace(turn: Turn, codes: Codes) -> tuple[Trace, ...]:
    of_notes = select(col(Note.id)).where(col(Note.referral_id).in_(codes))
    about = or_(
        and_(col(AuditEntry.subject) == "referral", col(AuditEntry.subject_id).in_(codes)),
        and_(col(AuditEntry.subject) == "note", col(AuditEntry.subject_id).in_(of_notes)),
    )
    rows = turn.session.execute(
        select(AuditEntry, Member)
        .outerjoin(Member, col(Member.id) == col(AuditEntry.member_id))
        .where(about)
        .order_by(col(AuditEntry.id))
    )
    of_note = _notes(turn, codes)
    return tuple(
        Trace(
            entry.at,
            member.name if member else "",
            f"role.{member.role}" if member else "",
            entry.act,
            entry.allowed,
            entry.screen,
            (codes if entry.subject == "referral" else of_note)[entry.subject_id or 0],
        )
        for entry, member in rows
    )


def _told(turn: Turn, codes: Codes) -> tuple[Told, ...]:
    of_note = _notes(turn, codes)
    of_notes = select(col(Note.id)).where(col(Note.referral_id).in_(codes))
    about = or_(
        and_(col(Notice.kind).in_(OF_A_REFERRAL), col(Notice.about_id).in_(codes)),
        and_(col(Notice.kind) == NoticeKind.ASK_AGAIN, col(Notice.about_id).in_(of_notes)),
    )
    rows = turn.session.execute(
        select(Notice, col(Member.name))
        .join(Member, col(Member.id) == col(Notice.recipient_id))
        .where(about)
        .order_by(col(Notice.id))
    )
    return tuple(
        Told(
            row.kind.value,
            name,
            row.due_at,
            row.sent_at,
            (of_note if row.kind is NoticeKind.ASK_AGAIN else codes)[row.about_id],
        )
        for row, name in rows
    )


def _asked(turn: Turn, mark: str, codes: Codes) -> tuple[Asked, ...]:
    rows: Sequence[RightsRequest] = turn.session.scalars(
        select(RightsRequest).where(col(RightsRequest.client) == mark).order_by(col(RightsRequest.id))
    ).all()
    return tuple(
        Asked(
            wanted=row.wanted.value,
            asked_on=row.asked_on,
            recorded_by=name_of(turn, row.recorded_by_id),
            recorded_at=row.recorded_at,
            request=_open(turn, mark, row.sealed_request, rights_place("sealed_request", row.id)),
            decision=row.decision.value if row.decision else "",
            decided_by=name_of(turn, row.decided_by_id),
            decided_at=row.decided_at,
            grounds=_open(turn, mark, row.sealed_grounds, rights_place("sealed_grounds", row.id)),
            code=codes[row.referral_id],
        )
        for row in rows
        if row.referral_id in codes
    )


def _opened(turn: Turn, mark: str, codes: Codes) -> tuple[Opened, ...]:
    rows = turn.session.scalars(select(Glass).where(col(Glass.referral_id).in_(codes)).order_by(col(Glass.id)))
    return tuple(
        Opened(
            asked_by=name_of(turn, row.asked_by_id),
            asked_at=row.asked_at,
            reason=_open(turn, mark, row.sealed_reason, glass_place(row.referral_id, row.asked_by_id)),
            opened_by=name_of(turn, row.opened_by_id),
            opened_at=row.opened_at,
            refused_at=row.refused_at,
            until=row.until,
            code=codes[row.referral_id],
        )
        for row in rows
    )


def _open(turn: Turn, mark: str, sealed: bytes | None, place: Place) -> str | None:
    """Sealed words; empty where nothing was written, nothing where they cannot be opened."""
    if sealed is None:
        return ""
    try:
        return turn.vault.open(turn.session, mark, sealed, place)
    except Unsealable:
        return None
