"""`python -m tests.bench.plain_bot`: the same steps in a plain way, on aiogram and SQLAlchemy's AsyncSession.

It asks as many statements a step as the product did when it was written (10.75 an update on the average, 10 a notice),
on the product's own tables, and shows cards with the same buttons. It has no signatures, no templates, no second
language, no permissions, no exactly-once, no lease and no pace, and sends its notices at once.
"""

import asyncio
import os
import random
from datetime import UTC, datetime, timedelta
from typing import Any

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlmodel import col

from models import (
    ANSWERABLE,
    Agreement,
    AuditEntry,
    Capacity,
    Consent,
    Draft,
    Event,
    Flow,
    HandledUpdate,
    Handover,
    Happening,
    Intake,
    Member,
    Note,
    Notice,
    NoticeKind,
    Organisation,
    OrganisationKind,
    Party,
    Referral,
    ReferralStatus,
    Role,
    Wish,
    WishChosen,
)

router = Router()
engine = create_async_engine(os.environ["DATABASE_URL"], pool_size=20, pool_timeout=600)
new_session = async_sessionmaker(engine, expire_on_commit=False)
TEXT = "<b>{}</b>\nInget är skickat än. Inga namn, inga uppgifter om hälsa: bara en kod. Personen själv bestämmer."


def _markup(*rows: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=words, callback_data=data) for words, data in row] for row in rows]
    )


async def _begin(session: AsyncSession, user: int) -> Member:
    """Two statements: the update's mark, and who it is."""
    session.add(HandledUpdate(update_id=random.getrandbits(60), handled_at=datetime.now(UTC)))
    await session.flush()
    return (await session.scalars(select(Member).where(col(Member.telegram_id) == user))).one()


async def _draft(session: AsyncSession, member: Member) -> Draft | None:
    statement = select(Draft).where(col(Draft.member_id) == member.id, col(Draft.flow) == Flow.REFERRAL)
    return (await session.scalars(statement)).first()


async def _wishes(session: AsyncSession, partner: int) -> list[Wish]:
    statement = select(Wish).where(col(Wish.organisation_id) == partner).order_by(col(Wish.position))
    return list(await session.scalars(statement))


async def _show(query: CallbackQuery, title: str, markup: InlineKeyboardMarkup) -> None:
    await query.answer()
    assert isinstance(query.message, Message)
    await query.message.edit_text(TEXT.format(title), reply_markup=markup, parse_mode="HTML")


async def _write(session: AsyncSession, user: int, **fields: Any) -> tuple[Draft, Organisation]:
    """Six statements: a field is written into the draft."""
    member = await _begin(session, user)
    draft = await _draft(session, member)
    assert draft
    draft.fields = {**draft.fields, **fields}
    draft.revision += 1
    await session.flush()
    await session.refresh(draft)
    partner = await session.get(Organisation, draft.fields["partner"])
    assert partner
    return draft, partner


def _number(query: CallbackQuery) -> int:
    return int((query.data or "").partition(":")[2] or 0)


@router.message(Command("hanvisa"))
async def refer(message: Message) -> None:
    assert message.from_user
    async with new_session() as session:
        member = await _begin(session, message.from_user.id)
        await _draft(session, member)
        await session.commit()
    markup = _markup([("Nej, fortsätt", "rn")], [("Ja, stopp", "stop")])
    await message.answer(TEXT.format("Skyddade personuppgifter?"), reply_markup=markup, parse_mode="HTML")


@router.callback_query(F.data == "rn")
async def not_protected(query: CallbackQuery) -> None:
    async with new_session() as session:
        member = await _begin(session, query.from_user.id)
        if not await _draft(session, member):
            session.add(Draft(member_id=member.id, flow=Flow.REFERRAL, fields={}, changed_at=datetime.now(UTC)))
            await session.flush()
        kinds = col(Organisation.kind) == OrganisationKind.PARTNER
        partners = (await session.scalars(select(Organisation).where(kinds).order_by(col(Organisation.alias)))).all()
        await session.scalars(select(Party))
        await session.scalars(select(Agreement))
        await session.scalars(select(Organisation).where(~kinds))
        rooms = [await session.get(Capacity, partner.id) for partner in partners]
        await session.commit()
    rows = [
        [(f"{partner.alias} · {room.state if room else ''}", f"ra:{partner.id}")]
        for partner, room in zip(partners, rooms, strict=True)
    ]
    await _show(query, "Till vem?", _markup(*rows, [("Avbryt", "stop")]))


@router.callback_query(F.data.startswith("ra:"))
async def pick_partner(query: CallbackQuery) -> None:
    number = _number(query)
    async with new_session() as session:
        partner = await session.get(Organisation, number)
        await session.scalars(select(Party).where(col(Party.organisation_id) == number))
        await session.scalars(select(Member).where(col(Member.organisation_id) == number))
        await session.get(Capacity, number)
        await _wishes(session, number)
        await _write(session, query.from_user.id, partner=number)
        await session.commit()
    assert partner
    ways = [[("Ring mig", "rh")], [("Boka en tid", "stop")], [("Jag följer med första gången", "stop")]]
    await _show(query, f"Hur ska ni mötas? {partner.alias}", _markup(*ways, [("Avbryt", "stop")]))


