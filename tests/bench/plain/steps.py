"""The steps of the flow: each does its statements in a transaction and returns what is to be shown."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlmodel import col

from models import (
    ANSWERABLE,
    Agreement,
    Capacity,
    Draft,
    Flow,
    Happening,
    Intake,
    Member,
    Notice,
    NoticeKind,
    Organisation,
    OrganisationKind,
    Party,
    Referral,
    ReferralStatus,
    Role,
    Wish,
)
from tests.bench.plain.rows import (
    begin,
    event,
    find_draft,
    find_wishes,
    new_referral,
    new_session,
    owe,
    read_card,
    trace,
    write,
)
from tests.bench.plain.screen import Key, Message, Screen, column, screen

Step = Callable[[int, int], Awaitable[Screen]]
"""Takes the user's Telegram id and the button's number."""
STOP: list[Key] = [("Avbryt", "stop")]


async def refer(user: int, _number: int = 0) -> Screen:
    async with new_session() as session:
        member = await begin(session, user)
        await find_draft(session, member)
        await session.commit()
    return screen("Skyddade personuppgifter?", [("Nej, fortsätt", "rn")], [("Ja, stopp", "stop")])


async def not_protected(user: int, _number: int) -> Screen:
    async with new_session() as session:
        member = await begin(session, user)
        if not await find_draft(session, member):
            session.add(Draft(member_id=member.id, flow=Flow.REFERRAL, fields={}, changed_at=datetime.now(UTC)))
            await session.flush()
        kinds = col(Organisation.kind) == OrganisationKind.PARTNER
        partners = (await session.scalars(select(Organisation).where(kinds).order_by(col(Organisation.alias)))).all()
        await session.scalars(select(Party))
        await session.scalars(select(Agreement))
        await session.scalars(select(Organisation).where(~kinds))
        rooms = [await session.get(Capacity, partner.id) for partner in partners]
        await session.commit()
    keys = [
        (f"{partner.alias} · {room.state if room else ''}", f"ra:{partner.id}")
        for partner, room in zip(partners, rooms, strict=True)
    ]
    return screen("Till vem?", *column(keys), STOP)


async def pick_partner(user: int, number: int) -> Screen:
    async with new_session() as session:
        partner = await session.get(Organisation, number)
        await session.scalars(select(Party).where(col(Party.organisation_id) == number))
        await session.scalars(select(Member).where(col(Member.organisation_id) == number))
        await session.get(Capacity, number)
        await find_wishes(session, number)
        await write(session, user, partner=number)
        await session.commit()
    assert partner
    ways: list[Key] = [("Ring mig", "rh"), ("Boka en tid", "stop"), ("Jag följer med första gången", "stop")]
    return screen(f"Hur ska ni mötas? {partner.alias}", *column(ways), STOP)


async def pick_handover(user: int, _number: int) -> Screen:
    return await _ask_wishes(user, 0)


async def set_wish(user: int, number: int) -> Screen:
    return await _ask_wishes(user, number)


async def _ask_wishes(user: int, chosen: int) -> Screen:
    async with new_session() as session:
        draft, partner = await write(session, user, **({"wish": chosen} if chosen else {"way": "call_me"}))
        wishes = await find_wishes(session, partner.id)
        if chosen:
            await session.refresh(draft)
            await session.get(Wish, chosen)
        await session.commit()
    words = [(f"✓ {wish.sv}" if wish.id == chosen else wish.sv, f"rw:{wish.id}") for wish in wishes]
    done = "Klar" if chosen else "Inga önskemål, gå vidare"
    return screen("Vad vill personen?", *column(words), [(done, "rx")], STOP)


async def wishes_done(user: int, _number: int) -> Screen:
    async with new_session() as session:
        _, partner = await write(session, user, done=True)
        await session.get(Referral, 0)
        await session.commit()
    change: list[Key] = [("Ändra", "stop"), ("Samma person igen", "stop")]
    return screen(f"Personen samtycker: {partner.alias}", [("Ja, personen samtycker", "rg")], change, STOP)


async def give_consent(user: int, _number: int) -> Screen:
    async with new_session() as session:
        draft, partner = await write(session, user, heard_at=datetime.now(UTC).isoformat())
        await session.get(Capacity, partner.id)
        await session.get(Wish, draft.fields["wish"])
        await session.get(Referral, 0)
        await session.refresh(partner)
        await session.commit()
    return screen(f"Skicka till {partner.alias}?", [("Skicka hänvisningen", "rz")], STOP)


async def send(user: int, _number: int) -> Screen:
    async with new_session() as session:
        member = await begin(session, user)
        draft = await find_draft(session, member)
        assert draft
        partner = await session.get(Organisation, draft.fields["partner"])
        assert partner
        for _ in range(4):
            await session.refresh(partner)
        await session.get(Capacity, partner.id)
        theirs = col(Party.organisation_id) == partner.id
        agreement = (await session.scalars(select(col(Party.agreement_id)).where(theirs))).first()
        referral = await new_referral(session, member, draft, partner, agreement or 0)
        koordinators = select(Member).where(
            col(Member.organisation_id) == partner.id, col(Member.role) == Role.KOORDINATOR
        )
        found = (await session.scalars(koordinators)).all()
        notices = [await owe(session, each, NoticeKind.REFERRAL_OFFERED, referral) for each in found]
        await session.delete(draft)
        await session.commit()
    sexes: list[list[Key]] = [[("Kvinna", "stop"), ("Man", "stop")], [("Annat", "stop"), ("Vill inte svara", "stop")]]
    below: list[Key] = [("Visa hänvisningskort", "stop"), ("Öppna", "stop")]
    return screen(f"Skickat till {partner.alias}: {referral.code}", *sexes, below, notices=tuple(notices))


async def make_notice(number: int) -> Message:
    """Its card is read from the rows: nine statements."""
    async with new_session() as session:
        notice = await session.get(Notice, number)
        assert notice
        member = await session.get(Member, notice.recipient_id)
        assert member
        referral = await read_card(session, notice.about_id)
        return Message(member.telegram_id, screen(f"Ny hänvisning till er {referral.code}", *_answers(referral)))


async def mark_notice(number: int, message_id: int) -> None:
    """One statement and what finds the row."""
    async with new_session() as session:
        notice = await session.get(Notice, number)
        assert notice
        notice.sent_at, notice.message_id = datetime.now(UTC), message_id
        await session.commit()


def _answers(referral: Referral) -> list[list[Key]]:
    if referral.status not in ANSWERABLE:
        return [[("Matchad med", "stop"), ("Pausa", "stop")], [("Avsluta", "stop"), ("Inkorg", "stop")]]
    number = referral.id
    return [
        [("Vi tar emot", f"fa:{number}"), ("Sedd", "stop")],
        [("Föreslå tid", "stop"), ("Ring mig", "stop")],
        [("Väntelista", "stop"), ("Avböj", "stop")],
        [("Inkorg", "stop")],
    ]


async def inbox(user: int, _number: int = 0) -> Screen:
    async with new_session() as session:
        member = await begin(session, user)
        theirs = col(Referral.organisation_id) == member.organisation_id
        waiting = col(Referral.status).in_(ANSWERABLE)
        await session.scalars(select(func.count()).select_from(Referral).where(theirs))
        await session.scalars(select(func.count()).select_from(Referral).where(theirs, waiting))
        first = select(Referral).where(theirs).order_by(~waiting, col(Referral.id)).limit(8)
        rows = (await session.scalars(first)).all()
        await session.commit()
    marked = [("● " if row.status in ANSWERABLE else "", row) for row in rows]
    keys = [(f"{mark}{row.code} · {row.status}", f"fs:{row.id}") for mark, row in marked]
    return screen("Inkorg", *column(keys), [("Meny", "stop")])


async def show(user: int, number: int) -> Screen:
    async with new_session() as session:
        member = await begin(session, user)
        referral = await read_card(session, number)
        session.add(trace(member, "see", referral))
        await session.commit()
    return screen(f"Hänvisning {referral.code}", *_answers(referral))


async def ask_start(user: int, number: int) -> Screen:
    async with new_session() as session:
        member = await begin(session, user)
        referral = await session.get(Referral, number)
        assert referral
        await session.get(Organisation, referral.organisation_id)
        session.add(trace(member, "see", referral))
        await session.commit()
    days: list[Key] = [(f"dag {day}", f"fi:{referral.id}") for day in range(6)]
    return screen(f"Vilken dag? {referral.code}", *column(days), [("Öppna", "stop")])


async def accept(user: int, number: int) -> Screen:
    async with new_session() as session:
        member = await begin(session, user)
        referral = await session.get(Referral, number, with_for_update=True)
        assert referral
        now = datetime.now(UTC)
        referral.status, referral.revision = ReferralStatus.ACCEPTED, referral.revision + 1
        referral.changed_at = now
        await session.flush()
        referrer = await session.get(Member, referral.referrer_id)
        assert referrer
        session.add_all([event(referral, member, Happening.ACCEPTED), trace(member, "accepted", referral)])
        await session.flush()
        await session.get(Intake, referral.id)
        session.add(Intake(referral_id=referral.id, start_on=now.date(), confirmed_by_id=member.id, confirmed_at=now))
        notice = await owe(session, referrer, NoticeKind.REFERRAL_NEWS, referral)
        await session.refresh(referral)
        await read_card(session, referral.id)
        session.add(trace(member, "see", referral))
        await session.commit()
    return screen(f"Ni tar emot {referral.code}", *_answers(referral), notices=(notice,))


COMMANDS: dict[str, Step] = {"hanvisa": refer, "inkorg": inbox}
REFERRING: dict[str, Step] = {
    "rn": not_protected,
    "ra": pick_partner,
    "rh": pick_handover,
    "rw": set_wish,
    "rx": wishes_done,
    "rg": give_consent,
    "rz": send,
}
"""A caseworker's taps in the order they come, by the code of the button."""
ANSWERING: dict[str, Step] = {"fs": show, "fa": ask_start, "fi": accept}
"""A koordinator's."""
