"""What several steps read and write."""

import os
import random
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlmodel import col

from models import (
    AuditEntry,
    Consent,
    Draft,
    Event,
    Flow,
    HandledUpdate,
    Handover,
    Happening,
    Member,
    Note,
    Notice,
    NoticeKind,
    Organisation,
    Referral,
    ReferralStatus,
    Wish,
    WishChosen,
)

_engine = create_async_engine(os.environ["DATABASE_URL"], pool_size=20, pool_timeout=600)
new_session = async_sessionmaker(_engine, expire_on_commit=False)


async def begin(session: AsyncSession, user: int) -> Member:
    """Two statements: the update's mark, and who it is."""
    session.add(HandledUpdate(update_id=random.getrandbits(60), handled_at=datetime.now(UTC)))
    await session.flush()
    return (await session.scalars(select(Member).where(col(Member.telegram_id) == user))).one()


async def find_draft(session: AsyncSession, member: Member) -> Draft | None:
    """One statement."""
    statement = select(Draft).where(col(Draft.member_id) == member.id, col(Draft.flow) == Flow.REFERRAL)
    return (await session.scalars(statement)).first()


async def find_wishes(session: AsyncSession, partner: int) -> list[Wish]:
    """One statement."""
    statement = select(Wish).where(col(Wish.organisation_id) == partner).order_by(col(Wish.position))
    return list(await session.scalars(statement))


async def write(session: AsyncSession, user: int, **fields: Any) -> tuple[Draft, Organisation]:
    """Six statements: a field is written into the draft."""
    member = await begin(session, user)
    draft = await find_draft(session, member)
    assert draft
    draft.fields = {**draft.fields, **fields}
    draft.revision += 1
    await session.flush()
    await session.refresh(draft)
    partner = await session.get(Organisation, draft.fields["partner"])
    assert partner
    return draft, partner


async def new_referral(
    session: AsyncSession, member: Member, draft: Draft, partner: Organisation, agreement: int
) -> Referral:
    """Ten statements or so: the referral and all that comes along."""
    now = datetime.now(UTC)
    code = f"R-{random.getrandbits(40):X}"
    await session.scalars(select(col(Referral.id)).where(col(Referral.code) == code))
    referral = Referral(
        code=code,
        person=f"{random.getrandbits(64):x}",
        referrer_id=member.id,
        organisation_id=partner.id,
        agreement_id=agreement,
        draft_id=draft.id,
        status=ReferralStatus.REQUESTED,
        handover=Handover.CALL_ME,
        sent_at=now,
        changed_at=now,
    )
    session.add(referral)
    await session.flush()
    until = now.date() + timedelta(days=365)
    session.add_all(
        [
            Consent(
                referral_id=referral.id, share=[], shared_with=[], until=until, given_at=now, taken_by_id=member.id
            ),
            WishChosen(referral_id=referral.id, wish_id=draft.fields["wish"]),
            event(referral, member, Happening.SENT),
            trace(member, "send", referral),
        ]
    )
    await session.flush()
    referral.waiting_since = now.date()
    await session.flush()
    return referral


def event(referral: Referral, member: Member, happening: Happening) -> Event:
    """What happened, not yet added."""
    return Event(
        referral_id=referral.id,
        at=datetime.now(UTC),
        member_id=member.id,
        organisation_id=member.organisation_id,
        unit=member.unit,
        happening=happening,
        detail={},
    )


def trace(member: Member, act: str, referral: Referral) -> AuditEntry:
    """Who did or saw something, not yet added."""
    return AuditEntry(
        at=datetime.now(UTC), member_id=member.id, act=act, subject="referral", subject_id=referral.id, allowed=True
    )


async def owe(session: AsyncSession, member: Member, kind: NoticeKind, referral: Referral) -> int:
    """One statement: a notice; its id."""
    notice = Notice(
        key=f"{kind}:{referral.id}:{member.id}",
        kind=kind,
        recipient_id=member.id,
        about_id=referral.id,
        due_at=datetime.now(UTC),
    )
    session.add(notice)
    await session.flush()
    return notice.id


async def read_card(session: AsyncSession, number: int) -> Referral:
    """Seven statements: all that stands on a referral's card."""
    referral = await session.get(Referral, number)
    assert referral
    await session.get(Consent, number)
    await session.get(Organisation, referral.organisation_id)
    await session.get(Member, referral.referrer_id)
    await session.scalars(select(Event).where(col(Event.referral_id) == number).order_by(col(Event.id)))
    await session.scalars(select(Note).where(col(Note.referral_id) == number))
    chosen = select(Wish).join(WishChosen, col(WishChosen.wish_id) == col(Wish.id))
    await session.scalars(chosen.where(col(WishChosen.referral_id) == number))
    return referral
