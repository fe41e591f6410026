"""An agreement's goals: the list, one of them to be written anew, and one of them to be judged."""

from collections.abc import Mapping

from bot.agreements import goal_list
from bot.agreements.agreement_form import seal
from bot.agreements.goal_list import LONGEST
from bot.pages import paths
from bot.turn import Turn
from messages.room.pages import GoalFormPage, GoalJudgePage, GoalShown, GoalsPage, Warned
from models import Agreement, Attainment, Goal, Member

Fields = Mapping[str, str]


def page(
    turn: Turn,
    agreement: Agreement,
    *,
    steers: bool,
    fields: Fields | None = None,
    flaw: str = "",
    warned: Warned | None = None,
) -> GoalsPage:
    """All goals, and a form for one more where the reader steers the agreement."""
    rows = goal_list.of(turn.session, agreement.id)
    given = fields or {}
    return GoalsPage(
        name=agreement.name,
        back=paths.agreement(agreement.id),
        action=paths.agreement(agreement.id, "goals"),
        goals=tuple(_shown(turn, row, steers=steers) for row in rows),
        named=goal_list.of_source(agreement, rows),
        may_write=steers,
        words=given.get("words", ""),
        follow_up=given.get("follow_up", ""),
        longest=LONGEST,
        flaw=flaw,
        warned=warned,
    )


def form(
    goal: Goal,
    agreement: Agreement,
    fields: Fields | None = None,
    flaw: str = "",
    warned: Warned | None = None,
    *,
    passed: bool = False,
) -> GoalFormPage:
    """One goal to be written anew; `passed` shows what stands beside a form that comes back."""
    given = fields or {}
    return GoalFormPage(
        name=agreement.name,
        back=paths.agreement(agreement.id, "goals"),
        action=path(goal),
        seen=seen(goal),
        words=goal.words if goal.attainment else given.get("words", goal.words),
        follow_up=given.get("follow_up", goal.follow_up),
        judged=goal.attainment is not None,
        longest=LONGEST,
        remove="" if goal.attainment else f"{path(goal)}/remove",
        flaw=flaw,
        standing="\n\n".join(filter(None, (goal.words, goal.follow_up))) if passed else "",
        warned=warned,
    )


def judging(
    turn: Turn,
    goal: Goal,
    agreement: Agreement,
    fields: Fields | None = None,
    flaw: str = "",
    warned: Warned | None = None,
    *,
    passed: bool = False,
) -> GoalJudgePage:
    """How far one goal was reached."""
    given = fields or {}
    return GoalJudgePage(
        name=agreement.name,
        back=paths.agreement(agreement.id, "goals"),
        action=f"{path(goal)}/judge",
        seen=seen_judged(goal),
        goal=_shown(turn, goal, steers=True),
        attainments=tuple(one.value for one in Attainment),
        attainment=given.get("attainment", goal.attainment.value if goal.attainment else ""),
        words=given.get("words", goal.attainment_words),
        longest=LONGEST,
        flaw=flaw,
        standing=(goal.attainment_words or "–") if passed else "",
        warned=warned,
    )


def path(goal: Goal) -> str:
    """Where a goal is written anew."""
    return f"goal/{goal.id}"


def seen(goal: Goal) -> str:
    """The mark of a goal as it stands."""
    return seal(f"{goal.words}\n{goal.follow_up}")


def seen_judged(goal: Goal) -> str:
    """The mark of its judgement, as it stands."""
    return seal(f"{goal.attainment or ''}\n{goal.attainment_words}")


def _shown(turn: Turn, goal: Goal, *, steers: bool) -> GoalShown:
    by = turn.session.get_one(Member, goal.judged_by_id).name if goal.judged_by_id else ""
    return GoalShown(
        words=goal.words,
        follow_up=goal.follow_up,
        attainment=goal.attainment.value if goal.attainment else "",
        attainment_words=goal.attainment_words,
        judged_on=goal.judged_on,
        by=by,
        edit=path(goal) if steers else "",
        judge=f"{path(goal)}/judge" if steers else "",
    )
