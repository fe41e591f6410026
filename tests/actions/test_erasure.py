"""A file that is erased: the words, the key and the code are gone, at once and for good. What counts stays."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, func, select

from bot import figures, notices
from bot.actions import erasure, notes, refer, referrals, sending
from bot.cards import lists
from bot.cards import notes as note_cards
from bot.clock import today
from bot.demo.cast import KNUT, YLVA
from bot.errors import Refused, StorageDown
from bot.policy import Act
from bot.sealed.ledger import Ledger, digest
from bot.sealed.places import CASE
from bot.store import Store
from bot.turn import House
from messages import views
from models import (
    AuditEntry,
    Client,
    Consent,
    Note,
    NoteKind,
    NoteVersion,
    Notice,
    NoticeKind,
    ParticularVersion,
    Referral,
    ReferralStatus,
    RoomDraft,
    Sex,
)
from tests.actions.erasing import DICE, an_ended_file, ledger_of
from tests.hands import at_once
from tests.sealed.files import room_house, room_turn


def test_nothing_of_the_words_is_left_and_what_counts_is(session: Session, now: datetime, house: House) -> None:
    ylva = room_turn(session, YLVA, now, house)
    referral = an_ended_file(session, now, house)
    referrals.set_sex(ylva, referral.id, Sex.WOMAN)
    client = session.get_one(Client, referral.person)
    client.sealed_case = ylva.vault.seal(session, client.mark, "2022-117", CASE)
    session.add(RoomDraft(member_id=ylva.who.id, place="x", client=client.mark, sealed=b"x", changed_at=now))
    session.flush()
    before, code = (
        figures.count(session, [ylva.who.organisation_id], now - timedelta(days=1), now + timedelta(days=1)),
        referral.code,
    )

    erasure.erase(session, [referral.person], now, ledger_of(house), DICE)

    session.expire_all()
    assert not session.exec(select(NoteVersion)).all()
    assert not session.exec(select(ParticularVersion)).all()
    assert not session.exec(select(RoomDraft)).all()
    assert not any((client.wrapped_key, client.wrapped_by, client.sealed_case))
    assert session.exec(select(Note)).one().form is None
    assert session.get_one(Consent, referral.id).shared_with == []
    assert (referral.status, referral.sex, referral.erased_at) == (ReferralStatus.CANCELLED, Sex.WOMAN, now)
    assert referral.code != code
    assert referral.meet_at is None
    assert before == figures.count(
        session, [ylva.who.organisation_id], now - timedelta(days=1), now + timedelta(days=1)
    )
    assert digest(client.mark) in ledger_of(house).read()
    entry = session.exec(select(AuditEntry).where(col(AuditEntry.act) == "erase")).one()
    assert (entry.subject, entry.subject_id, entry.member_id) == ("referral", referral.id, None)


def test_an_erased_referral_is_found_and_shown_nowhere(session: Session, now: datetime, house: House) -> None:
    ylva, knut = (room_turn(session, who, now, house) for who in (YLVA, KNUT))
    referral = an_ended_file(session, now, house)
    code, number = referral.code, referral.id
    erasure.erase(session, [referral.person], now, ledger_of(house), DICE)
    session.expire_all()

    assert lists.mine(ylva, 0).view == views.MyReferrals(0, 1, 1)
    assert lists.inbox(knut, 0).view == views.Inbox(0, 0, 1, 1)
    assert note_cards.choice(ylva, 0).view == views.NoteList(0, 1, 1)
    for turn in (ylva, knut):
        for act in Act:
            with pytest.raises(Refused):
                referrals.find(turn, number, act)
        with pytest.raises(Refused):
            referrals.find_by_code(turn, code)
    draft = refer.begin(ylva)
    with pytest.raises(Refused):
        refer.link_earlier(ylva, draft.id, number)


def test_what_was_owed_about_it_is_said_no_more(session: Session, now: datetime, house: House) -> None:
    referral = an_ended_file(session, now, house)
    owed = session.exec(select(Notice).where(col(Notice.kind) == NoticeKind.PARTNER_NEWS)).all()
    assert owed

    erasure.erase(session, [referral.person], now, ledger_of(house), DICE)

    session.expire_all()
    assert {notice.dropped_for for notice in owed} == {"erased"}
    assert notices.card_for(room_turn(session, KNUT, now, house), owed[0]) is None


def test_a_ledger_that_cannot_be_written_keeps_everything(session: Session, now: datetime, tmp_path: Path) -> None:
    house = room_house(tmp_path)
    referral = an_ended_file(session, now, house)

    with pytest.raises(StorageDown):
        erasure.erase(session, [referral.person], now, Ledger(tmp_path / "nowhere" / "x"), DICE)

    assert session.get_one(Client, referral.person).erased_at is None


def test_an_earlier_referral_that_is_erased_before_sending_begins_a_new_file(
    session: Session, now: datetime, house: House
) -> None:
    ylva = room_turn(session, YLVA, now, house)
    earlier = an_ended_file(session, now, house)
    draft = refer.begin(ylva)
    refer.pick_partner(ylva, draft.id, earlier.organisation_id)
    refer.link_earlier(ylva, draft.id, earlier.id)
    erasure.erase(session, [earlier.person], now, ledger_of(house), DICE)
    session.expire_all()

    assert sending._not_erased(ylva, earlier.id) is None


def test_whoever_writes_and_whoever_erases_at_once_leave_no_half(played: Store, now: datetime, tmp_path: Path) -> None:
    house = room_house(tmp_path)
    number, person = played.run_now(lambda session: _numbers(an_ended_file(session, now, house)))

    def write(session: Session) -> int:
        referral = session.get_one(Referral, number)
        return notes.add(room_turn(session, YLVA, now, house), referral.id, NoteKind.WRITTEN, today(now)).id

    def erase(session: Session) -> int:
        return erasure.erase(session, [person], now, ledger_of(house), DICE)

    wrote, erased = at_once(played, write, erase)

    assert erased == 1
    assert isinstance(wrote, int | views.NotFound)
    with Session(played.engine) as session:
        assert session.get_one(Client, person).wrapped_key is None
        assert session.exec(select(func.count()).select_from(NoteVersion)).one() == 0


def _numbers(referral: Referral) -> tuple[int, str]:
    return referral.id, referral.person


def test_two_who_erase_at_once_erase_once(played: Store, now: datetime, tmp_path: Path) -> None:
    house = room_house(tmp_path)
    _, person = played.run_now(lambda session: _numbers(an_ended_file(session, now, house)))

    def erase(session: Session) -> int:
        return erasure.erase(session, [person], now, ledger_of(house), DICE)

    assert sorted(map(str, at_once(played, erase, erase))) == ["0", "1"]
