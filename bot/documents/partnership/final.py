"""The final report (*slutrapport*) of a partnership, as values for its template."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot import clock, money
from bot.agreements import budget, goal_list, periods
from bot.agreements.budget import Budget
from bot.documents.partnership import checks, rows
from bot.documents.partnership.facts import Facts, marked, missing
from bot.documents.partnership.followup import finance, needs, procurement
from bot.documents.partnership.gather import Whole
from bot.documents.partnership.rows import Held, Judged, Row, StateRow, Validity
from messages.documents import LANGUAGE, long_date, say
from models import Agreement, Goal, ReportDuty

YEAR = re.compile(r"(?:activities|results)_(\d{4})_sv")


@dataclass(frozen=True)
class YearPart:
    """What was done and what came of it in a year."""

    year: int
    activities: tuple[str, ...]
    results: tuple[str, ...]


@dataclass(frozen=True)
class GoalRow:
    """A goal, how it was to be followed up, how far it was reached and in what words."""

    goal: str
    follow_up: str
    attainment: str
    words: str


@dataclass(frozen=True)
class MoneyRow:
    """A line of the budget."""

    words: str
    planned: str
    used: str
    left: str


@dataclass(frozen=True)
class BudgetPart:
    """The budget of one agreement, which `name` tells by its period."""

    name: str
    lines: tuple[MoneyRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Final:
    """The whole document. `ended` is the last day as the agreement has it, `reported` another source's."""

    board: str
    name: str
    drawn: str
    began: str
    ended: str
    reported: str
    parties: tuple[str, ...]
    facts: tuple[Row, ...]
    validity: tuple[Validity, ...]
    purpose: str
    target: str
    need: tuple[str, ...]
    years: tuple[YearPart, ...]
    held: tuple[Held, ...]
    goals: tuple[GoalRow, ...]
    timetable: tuple[str, ...]
    budgets: tuple[BudgetPart, ...]
    reports: tuple[str, ...]
    states: tuple[StateRow, ...]
    people: tuple[Row, ...]
    criteria: tuple[Judged, ...]
    known_end: str
    lessons: tuple[str, ...]
    lives_on: tuple[str, ...]
    equality: tuple[str, ...]
    accessibility: tuple[str, ...]
    preparation: str
    checks: tuple[str, ...]
    lacking: tuple[str, ...]
    """What is not known: keys of the words' `fact` table; `missing` says the same in words."""
    missing: tuple[str, ...]


def final_report(whole: Whole) -> Final:
    """The document about the partnership that was gathered."""
    gathered, chain = whole.gathered, whole.chain
    facts, newest = Facts(chain.agreements[::-1]), chain.agreements[-1]
    table, goals = gathered.counts.table(chain.ids), _goals(whole, facts)
    years = tuple(_years(facts))
    lacking = tuple(name for name, is_known in _known(whole, facts, years, goals) if not is_known)
    return Final(
        board=gathered.board.name,
        name=newest.name,
        drawn=long_date(gathered.today),
        began=long_date(chain.agreements[0].valid_from),
        ended=long_date(newest.valid_to),
        reported=long_date(newest.reported_end) if newest.reported_end else "",
        parties=tuple(map(rows.party, chain.parties[newest.id])),
        facts=tuple(_facts(whole, facts)),
        validity=tuple(
            rows.validity(chain, one, say("validity.ran", number=number))
            for number, one in enumerate(chain.agreements, 1)
        ),
        purpose=facts.text("purpose_sv") or missing(),
        target=facts.text("target_group_sv", "target_group_en") or missing(),
        need=tuple(needs(facts)) or (missing(),),
        years=years,
        held=rows.held(gathered, chain.ids),
        goals=goals,
        timetable=tuple(_timetable(whole)),
        budgets=tuple(_budgets(whole)),
        reports=tuple(map(_report, whole.duties)),
        states=rows.states(table) if table else (),
        people=rows.people(gathered.counts.people(chain.ids)),
        criteria=rows.criteria(gathered.judged(chain.ids)),
        lessons=_said(whole, "lessons"),
        lives_on=_said(whole, "lives_on"),
        equality=_said(whole, "equality"),
        known_end=facts.text("final_report_sv", "final_report_en") or missing(),
        accessibility=tuple(f"{long_date(clock.today(one.starts_at))}: {one.accessibility}" for one in whole.meetings),
        preparation=facts.text("responsible_department") or missing(),
        checks=tuple(_checks(whole, facts)),
        lacking=lacking,
        missing=checks.in_words(lacking),
    )


