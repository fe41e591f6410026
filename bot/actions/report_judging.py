"""What the board says of a report that was handed in: a comment, a return, an approval."""

from datetime import date

from sqlalchemy import select
from sqlmodel import col

from bot import audit
from bot.actions import agreements, reminders, report_news, reports
from bot.agreements import reports as written
from bot.agreements.reports import Verdict
from bot.errors import Refused
from bot.policy import Act
from bot.turn import Turn
from messages import views
from models import Report, ReportDuty, ReportRemark, ReportState

BECOMES = {Verdict.RETURN: ReportState.RETURNED, Verdict.APPROVE: ReportState.APPROVED}


def keep(turn: Turn, report_id: int, revision: int, fields: written.Fields) -> None:
    """Keep what a manager is writing about a report; what has been said by now is no draft any more.

    Raises:
        Refused: not theirs, or too long.
    """
    report = reports.find(turn, report_id, Act.STEER_AGREEMENT).report
    turn.session.refresh(report, with_for_update=True)
    said, newest = fields.get("words", ""), _newest(turn, report)
    is_said = newest is not None and newest.member_id == turn.who.id and newest.words == said
    reports.keep_for(turn, report, revision, {} if is_said or not said.strip() else fields)


def judge(
    turn: Turn, report_id: int, revision: int, verdict: Verdict, words: str = "", due_on: date | None = None
) -> Report:
    """What a manager says of a report of revision `revision`; the same again does no more.

    Args:
        turn: whose.
        report_id: of which.
        revision: as the manager saw it.
        verdict: a comment changes nothing; what is returned is due again; approved is the end.
        words: what the partner reads; a comment and a return need some.
        due_on: the new last day of what is returned; nothing where it stays.

    Raises:
        Refused: not theirs, not in a state in which that can be said, no words, or somebody was there before.
    """
    found = reports.find(turn, report_id, Act.STEER_AGREEMENT, lock=True)
    report = found.report
    if _was_said(turn, report, revision, verdict, words):
        return report
    if report.revision != revision:
        raise Refused(views.ChangedMeanwhile())
    if report.state not in written.OF[verdict]:
        raise Refused(views.Stale())
    if verdict in written.NEEDS_WORDS and not words.strip():
        raise Refused(views.NothingWritten())
    if len(words) > written.LONGEST:
        raise Refused(views.TooLong(len(words), written.LONGEST))
    if verdict is Verdict.RETURN and due_on is not None and due_on != found.duty.due_on:
        _require_free(turn, found.duty, due_on)
    reports.becomes(turn, found, BECOMES.get(verdict, report.state))
    _settle(turn, found, verdict, due_on)
    contents = written.unseal(turn.vault, report)
    contents.kept.pop(turn.who.id, None)
    written.seal(turn.vault, report, contents)
    report_news.tell_partner(turn, found.agreement.id, report, reports.remark_on(turn, report, words))
    audit.note(turn, f"{verdict}_report", "report", report.id)
    return report


def _was_said(turn: Turn, report: Report, revision: int, verdict: Verdict, words: str) -> bool:
    """Whether this very form was sent before: the newest remark is one's own, and says the same."""
    newest = _newest(turn, report)
    if newest is None or report.revision != revision + 1 or newest.member_id != turn.who.id:
        return False
    return newest.words == words and newest.state is BECOMES.get(verdict, newest.state)


def _newest(turn: Turn, report: Report) -> ReportRemark | None:
    of_report = select(ReportRemark).where(col(ReportRemark.report_id) == report.id)
    return turn.session.scalars(of_report.order_by(col(ReportRemark.id).desc()).limit(1)).first()


def _settle(turn: Turn, found: reports.Found, verdict: Verdict, due_on: date | None) -> None:
    duty = found.duty
    if verdict is Verdict.APPROVE and duty.received_at is None:
        duty.received_at, duty.received_by_id = turn.now, turn.who.id
    if verdict is not Verdict.RETURN:
        return
    duty.received_at = duty.received_by_id = None
    if due_on is not None and due_on != duty.due_on:
        duty.due_on = due_on
        turn.session.flush()
        reminders.replan(turn.session, [found.agreement.id], turn.now)


def _require_free(turn: Turn, duty: ReportDuty, due_on: date) -> None:
    """A day from today on, on which no other report of its kind is due."""
    if not turn.today <= due_on or due_on.year > turn.today.year + agreements.YEARS_AHEAD:
        raise Refused(views.UnknownDay())
    same = select(col(ReportDuty.id)).where(
        col(ReportDuty.agreement_id) == duty.agreement_id,
        col(ReportDuty.kind) == duty.kind,
        col(ReportDuty.due_on) == due_on,
    )
    if turn.session.scalars(same).first():
        raise Refused(views.ReportDayTaken(due_on))
