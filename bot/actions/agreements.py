"""What a board's manager decides about an agreement: what is meant to happen, and which reports are due."""

from datetime import date

from sqlalchemy import select
from sqlmodel import col

from bot import audit, policy, relations
from bot.actions import reminders
from bot.errors import Refused
from bot.policy import Act
from bot.turn import Turn
from bot.upsert import insert_new
from messages import views
from models import Agreement, Intention, Report, ReportDuty, ReportKind, ReportState

YEARS_AHEAD = 10
IN = (ReportState.HANDED_IN, ReportState.APPROVED)


def find(turn: Turn, agreement_id: int, act: Act = Act.STEER_AGREEMENT, *, lock: bool = False) -> Agreement:
    """The agreement, for an act that the policy allows to a party of it: unless said, to steer it.

    Raises:
        Refused: there is none, or it is others'; said in the same words.
    """
    agreement = turn.session.get(Agreement, agreement_id, with_for_update=lock or None)
    if agreement is None:
        raise Refused(views.NotFound())
    policy.require(turn.who, act, relations.to_agreement(turn, agreement.id))
    return agreement


def intend(turn: Turn, agreement_id: int, intention: Intention) -> None:
    """Say what is meant to happen when the agreement ends; saying it anew takes the place of what was said before."""
    agreement = find(turn, agreement_id, lock=True)
    if agreement.intention is not intention:
        agreement.intention = intention
        agreement.intended_by_id, agreement.intended_at = turn.who.id, turn.now
        audit.note(turn, f"intend_{intention}", "agreement", agreement.id)


def add_duty(turn: Turn, agreement_id: int, kind: ReportKind, due_on: date) -> None:
    """Let a report be due on `due_on`; the same one a second time does no more.

    Raises:
        Refused: not theirs, or a day before the agreement begins or too far ahead.
    """
    agreement = find(turn, agreement_id, lock=True)
    if not agreement.valid_from <= due_on or due_on.year > turn.today.year + YEARS_AHEAD:
        raise Refused(views.Stale())
    duty = {"agreement_id": agreement.id, "kind": kind, "due_on": due_on}
    turn.session.execute(insert_new(turn.session, ReportDuty, *duty), [duty])
    reminders.replan(turn.session, [agreement.id], turn.now)
    audit.note(turn, "add_report_duty", "agreement", agreement.id)


def receive(turn: Turn, duty_id: int, *, received: bool) -> ReportDuty:
    """*Mottagen*: the report has come, which settles the duty; or, taken back, has not.

    Raises:
        Refused: not theirs; or taken back, though it was handed in in the room: there it is returned.
    """
    duty = _find_duty(turn, duty_id)
    if not received and _report(turn, duty, *IN):
        raise Refused(views.Stale())
    if received != (duty.received_at is not None):
        duty.received_at = turn.now if received else None
        duty.received_by_id = turn.who.id if received else None
        act = "receive_report" if received else "report_not_received"
        audit.note(turn, act, "report_duty", duty.id)
    return duty


def remove_duty(turn: Turn, duty_id: int) -> int:
    """Take away a duty that was a mistake.

    Returns:
        The agreement's id.

    Raises:
        Refused: not theirs, gone already, its report has come, or somebody is writing it.
    """
    duty = _find_duty(turn, duty_id)
    if duty.received_at is not None or _report(turn, duty, *ReportState):
        raise Refused(views.Stale())
    agreement_id = duty.agreement_id
    turn.session.delete(duty)
    audit.note(turn, "remove_report_duty", "agreement", agreement_id)
    return agreement_id


def _report(turn: Turn, duty: ReportDuty, *states: ReportState) -> bool:
    """Whether there is a report in the room under a duty, in one of `states`."""
    rows = select(col(Report.id)).where(col(Report.duty_id) == duty.id, col(Report.state).in_(states))
    return turn.session.scalars(rows).first() is not None


def _find_duty(turn: Turn, duty_id: int) -> ReportDuty:
    agreement_id = turn.session.scalars(
        select(col(ReportDuty.agreement_id)).where(col(ReportDuty.id) == duty_id)
    ).first()
    find(turn, agreement_id or 0, lock=True)
    duty = turn.session.get(ReportDuty, duty_id, with_for_update=True)
    if duty is None:
        raise Refused(views.NotFound())
    return duty
