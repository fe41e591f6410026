"""The pack of a meeting: what it covers, and that what nobody has said is never a zero."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bot import clock
from bot.actions import proposals
from bot.agreements.steering_pack import Held, Pack, People, Presence, gather, ready_on
from bot.demo.cast import KNUT, MAJ, SIRI, YLVA
from models import (
    Activity,
    ActivityKind,
    Answer,
    Assessment,
    BudgetLine,
    BudgetUse,
    Criterion,
    LadderStep,
    MissReason,
    Note,
    NoteKind,
    Referral,
    ReferralStatus,
    ReportDuty,
    ReportKind,
    Series,
    SeriesPurpose,
    Sex,
    Shift,
    SteeringMeeting,
)
from tests.conversations.playing import agreement
from tests.hands import a_referral, member, turn

LAST, NEXT = date(2022, 9, 5), date(2022, 10, 7)
"""Mondays and Wednesdays between them: four and four, after 5 September and until 2 October."""


def meeting(session: Session, day: date, name: str = "Street Minds", **fields: Any) -> SteeringMeeting:
    row = SteeringMeeting(
        agreement_id=agreement(session, name).id,
        starts_at=clock.at_local(day, 14),
        form=f"{name}{day}",
        **fields,
    )
    session.add(row)
    session.flush()
    return row


def pack(session: Session, now: datetime) -> Pack:
    meeting(session, LAST)
    return gather(session, meeting(session, NEXT), now)


def series(session: Session, purpose: SeriesPurpose, kind: ActivityKind, weekday: int) -> Series:
    of = agreement(session, "Street Minds").id
    row = Series(
        agreement_id=of, purpose=purpose, kind=kind, weekday=weekday, opens=14, closes=16, begins=date(2022, 6, 1)
    )
    session.add(row)
    session.flush()
    return row


def held(session: Session, now: datetime, day: date, **fields: Any) -> None:
    knut = member(session, KNUT)
    session.add(
        Activity(
            agreement_id=agreement(session, "Street Minds").id,
            organisation_id=knut.organisation_id,
            kind=ActivityKind.CIRCLE,
            day=day,
            member_id=knut.id,
            at=now,
            **fields,
        )
    )
    session.flush()


def said(session: Session, now: datetime, of: Series, day: date, reason: MissReason | None = None, **how: bool) -> None:
    how = {"by_partner": False, "corrects": False, **how}
    by = member(session, KNUT if how["by_partner"] else YLVA)
    session.add(Shift(series_id=of.id, day=day, kept=reason is None, reason=reason, member_id=by.id, at=now, **how))
    session.flush()


def referred(session: Session, now: datetime, states: Iterable[tuple[ReferralStatus, Sex | None]]) -> list[Referral]:
    rows = []
    for number, (status, sex) in enumerate(states):
        row = a_referral(turn(session, YLVA, now, seed=number))
        row.status, row.sex = status, sex
        rows.append(row)
    session.flush()
    return rows


def test_a_pack_covers_the_days_from_the_last_meeting_to_yesterday(session: Session, now: datetime) -> None:
    first = meeting(session, date(2022, 6, 20))
    meeting(session, date(2022, 9, 20), called_off_at=now)
    meeting(session, LAST)
    found = gather(session, meeting(session, NEXT), now)

    assert (found.last_meeting, found.since, found.until) == (LAST, LAST, date(2022, 10, 2))
    before = gather(session, first, now)
    assert (before.last_meeting, before.since, before.until) == (None, date(2022, 6, 1), date(2022, 6, 19))


@pytest.mark.parametrize(
    ("day", "ready"),
    [(date(2022, 10, 14), date(2022, 10, 7)), (date(2023, 1, 13), date(2023, 1, 5)), (NEXT, date(2022, 9, 30))],
)
def test_a_pack_is_ready_a_week_before_on_the_working_day_on_which_that_is_said(
    session: Session, day: date, ready: date
) -> None:
    assert ready_on(meeting(session, day)) == ready


def test_of_what_nobody_has_said_the_pack_says_nothing(session: Session, now: datetime) -> None:
    agreement(session, "Street Minds").room_facts = {"budget_lines": None, "budget_sek": None}
    found = pack(session, now)

    assert (found.money, found.planned, found.used) == ((), None, None)
    assert (found.activities, found.presence, found.steps) == ((), None, ())
    assert found.accessibility == ""


def test_what_was_held_is_counted_and_what_was_not_logged_is_said_to_be_missing(
    session: Session, now: datetime
) -> None:
    series(session, SeriesPurpose.ACTIVITY, ActivityKind.CIRCLE, 1)
    held(session, now, LAST, visitors=12, volunteers=3, same_leaders=True)
    held(session, now, LAST + timedelta(7), visitors=9, few_volunteers=True, same_leaders=False)
    held(session, now, LAST + timedelta(14), called_off=True)
    held(session, now, date(2022, 9, 24), few_visitors=True)
    held(session, now, date(2022, 9, 1), visitors=99)
    held(session, now, date(2022, 9, 29), visitors=99, struck_at=now)

    assert pack(session, now).activities == (
        Held(
            kind=ActivityKind.CIRCLE,
            held=3,
            called_off=1,
            unlogged=1,
            visitors=People(21, hidden=False, few=1, missing=0),
            volunteers=People(None, hidden=True, few=1, missing=1),
            same_leaders=1,
            other_leaders=1,
            leaders_unsaid=1,
        ),
    )


def test_promised_days_are_kept_missed_disputed_or_unsaid_and_a_correction_stands(
    session: Session, now: datetime
) -> None:
    of = series(session, SeriesPurpose.PRESENCE, ActivityKind.PRESENCE, 3)
    days = [date(2022, 9, 7) + timedelta(7 * number) for number in range(4)]
    said(session, now, of, days[0])
    said(session, now, of, days[1], MissReason.STAFFING, by_partner=True)
    said(session, now, of, days[1])
    said(session, now, of, days[2], MissReason.ILLNESS, by_partner=True)
    said(session, now, of, days[2])
    said(session, now, of, days[2], MissReason.URGENT, corrects=True)

    assert pack(session, now).presence == Presence(
        promised=4, kept=1, missed=1, disputed=1, unlogged=1, reasons=((MissReason.URGENT, 1),)
    )


def test_counts_of_few_people_are_hidden_and_cannot_be_worked_out(session: Session, now: datetime) -> None:
    running, ended = ReferralStatus.ACCEPTED, ReferralStatus.COMPLETED
    referred(
        session,
        now,
        [*[(running, Sex.MAN)] * 7, *[(running, Sex.WOMAN)] * 6, *[(ended, Sex.WOMAN)] * 2],
    )

    found = pack(session, now).referred
    assert found
    states, sexes = dict(found.states), dict(found.sexes)
    assert found.total == 15
    assert states == {"sent": 0, "seen": 0, "running": None, "paused": 0, "ended": None}
    assert sexes == {Sex.WOMAN: 8, Sex.MAN: 7, Sex.OTHER: 0, Sex.NOT_SAID: 0, None: 0}


def test_steps_count_people_and_hide_few(session: Session, now: datetime) -> None:
    rows = referred(session, now, [(ReferralStatus.ACCEPTED, None)] * 5)
    for row in rows:
        for day in (date(2022, 9, 6), date(2022, 9, 7)):
            _step(session, now, row, LadderStep.FIRST_VISIT, day)
    _step(session, now, rows[0], LadderStep.OWN_INCOME, date(2022, 9, 8))

    counts = [(one.step, one.count) for one in pack(session, now).steps]

    assert counts == [(LadderStep.FIRST_VISIT, 5), (LadderStep.OWN_INCOME, None)]


def _step(session: Session, now: datetime, row: Referral, step: LadderStep, day: date) -> None:
    siri = member(session, SIRI)
    session.add(
        Note(referral_id=row.id, kind=NoteKind.STEP, step=step, day=day, by_partner=True, member_id=siri.id, at=now)
    )
    session.flush()


def test_money_reports_doubts_and_proposals_lie_before_the_meeting(session: Session, now: datetime) -> None:
    of, maj = agreement(session, "Street Minds").id, member(session, MAJ)
    line = BudgetLine(agreement_id=of, position=1, words="Lokal", planned_ore=1_000_000)
    session.add(line)
    session.flush()
    june: dict[str, Any] = {"first_day": date(2022, 6, 1), "last_day": date(2022, 6, 30)}
    session.add(BudgetUse(line_id=line.id, amount_ore=250_000, form="u" * 24, member_id=maj.id, at=now, **june))
    for due_on, received_at in ((date(2022, 9, 30), None), (date(2022, 9, 15), now), (date(2023, 5, 1), None)):
        session.add(ReportDuty(agreement_id=of, kind=ReportKind.INTERIM, due_on=due_on, received_at=received_at))
    for answer in (Answer.NOT_MET, Answer.UNCLEAR):
        session.add(
            Assessment(
                agreement_id=of,
                criterion=Criterion.LONG_TERM,
                answer=answer,
                sentence="Ett år i taget.",
                guidelines="dnr 171-84/2017",
                judged_on=date(2022, 9, 1),
                member_id=maj.id,
                at=now,
            )
        )
        session.flush()
    proposals.propose(turn(session, KNUT, now), of, "p" * 24, "Öppet på lördagar", "Fler kommer då.")

    found = pack(session, now)

    assert [(one.words, one.planned, one.used) for one in found.money] == [("Lokal", 1_000_000, 250_000)]
    assert [(one.due_on, one.received_on, one.late) for one in found.reports if one.due_on.year == 2022] == [
        (date(2022, 9, 15), date(2022, 10, 3), True),
        (date(2022, 9, 30), None, True),
    ]
    assert [one.answer for one in found.doubts if one.criterion is Criterion.LONG_TERM] == [Answer.UNCLEAR]
    assert [(one.title, one.by) for one in found.proposals] == [("Öppet på lördagar", "Street Minds")]
