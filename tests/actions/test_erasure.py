"""A file is announced a month ahead and goes on its day: the words, the key and the code. What counts stays."""

import random
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, func, select

from bot import figures, keeping, notices
from bot.actions import erasure, notes, refer, referrals
from bot.cards import lists
from bot.cards import notes as note_cards
from bot.clock import at_local, months_later, today
from bot.demo.cast import KNUT, MAJ, OLLE, YLVA
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
    Happening,
    Note,
    NoteKind,
    NoteVersion,
    Notice,
    NoticeKind,
    Organisation,
    ParticularVersion,
    Referral,
    ReferralStatus,
    RoomDraft,
    Sex,
)
from tests.hands import at_once, member
from tests.sealed.files import a_file, room_house, room_turn

DICE = random.Random(3)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return room_house(tmp_path)


def ledger_of(house: House) -> Ledger:
    assert house.ledger
    return house.ledger


def an_ended_file(session: Session, now: datetime, house: House, seed: int = 7) -> Referral:
    """A file of Ylva's whose referral she has ended."""
    referral = a_file(session, now, house, seed=seed)
    referrals.take(room_turn(session, YLVA, now, house), referral.id, Happening.WITHDRAWN, referral.revision)
    session.flush()
    return referral


def mornings(session: Session, house: House, first: date, days: int = 1) -> None:
    """The morning's tick on so many days from `first` on."""
    for number in range(days):
        morning = at_local(first + timedelta(days=number), 8)
        while erasure.announce(session, morning):
            pass
        while erasure.due(session, morning, ledger_of(house), DICE):
            pass
        session.flush()


def a_day(session: Session, referral: Referral) -> date:
    """On which the file goes, as it stands now."""
    session.flush()
    session.expire_all()
    return session.get_one(Client, referral.person).erase_on


def told(session: Session) -> list[Notice]:
    """What is owed of files that go."""
    return list(session.exec(select(Notice).where(col(Notice.kind) == NoticeKind.ERASURE_AHEAD)).all())


def said(session: Session, now: datetime, house: House) -> views.ErasureAhead:
    """What the newest of these notices says."""
    card = notices.card_for(room_turn(session, YLVA, now, house), told(session)[-1])
    assert card
    assert isinstance(card.view, views.ErasureAhead)
    return card.view


def test_it_is_announced_a_month_ahead_and_gone_on_the_day(session: Session, now: datetime, house: House) -> None:
    referral = an_ended_file(session, now, house)
    day = months_later(today(now), 60)
    assert a_day(session, referral) == day

    mornings(session, house, months_later(day, -1) - timedelta(days=1))
    assert told(session) == []

    mornings(session, house, months_later(day, -1))
    assert said(session, now, house) == views.ErasureAhead(1, day, referral.code, referral.code, 0)

    mornings(session, house, day - timedelta(days=1))
    assert session.get_one(Client, referral.person).erased_at is None

    mornings(session, house, day)
    assert session.get_one(Client, referral.person).erased_at == at_local(day, 8)
    assert len(told(session)) == 1


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


def test_a_note_moves_the_day_and_it_is_announced_again(session: Session, now: datetime, house: House) -> None:
    referral = a_file(session, now, house)
    day = months_later(today(now), 60)
    session.get_one(Client, referral.person).erase_on = day
    later = at_local(months_later(day, -1) + timedelta(days=3), 10)
    notes.add(room_turn(session, YLVA, later, house), referral.id, NoteKind.TRIED, today(later))
    referrals.take(room_turn(session, YLVA, later, house), referral.id, Happening.WITHDRAWN, referral.revision)
    client = session.get_one(Client, referral.person)
    client.announced_for = day  # it was announced before the note
    session.flush()

    mornings(session, house, day)

    assert a_day(session, referral) == months_later(today(later), 60)
    assert client.erased_at is None
    mornings(session, house, months_later(client.erase_on, -1))
    assert client.announced_for == client.erase_on


def test_an_open_referral_is_alive_and_its_day_moves_on(session: Session, now: datetime, house: House) -> None:
    referral = a_file(session, now, house)
    day = a_day(session, referral)

    mornings(session, house, months_later(day, -1), 40)

    assert a_day(session, referral) > day + timedelta(days=365 * 4)
    assert told(session) == []


