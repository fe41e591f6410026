"""Steps toward what follows after an agreement: planned by the board's meetings, reminded of, silent when done.

Street Minds ends on 31 May 2023; its board meets on 16 March and 20 April.
"""

from datetime import date, datetime

import pytest
from sqlalchemy import delete
from sqlmodel import Session, col, select

from bot import reminding
from bot.actions import boards, reminders, resolutions
from bot.actions.resolutions import Written
from bot.agreements.backward import STEPS, LeadTimes
from bot.clock import at_local
from bot.demo.cast import ADA, BOARD, KNUT, MAJ, PARTNER, YLVA, Player
from bot.errors import Refused
from messages import views
from models import (
    Agreement,
    AgreementStatus,
    BoardMeeting,
    Instance,
    Intention,
    Notice,
    NoticeKind,
    Party,
    Reminder,
    ReminderKind,
    ResolutionKind,
)
from tests.conversations.playing import agreement, organisation
from tests.hands import member, turn
from tests.web.room.visiting import ON_SQLITE

MEETINGS = "2023-03-16\n20 april 2023\n"
DIALOGUE, DRAFT, DECISION, SIGNATURE = STEPS
DUE = {
    DIALOGUE: date(2023, 1, 27),
    DRAFT: date(2023, 3, 23),
    DECISION: date(2023, 4, 13),
    SIGNATURE: date(2023, 5, 10),
}
LAPSE = Written(ResolutionKind.LET_LAPSE, Instance.BOARD, "2022-10-03", "1", "§ 1")
EXTEND = Written(ResolutionKind.EXTEND, Instance.BOARD, "2022-10-03", "1", "§ 2", until="2024-05-31")


def meets(session: Session, now: datetime, lines: str = MEETINGS) -> Agreement:
    """The board meets on these days and no others; the agreement with Street Minds."""
    session.execute(delete(BoardMeeting))
    boards.add_meetings(turn(session, MAJ, now), lines)
    return agreement(session, "Street Minds")


def planned(session: Session, row: Agreement) -> dict[ReminderKind, date]:
    """The steps that are to be said of the agreement, and when."""
    alive = reminding.unsettled().where(reminding.alive(), col(Reminder.agreement_id) == row.id)
    found = [reminder for reminder, _, _ in session.execute(alive).all()]
    return {reminder.kind: reminder.due_on for reminder in found if reminder.kind in STEPS}


def says(session: Session, row: Agreement) -> set[ReminderKind]:
    """The steps that are still open, as the sweep and the card agree."""
    steps = set(planned(session, row))
    assert steps == reminding.open_steps(session, row)
    return steps


def succeeds(session: Session, row: Agreement, status: AgreementStatus) -> Agreement:
    """Another agreement between the same two, from the day after."""
    later = Agreement(
        name="Street Minds (next)",
        follows=row.name,
        status=status,
        valid_from=date(2023, 6, 1),
        valid_to=date(2025, 5, 31),
        facts={},
    )
    session.add(later)
    session.flush()
    for position, name in enumerate((BOARD, PARTNER)):
        session.add(Party(agreement_id=later.id, organisation_id=organisation(session, name).id, position=position))
    session.flush()
    return later


@ON_SQLITE
def test_the_steps_are_planned_when_the_board_tells_its_meetings(session: Session, now: datetime) -> None:
    row = meets(session, now, "")
    assert planned(session, meets(session, now)) == DUE
    maj = turn(session, MAJ, now)
    boards.set_lead_times(maj, LeadTimes(signature=50, papers=21, dialogue=60))
    assert planned(session, row)[DECISION] == date(2023, 3, 9), "the meeting before is the last in time"
    for meeting in session.exec(select(BoardMeeting)).all():
        boards.remove_meeting(maj, meeting.id)
    assert planned(session, row) == {}


@ON_SQLITE
def test_a_board_that_told_no_meetings_is_reminded_of_the_end_alone(session: Session, now: datetime) -> None:
    row = meets(session, now, "")
    session.execute(delete(BoardMeeting))
    reminders.replan(session, [row.id], now)
    kinds = session.exec(select(Reminder.kind).where(col(Reminder.agreement_id) == row.id)).all()
    assert sorted(kinds) == [ReminderKind.EXPIRY] * 7 + [ReminderKind.LAPSED]


@ON_SQLITE
def test_a_meeting_may_have_a_day_of_its_own_for_its_papers(session: Session, now: datetime) -> None:
    row = meets(session, now, "20 april 2023; 2023-04-06")
    assert planned(session, row)[DRAFT] == date(2023, 3, 30)
    boards.add_meetings(turn(session, MAJ, now), "2023-04-20\t31 mars")
    [meeting] = session.exec(select(BoardMeeting)).all()
    assert meeting.papers_on == date(2023, 3, 31)


