"""The form in which a partner reports, with what was being written and what the log says."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot import dates
from bot.agreements import activities
from bot.agreements import reports as questions
from bot.agreements.reports import Contents, Kept
from bot.pages import paths
from bot.pages.reports import about, shown_files, trail
from bot.turn import Turn
from messages import Word
from messages.room.pages import GoalAsked, LoggedKind, ReportFormPage, Warned
from models import Attainment, Goal, Member, Report, ReportDuty, ReportState

Fields = Mapping[str, str]


def form(
    turn: Turn, report: Report, given: Fields | None = None, warned: Warned | None = None, flaw: str = ""
) -> ReportFormPage:
    """The form as it stands, or as the reader left it; `given` are the fields of one that comes back."""
    contents = questions.unseal(turn.vault, report)
    kept = None if given is not None else contents.kept.get(turn.who.id)
    standing = {**_period(report), **contents.fields}
    fields = {**standing, **(given if given is not None else kept.fields if kept else {})}
    passed = _is_passed(report, given, kept)
    duty = turn.session.get_one(ReportDuty, report.duty_id)
    goals = questions.goals_of(turn.session, duty.agreement_id)
    first, last = _days(turn, report, fields)
    return ReportFormPage(
        about=about(turn, report),
        action=paths.report(report.id),
        draft=paths.report(report.id, "draft"),
        revision=report.revision,
        first_day=fields["first_day"],
        last_day=fields["last_day"],
        texts=tuple((name, fields.get(name, "")) for name in questions.TEXTS),
        recurring=fields.get("recurring", ""),
        new=fields.get("new", ""),
        goals=tuple(_goal(goal, fields) for goal in goals),
        more_goals=len(goals) == questions.MOST_GOALS,
        attainments=tuple(one.value for one in Attainment),
        material=_material(turn, duty.agreement_id, first, last),
        material_first=first,
        material_last=last,
        budget=paths.agreement(duty.agreement_id, "budget"),
        files=shown_files(turn, report),
        trail=trail(turn, report, contents),
        returned=report.state is ReportState.RETURNED,
        message=fields.get(questions.MESSAGE, ""),
        longest=questions.LONGEST,
        longest_message=questions.LONGEST_MESSAGE,
        flaw=flaw,
        conflicts=_conflicts(fields, contents, goals) if passed else (),
        others=tuple(
            (turn.session.get_one(Member, one).name, kept.at)
            for one, kept in contents.kept.items()
            if one != turn.who.id
        ),
        kept_at=kept.at if kept else None,
        warned=warned,
        then=fields.get("do", fields.get("then", "")) if warned else "",
    )


def names(turn: Turn, report: Report) -> tuple[str, ...]:
    """The fields of the form whose words are saved, besides the period."""
    duty = turn.session.get_one(ReportDuty, report.duty_id)
    goals = questions.goals_of(turn.session, duty.agreement_id)
    reached = [questions.goal_field(goal.id) for goal in goals]
    said = [questions.goal_field(goal.id, "words") for goal in goals]
    return (*questions.TEXTS, *questions.NUMBERS, *reached, *said)


def _period(report: Report) -> dict[str, str]:
    return {"first_day": report.first_day.isoformat(), "last_day": report.last_day.isoformat()}


def _is_passed(report: Report, given: Fields | None, kept: Kept | None) -> bool:
    """Whether somebody else has saved since the words that are shown were begun."""
    if given is not None:
        return given.get("revision", "") != str(report.revision)
    return kept is not None and kept.revision != report.revision


def _standing(name: str, fields: Fields, contents: Contents) -> str:
    """What is saved in a field, where that is something and something else."""
    saved = contents.fields.get(name, "")
    return saved if saved.strip() and saved != fields.get(name, "") else ""


def _conflicts(fields: Fields, contents: Contents, goals: Sequence[Goal]) -> tuple[tuple[str, str], ...]:
    called = {questions.goal_field(goal.id, "words"): goal.words for goal in goals}
    names = (*questions.PERIOD, *questions.NUMBERS, *questions.TEXTS, *called)
    found = ((called.get(name, name), _standing(name, fields, contents)) for name in names)
    return tuple((name, text) for name, text in found if text)


def _goal(goal: Goal, fields: Fields) -> GoalAsked:
    return GoalAsked(
        words=goal.words,
        reached=fields.get(questions.goal_field(goal.id), ""),
        said=fields.get(questions.goal_field(goal.id, "words"), ""),
        name=questions.goal_field(goal.id),
        longest=questions.LONGEST_OF_GOAL,
    )


def _days(turn: Turn, report: Report, fields: Fields) -> tuple[date, date]:
    """The period that the form is about, or the one that is saved where it says none."""
    said = [dates.understood(fields[name], turn.today, prefer="past") for name in questions.PERIOD]
    first, last = said[0] or report.first_day, said[1] or report.last_day
    return (first, last) if first <= last else (report.first_day, report.last_day)


def _material(turn: Turn, agreement_id: int, first: date, last: date) -> tuple[LoggedKind, ...]:
    logged = activities.of_agreement(turn.session, agreement_id, first, min(last, turn.today))
    return tuple(
        LoggedKind(
            kind=Word(f"held.{kind}"),
            held=figures.held,
            called_off=figures.called_off,
            visitors=figures.visitors,
            counted=figures.counted,
            few=figures.few,
            unknown=figures.unknown,
        )
        for kind, figures in logged.by_kind.items()
    )
