"""Partners' reports: what is due, and one report as each side may read it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlmodel import col

from bot import clock, policy, relations
from bot.agreements import report_files as files
from bot.agreements import reports as questions
from bot.agreements.reports import Contents, Stage, Standing
from bot.cards import reports as lists
from bot.pages import paths
from bot.policy import Act
from bot.turn import Turn
from messages import Word
from messages.room.pages import (
    AboutReport,
    DutyGroup,
    DutyShown,
    FileShown,
    GoalSaid,
    Judging,
    ReportFilesPage,
    ReportPage,
    ReportsPage,
    ReportStep,
    Warned,
)
from models import Agreement, Member, Organisation, Report, ReportDuty, ReportFile, ReportRemark, ReportState, Role

GROUPS = {
    "to_judge": frozenset({Stage.HANDED_IN}),
    "to_come": frozenset({Stage.LATE, Stage.RETURNED, Stage.COMING}),
    "done": frozenset({Stage.RECEIVED, Stage.APPROVED}),
}
PARTNERS_ORDER = ("to_come", "to_judge", "done")
JUDGED_LATER = 14
"""Days that a report is given to be mended, unless the manager says otherwise."""


def all_of(turn: Turn) -> ReportsPage:
    """The reports of all the reader's agreements."""
    return ReportsPage("", paths.DAY, _groups(turn, lists.theirs(turn)))


def of_agreement(turn: Turn, agreement: Agreement) -> ReportsPage:
    """The reports of one."""
    found = questions.of_agreement(turn.session, agreement.id)
    ordered = sorted(found, key=lambda one: one.urgency(turn.today))
    return ReportsPage(agreement.name, paths.agreement(agreement.id), _groups(turn, ordered))


def _groups(turn: Turn, found: Sequence[Standing]) -> tuple[DutyGroup, ...]:
    order = tuple(GROUPS) if turn.who.role is Role.MANAGER else PARTNERS_ORDER
    groups = (
        DutyGroup(name, tuple(_duty(turn, one) for one in found if one.stage(turn.today) in GROUPS[name]))
        for name in order
    )
    return tuple(group for group in groups if group.duties)


def _duty(turn: Turn, standing: Standing) -> DutyShown:
    duty, report = standing.duty, standing.report
    stage = standing.stage(turn.today)
    relation = relations.to_agreement(turn, standing.agreement.id)
    may_begin = report is None and duty.received_at is None
    begins = may_begin and policy.allows(turn.who.role, Act.HAND_IN_REPORT, relation)
    by = turn.session.get_one(Member, duty.received_by_id).name if duty.received_by_id else ""
    another_way = stage is Stage.RECEIVED
    return DutyShown(
        agreement=standing.agreement.name,
        kind=Word(f"report.{duty.kind}"),
        due_on=duty.due_on,
        stage=stage.value,
        late=standing.is_late(turn.today),
        path=paths.report(report.id) if report else "",
        action=paths.agreement(standing.agreement.id, "reports"),
        begin=duty.id if begins else 0,
        received_on=clock.today(duty.received_at) if another_way and duty.received_at else None,
        received_by=by if another_way else "",
    )


def about(turn: Turn, report: Report) -> AboutReport:
    """Which report it is, for the head of its pages."""
    duty = turn.session.get_one(ReportDuty, report.duty_id)
    agreement = turn.session.get_one(Agreement, duty.agreement_id)
    standing = Standing(duty, agreement, report)
    return AboutReport(
        agreement=agreement.name,
        kind=Word(f"report.{duty.kind}"),
        due_on=duty.due_on,
        stage=standing.stage(turn.today).value,
        late=standing.is_late(turn.today),
        back=paths.agreement(agreement.id, "reports"),
    )


def one(turn: Turn, report: Report, number: int = 0, judging: Judging | None = None) -> ReportPage:
    """What was handed in, last or (where `number` says so, from 1) an earlier time; `judging` is the manager's form."""
    contents = questions.unseal(turn.vault, report)
    versions = contents.versions
    at = number - 1 if 0 < number <= len(versions) else len(versions) - 1
    said = versions[at].fields if versions else {}
    is_board = reads_for_board(turn)
    return ReportPage(
        about=about(turn, report),
        first_day=date.fromisoformat(said["first_day"]) if "first_day" in said else report.first_day,
        last_day=date.fromisoformat(said["last_day"]) if "last_day" in said else report.last_day,
        texts=tuple((name, said[name]) for name in questions.TEXTS if said.get(name, "").strip()),
        recurring=said.get("recurring", ""),
        new=said.get("new", ""),
        goals=tuple(GoalSaid(*goal) for goal in questions.goals_in(said) if goal[1] or goal[2].strip()),
        files=shown_files(turn, report),
        trail=trail(turn, report, contents),
        unread="" if versions else "not_in",
        earlier=bool(versions) and at < len(versions) - 1,
        unsaved=() if is_board else _unsaved(turn, contents),
        judging=judging,
    )