def _said(whole: Whole, field: str) -> tuple[str, ...]:
    """What the partner's reports say under `field` of their form."""
    return tuple(marked(words, "report") for fields in whole.said if (words := fields.get(field, "").strip()))


def _years(facts: Facts) -> Iterable[YearPart]:
    """Every year of which a source says something."""
    said = {int(found[1]) for one in facts.agreements for key in _keys(one) if (found := YEAR.fullmatch(key))}
    for year in sorted(said):
        yield YearPart(
            year,
            facts.lines(f"activities_{year}_sv") or (missing(),),
            tuple(filter(None, (facts.text(f"results_{year}_sv"), *_figures(facts, year)))) or (missing(),),
        )


def _keys(agreement: Agreement) -> Iterable[str]:
    return {**agreement.facts, **(agreement.room_facts or {})}


def _figures(facts: Facts, year: int) -> Iterable[str]:
    for what, key in (("recurring", f"recurring_participants_{year}"), ("enrolled", f"enrolled_jobbtorg_or_af_{year}")):
        if (said := facts.count(key)) is not None:
            yield marked(say(f"result.{what}", count=said), facts.mark(key))


def _goals(whole: Whole, facts: Facts) -> tuple[GoalRow, ...]:
    """Goal by goal; those that only a source names come last, and nobody has judged them."""
    named = {words for one in whole.chain.agreements for words in goal_list.of_source(one, ())}
    only_named = [words for one in whole.chain.agreements for words in goal_list.of_source(one, whole.goals)]
    return (
        *(_goal(goal, "source" if goal.words in named else "room") for goal in whole.goals),
        *(GoalRow(marked(words, facts.mark("goals_sv")), missing(), missing(), "") for words in only_named),
    )


def _goal(goal: Goal, mark: str) -> GoalRow:
    reached = marked(say(f"attainment.{goal.attainment}"), "criteria") if goal.attainment else missing()
    judged = f"{reached}, {long_date(goal.judged_on)}" if goal.attainment and goal.judged_on else reached
    return GoalRow(marked(goal.words, mark), goal.follow_up or missing(), judged, goal.attainment_words)


def _timetable(whole: Whole) -> Iterable[str]:
    chain = whole.chain
    if gap := rows.gap_lines(chain):
        yield from gap.splitlines()
    for one in chain.agreements:
        if one.reported_end and (days := periods.unexplained_days(one)):
            last, reported = long_date(one.valid_to), long_date(one.reported_end)
            yield marked(say("check.unexplained", last=last, reported=reported, days=days), "counted")


def _budgets(whole: Whole) -> Iterable[BudgetPart]:
    for one in whole.chain.agreements:
        found = whole.budgets[one.id]
        notes = tuple(_budget_notes(found))
        if found.known or notes:
            yield BudgetPart(rows.period(one.valid_from, one.valid_to), tuple(_lines(found, one)), notes)


def _lines(found: Budget, agreement: Agreement) -> Iterable[MoneyRow]:
    """The lines and their sum; a line that stands in a source with the same sum is the source's."""
    stated = {(line.words, line.planned_ore) for line in budget.source_lines(agreement)}
    marks = ["source" if (line.words, line.planned_ore) in stated else "money" for line in found.lines]
    for line, mark in zip(found.lines, marks, strict=True):
        planned = marked(_kronor(line.planned_ore), mark)
        yield MoneyRow(line.words, planned, _used(line.spent_ore), _kronor(line.left_ore))
    whose = "money" if "money" in marks else "source"
    total = "" if found.planned_ore is None else marked(_kronor(found.planned_ore), whose)
    yield MoneyRow(say("budget.line_sum"), total or missing(), _used(found.spent_ore), _kronor(found.left_ore))


