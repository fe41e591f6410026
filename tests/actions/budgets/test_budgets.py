"""Money and effort of an agreement, added up: what is known, used and left, by line and by period."""

from datetime import date

from sqlmodel import Session

from bot.actions import budgets
from bot.agreements.budget import Line, Period
from bot.demo.cast import BOARD, KNUT, MAJ, PARTNER
from models import Agreement, BudgetLine, Instance, Resolution, ResolutionKind
from tests.actions.budgets.budgeting import FORM, JULY, JUNE, NOON, acts, of
from tests.hands import member, turn
from tests.works import ON_SQLITE


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


def test_hours_are_told_by_party_and_by_staff_and_volunteers(session: Session, agreement: Agreement) -> None:
    knut, maj = turn(session, KNUT, NOON), turn(session, MAJ, NOON)
    budgets.report_hours(knut, agreement.id, 450, *JUNE, FORM, volunteers=True)
    budgets.report_hours(knut, agreement.id, 60, *JULY, FORM + "2", volunteers=True)
    budgets.report_hours(knut, agreement.id, 30, *JULY, FORM + "3", volunteers=False)
    budgets.report_hours(maj, agreement.id, 120, *JULY, FORM + "4", volunteers=False)
    told = [(one.organisation, one.volunteers, one.minutes) for one in of(session, agreement).hours]
    assert told == [(BOARD, False, 120), (PARTNER, False, 30), (PARTNER, True, 510)]


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
