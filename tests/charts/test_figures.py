"""What pictures show, read from the rows: by month, unit and step, without small counts."""

from datetime import UTC, date, datetime, timedelta
from itertools import count as counting

import pytest
from sqlmodel import Session, col, select

from bot.agreements.periods import Standing
from bot.charts import figures
from bot.charts.figures import Month
from bot.demo.cast import BOARD, KNUT, OLLE, YLVA, Player
from models import Agreement, AgreementStatus, LadderStep, Note, NoteKind, Organisation, Referral, ReferralStatus
from tests.hands import a_referral, member, turn
from tests.works import ON_SQLITE

TODAY = date(2022, 10, 3)
AUGUST = datetime(2022, 8, 10, 12, tzinfo=UTC)
SEEDS = counting(1)


def send(session: Session, player: Player, count: int, at: datetime, **fields: object) -> list[Referral]:
    """So many referrals that `player` sent at `at`."""
    sent = [a_referral(turn(session, player, at, next(SEEDS))) for _ in range(count)]
    for row in sent:
        for name, value in fields.items():
            setattr(row, name, value)
    session.flush()
    return sent


@pytest.fixture
def board(session: Session) -> int:
    """The board's id."""
    return session.exec(select(Organisation.id).where(col(Organisation.name) == BOARD)).one()


def august(session: Session, board: int, unit: str = "") -> Month:
    return next(one for one in figures.referrals(session, board, unit, TODAY) if one.month == date(2022, 8, 1))


def test_referrals_are_counted_by_the_month_they_were_sent_in_and_their_state_now(session: Session, board: int) -> None:
    member(session, OLLE).unit = "Fältarna"
    send(session, YLVA, 6, AUGUST)
    send(session, YLVA, 5, AUGUST, status=ReferralStatus.IN_PROGRESS)
    send(session, OLLE, 7, AUGUST, status=ReferralStatus.COMPLETED)
    send(session, YLVA, 9, AUGUST, status=ReferralStatus.ENTERED_IN_ERROR)
    send(session, YLVA, 8, datetime(2022, 8, 31, 22, 30, tzinfo=UTC))  # the first of September in Stockholm
    send(session, YLVA, 8, datetime(2022, 10, 1, 12, tzinfo=UTC))

    counted = figures.referrals(session, board, "", TODAY)
    assert [one.month for one in counted] == list(figures.months_before(TODAY))
    assert (counted[0].month, counted[-1].month) == (date(2021, 10, 1), date(2022, 9, 1))
    whole = august(session, board)
    assert (whole.total, whole.states["sent"], whole.states["running"], whole.states["ended"]) == (18, 6, 5, 7)
    assert counted[-1].total == 8
    assert august(session, board, YLVA.unit).total == 11


def test_few_referrals_are_not_told_and_what_is_left_of_a_sum_is_not_few_either(session: Session, board: int) -> None:
    send(session, YLVA, 3, AUGUST)
    assert august(session, board).total is None

    send(session, YLVA, 1, AUGUST, status=ReferralStatus.ON_HOLD)
    send(session, YLVA, 9, AUGUST, status=ReferralStatus.IN_PROGRESS)
    send(session, YLVA, 20, AUGUST, status=ReferralStatus.COMPLETED)

    told = august(session, board)
    small = {state for state, count in told.states.items() if count is not None and 0 < count < 5}
    assert not small
    if told.total is not None:
        rest = told.total - sum(count or 0 for count in told.states.values())
        assert rest == 0 or rest >= 5


@ON_SQLITE
def test_people_are_counted_once_for_each_step_and_few_are_not_told(session: Session, board: int) -> None:
    knut = member(session, KNUT).id
    sent = send(session, YLVA, 6, AUGUST)
    for number, row in enumerate(sent):
        for step, days in ((LadderStep.RECURRING, 0), (LadderStep.RECURRING, 9), (LadderStep.OWN_INCOME, 12)):
            if step is LadderStep.RECURRING or number < 4:
                day = AUGUST.date() + timedelta(days=days)
                noted = Note(
                    referral_id=row.id, kind=NoteKind.STEP, day=day, by_partner=True, member_id=knut, at=AUGUST
                )
                noted.step = step
                session.add(noted)
    session.flush()

    counts = {one.step: one.count for one in figures.steps(session, board, "", TODAY)}

    assert counts[LadderStep.RECURRING] == 6
    assert counts[LadderStep.OWN_INCOME] is None
    assert counts[LadderStep.TREATMENT] == 0
    assert set(counts) == set(LadderStep)
    assert {one.count for one in figures.steps(session, board, "Fältarna", TODAY)} == {0}


@ON_SQLITE
def test_agreements_stand_in_the_order_they_end_and_those_that_came_to_nothing_do_not(
    session: Session, board: int
) -> None:
    stacken = session.exec(select(Agreement).where(col(Agreement.name) == "Stacken")).one()
    stacken.status = AgreementStatus.WITHDRAWN
    found = figures.agreements(session, board, TODAY)
    names = [one.name for one in found]
    assert "Stacken" not in names
    assert "Himmel och pannkaka (first)" in names, "it ended within a year"
    assert "Rågsveds IF (first)" in names
    ends = [one.valid_to for one in found if one.valid_to >= TODAY]
    assert ends == sorted(ends)
    assert {one.standing for one in found if one.valid_to < TODAY} <= {Standing.LAPSED, Standing.UNKNOWN}
    assert names.index("Street Minds") < names.index("Street Minds (first)")
