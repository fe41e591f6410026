"""A partner's reports: what is due or has come, each with its way into the room; and what has become of one."""

from sqlalchemy import select
from sqlmodel import col

from bot.agreements import reports as questions
from bot.agreements.reports import Stage, Standing
from bot.cards.card import PAGE, Card, Press, Row
from bot.cards.common import MENU, room_row
from bot.pages import paths
from bot.turn import Turn
from messages import Value, Word, views
from models import Agreement, AgreementStatus, Member, Party, Report, ReportDuty, ReportRemark, ReportState, Role

WAITS_FOR_PARTNER = frozenset({Stage.LATE, Stage.COMING, Stage.RETURNED})
SHOWN_TO_PARTNER = WAITS_FOR_PARTNER | {Stage.HANDED_IN}
SHOWN_TO_BOARD = frozenset({Stage.HANDED_IN})
STILL = {
    ReportState.HANDED_IN: frozenset({ReportState.HANDED_IN, ReportState.APPROVED}),
    ReportState.RETURNED: frozenset({ReportState.RETURNED}),
    ReportState.APPROVED: frozenset({ReportState.APPROVED}),
}
"""In which states of a report a remark of that state is still news."""


def reports(turn: Turn) -> Card:
    """The reports that the reader hands in, what is late first; or those that wait for the reader's judgement."""
    judges = turn.who.role is Role.MANAGER
    wanted = SHOWN_TO_BOARD if judges else SHOWN_TO_PARTNER
    found = [one for one in theirs(turn) if one.stage(turn.today) in wanted]
    shown = found[:PAGE]
    view = views.Reports(
        tuple(line(turn, one) for one in shown), len(found) - len(shown), judges, room=bool(room_row(turn, "reports"))
    )
    return Card(view, (*(row for one in shown for row in _open(turn, one)), *_all(turn), *MENU))


def theirs(turn: Turn) -> list[Standing]:
    """Every report due under an agreement that the reader's organisation is party to, what is late first."""
    ours = (
        select(col(Agreement.id))
        .join(Party, col(Party.agreement_id) == col(Agreement.id))
        .where(col(Party.organisation_id) == turn.who.organisation_id)
        .where(col(Agreement.status) == AgreementStatus.AGREED)
    )
    found = questions.of_agreements(turn.session, turn.session.scalars(ours).all())
    return sorted(found, key=lambda one: one.urgency(turn.today))


def waiting(turn: Turn) -> int:
    """How many wait for the reader: to be judged; or late, or to be mended."""
    wanted = SHOWN_TO_BOARD if turn.who.role is Role.MANAGER else frozenset({Stage.LATE, Stage.RETURNED})
    return sum(one.stage(turn.today) in wanted for one in theirs(turn))


def line(turn: Turn, standing: Standing) -> views.ReportLine:
    """A report as it stands today."""
    late = standing.is_late(turn.today)
    stage = standing.stage(turn.today)
    return views.ReportLine(
        standing.agreement.name,
        Word(f"report.{standing.duty.kind}"),
        standing.duty.due_on,
        Word(f"report_stage.{stage}"),
        late,
    )


def news(turn: Turn, remark: ReportRemark) -> Card | None:
    """What somebody did with a report; nothing where something else has happened to it since."""
    report = turn.session.get_one(Report, remark.report_id)
    if report.state not in STILL[remark.state] or (remark.state is not report.state and not _is_comment(turn, remark)):
        return None
    duty = turn.session.get_one(ReportDuty, report.duty_id)
    happened = "commented" if _is_comment(turn, remark) else remark.state.value
    view = views.ReportNews(
        name=turn.session.get_one(Agreement, duty.agreement_id).name,
        kind=Word(f"report.{duty.kind}"),
        happened=Word(f"report_stage.{happened}"),
        by=turn.session.get_one(Member, remark.member_id).name,
        due_on=duty.due_on if remark.state is ReportState.RETURNED and duty.due_on >= turn.today else None,
    )
    return Card(view, (*room_row(turn, paths.report(report.id)), *MENU))


def very_late(turn: Turn, duty: ReportDuty) -> Card | None:
    """To a partner's manager; nothing where the report has come, or is due another day."""
    if duty.received_at is not None or duty.due_on >= turn.today:
        return None
    name = turn.session.get_one(Agreement, duty.agreement_id).name
    return Card(views.ReportVeryLate(name, Word(f"report.{duty.kind}"), duty.due_on), (*_all(turn), *MENU))


def _is_comment(turn: Turn, remark: ReportRemark) -> bool:
    """Whether it changed nothing: the state was the same before."""
    before = turn.session.scalars(
        select(col(ReportRemark.state))
        .where(col(ReportRemark.report_id) == remark.report_id, col(ReportRemark.id) < remark.id)
        .order_by(col(ReportRemark.id).desc())
        .limit(1)
    ).first()
    return before is remark.state


def _open(turn: Turn, standing: Standing) -> tuple[Row, ...]:
    report = standing.report
    path = paths.report(report.id) if report else paths.agreement(standing.agreement.id, "reports")
    link = turn.house.room_link(path)
    values: dict[str, Value] = {"report": Word(f"report.{standing.duty.kind}"), "day": standing.duty.due_on}
    return ((Press("open_report", values=values, room=link),),) if link else ()


def _all(turn: Turn) -> tuple[Row, ...]:
    link = turn.house.room_link("reports")
    return ((Press("open_reports", room=link),),) if link else ()
