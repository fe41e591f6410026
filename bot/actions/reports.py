"""A partner's report under a duty: begun, saved as it is written, handed in.

Locks are taken in one order: the agreement, the duty, the report.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import col

from bot import audit
from bot.actions import agreements, report_news
from bot.agreements import reports
from bot.agreements.reports import Fields, Kept, Version
from bot.errors import Refused
from bot.policy import Act
from bot.turn import Turn
from bot.upsert import insert_new
from messages import views
from models import Agreement, Report, ReportDuty, ReportFile, ReportRemark, ReportState

LARGEST = 120_000
"""Characters of a draft, all of its fields together."""


@dataclass(frozen=True)
class Found:
    """A report, what it is due under, and the agreement."""

    report: Report
    duty: ReportDuty
    agreement: Agreement


def find(turn: Turn, report_id: int, act: Act = Act.READ_AGREEMENT, *, lock: bool = False) -> Found:
    """The report, for an act that the policy allows to a party of its agreement.

    Raises:
        Refused: there is none, or it is others'; said in the same words.
    """
    where = turn.session.execute(
        select(col(ReportDuty.agreement_id), col(ReportDuty.id))
        .join(Report, col(Report.duty_id) == col(ReportDuty.id))
        .where(col(Report.id) == report_id)
    ).first()
    if where is None:
        raise Refused(views.NotFound())
    agreement = agreements.find(turn, where[0], act, lock=lock)
    duty = turn.session.get_one(ReportDuty, where[1], with_for_update=lock or None, populate_existing=lock)
    report = turn.session.get_one(Report, report_id, with_for_update=lock or None, populate_existing=lock)
    return Found(report, duty, agreement)


def begin(turn: Turn, duty_id: int) -> Report:
    """The report under a duty; begun if nobody of the partner's has.

    Raises:
        Refused: not theirs to hand in, or the board has it already, another way.
    """
    duty = turn.session.get(ReportDuty, duty_id)
    agreements.find(turn, duty.agreement_id if duty else 0, Act.HAND_IN_REPORT, lock=True)
    assert duty, "it has an agreement"
    of_duty = select(Report).where(col(Report.duty_id) == duty_id)
    report = turn.session.scalars(of_duty).first()
    if report:
        return report
    turn.session.refresh(duty, with_for_update=True)
    if duty.received_at is not None:
        raise Refused(views.Stale())
    first, last = reports.period_of(turn.session, duty)
    row = {"duty_id": duty.id, "state": ReportState.DRAFT, "first_day": first, "last_day": last, "revision": 1}
    row |= {"member_id": turn.who.id, "changed_at": turn.now}
    turn.session.execute(insert_new(turn.session, Report, "duty_id"), row)
    report = turn.session.scalars(of_duty).one()
    audit.note(turn, "begin_report", "report", report.id)
    return report


def keep(turn: Turn, report_id: int, revision: int, fields: Fields) -> None:
    """Keep what the partner's form holds now; it tells nobody anything, and stands beside what others have saved.

    Raises:
        Refused: not theirs, or too long.
    """
    report = find(turn, report_id, Act.HAND_IN_REPORT).report
    turn.session.refresh(report, with_for_update=True)
    standing = {
        "first_day": report.first_day.isoformat(),
        "last_day": report.last_day.isoformat(),
        **reports.unseal(turn.vault, report).fields,
    }
    differs = any(text != standing.get(name, "") for name, text in fields.items() if name != reports.MESSAGE)
    says_more = report.state in reports.EDITABLE and bool(fields.get(reports.MESSAGE, "").strip())
    keep_for(turn, report, revision, fields if differs or says_more else {})


def keep_for(turn: Turn, report: Report, revision: int, fields: Fields) -> None:
    """Keep `fields` for the one who acts, or what was kept no longer where there are none. The report is locked.

    Raises:
        Refused: they are too long.
    """
    length = sum(map(len, fields.values()))
    if length > LARGEST:
        raise Refused(views.TooLong(length, LARGEST))
    contents = reports.unseal(turn.vault, report)
    contents.kept.pop(turn.who.id, None)
    if fields:
        contents.kept[turn.who.id] = Kept(revision, turn.now, fields)
    reports.seal(turn.vault, report, contents)


def save(turn: Turn, report_id: int, revision: int, fields: Fields, first_day: date, last_day: date) -> Report:
    """Let a report's words be `fields`; `revision` is the one that was changed. The same words again do no more.

    Args:
        turn: whose.
        report_id: of which report.
        revision: as the writer saw it.
        fields: by `reports.TEXTS`, `NUMBERS`, `PERIOD` and `goal_field`.
        first_day: of the period.
        last_day: not before it.

    Raises:
        Refused: not theirs, handed in, too long, or somebody saved it meanwhile.
    """
    found = find(turn, report_id, Act.HAND_IN_REPORT, lock=True)
    report = found.report
    _require_lengths(fields)
    contents = reports.unseal(turn.vault, report)
    standing = {name: text for name, text in contents.fields.items() if text}
    if standing != {name: text for name, text in fields.items() if text}:
        if report.state not in reports.EDITABLE:
            raise Refused(views.ReportHandedIn())
        if report.revision != revision:
            raise Refused(views.ChangedMeanwhile())
        contents.fields = fields
        report.first_day, report.last_day = first_day, last_day
        report.revision += 1
        report.member_id, report.changed_at = turn.who.id, turn.now
        audit.note(turn, "write_report", "report", report.id)
    contents.kept.pop(turn.who.id, None)
    reports.seal(turn.vault, report, contents)
    return report


def _require_lengths(fields: Fields) -> None:
    for name, text in fields.items():
        longest = reports.LONGEST_OF_GOAL if name.startswith("goal_") else reports.LONGEST
        if len(text) > longest:
            raise Refused(views.TooLong(len(text), longest))


def hand_in(turn: Turn, report_id: int, message: str = "", *, seen: int | None = None) -> Report:
    """Hand in what is saved. The board's managers are told, and the duty is settled until they return it.

    What is in already is not handed in a second time. `seen` is the revision that the writer's form was of: one that is
    sent again after the report was handed in and returned hands nothing in.

    Raises:
        Refused: not theirs, there is nothing in it, or it was returned since.
    """
    found = find(turn, report_id, Act.HAND_IN_REPORT, lock=True)
    report = found.report
    if report.state not in reports.EDITABLE:
        return report
    if seen is not None and report.revision > seen + 1:  # one more where this form's own words were saved first
        raise Refused(views.ChangedMeanwhile())
    if len(message) > reports.LONGEST_MESSAGE:
        raise Refused(views.TooLong(len(message), reports.LONGEST_MESSAGE))
    contents = reports.unseal(turn.vault, report)
    if not has_words(contents.fields) and not _has_file(turn, report):
        raise Refused(views.NothingWritten())
    contents.versions.append(Version(turn.now, {**contents.fields, **_goals_as_they_are(turn, found.agreement)}))
    reports.seal(turn.vault, report, contents)
    report.handed_in_at = turn.now
    becomes(turn, found, ReportState.HANDED_IN)
    found.duty.received_at, found.duty.received_by_id = turn.now, turn.who.id
    remark = remark_on(turn, report, message)
    report_news.tell_board(turn, found.agreement.id, report, remark)
    audit.note(turn, "hand_in_report", "report", report.id)
    return report


def has_words(fields: Fields) -> bool:
    """Whether anything is said in `fields`, besides what period it is about."""
    return any(text.strip() for name, text in fields.items() if name not in reports.PERIOD)


def _has_file(turn: Turn, report: Report) -> bool:
    files = select(col(ReportFile.id)).where(col(ReportFile.report_id) == report.id)
    return turn.session.scalars(files.where(col(ReportFile.removed_at).is_(None)).limit(1)).first() is not None


def _goals_as_they_are(turn: Turn, agreement: Agreement) -> Fields:
    """The goals' own words, lest a goal that is changed later makes what was said of it mean something else."""
    return {reports.goal_field(goal.id, "goal"): goal.words for goal in reports.goals_of(turn.session, agreement.id)}


def becomes(turn: Turn, found: Found, state: ReportState) -> None:
    """Let a report be in `state` from now on."""
    found.report.state = state
    found.report.revision += 1
    found.report.changed_at = turn.now


def remark_on(turn: Turn, report: Report, words: str) -> ReportRemark:
    """What was said of a report, in the state in which it is now."""
    remark = ReportRemark(report_id=report.id, state=report.state, words=words, member_id=turn.who.id, at=turn.now)
    turn.session.add(remark)
    turn.session.flush()
    return remark