def reads_for_board(turn: Turn) -> bool:
    """Whether the reader belongs to a board: then what has not been handed in does not exist."""
    return turn.session.get_one(Organisation, turn.who.organisation_id).is_board


def _unsaved(turn: Turn, contents: Contents) -> tuple[tuple[str, str], ...]:
    kept = contents.kept.get(turn.who.id)
    if kept is None:
        return ()
    return tuple(
        (name, kept.fields[name])
        for name in questions.TEXTS
        if kept.fields.get(name, "").strip() and kept.fields[name] != contents.fields.get(name, "")
    )


def judging(
    turn: Turn, report: Report, given: questions.Fields | None = None, warned: Warned | None = None, flaw: str = ""
) -> Judging | None:
    """The manager's form, with what was being written; nothing for others, or where nothing is in."""
    duty = turn.session.get_one(ReportDuty, report.duty_id)
    relation = relations.to_agreement(turn, duty.agreement_id)
    verdicts = tuple(one.value for one in questions.Verdict if report.state in questions.OF[one])
    if not verdicts or not policy.allows(turn.who.role, Act.STEER_AGREEMENT, relation):
        return None
    kept = None if given is not None else questions.unseal(turn.vault, report).kept.get(turn.who.id)
    fields = given if given is not None else kept.fields if kept else {}
    return Judging(
        action=paths.report(report.id, "judge"),
        draft=paths.report(report.id, "judge/draft"),
        revision=report.revision,
        verdicts=verdicts,
        words=fields.get("words", ""),
        due_on=fields.get("due_on", ""),
        longest=questions.LONGEST,
        flaw=flaw,
        kept_at=kept.at if kept else None,
        warned=warned,
        then=fields.get("verdict", "") if warned else "",
    )


def shown_files(turn: Turn, report: Report) -> tuple[FileShown, ...]:
    """The documents that the reader may see."""
    hands_in = not reads_for_board(turn)
    return tuple(_file(turn, report, row, hands_in=hands_in) for row in files.of_report(turn, report))


def _file(turn: Turn, report: Report, row: ReportFile, *, hands_in: bool) -> FileShown:
    path = f"{paths.report(report.id)}/file/{row.id}"
    return FileShown(
        name=row.name,
        kilobytes=max(1, round(row.size / 1024)),
        at=row.at,
        by=turn.session.get_one(Member, row.member_id).name,
        path=path,
        remove=f"{path}/remove" if hands_in and files.is_removable(report, row) else "",
    )


def files_page(turn: Turn, report: Report, flaw: str = "") -> ReportFilesPage:
    """The documents, and the form that adds one."""
    shown = shown_files(turn, report)
    return ReportFilesPage(
        about=about(turn, report),
        action=paths.report(report.id, "files"),
        files=shown,
        most=files.MOST,
        full=len(shown) >= files.MOST,
        megabytes=files.LARGEST // (1024 * 1024),
        flaw=flaw,
    )


def trail(turn: Turn, report: Report, contents: Contents) -> tuple[ReportStep, ...]:
    """What happened to a report, the newest first; each time that it came in leads to what it then said."""
    rows = turn.session.execute(
        select(ReportRemark, col(Member.name))
        .join(Member, col(Member.id) == col(ReportRemark.member_id))
        .where(col(ReportRemark.report_id) == report.id)
        .order_by(col(ReportRemark.id))
    ).all()
    steps: list[ReportStep] = []
    before, came = ReportState.DRAFT, 0
    for remark, by in rows:
        comes_in = remark.state is ReportState.HANDED_IN is not before
        came += comes_in
        what = "commented" if remark.state is before else remark.state.value
        is_earlier = comes_in and came < len(contents.versions)
        path = f"{paths.report(report.id)}?version={came}" if is_earlier else ""
        steps.append(ReportStep(what, by, remark.at, remark.words, path))
        before = remark.state
    return tuple(reversed(steps))