@ON_SQLITE
@pytest.mark.parametrize(
    ("lines", "view"),
    [
        ("2023-04-20\nsnart", views.MeetingRefused(2, "unread")),
        ("2022-09-29", views.MeetingRefused(1, "past")),
        ("2026-04-20", views.MeetingRefused(1, "far")),
        ("\n2023-04-22", views.MeetingRefused(1, "free")),
        ("2023-04-20; 2023-04-21", views.MeetingRefused(1, "papers")),
        ("2023-04-20; 0001-01-01", views.MeetingRefused(1, "unread")),
        ("2023-04-20; senare", views.MeetingRefused(1, "unread")),
    ],
)
def test_a_line_that_cannot_be_keeps_out_all(session: Session, now: datetime, lines: str, view: views.View) -> None:
    maj = turn(session, MAJ, now)
    before = len(session.exec(select(BoardMeeting)).all())
    assert boards.flaw(maj, lines) == view
    with pytest.raises(Refused) as no:
        boards.add_meetings(maj, lines)
    assert no.value.view == view
    assert len(session.exec(select(BoardMeeting)).all()) == before


@ON_SQLITE
@pytest.mark.parametrize("player", [YLVA, KNUT], ids=lambda player: player.name)
def test_only_those_who_run_the_board_set_its_meetings(session: Session, now: datetime, player: Player) -> None:
    with pytest.raises(Refused):
        boards.add_meetings(turn(session, player, now), MEETINGS)
    assert boards.add_meetings(turn(session, ADA, now), MEETINGS) == 2


@ON_SQLITE
@pytest.mark.parametrize("intention", [Intention.EXTEND, Intention.RENEGOTIATE, Intention.IN_DIALOGUE])
def test_what_is_meant_silences_the_dialogue_alone(session: Session, now: datetime, intention: Intention) -> None:
    row = meets(session, now)
    row.intention = intention
    session.flush()
    assert says(session, row) == {DRAFT, DECISION, SIGNATURE}


@ON_SQLITE
def test_an_extension_that_is_decided_leaves_the_signature_and_one_that_is_signed_begins_anew(
    session: Session, now: datetime
) -> None:
    row, maj = meets(session, now, MEETINGS + "2024-04-18"), turn(session, MAJ, now)
    resolution = resolutions.record(maj, row.id, EXTEND)
    assert says(session, row) == {SIGNATURE}

    resolutions.sign(maj, resolution.id, "2022-10-03")

    assert says(session, row) == {*STEPS}
    assert planned(session, row)[SIGNATURE] == date(2024, 5, 10)


@ON_SQLITE
def test_to_let_it_lapse_silences_all_steps_until_it_is_struck(session: Session, now: datetime) -> None:
    row, maj = meets(session, now), turn(session, MAJ, now)
    resolution = resolutions.record(maj, row.id, LAPSE)
    assert says(session, row) == set()
    resolutions.strike(maj, resolution.id)
    assert says(session, row) == {*STEPS}


@ON_SQLITE
def test_a_successor_silences_the_steps_when_it_is_agreed_and_all_but_the_signature_when_it_is_decided(
    session: Session, now: datetime
) -> None:
    row, maj = meets(session, now), turn(session, MAJ, now)
    later = succeeds(session, row, AgreementStatus.PROPOSED)
    assert says(session, row) == {*STEPS}
    assert reminding.speaks_of_end(session, row, date(2023, 3, 2)), "a proposal is nothing that follows"
    enter = Written(ResolutionKind.ENTER, Instance.BOARD, "2022-10-03", "1", "§ 3")
    resolution = resolutions.record(maj, later.id, enter)
    assert says(session, row) == {SIGNATURE}
    resolutions.sign(maj, resolution.id, "2022-10-03")
    assert says(session, row) == set()
    assert not reminding.speaks_of_end(session, row, date(2023, 3, 2))


@ON_SQLITE
def test_a_proposal_has_no_reminders_of_its_own(session: Session, now: datetime) -> None:
    later = succeeds(session, meets(session, now), AgreementStatus.PROPOSED)
    reminders.replan(session, [later.id], now)
    of_it = reminding.unsettled().where(reminding.alive(), col(Reminder.agreement_id) == later.id)
    assert session.execute(of_it).all() == []


def test_the_managers_are_told_of_each_step_once_and_nobody_else(session: Session, now: datetime) -> None:
    row, maj = meets(session, now), member(session, MAJ).id
    for day in DUE.values():
        session.execute(delete(Reminder).where(col(Reminder.kind).not_in(STEPS)))
        for hour in (8, 9):
            reminders.due(session, at_local(day, hour))
    told = select(Notice).where(col(Notice.kind) == NoticeKind.AGREEMENT_REMINDER, col(Notice.about_id) == row.id)
    notices = session.exec(told.order_by(col(Notice.id))).all()
    assert [(notice.occasion, notice.recipient_id) for notice in notices] == [
        (day.isoformat(), maj) for day in DUE.values()
    ]