async def _ask_wishes(query: CallbackQuery, chosen: int) -> None:
    async with new_session() as session:
        draft, partner = await _write(
            session, query.from_user.id, **({"wish": chosen} if chosen else {"way": "call_me"})
        )
        wishes = await _wishes(session, partner.id)
        if chosen:
            await session.refresh(draft)
            await session.get(Wish, chosen)
        await session.commit()
    words = [(f"✓ {wish.sv}" if wish.id == chosen else wish.sv, f"rw:{wish.id}") for wish in wishes]
    done = "Klar" if chosen else "Inga önskemål, gå vidare"
    await _show(query, "Vad vill personen?", _markup(*([word] for word in words), [(done, "rx")], [("Avbryt", "stop")]))


@router.callback_query(F.data == "rh")
async def pick_handover(query: CallbackQuery) -> None:
    await _ask_wishes(query, 0)


@router.callback_query(F.data.startswith("rw:"))
async def set_wish(query: CallbackQuery) -> None:
    await _ask_wishes(query, _number(query))


@router.callback_query(F.data == "rx")
async def wishes_done(query: CallbackQuery) -> None:
    async with new_session() as session:
        _, partner = await _write(session, query.from_user.id, done=True)
        await session.get(Referral, 0)
        await session.commit()
    rows = [[("Ja, personen samtycker", "rg")], [("Ändra", "stop"), ("Samma person igen", "stop")]]
    await _show(query, f"Personen samtycker: {partner.alias}", _markup(*rows, [("Avbryt", "stop")]))


@router.callback_query(F.data == "rg")
async def give_consent(query: CallbackQuery) -> None:
    async with new_session() as session:
        draft, partner = await _write(session, query.from_user.id, heard_at=datetime.now(UTC).isoformat())
        await session.get(Capacity, partner.id)
        await session.get(Wish, draft.fields["wish"])
        await session.get(Referral, 0)
        await session.refresh(partner)
        await session.commit()
    await _show(query, f"Skicka till {partner.alias}?", _markup([("Skicka hänvisningen", "rz")], [("Avbryt", "stop")]))


@router.callback_query(F.data == "rz")
async def send(query: CallbackQuery, bot: Bot) -> None:
    async with new_session() as session:
        member = await _begin(session, query.from_user.id)
        draft = await _draft(session, member)
        assert draft
        partner = await session.get(Organisation, draft.fields["partner"])
        assert partner
        for _ in range(4):
            await session.refresh(partner)
        await session.get(Capacity, partner.id)
        theirs = col(Party.organisation_id) == partner.id
        agreement = (await session.scalars(select(col(Party.agreement_id)).where(theirs))).first()
        referral = await _new_referral(session, member, draft, partner, agreement or 0)
        koordinators = select(Member).where(
            col(Member.organisation_id) == partner.id, col(Member.role) == Role.KOORDINATOR
        )
        notices = [
            await _owe(session, koordinator, NoticeKind.REFERRAL_OFFERED, referral)
            for koordinator in await session.scalars(koordinators)
        ]
        await session.delete(draft)
        await session.commit()
    sexes = [[("Kvinna", "stop"), ("Man", "stop")], [("Annat", "stop"), ("Vill inte svara", "stop")]]
    below = [("Visa hänvisningskort", "stop"), ("Öppna", "stop")]
    await _show(query, f"Skickat till {partner.alias}: {referral.code}", _markup(*sexes, below))
    await _tell(bot, notices)


async def _new_referral(
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
            _event(referral, member, Happening.SENT),
            _trace(member, "send", referral),
        ]
    )
    await session.flush()
    referral.waiting_since = now.date()
    await session.flush()
    return referral


def _event(referral: Referral, member: Member, happening: Happening) -> Event:
    return Event(
        referral_id=referral.id,
        at=datetime.now(UTC),
        member_id=member.id,
        organisation_id=member.organisation_id,
        unit=member.unit,
        happening=happening,
        detail={},
    )


def _trace(member: Member, act: str, referral: Referral) -> AuditEntry:
    return AuditEntry(
        at=datetime.now(UTC), member_id=member.id, act=act, subject="referral", subject_id=referral.id, allowed=True
    )


async def _owe(session: AsyncSession, member: Member, kind: NoticeKind, referral: Referral) -> Notice:
    notice = Notice(
        key=f"{kind}:{referral.id}:{member.id}",
        kind=kind,
        recipient_id=member.id,
        about_id=referral.id,
        due_at=datetime.now(UTC),
    )
    session.add(notice)
    await session.flush()
    return notice