def _used(ore: int | None) -> str:
    return missing() if ore is None else marked(_kronor(ore), "money")


def _kronor(ore: int | None) -> str:
    return missing() if ore is None else money.show(ore, LANGUAGE)


def _budget_notes(found: Budget) -> Iterable[str]:
    for one in found.hours:
        kind = "volunteers" if one.volunteers else "staff"
        time = money.show_hours(one.minutes, LANGUAGE)
        yield marked(say(f"budget.{kind}", organisation=one.organisation, time=time), "money")
    if found.not_counted:
        yield marked(f"{say('fact.contributions')}: {found.not_counted} {say('word.english')}", "source")
    if found.may_claw_back is not None:
        yield marked(say("budget.may" if found.may_claw_back else "budget.may_not"), "source")
    if found.clawed_back_ore is not None:
        yield marked(say("budget.clawed_back", amount=_kronor(found.clawed_back_ore)), "room")


def _report(duty: ReportDuty) -> str:
    kind, due = say(f"report.{duty.kind}"), long_date(duty.due_on)
    if duty.received_at is None:
        return f"{kind}: {say('report.not_received', day=due)}"
    return f"{kind}: {say('report.received', day=long_date(clock.today(duty.received_at)))}"


def _facts(whole: Whole, facts: Facts) -> Iterable[Row]:
    gathered, chain = whole.gathered, whole.chain
    newest = chain.agreements[-1]
    yield Row(say("fact.parties"), "\n".join(map(rows.party, chain.parties[newest.id])))
    yield Row(say("fact.finance"), finance(facts, len(chain.parties[newest.id])))
    none_known = marked(say("word.none_known"), facts.mark("programme_sv"))
    programme = none_known if facts.is_none("programme_sv") else facts.text("programme_sv")
    yield Row(say("fact.programme"), programme or missing())
    if partners := facts.text("cooperators_sv"):
        yield Row(say("fact.cooperators"), partners)
    if doubt := procurement(facts):
        yield Row(say("fact.procurement"), doubt)
    if lines := rows.presence(gathered, chain.ids):
        yield Row(say("fact.presence"), "\n".join(lines))


def _checks(whole: Whole, facts: Facts) -> Iterable[str]:
    gathered, chain = whole.gathered, whole.chain
    yield from checks.of_chain(chain, gathered.today)
    yield from checks.of_facts(facts)
    for one in chain.agreements:
        lines = whole.budgets[one.id].lines
        yield from checks.of_budget(Facts((one,)), sum(line.planned_ore for line in lines) if lines else None)
    unjudged = sum(goal.attainment is None for goal in whole.goals)
    if unjudged:
        yield say("check.goals_unjudged", count=unjudged, all=len(whole.goals))


def _known(
    whole: Whole, facts: Facts, years: tuple[YearPart, ...], goals: tuple[GoalRow, ...]
) -> Iterable[tuple[str, bool]]:
    gathered, ids = whole.gathered, whole.chain.ids
    takes = any(one.takes_referrals for one in whole.chain.agreements)
    return (
        ("purpose", facts.text("purpose_sv") is not None),
        ("need", facts.value("need_identified") is not None),
        ("activities", bool(years) or any(one in gathered.logged for one in ids)),
        ("goals", bool(goals)),
        ("budget", any(one.known for one in whole.budgets.values())),
        ("responsible", facts.value("responsible_department") is not None),
        ("activity_log", any(one in gathered.logged for one in ids)),
        ("criteria", bool(gathered.judged(whole.chain.ids))),
        ("referrals", bool(gathered.counts.table(ids)) or not takes),
    )
