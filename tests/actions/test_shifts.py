"""Promised hours: either side says what became of them, and both words stand until a manager corrects them."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from bot.actions import series, shifts
from bot.agreements import activities as questions
from bot.agreements import occasions
from bot.agreements.occasions import Spoken
from bot.cards import weekly
from bot.clock import at_local
from bot.demo.cast import KNUT, MAJ, OLLE, YLVA, Player
from bot.errors import Refused
from bot.store import Store
from messages import Word, views
from models import ActivityKind, Agreement, MissReason, Notice, NoticeKind, Series, SeriesPurpose
from tests.hands import at_once, member, turn

NAME = "Street Minds"
MONDAY = date(2022, 10, 3)
WEDNESDAY = date(2022, 10, 5)
NOON = at_local(WEDNESDAY, 12)


def promised(session: Session) -> Series:
    """The board promised Wednesdays from nine to eleven."""
    agreement = session.exec(select(Agreement).where(col(Agreement.name) == NAME)).one()
    agreement.promises_presence = True
    kind = ActivityKind.PRESENCE
    return series.begin(session, agreement.id, SeriesPurpose.PRESENCE, kind, 3, 9, 11, MONDAY, None)


@pytest.fixture
def promise(session: Session) -> Series:
    """Of whose days the tests speak."""
    return promised(session)


def say(session: Session, who: Player, promise: Series, said: str, stood: str = "open", now: datetime = NOON) -> Spoken:
    return shifts.say(turn(session, who, now), promise.id, WEDNESDAY, said, stood)


def test_a_colleague_of_the_same_side_corrects_what_was_said(session: Session, promise: Series) -> None:
    say(session, YLVA, promise, "kept")

    spoken = say(session, OLLE, promise, "illness", "kept")

    assert spoken.stands
    assert (spoken.stands.kept, spoken.stands.reason) == (False, MissReason.ILLNESS)
    assert spoken.stands.member_id == member(session, OLLE).id
    with pytest.raises(Refused) as no:
        say(session, YLVA, promise, "urgent", "kept")
    assert no.value.view == views.ShiftOvertaken(WEDNESDAY, Word("shift.illness"), OLLE.name)


def test_both_sides_words_stand_until_a_manager_corrects_them(session: Session, promise: Series) -> None:
    say(session, YLVA, promise, "kept")
    spoken = say(session, KNUT, promise, "staffing")
    say(session, KNUT, promise, "staffing", "staffing")

    assert (spoken.differs, spoken.stands, len(spoken.words)) == (True, None, 2)
    [told] = session.exec(select(Notice).where(col(Notice.kind) == NoticeKind.ACTIVITY_ASKED)).all()
    maj = turn(session, MAJ, NOON)
    assert told.recipient_id == maj.who.id
    card = weekly.asked(maj, promise, told.occasion)
    assert card
    assert isinstance(card.view, views.ShiftCard)
    assert [(line.side, line.said) for line in card.view.words] == [
        (Word("side.board"), Word("shift.kept")),
        (Word("side.partner"), Word("shift.staffing")),
    ]

    corrected = say(session, MAJ, promise, "staffing")

    assert corrected.stands
    assert (corrected.stands.reason, corrected.differs, len(corrected.words)) == (MissReason.STAFFING, False, 3)
    assert weekly.asked(maj, promise, told.occasion) is None
    with pytest.raises(Refused) as no:
        say(session, YLVA, promise, "urgent", "kept")
    assert no.value.view == views.ShiftOvertaken(WEDNESDAY, Word("shift.staffing"), MAJ.name)


def test_two_sides_who_speak_at_once_are_found_to_differ(played: Store) -> None:
    promise = played.run_now(promised)

    at_once(
        played,
        lambda session: say(session, YLVA, promise, "kept"),
        lambda session: say(session, KNUT, promise, "premises"),
    )

    def told(session: Session) -> int:
        return len(session.exec(select(Notice).where(col(Notice.kind) == NoticeKind.ACTIVITY_ASKED)).all())

    assert played.run_now(told) == 1


def test_a_manager_speaks_for_the_board_while_the_partner_is_silent(session: Session, promise: Series) -> None:
    spoken = say(session, MAJ, promise, "kept")
    assert spoken.board
    assert spoken.correction is None
    assert not say(session, YLVA, promise, "illness", "kept").differs


def test_ahead_it_can_only_be_said_that_it_will_be_missed(session: Session, promise: Series) -> None:
    with pytest.raises(Refused) as no:
        say(session, YLVA, promise, "kept", now=at_local(MONDAY, 9))
    assert no.value.view == views.ShiftTooEarly()
    say(session, YLVA, promise, "staffing", now=at_local(MONDAY, 9))
    with pytest.raises(Refused):
        say(session, YLVA, promise, "urgent", "staffing", now=at_local(WEDNESDAY - timedelta(days=8), 9))


def test_a_day_that_was_not_promised_or_is_others_does_not_exist(session: Session, promise: Series) -> None:
    ylva = turn(session, YLVA, NOON)
    for day in (WEDNESDAY - timedelta(days=1), WEDNESDAY - timedelta(days=7)):
        with pytest.raises(Refused) as no:
            shifts.say(ylva, promise.id, day, "kept", "open")
        assert no.value.view == views.Stale()
    with pytest.raises(Refused) as no:
        shifts.find(ylva, promise.id + 1, WEDNESDAY)
    assert no.value.view == views.NotFound()


def test_figures_tell_kept_missed_disputed_and_unsaid_apart(session: Session, promise: Series) -> None:
    now = at_local(date(2022, 11, 1), 12)
    weeks = [WEDNESDAY + number * occasions.WEEK for number in range(3)]
    for day, said in zip(weeks, ("kept", "illness", "kept"), strict=True):
        shifts.say(turn(session, YLVA, now), promise.id, day, said, "open")
    shifts.say(turn(session, KNUT, now), promise.id, weeks[0], "kept", "open")
    shifts.say(turn(session, KNUT, now), promise.id, weeks[2], "illness", "open")

    found = questions.shifts(session, promise.agreement_id, MONDAY, date(2022, 10, 31))

    assert found == questions.ShiftFigures(4, kept=1, missed={MissReason.ILLNESS: 1}, disputed=1, unsaid=1)
    assert questions.shifts(session, promise.agreement_id, MONDAY, MONDAY).promised == 0