@pytest.mark.parametrize("months", [0, 1, 2])
def test_the_shortest_time_that_somebody_could_set_makes_no_tick_endless(
    session: Session, now: datetime, house: House, months: int
) -> None:
    referral = a_file(session, now, house)
    board = session.get_one(Organisation, member(session, YLVA).organisation_id)
    board.keep_months = months
    keeping.replan(session, board, today(now))

    mornings(session, house, today(now), 3)

    assert session.get_one(Client, referral.person).erased_at is None


def test_no_file_goes_with_less_than_a_month_of_notice(session: Session, now: datetime, house: House) -> None:
    """The bot stood still over the day, or the time was set shorter."""
    referral = an_ended_file(session, now, house)
    late = a_day(session, referral) + timedelta(days=90)

    mornings(session, house, late)

    assert a_day(session, referral) == months_later(late, 1)
    mornings(session, house, months_later(late, 1))
    assert session.get_one(Client, referral.person).erased_at


def test_files_of_one_day_are_one_notice_with_the_first_and_the_last_code(
    session: Session, now: datetime, house: House
) -> None:
    codes = sorted(an_ended_file(session, now, house, seed).code for seed in range(3))
    day = months_later(today(now), 60)

    mornings(session, house, months_later(day, -1))

    assert said(session, now, house) == views.ErasureAhead(3, day, codes[0], codes[-1], 0)
    assert len(told(session)) == 1


def test_where_the_referrer_has_left_the_manager_is_told(session: Session, now: datetime, house: House) -> None:
    referral = an_ended_file(session, now, house)
    member(session, YLVA).ended_at = now
    session.flush()

    mornings(session, house, months_later(a_day(session, referral), -1))

    assert [notice.recipient_id for notice in told(session)] == [member(session, MAJ).id]


def test_what_must_be_transferred_first_is_kept_and_reminded_of(session: Session, now: datetime, house: House) -> None:
    referral = an_ended_file(session, now, house)
    session.get_one(Organisation, member(session, YLVA).organisation_id).keeps_untransferred = True
    day = a_day(session, referral)

    mornings(session, house, months_later(day, -1))
    assert said(session, now, house).kept == 1
    mornings(session, house, day)

    assert session.get_one(Client, referral.person).erased_at is None
    assert a_day(session, referral) == months_later(day, 1)
    assert len(told(session)) == 2

    referral.transferred_at = at_local(day, 9)
    session.flush()
    mornings(session, house, months_later(day, 1))
    assert session.get_one(Client, referral.person).erased_at


def test_after_the_transfer_the_copy_goes_sooner_until_something_is_noted(
    session: Session, now: datetime, house: House
) -> None:
    referral = an_ended_file(session, now, house)
    referral.transferred_at = now + timedelta(days=2)
    session.flush()

    keeping.plan(session, referral.person, today(now))
    assert a_day(session, referral) == months_later(today(now) + timedelta(days=2), 3)

    session.exec(select(Note)).one().at = now + timedelta(days=4)
    session.flush()
    keeping.plan(session, referral.person, today(now))
    assert a_day(session, referral) == months_later(today(now) + timedelta(days=4), 60)


def test_one_referral_that_is_not_transferred_keeps_them_all(session: Session, now: datetime, house: House) -> None:
    first, second = (an_ended_file(session, now, house, seed) for seed in (1, 2))
    second.person, first.transferred_at = first.person, now
    session.flush()

    file = keeping.files(session, [first.person])[first.person]

    assert (file.transferred_at, file.code) == (None, second.code)


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

    assert refer._not_erased(ylva, earlier.id) is None


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


def test_a_file_of_a_colleague_is_not_among_those_of_mine(session: Session, now: datetime, house: House) -> None:
    an_ended_file(session, now, house)
    theirs = a_file(session, now, house, OLLE, seed=9)
    referrals.take(room_turn(session, OLLE, now, house), theirs.id, Happening.WITHDRAWN, theirs.revision)
    day = months_later(today(now), 60)

    mornings(session, house, months_later(day, -1))

    assert {notice.recipient_id for notice in told(session)} == {member(session, who).id for who in (YLVA, OLLE)}
    assert [file.code for file in keeping.going(session, [member(session, OLLE).id], day)] == [theirs.code]
