"""Report duties: kept once, checked against the agreements, and reminded of."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.actions.partnerships import Tally
from models import Reminder, ReportDuty, ReportKind
from tests.actions.partnerships.conftest import Load
from tests.actions.partnerships.workbooks import agreements, made, pact

BASE = """[board]
name = "Nämnden"
[[organisation]]
name = "Odlarna"
[[agreement]]
name = "Odling"
parties = ["Nämnden", "Odlarna"]
valid_from = 2022-01-01
valid_to = 2022-12-31
"""


def duty(agreement: str = "Odling", kind: str = '"final"', due_on: str = "2023-02-28") -> str:
    return f'[[report_duty]]\nagreement = "{agreement}"\nkind = {kind}\ndue_on = {due_on}\n'


def stored(session: Session) -> list[tuple[ReportKind, date]]:
    return [(row.kind, row.due_on) for row in session.exec(select(ReportDuty).order_by("due_on"))]


def test_duties_are_kept_and_a_second_time_changes_nothing(load: Load, session: Session) -> None:
    text = (BASE + duty() + duty(kind='"interim"', due_on="2022-11-30")).encode()
    assert load(text, ".toml").added == Tally(organisations=2, agreements=1, report_duties=2)
    again = load(text, ".toml")
    assert again.changed_nothing
    assert again.unchanged.report_duties == 2
    assert stored(session) == [(ReportKind.INTERIM, date(2022, 11, 30)), (ReportKind.FINAL, date(2023, 2, 28))]


def test_a_duty_may_name_an_agreement_of_the_database(load: Load, session: Session) -> None:
    load(BASE.encode(), ".toml")
    assert load(duty().encode(), ".toml").added == Tally(report_duties=1)
    assert len(stored(session)) == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (duty("Odlin"), 'the agreement "Odlin" is neither in the file nor in the database; did you mean "Odling"?'),
        (duty(kind='"monthly"'), 'kind must be one of interim, yearly, final, not "monthly"'),
        (duty(due_on='"28 februari 2023"'), "write 2023-02-28 without quotes"),
        ('[[report_duty]]\nagreement = "Odling"\n', "kind is missing"),
        (duty() + duty(), "the same duty stands in the file before, on line 10; remove one of the two"),
    ],
)
def test_a_bad_duty_is_reported_with_its_line(load: Load, text: str, reason: str) -> None:
    problems = load((BASE + text).encode(), ".toml").problems
    assert any(reason in problem.reason for problem in problems)
    assert all(str(problem).startswith("line 1") and "[[report_duty]] Odl" in str(problem) for problem in problems)


def test_a_duty_of_an_agreement_that_was_left_out_is_told_where_it_stands(load: Load) -> None:
    outcome = load((BASE.replace("2022-12-31", "2021-12-31") + duty()).encode(), ".toml")
    assert 'the agreement "Odling" was not imported itself (line 5)' in outcome.problems[1].reason


def test_a_sheet_of_duties_is_read(load: Load, session: Session) -> None:
    rows: list[list[Any]] = [["Överenskommelse", "Slag", "Senast"], ["Odling", "Årlig", date(2023, 1, 31)]]
    outcome = load(made({**agreements(pact()), "Rapporter": [*rows, ["Odlin", "delrapport", "x"], rows[1]]}))
    assert [str(problem).partition(":")[0] for problem in outcome.problems] == [
        'row 3 of "Rapporter", Odlin',
        'row 3 of "Rapporter", Odlin',
        'row 4 of "Rapporter", Odling',
    ]
    assert stored(session) == [(ReportKind.YEARLY, date(2023, 1, 31))]


def test_reminders_are_planned_for_what_is_new_and_again_where_the_end_moves(load: Load, session: Session) -> None:
    load(BASE.encode(), ".toml")
    before = {row.key for row in session.exec(select(Reminder))}
    assert before
    load(BASE.replace("2022-12-31", "2023-06-30").encode(), ".toml")
    moved = {row.key for row in session.exec(select(Reminder))}
    load(duty(due_on=str(date(2022, 10, 3) + timedelta(days=200))).encode(), ".toml")
    assert moved != before
    assert {row.key for row in session.exec(select(Reminder))} > moved
