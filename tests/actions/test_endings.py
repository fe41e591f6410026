"""Referrals that are open while an agreement ends: both sides are told in time, by codes and states alone.

Street Minds (B2) ends on 31 May 2023; 30 days before is the first of May, so that it is said on Friday, 28 April.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from bot import buttons
from bot.actions import endings
from bot.cards import endings as cards
from bot.cards.card import Card
from bot.clock import at_local
from bot.demo.cast import ADA, BOARD, KNUT, MAJ, OLLE, PARTNER, SIRI, YLVA, Player
from bot.errors import Refused
from messages import views
from models import Agreement, AgreementStatus, Member, Notice, NoticeKind, Party, Referral, ReferralStatus
from tests.conversations.playing import agreement, organisation
from tests.hands import a_referral, member, turn
from tests.web.room.visiting import ON_SQLITE

ENDS, SAID = date(2023, 5, 31), date(2023, 4, 28)
IN_APRIL = at_local(date(2023, 4, 20), 9)


def refers(session: Session, player: Player = YLVA, seed: int = 7) -> Referral:
    return a_referral(replace(turn(session, player, IN_APRIL), dice=random.Random(seed)))


def told(session: Session, *days: date) -> list[tuple[date, str]]:
    """On which of `days` who was owed it, by name."""
    found: list[tuple[date, str]] = []
    for day in days:
        endings.due(session, at_local(day, 8))
        of_kind = select(Notice).where(
            col(Notice.kind) == NoticeKind.OPEN_AT_END, col(Notice.due_at) == at_local(day, 8)
        )
        names = {session.get_one(Member, notice.recipient_id).name for notice in session.exec(of_kind).all()}
        found += [(day, name) for name in sorted(names)]
    return found


def names(*players: Player) -> list[str]:
    return sorted(player.name for player in players)


def card(session: Session, player: Player, now: datetime = IN_APRIL) -> Card | None:
    return cards.open_at_end(turn(session, player, now), agreement(session, "Street Minds"), ENDS)


def pressed(card: Card | None, kind: type[buttons.Button] = buttons.ShowReferral) -> Sequence[object]:
    assert card
    return [press.values.get("code") for row in card.rows for press in row if isinstance(press.button, kind)]


def test_the_referrer_the_partner_and_the_manager_are_told_once_30_days_before(session: Session) -> None:
    refers(session)
    days = [SAID + timedelta(days=number) for number in range(-10, 40)]
    assert told(session, *days) == [(SAID, name) for name in names(YLVA, KNUT, SIRI, MAJ)]


@ON_SQLITE
def test_who_refers_later_is_told_then(session: Session) -> None:
    refers(session)
    told(session, SAID)
    refers(session, OLLE, seed=8)
    assert told(session, date(2023, 5, 2), date(2023, 5, 3)) == [(date(2023, 5, 2), OLLE.name)]


@ON_SQLITE
def test_a_manager_of_another_unit_is_not_told(session: Session) -> None:
    refers(session)
    member(session, MAJ).unit = "En annan enhet"
    assert [name for _, name in told(session, SAID)] == names(YLVA, KNUT, SIRI)


@ON_SQLITE
def test_where_nothing_is_open_nobody_is_told(session: Session) -> None:
    refers(session).status = ReferralStatus.COMPLETED
    assert told(session, SAID) == []
    assert card(session, YLVA) is None


@ON_SQLITE
@pytest.mark.parametrize(
    ("status", "begins", "silent"),
    [
        (AgreementStatus.AGREED, date(2023, 6, 1), True),
        (AgreementStatus.AGREED, date(2023, 6, 2), False),
        (AgreementStatus.PROPOSED, date(2023, 6, 1), False),
    ],
    ids=["without a gap", "after a gap", "proposed"],
)
def test_an_agreement_that_follows_without_a_gap_keeps_it_silent(
    session: Session, status: AgreementStatus, begins: date, *, silent: bool
) -> None:
    refers(session)
    later = Agreement(
        name="Street Minds (next)",
        follows="Street Minds",
        status=status,
        valid_from=begins,
        valid_to=date(2025, 5, 31),
        facts={},
    )
    session.add(later)
    session.flush()
    for position, name in enumerate((BOARD, PARTNER)):
        session.add(Party(agreement_id=later.id, organisation_id=organisation(session, name).id, position=position))
    session.flush()
    assert (told(session, SAID) == []) is silent
    assert (card(session, YLVA) is None) is silent


@ON_SQLITE
def test_an_end_that_was_moved_is_not_spoken_of(session: Session) -> None:
    refers(session)
    agreement(session, "Street Minds").valid_to = date(2024, 5, 31)
    assert card(session, YLVA) is None


@ON_SQLITE
def test_those_who_work_with_it_open_each_and_the_manager_reads_codes(session: Session) -> None:
    mine, another = refers(session), refers(session, OLLE, seed=8)
    assert pressed(card(session, YLVA)) == [mine.code]
    assert pressed(card(session, KNUT)) == [mine.code, another.code]
    managers = card(session, MAJ)
    assert managers
    assert pressed(managers) == []
    assert isinstance(managers.view, views.OpenAtEnd)
    assert [line.code for line in managers.view.lines] == [mine.code, another.code]
    assert managers.view.aliases == "B2"
    theirs = card(session, KNUT)
    assert theirs
    assert isinstance(theirs.view, views.OpenAtEnd)
    assert theirs.view.aliases == "", "a partner reads no alias of its own"


@ON_SQLITE
def test_many_are_paged_and_a_page_of_nothing_does_not_exist(session: Session) -> None:
    for seed in range(10):
        refers(session, seed=seed)
    row = agreement(session, "Street Minds")
    ylva = turn(session, YLVA, IN_APRIL)
    assert len(pressed(card(session, YLVA))) == 8
    assert len(pressed(cards.page(ylva, row.id, 1))) == 2
    for player, which in ((ADA, row.id), (OLLE, row.id), (YLVA, 0)):
        with pytest.raises(Refused):
            cards.page(turn(session, player, IN_APRIL), which, 0)
