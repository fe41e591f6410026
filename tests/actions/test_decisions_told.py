"""A decision is told to all parties, once when it is recorded, when it is signed and when it is struck."""

from datetime import date

import pytest
from sqlmodel import Session, col, select

from bot import attention
from bot.actions import resolutions
from bot.actions.resolutions import Written
from bot.clock import at_local
from bot.demo.cast import KNUT, MAJ, SIRI
from models import Agreement, Instance, Member, Notice, NoticeKind, ResolutionKind
from tests.conversations.playing import agreement
from tests.hands import member, turn
from tests.web.room.visiting import ON_SQLITE

pytestmark = ON_SQLITE
IN_MAY = at_local(date(2023, 5, 20), 9)
EXTEND = Written(ResolutionKind.EXTEND, Instance.BOARD, "2023-05-16", "EÅV 2023/118", "§ 7", until="2024-03-31")


def told(session: Session) -> list[str]:
    """Who is owed the news, in the order in which it was owed."""
    owed = select(Notice).where(col(Notice.kind) == NoticeKind.AGREEMENT_NEWS).order_by(col(Notice.id))
    return [session.get_one(Member, one.recipient_id).name for one in session.exec(owed)]


def test_the_partner_hears_of_an_extension_when_it_is_decided_signed_and_struck(session: Session) -> None:
    agreement_id = agreement(session, "Street Minds").id
    decided = resolutions.record(turn(session, MAJ, IN_MAY), agreement_id, EXTEND)
    assert sorted(told(session)) == sorted([KNUT.name, SIRI.name])
    resolutions.record(turn(session, MAJ, IN_MAY), agreement_id, EXTEND)
    assert len(told(session)) == 2
    resolutions.sign(turn(session, MAJ, IN_MAY), decided.id, "2023-05-19")
    assert len(told(session)) == 4
    resolutions.strike(turn(session, MAJ, IN_MAY), decided.id)
    resolutions.strike(turn(session, MAJ, IN_MAY), decided.id)
    assert len(told(session)) == 6


@pytest.mark.parametrize(("day", "ends"), [(date(2021, 12, 27), True), (date(2022, 10, 3), False)])
def test_an_end_that_is_followed_after_a_gap_needs_the_manager_until_what_follows_begins(
    session: Session, day: date, *, ends: bool
) -> None:
    first: Agreement = agreement(session, "Himmel och pannkaka (first)")
    board = member(session, MAJ).organisation_id
    assert (first in attention.ending(session, board, day)) is ends
