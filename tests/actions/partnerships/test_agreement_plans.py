"""Goals, budget lines and what comes back weekly come from the file, and what the room has done since is left."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.actions.partnerships import Tally
from models import ActivityKind, Agreement, Attainment, BudgetLine, BudgetUse, Goal, Member, Role, Series, SeriesPurpose
from tests.actions.partnerships.conftest import Load
from tests.actions.partnerships.workbooks import HEADINGS, NOW, START, agreement, agreements, made, organisation, pact

BASE = '[board]\nname = "Nämnden"\n[[organisation]]\nname = "Odlarna"\n'
KEYS = (
    '[[agreement]]\nname = "Odling"\nparties = ["Nämnden", "Odlarna"]\nvalid_from = 2022-01-01\nvalid_to = 2022-12-31\n'
)
LINES = '{ name_sv = "Koordinator", sek = 125000 }, { name_sv = "Resor", sek = "1 250,50 kr" }'
RECURRING = 'recurring = [{ weekday = "ons", opens = 16, closes = 20, kind = "homework" }]'


def text(*lines: str) -> bytes:
    return (BASE + KEYS + "\n".join(lines)).encode()


def goals(session: Session) -> list[tuple[str, str]]:
    return [(goal.words, goal.follow_up) for goal in session.exec(select(Goal).order_by("position"))]


def planned(session: Session) -> dict[str, int]:
    return {line.words: line.planned_ore for line in session.exec(select(BudgetLine).order_by("position"))}


def somebody(session: Session) -> int:
    member = Member(telegram_id=1, name="Maj", role=Role.MANAGER, organisation_id=1, joined_at=NOW)
    session.add(member)
    session.flush()
    return member.id


def test_goals_lines_and_weekly_hours_come_to_rows_once_and_stay_among_the_facts(load: Load, session: Session) -> None:
    content = text('goals_sv = ["Ett jobb", "Ett hem"]', f"budget_lines = [{LINES}]", RECURRING)
    assert load(content, ".toml").problems == ()
    again = load(content, ".toml")
    assert (again.changed_nothing, again.cautions) == (True, ())
    assert goals(session) == [("Ett jobb", ""), ("Ett hem", "")]
    assert planned(session) == {"Koordinator": 125_000_00, "Resor": 1_250_50}
    [series] = session.exec(select(Series)).all()
    assert (series.kind, series.purpose) == (ActivityKind.HOMEWORK, SeriesPurpose.ACTIVITY)
    assert (series.weekday, series.opens, series.closes, series.begins, series.member_id) == (3, 16, 20, START, None)
    assert agreement(session).facts["goals_sv"] == ["Ett jobb", "Ett hem"]
    assert agreement(session).facts["budget_lines"][1]["sek"] == "1 250,50 kr"


def test_the_file_may_say_how_a_goal_is_followed_up(load: Load, session: Session) -> None:
    load(text('goals_sv = ["Ett jobb"]'), ".toml")
    load(text('goals = [{ sv = "Ett jobb", follow_up = "Antal anställda" }, { sv = "Ett hem" }]'), ".toml")
    assert goals(session) == [("Ett jobb", "Antal anställda"), ("Ett hem", "")]


def test_a_corrected_file_corrects_its_own_rows_and_a_key_that_is_left_out_takes_nothing_away(
    load: Load, session: Session
) -> None:
    load(text('goals_sv = ["Ett job", "Ett hem"]', f"budget_lines = [{LINES}]", RECURRING), ".toml")
    cheaper = LINES.replace("125000", "120000").replace("Resor", "Resa")
    until_19 = RECURRING.replace("20", "19")
    outcome = load(text('goals_sv = ["Ett jobb", "Ett hem"]', f"budget_lines = [{cheaper}]", until_19), ".toml")
    assert (outcome.changed, outcome.cautions) == (Tally(agreements=1), ())
    assert sorted(goals(session)) == [("Ett hem", ""), ("Ett jobb", "")]
    assert planned(session) == {"Koordinator": 120_000_00, "Resa": 1_250_50}
    assert session.exec(select(Series.closes)).all() == [19]
    load(text(), ".toml")
    assert (len(goals(session)), len(planned(session)), len(session.exec(select(Series)).all())) == (2, 2, 1)


def test_what_the_room_has_done_since_is_left_and_pointed_out(load: Load, session: Session) -> None:
    load(text('goals_sv = ["Ett jobb", "Ett hem", "Vänner"]', f"budget_lines = [{LINES}]", RECURRING), ".toml")
    judged, renamed, taken_away = session.exec(select(Goal).order_by("position")).all()
    judged.attainment, judged.attainment_words = Attainment.PARTLY, "Tre av tio."
    renamed.words = "Ett eget hem"
    session.delete(taken_away)
    line = session.exec(select(BudgetLine).where(BudgetLine.words == "Koordinator")).one()
    who = somebody(session)
    use = BudgetUse(line_id=line.id, amount_ore=1, first_day=START, last_day=START, form="f", member_id=who, at=NOW)
    session.add(use)
    session.exec(select(Series)).one().ends_on = date(2022, 6, 1)
    session.commit()

    same = text('goals_sv = ["Ett jobb", "Ett hem", "Vänner"]', f"budget_lines = [{LINES}]", RECURRING)
    assert load(same, ".toml").changed_nothing
    outcome = load(
        text("goals_sv = []", "budget_lines = [{ name_sv = 'Koordinator', sek = 1 }]", "recurring = []"), ".toml"
    )

    assert goals(session) == [("Ett jobb", ""), ("Ett eget hem", "")]
    assert planned(session) == {"Koordinator": 125_000_00}
    assert [caution.reason.split(";")[0] for caution in outcome.cautions] == [
        'the goal "Ett jobb" is no longer in the file',
        'the budget line "Koordinator" now has SEK 1 in the file',
    ]


def test_agreements_from_before_there_were_such_rows_get_them_at_the_next_import(load: Load, session: Session) -> None:
    content = text('goals_sv = ["Ett jobb"]', f"budget_lines = [{LINES}]", RECURRING)
    load(content, ".toml")
    for table in (Goal, BudgetLine, Series):
        for row in session.exec(select(table)).all():
            session.delete(row)
    session.commit()
    assert load(content, ".toml").changed == Tally(agreements=1)
    assert (len(goals(session)), len(planned(session)), len(session.exec(select(Series)).all())) == (1, 2, 1)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("budget_sek = -5", "budget_sek must not be below nought: -5"),
        (
            "budget_sek = 0.1",
            "budget_sek is a number with a point, 0.1, which is not kept exactly; write kronor without",
        ),
        ('budget_sek = "mycket"', 'budget_sek is no amount of money: "mycket"'),
        ('budget_sek = "-1 250,50"', 'budget_sek must not be below nought: "-1 250,50"'),
        ('budget_lines = [{ name_sv = "A", sek = -1 }]', '(number 1 of the list) sek of "A" must not be below nought'),
        ('budget_lines = [{ name_sv = "A", sek = 1.5 }]', 'sek of "A" is a number with a point, 1.5'),
        ('budget_lines = [{ name_sv = "A" }]', "(number 1 of the list) lacks sek, how much it is, in kronor"),
        (
            'budget_lines = [{ name_sv = "A", sek = 1 }, { name_sv = "a", sek = 1 }]',
            "(number 2 of the list) is the same",
        ),
        ("budget_lines = 5", 'budget_lines must be a list, for instance [{ name_sv = "…", sek = 125000 }], not 5'),
        ('goals_sv = ["A", "a"]', 'goals_sv names "a" twice'),
        ('goals_sv = ["A"]\ngoals = ["A"]', "goals_sv and goals both name its goals; keep one of the two"),
        ('goals = [{ follow_up = "B" }]', "(number 1 of the list) lacks sv, its Swedish words"),
        (RECURRING.replace("ons", "onsdagar"), "(number 1 of the list) names no day of the week"),
        (RECURRING.replace("20", "16"), "(number 1 of the list) opens (16) is not before closes (16)"),
        (RECURRING.replace("homework", "läxor"), "kind must be one of meeting_place, homework"),
        (RECURRING.replace("opens = 16, ", ""), "(number 1 of the list) lacks opens"),
    ],
)
def test_a_bad_plan_keeps_its_agreement_out_with_its_line(load: Load, session: Session, line: str, reason: str) -> None:
    [problem] = load(text(line), ".toml").problems
    assert (problem.line, problem.name) == (5, "Odling")
    assert reason in problem.reason
    assert session.exec(select(Agreement)).all() == []
    assert organisation(session, "Odlarna").alias == "A1"


def test_lines_that_do_not_come_to_the_whole_are_pointed_out_and_kept(load: Load, session: Session) -> None:
    outcome = load(text("budget_sek = 200000", f"budget_lines = [{LINES}]"), ".toml")
    [caution] = outcome.cautions
    assert caution.reason.startswith("budget_lines come to SEK 126,250.50, and the whole is said to be SEK 200,000;")
    assert len(planned(session)) == 2


def test_a_workbook_has_columns_for_all_of_it(load: Load, session: Session) -> None:
    uses = ["Avidentifierad", "Loggar aktiviteter", "Lovad närvaro"]
    headings: list[Any] = [*HEADINGS, *uses, "Mål", "Budgetposter", "Återkommande"]
    cells = ["ja", "nej", None, "Ett jobb; Ett hem", "Koordinator: 125 000 kr; Mat: 500:-", "mån 9–12 närvaro"]
    sheets = agreements([*pact(), *cells], headings=headings)
    outcome = load(made(sheets))
    assert (outcome.problems, outcome.cautions) == ((), ())
    row = agreement(session)
    assert (row.deidentified, row.logs_activities, row.promises_presence) == (True, False, True)
    assert planned(session) == {"Koordinator": 125_000_00, "Mat": 500_00}
    assert [words for words, _ in goals(session)] == ["Ett jobb", "Ett hem"]
    assert session.exec(select(Series.purpose)).all() == [SeriesPurpose.PRESENCE]
    sheets["Överenskommelser"][1][8] = "Koordinator: -5 kr"
    assert 'row 2 of "Överenskommelser", Odling: "Budgetposter" (number 1 of the list) sek of "Koordinator"' in str(
        load(made(sheets)).problems[0]
    )
