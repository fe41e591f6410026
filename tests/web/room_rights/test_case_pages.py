"""The case number: sealed, and for the referrer alone."""

from datetime import timedelta

from sqlmodel import Session, select

from bot.actions import members
from bot.demo.cast import KNUT, MAJ, OLLE, YLVA
from models import Absence, AuditEntry, Client
from tests.hands import member
from tests.web.room.visiting import ON_SQLITE, OpenRoom, Visitor

NUMBER = "SN 2022-1174"


def acts(room: OpenRoom) -> list[str]:
    return room.store.run_now(lambda session: [row.act for row in session.exec(select(AuditEntry)).all()])


def sealed(room: OpenRoom) -> bytes | None:
    return room.store.run_now(lambda session: session.exec(select(Client)).one().sealed_case)


async def test_the_number_is_sealed_shown_again_and_taken_away(room: OpenRoom, ylva: Visitor) -> None:
    code = room.refers()
    await ylva.post(f"r/{code}/case", number=f"  {NUMBER} ")
    assert NUMBER.encode() not in (sealed(room) or NUMBER.encode())
    await ylva.get(f"r/{code}/case")
    assert f'value="{NUMBER}"' in ylva.html
    assert acts(room).count("link_case") == 1
    assert acts(room).count("read_case") == 1

    await ylva.post(f"r/{code}/case", number="")
    assert sealed(room) is None


async def test_nobody_but_the_referrer_sees_it_not_even_who_stands_in(
    room: OpenRoom, ylva: Visitor, olle: Visitor, maj: Visitor
) -> None:
    code = room.refers()
    await ylva.post(f"r/{code}/case", number=NUMBER)
    room.store.run_now(lambda session: stands_in(session, room))
    await olle.get(f"r/{code}")
    assert olle.status == 200
    async with room.visitor() as visitor:
        knut = await visitor.come_in(KNUT)
        for who in (olle, maj, knut):
            await who.get(f"r/{code}/case")
            assert who.status == 404
            assert NUMBER not in who.html


def stands_in(session: Session, room: OpenRoom) -> None:
    """Ylva is away, and Olle does her work."""
    today = room.clock.now().date()
    ylva, olle = member(session, YLVA), member(session, OLLE)
    session.add(Absence(member_id=ylva.id, substitute_id=olle.id, first_day=today, last_day=today + timedelta(days=9)))


async def test_after_a_handover_it_is_the_colleagues(room: OpenRoom, ylva: Visitor, olle: Visitor) -> None:
    code = room.refers()
    await ylva.post(f"r/{code}/case", number=NUMBER)
    room.store.run_now(
        lambda session: members.hand_over(
            room.turn(session, MAJ), member(session, YLVA).id, member(session, OLLE).id, ends=False
        )
    )

    await olle.get(f"r/{code}/case")
    assert f'value="{NUMBER}"' in olle.html
    await ylva.get(f"r/{code}/case")
    assert ylva.status == 404


@ON_SQLITE
async def test_a_number_that_is_too_long_is_refused(room: OpenRoom, ylva: Visitor) -> None:
    code = room.refers()
    await ylva.post(f"r/{code}/case", number="9" * 101)

    assert ylva.status == 422
    assert sealed(room) is None
