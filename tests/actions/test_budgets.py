"""Money and effort of an agreement: what is planned, what is reported, what is struck."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session, col, select

from bot.actions import budgets
from bot.agreements import budget, budget_rules
from bot.agreements.budget import Budget, Line, Period
from bot.agreements.budget_rules import Flaw
from bot.demo.cast import BOARD, KNUT, MAJ, PARTNER, SIRI, YLVA, Player
from bot.errors import Refused
from models import (
    Agreement,
    AgreementStatus,
    AuditEntry,
    BudgetLine,
    BudgetUse,
    InKind,
    Instance,
    Organisation,
    Resolution,
    ResolutionKind,
    Role,
)
from tests.hands import member, turn
from tests.works import ON_SQLITE

NOON = datetime(2022, 10, 3, 12, tzinfo=UTC)
JUNE, JULY = (date(2022, 6, 1), date(2022, 6, 30)), (date(2022, 7, 1), date(2022, 7, 31))
FORM = "f" * 24
FIA = Player(6003, "Fia Farsta", Role.MANAGER, "Farsta stadsdelsnämnd")


@pytest.fixture
def agreement(session: Session) -> Agreement:
    """The agreement that runs, without any line."""
    return session.exec(select(Agreement).where(col(Agreement.name) == PARTNER)).one()


@pytest.fixture
def line(session: Session, agreement: Agreement) -> BudgetLine:
    """A line of 1 000 kronor."""
    budgets.add_line(turn(session, MAJ, NOON), agreement.id, "Handledare", 1_000_00)
    return session.exec(select(BudgetLine).where(col(BudgetLine.agreement_id) == agreement.id)).one()


def of(session: Session, agreement: Agreement, period: Period | None = None) -> Budget:
    session.flush()
    return budget.of(session, agreement.id, period)


def uses(session: Session, line: BudgetLine) -> list[BudgetUse]:
    return list(session.exec(select(BudgetUse).where(col(BudgetUse.line_id) == line.id)))


def acts(session: Session) -> list[str]:
    return list(session.exec(select(AuditEntry.act).order_by(col(AuditEntry.id))))


def test_where_nothing_is_known_nothing_is_said_to_be_nought(session: Session, agreement: Agreement) -> None:
    found = of(session, agreement)
    assert not found.known
    assert (found.planned_ore, found.used_ore, found.left_ore, found.minutes(volunteers=True)) == (None,) * 4
    assert (found.may_claw_back, found.clawed_back_ore, found.not_counted) == (None, None, None)


@ON_SQLITE
def test_what_a_source_says_is_shown_as_its_own_until_the_board_takes_it_over(
    session: Session, agreement: Agreement
) -> None:
    agreement.facts = {
        "budget_sek": 200_000,
        "budget_lines": [{"name_sv": "Koordinator", "sek": 125_000}, {"name_sv": "Resor"}, "?", {"sek": 1}],
        "claw_back": True,
        "in_kind_not_counted": "ideella timmar",
    }
    found = of(session, agreement)
    assert found.lines == (Line(0, "Koordinator", 125_000_00, None, None),)
    assert (found.from_source, found.stated_ore, found.may_claw_back) == (True, 200_000_00, True)
    assert found.not_counted == "ideella timmar"

    for _ in range(2):
        budgets.take_over(turn(session, MAJ, NOON), agreement.id)

    taken = of(session, agreement)
    assert [(one.words, one.planned_ore) for one in taken.lines] == [("Koordinator", 125_000_00)]
    assert not taken.from_source
    assert acts(session).count("plan_budget") == 1


def test_use_is_counted_by_line_and_what_is_paid_back_is_taken_off(
    session: Session, agreement: Agreement, line: BudgetLine
) -> None:
    knut = turn(session, KNUT, NOON)
    budgets.add_line(turn(session, MAJ, NOON), agreement.id, "Resor", 500_00)
    budgets.report_use(knut, line.id, 1_200_50, *JUNE, FORM)
    budgets.report_use(knut, line.id, -100_00, *JULY, FORM + "2")
    handledare, resor = of(session, agreement).lines
    assert (handledare.used_ore, handledare.left_ore) == (1_100_50, -100_50)
    assert (resor.used_ore, resor.left_ore) == (None, None)
    found = of(session, agreement)
    assert (found.planned_ore, found.used_ore, found.left_ore) == (1_500_00, 1_100_50, None), "of one nobody has said"
    budgets.report_use(knut, resor.id, 100_00, *JULY, FORM + "3")
    assert of(session, agreement).left_ore == 299_50


def test_a_period_counts_what_lies_in_it_and_says_how_many_it_cannot_divide(
    session: Session, agreement: Agreement, line: BudgetLine
) -> None:
    knut = turn(session, KNUT, NOON)
    budgets.report_use(knut, line.id, 100_00, *JUNE, FORM)
    budgets.report_use(knut, line.id, 200_00, *JULY, FORM + "2")
    budgets.report_use(knut, line.id, 400_00, date(2022, 7, 15), date(2022, 8, 15), FORM + "3")
    budgets.report_hours(knut, agreement.id, 90, *JUNE, FORM, volunteers=True)
    july = of(session, agreement, Period(*JULY))
    [one] = july.lines
    assert (one.used_ore, one.spent_ore, one.left_ore) == (200_00, 300_00, 700_00)
    assert july.split == 1
    assert july.hours == ()
    assert of(session, agreement).split == 0


def test_the_same_form_saved_twice_is_one_report(session: Session, agreement: Agreement, line: BudgetLine) -> None:
    for _ in range(2):
        budgets.report_use(turn(session, KNUT, NOON), line.id, 100_00, *JUNE, FORM)
        budgets.report_hours(turn(session, KNUT, NOON), agreement.id, 60, *JUNE, FORM, volunteers=False)
        budgets.add_line(turn(session, MAJ, NOON), agreement.id, " Handledare ", 1_000_00)
    found = of(session, agreement)
    assert found.used_ore == 100_00
    assert found.minutes(volunteers=False) == 60
    assert len(found.lines) == 1
    assert [acts(session).count(act) for act in ("report_use", "report_hours", "plan_budget")] == [1, 1, 1]


def test_a_form_that_was_saved_is_not_silently_passed_over_with_another_amount(
    session: Session, agreement: Agreement, line: BudgetLine
) -> None:
    knut = turn(session, KNUT, NOON)
    budgets.report_use(knut, line.id, 100_00, *JUNE, FORM)
    budgets.report_hours(knut, agreement.id, 60, *JUNE, FORM, volunteers=False)
    with pytest.raises(Refused):
        budgets.report_use(knut, line.id, 200_00, *JUNE, FORM)
    with pytest.raises(Refused):
        budgets.report_hours(knut, agreement.id, 60, *JUNE, FORM, volunteers=True)


def test_hours_are_told_by_party_and_by_staff_and_volunteers(session: Session, agreement: Agreement) -> None:
    knut, maj = turn(session, KNUT, NOON), turn(session, MAJ, NOON)
    budgets.report_hours(knut, agreement.id, 450, *JUNE, FORM, volunteers=True)
    budgets.report_hours(knut, agreement.id, 60, *JULY, FORM + "2", volunteers=True)
    budgets.report_hours(knut, agreement.id, 30, *JULY, FORM + "3", volunteers=False)
    budgets.report_hours(maj, agreement.id, 120, *JULY, FORM + "4", volunteers=False)
    told = [(one.organisation, one.volunteers, one.minutes) for one in of(session, agreement).hours]
    assert told == [(BOARD, False, 120), (PARTNER, False, 30), (PARTNER, True, 510)]


@ON_SQLITE
@pytest.mark.parametrize(
    ("first", "last", "flaw"),
    [
        (None, JUNE[1], Flaw.NO_DAY),
        (JUNE[1], JUNE[0], Flaw.TURNED),
        (date(2022, 5, 31), JUNE[1], Flaw.OUTSIDE),
        (JUNE[0], date(2022, 10, 4), Flaw.AHEAD),
        (date(2022, 10, 3), date(2022, 10, 3), None),
    ],
)
def test_a_report_is_for_a_period_that_is_over_and_lies_in_the_agreements_own(
    session: Session, agreement: Agreement, line: BudgetLine, first: date | None, last: date, flaw: Flaw | None
) -> None:
    knut = turn(session, KNUT, NOON)
    assert budget_rules.period_flaw(knut, agreement, first, last) is flaw
    if first and flaw:
        with pytest.raises(Refused):
            budgets.report_use(knut, line.id, 100_00, first, last, FORM)
        assert not uses(session, line)


@ON_SQLITE
def test_nothing_is_reported_of_an_agreement_that_nobody_entered_into(
    session: Session, agreement: Agreement, line: BudgetLine
) -> None:
    agreement.status = AgreementStatus.PROPOSED
    assert budget_rules.period_flaw(turn(session, KNUT, NOON), agreement, *JUNE) is Flaw.NOT_AGREED


@ON_SQLITE
@pytest.mark.parametrize(
    ("words", "planned", "flaw"),
    [
        ("", 1, Flaw.NO_WORDS),
        ("x" * 121, 1, Flaw.TOO_LONG),
        ("Resor", None, Flaw.NO_AMOUNT),
        ("Resor", -1, Flaw.BELOW_NOUGHT),
        ("Handledare", 999, Flaw.SAME_WORDS),
        ("Handledare", 1_000_00, None),
        ("Resor", 0, None),
    ],
)
def test_a_line_says_what_the_money_is_for_and_how_much(
    session: Session, agreement: Agreement, line: BudgetLine, words: str, planned: int | None, flaw: Flaw | None
) -> None:
    assert budget_rules.line_flaw(turn(session, MAJ, NOON), agreement, words, planned) is flaw


@ON_SQLITE
def test_a_line_is_changed_and_goes_only_while_nothing_was_ever_reported_of_it(
    session: Session, agreement: Agreement, line: BudgetLine
) -> None:
    maj, knut = turn(session, MAJ, NOON), turn(session, KNUT, NOON)
    budgets.add_line(maj, agreement.id, "Resor", 500_00)
    budgets.change_line(maj, line.id, "Handledning", 900_00)
    assert (line.words, line.planned_ore) == ("Handledning", 900_00)
    with pytest.raises(Refused):
        budgets.change_line(maj, line.id, "Resor", 900_00)

    budgets.report_use(knut, line.id, 100_00, *JUNE, FORM)
    budgets.strike_use(knut, uses(session, line)[0].id)
    with pytest.raises(Refused):
        budgets.remove_line(maj, line.id)
    [other] = [one for one in of(session, agreement).lines if one.id != line.id]
    assert budgets.remove_line(maj, other.id) == agreement.id
    assert [one.id for one in of(session, agreement).lines] == [line.id]


def test_a_mistake_is_struck_by_the_side_that_made_it_and_stays_to_be_seen(
    session: Session, agreement: Agreement, line: BudgetLine
) -> None:
    budgets.report_use(turn(session, KNUT, NOON), line.id, 100_00, *JUNE, FORM)
    budgets.report_hours(turn(session, MAJ, NOON), agreement.id, 60, *JUNE, FORM, volunteers=False)
    [use], [given] = uses(session, line), session.exec(select(InKind)).all()
    for player, strike, row in ((MAJ, budgets.strike_use, use), (KNUT, budgets.strike_hours, given)):
        with pytest.raises(Refused):
            strike(turn(session, player, NOON), row.id)

    for _ in range(2):
        budgets.strike_use(turn(session, SIRI, NOON), use.id)
        budgets.strike_hours(turn(session, MAJ, NOON), given.id)

    found = of(session, agreement)
    assert (found.used_ore, found.hours) == (None, ())
    assert use.struck_at == NOON
    assert [acts(session).count(act) for act in ("strike_use", "strike_hours")] == [1, 1]


def test_what_the_board_asks_back_is_summed_and_a_struck_decision_is_not(
    session: Session, agreement: Agreement
) -> None:
    decided = Resolution(
        agreement_id=agreement.id,
        kind=ResolutionKind.CLAW_BACK,
        instance=Instance.BOARD,
        decided_on=date(2022, 9, 1),
        registry_number="1.1-1/2022",
        paragraph="7",
        amount_ore=5_000_00,
        member_id=member(session, MAJ).id,
        at=NOON,
    )
    session.add(decided)
    assert of(session, agreement).clawed_back_ore == 5_000_00
    decided.struck_at = NOON
    assert of(session, agreement).clawed_back_ore is None


Attempt = Callable[[Session, Player, Agreement, BudgetLine], object]

ATTEMPTS: dict[str, tuple[Attempt, tuple[Player, ...]]] = {
    "plan": (lambda s, who, a, _: budgets.add_line(turn(s, who, NOON), a.id, "Ny", 1), (KNUT, YLVA, FIA)),
    "take over": (lambda s, who, a, _: budgets.take_over(turn(s, who, NOON), a.id), (KNUT, YLVA, FIA)),
    "change": (lambda s, who, _, one: budgets.change_line(turn(s, who, NOON), one.id, "Ny", 1), (KNUT, YLVA, FIA)),
    "remove": (lambda s, who, _, one: budgets.remove_line(turn(s, who, NOON), one.id), (KNUT, YLVA, FIA)),
    "use": (lambda s, who, _, one: budgets.report_use(turn(s, who, NOON), one.id, 1, *JUNE, FORM), (YLVA, FIA)),
    "hours": (
        lambda s, who, a, _: budgets.report_hours(turn(s, who, NOON), a.id, 1, *JUNE, FORM, volunteers=True),
        (YLVA, FIA),
    ),
    "strike": (lambda s, who, _a, _l: budgets.strike_use(turn(s, who, NOON), 999), (KNUT, YLVA)),
}


@ON_SQLITE
@pytest.mark.parametrize("what", ATTEMPTS)
def test_nobody_plans_or_reports_what_is_not_theirs(
    session: Session, agreement: Agreement, line: BudgetLine, what: str
) -> None:
    attempt, players = ATTEMPTS[what]
    farsta = session.exec(select(Organisation).where(col(Organisation.name) == FIA.organisation)).one()
    maj = member(session, MAJ)
    session.add(
        type(maj)(telegram_id=FIA.telegram_id, name=FIA.name, role=FIA.role, organisation_id=farsta.id, joined_at=NOON)
    )
    session.flush()
    for player in players:
        with pytest.raises(Refused):
            attempt(session, player, agreement, line)
    assert (
        replace(of(session, agreement).lines[0], words="Handledare", planned_ore=1_000_00)
        == of(session, agreement).lines[0]
    )
