"""An agreement's goals: written, followed up and judged by the board's managers."""

from sqlalchemy import func, select
from sqlmodel import col

from bot import audit
from bot.actions import agreements
from bot.agreements.goal_list import LONGEST
from bot.errors import Refused
from bot.policy import Act
from bot.turn import Turn
from messages import views
from models import Agreement, Attainment, Goal


def find(turn: Turn, goal_id: int, act: Act = Act.STEER_AGREEMENT, *, lock: bool = False) -> tuple[Goal, Agreement]:
    """A goal and its agreement, for an act that the policy allows to a party of it.

    Raises:
        Refused: there is none, or it is others'; said in the same words.
    """
    agreement_id = turn.session.scalars(select(col(Goal.agreement_id)).where(col(Goal.id) == goal_id)).first()
    agreement = agreements.find(turn, agreement_id or 0, act, lock=lock)
    goal = turn.session.get(Goal, goal_id, populate_existing=lock)
    if goal is None:
        raise Refused(views.NotFound())
    return goal, agreement


def add(turn: Turn, agreement_id: int, words: str, follow_up: str) -> Goal:
    """Write a goal, last in the list; the same words again find it.

    Raises:
        Refused: not theirs, nothing written, or too long.
    """
    agreement = agreements.find(turn, agreement_id, lock=True)
    words, follow_up = _checked(words, follow_up)
    same = _same(turn, agreement.id, words)
    if same:
        return same
    last = select(func.max(col(Goal.position))).where(col(Goal.agreement_id) == agreement.id)
    position = (turn.session.scalars(last).one() or 0) + 1
    goal = Goal(agreement_id=agreement.id, position=position, words=words, follow_up=follow_up)
    turn.session.add(goal)
    turn.session.flush()
    audit.note(turn, "add_goal", "agreement", agreement.id)
    return goal


def change(turn: Turn, goal_id: int, words: str, follow_up: str) -> Goal:
    """Write a goal anew. What has been judged keeps its words: the judgement is of them.

    Raises:
        Refused: not theirs, nothing written, too long, judged, or another goal has the same words.
    """
    goal, agreement = find(turn, goal_id, lock=True)
    words, follow_up = _checked(words, follow_up)
    if (goal.attainment and words != goal.words) or is_said(turn, goal, words):
        raise Refused(views.Stale())
    if (goal.words, goal.follow_up) != (words, follow_up):
        goal.words, goal.follow_up = words, follow_up
        audit.note(turn, "change_goal", "agreement", agreement.id)
    return goal


def is_said(turn: Turn, goal: Goal, words: str) -> bool:
    """Whether another goal of the agreement has these words."""
    same = _same(turn, goal.agreement_id, words)
    return same is not None and same.id != goal.id


def remove(turn: Turn, goal_id: int) -> int:
    """Take away a goal that nobody has judged.

    Returns:
        The agreement's id.

    Raises:
        Refused: not theirs, gone, or judged.
    """
    goal, agreement = find(turn, goal_id, lock=True)
    if goal.attainment:
        raise Refused(views.Stale())
    turn.session.delete(goal)
    audit.note(turn, "remove_goal", "agreement", agreement.id)
    return agreement.id


def judge(turn: Turn, goal_id: int, attainment: Attainment | None, words: str) -> Goal:
    """Say how far a goal was reached, and why; or, with nothing, that nobody has judged it after all.

    Raises:
        Refused: not theirs, a judgement without words, or too long.
    """
    goal, agreement = find(turn, goal_id, lock=True)
    words = words.strip() if attainment else ""
    if attainment and not words:
        raise Refused(views.NothingWritten())
    _fits(words)
    if (goal.attainment, goal.attainment_words) == (attainment, words):
        return goal
    goal.attainment, goal.attainment_words = attainment, words
    goal.judged_on = turn.today if attainment else None
    goal.judged_by_id = turn.who.id if attainment else None
    audit.note(turn, f"judge_goal_{attainment or 'not'}", "agreement", agreement.id)
    return goal


def _checked(words: str, follow_up: str) -> tuple[str, str]:
    words, follow_up = words.strip(), follow_up.strip()
    if not words:
        raise Refused(views.NothingWritten())
    _fits(words)
    _fits(follow_up)
    return words, follow_up


def _fits(words: str) -> None:
    if len(words) > LONGEST:
        raise Refused(views.TooLong(len(words), LONGEST))


def _same(turn: Turn, agreement_id: int, words: str) -> Goal | None:
    return turn.session.scalars(
        select(Goal).where(col(Goal.agreement_id) == agreement_id, col(Goal.words) == words)
    ).first()