async def _tell(bot: Bot, notices: list[Notice]) -> None:
    """Ten statements a notice: its card is read from the rows, and it is marked."""
    for owed in notices:
        async with new_session() as session:
            notice = await session.get(Notice, owed.id)
            assert notice
            member = await session.get(Member, notice.recipient_id)
            assert member
            referral = await _read_card(session, notice.about_id)
            rows = _answers(referral)
            text = TEXT.format(f"Ny hänvisning till er {referral.code}")
            said = await bot.send_message(member.telegram_id, text, reply_markup=rows, parse_mode="HTML")
            notice.sent_at, notice.message_id = datetime.now(UTC), said.message_id
            await session.commit()


async def _read_card(session: AsyncSession, number: int) -> Referral:
    """Seven statements."""
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


def _answers(referral: Referral) -> InlineKeyboardMarkup:
    if referral.status not in ANSWERABLE:
        return _markup([("Matchad med", "stop"), ("Pausa", "stop")], [("Avsluta", "stop"), ("Inkorg", "stop")])
    number = referral.id
    return _markup(
        [("Vi tar emot", f"fa:{number}"), ("Sedd", "stop")],
        [("Föreslå tid", "stop"), ("Ring mig", "stop")],
        [("Väntelista", "stop"), ("Avböj", "stop")],
        [("Inkorg", "stop")],
    )


@router.message(Command("inkorg"))
async def inbox(message: Message) -> None:
    assert message.from_user
    async with new_session() as session:
        member = await _begin(session, message.from_user.id)
        theirs = col(Referral.organisation_id) == member.organisation_id
        waiting = col(Referral.status).in_(ANSWERABLE)
        await session.scalars(select(func.count()).select_from(Referral).where(theirs))
        await session.scalars(select(func.count()).select_from(Referral).where(theirs, waiting))
        first = select(Referral).where(theirs).order_by(~waiting, col(Referral.id)).limit(8)
        rows = (await session.scalars(first)).all()
        await session.commit()
    marked = [("● " if row.status in ANSWERABLE else "", row) for row in rows]
    keys = [[(f"{mark}{row.code} · {row.status}", f"fs:{row.id}")] for mark, row in marked]
    await message.answer(TEXT.format("Inkorg"), reply_markup=_markup(*keys, [("Meny", "stop")]), parse_mode="HTML")


@router.callback_query(F.data.startswith("fs:"))
async def show(query: CallbackQuery) -> None:
    async with new_session() as session:
        member = await _begin(session, query.from_user.id)
        referral = await _read_card(session, _number(query))
        session.add(_trace(member, "see", referral))
        await session.commit()
    await _show(query, f"Hänvisning {referral.code}", _answers(referral))


@router.callback_query(F.data.startswith("fa:"))
async def ask_start(query: CallbackQuery) -> None:
    async with new_session() as session:
        member = await _begin(session, query.from_user.id)
        referral = await session.get(Referral, _number(query))
        assert referral
        await session.get(Organisation, referral.organisation_id)
        session.add(_trace(member, "see", referral))
        await session.commit()
    days = [(f"dag {number}", f"fi:{referral.id}") for number in range(6)]
    await _show(query, f"Vilken dag? {referral.code}", _markup(*([day] for day in days), [("Öppna", "stop")]))


@router.callback_query(F.data.startswith("fi:"))
async def accept(query: CallbackQuery, bot: Bot) -> None:
    async with new_session() as session:
        member = await _begin(session, query.from_user.id)
        referral = await session.get(Referral, _number(query), with_for_update=True)
        assert referral
        referral.status, referral.revision = ReferralStatus.ACCEPTED, referral.revision + 1
        referral.changed_at = datetime.now(UTC)
        await session.flush()
        referrer = await session.get(Member, referral.referrer_id)
        assert referrer
        session.add_all([_event(referral, member, Happening.ACCEPTED), _trace(member, "accepted", referral)])
        await session.flush()
        await session.get(Intake, referral.id)
        today = datetime.now(UTC).date()
        session.add(
            Intake(
                referral_id=referral.id,
                start_on=today,
                confirmed_by_id=member.id,
                confirmed_at=datetime.now(UTC),
            )
        )
        notice = await _owe(session, referrer, NoticeKind.REFERRAL_NEWS, referral)
        await session.refresh(referral)
        await _read_card(session, referral.id)
        session.add(_trace(member, "see", referral))
        await session.commit()
    await _show(query, f"Ni tar emot {referral.code}", _answers(referral))
    await _tell(bot, [notice])


async def main() -> None:
    """Serve until SIGTERM."""
    server = TelegramAPIServer.from_base(os.environ["TELEGRAM_API_URL"])
    bot = Bot(os.environ["TELEGRAM_TOKEN"], session=AiohttpSession(api=server))
    dispatcher = Dispatcher()
    dispatcher.include_router(router)
    await dispatcher.start_polling(bot, polling_timeout=25)


if __name__ == "__main__":
    asyncio.run(main())
