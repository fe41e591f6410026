"""Reading all that a manager may see, with one statement a sheet."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import col

from bot import suppression
from bot.agreements import agreement_facts, counts, periods
from bot.documents.workbook.referrals import by_month, waiting
from bot.documents.workbook.sheet import Cell, Sheet, hours, kronor
from bot.turn import Turn
from messages import Word
from models import (
    Activity,
    Agreement,
    Assessment,
    BudgetLine,
    BudgetUse,
    Goal,
    InKind,
    Member,
    Organisation,
    Party,
    Proposal,
    Report,
    ReportDuty,
    ReportState,
    Resolution,
    Series,
    Shift,
    SteeringMeeting,
    SteeringMember,
)

Read = Callable[[Any], tuple[Cell, ...]]


def gather(turn: Turn) -> tuple[Sheet, ...]:
    """All sheets of the reader's board. The caller has asked the policy."""
    return (
        _agreements(turn),
        *(_sheet(turn, key, columns, statement, read) for key, columns, statement, read in SHEETS),
        by_month(turn),
        waiting(turn),
    )


def _theirs(turn: Turn) -> Select[int]:
    """The ids of the board's agreements."""
    return select(col(Party.agreement_id)).where(col(Party.organisation_id) == turn.who.organisation_id)


def _agreements(turn: Turn) -> Sheet:
    rows = turn.session.scalars(
        select(Agreement)
        .where(col(Agreement.id).in_(_theirs(turn)))
        .order_by(col(Agreement.valid_from), col(Agreement.name))
    ).all()
    parties = _parties(turn, [row.id for row in rows])
    ends = {row.name: row for row in rows}
    texts = tuple(key for key in agreement_facts.TEXTS if not key.endswith("_en"))
    columns = (
        "agreement", "parties", "standing", "valid_from", "valid_to", "first_end", "extension_months", "furthest_end",
        "reported_end", "unexplained", "follows", "gap", "takes_referrals", "logs_activities", "promises_presence",
        "deidentified", "intention", *texts,
    )  # fmt: skip
    return Sheet("agreements", columns, [_agreement(turn.today, row, parties[row.id], ends, texts) for row in rows])


def _agreement(
    today: date, row: Agreement, parties: str, known: dict[str, Agreement], texts: Iterable[str]
) -> tuple[Cell, ...]:
    before = known.get(row.follows or "")
    return (
        row.name,
        parties,
        periods.standing(row, today),
        row.valid_from,
        row.valid_to,
        row.first_end,
        row.extension_permitted_months,
        periods.furthest_end(row) if row.extension_permitted_months else None,
        row.reported_end,
        periods.unexplained_days(row) or None,
        row.follows,
        periods.gap_days(before, row) if before else None,
        row.takes_referrals,
        row.logs_activities,
        row.promises_presence,
        row.deidentified,
        Word(f"intention.{row.intention}") if row.intention else None,
        *(agreement_facts.text(row, key) for key in texts),
    )


def _parties(turn: Turn, ids: Sequence[int]) -> defaultdict[int, str]:
    found: defaultdict[int, str] = defaultdict(str)
    rows = turn.session.execute(
        select(col(Party.agreement_id), col(Organisation.name))
        .join(Organisation, col(Organisation.id) == col(Party.organisation_id))
        .where(col(Party.agreement_id).in_(ids))
        .order_by(col(Party.agreement_id), col(Party.position))
    ).all()
    for agreement_id, name in rows:
        found[agreement_id] += f"; {name}" if found[agreement_id] else name
    return found


def _sheet(turn: Turn, key: str, columns: tuple[str, ...], statement: Select[Any], read: Read) -> Sheet:
    rows = turn.session.execute(
        statement.where(col(Agreement.id).in_(_theirs(turn))).order_by(col(Agreement.name))
    ).all()
    return Sheet(key, ("agreement", *columns), [(name, *read(row)) for name, *row in rows])


def _of(*entities: Any) -> Select[Any]:  # noqa: ANN401 - tables and columns
    """Agreements' names with what belongs to them; the first entity names its agreement."""
    first, *_ = entities
    return select(col(Agreement.name), *entities).join(first, col(first.agreement_id) == col(Agreement.id))


NAME = col(Member.name)
PARTY = col(Organisation.name)

SHEETS: tuple[tuple[str, tuple[str, ...], Select[Any], Read], ...] = (
    (
        "resolutions",
        ("kind", "instance", "decided_on", "registry_number", "paragraph", "until", "amount", "mandate", "signed_on"),
        _of(Resolution).where(col(Resolution.struck_at).is_(None)).order_by(col(Resolution.decided_on)),
        lambda row: (
            row[0].kind,
            row[0].instance,
            row[0].decided_on,
            row[0].registry_number,
            row[0].paragraph,
            row[0].until,
            kronor(row[0].amount_ore),
            row[0].gives_mandate,
            row[0].signed_on,
        ),
    ),
    (
        "criteria",
        ("criterion", "answer", "sentence", "guidelines", "judged_on", "by"),
        _of(Assessment, NAME)
        .join(Member, col(Member.id) == col(Assessment.member_id))
        .order_by(col(Assessment.criterion), col(Assessment.id)),
        lambda row: (
            row[0].criterion,
            row[0].answer,
            row[0].sentence,
            row[0].guidelines,
            row[0].judged_on,
            row[1],
        ),
    ),
    (
        "goals",
        ("goal", "follow_up", "attainment", "attainment_words", "judged_on"),
        _of(Goal).order_by(col(Goal.position)),
        lambda row: (row[0].words, row[0].follow_up, row[0].attainment, row[0].attainment_words, row[0].judged_on),
    ),
    (
        "budget",
        ("line", "planned"),
        _of(BudgetLine).order_by(col(BudgetLine.position)),
        lambda row: (row[0].words, kronor(row[0].planned_ore)),
    ),
    (
        "use",
        ("line", "first_day", "last_day", "used", "by"),
        _of(BudgetLine, BudgetUse, NAME)
        .join(BudgetUse, col(BudgetUse.line_id) == col(BudgetLine.id))
        .join(Member, col(Member.id) == col(BudgetUse.member_id))
        .where(col(BudgetUse.struck_at).is_(None))
        .order_by(col(BudgetUse.first_day), col(BudgetUse.id)),
        lambda row: (row[0].words, row[1].first_day, row[1].last_day, kronor(row[1].amount_ore), row[2]),
    ),
    (
        "hours",
        ("party", "volunteers", "first_day", "last_day", "hours_given"),
        _of(InKind, PARTY)
        .join(Organisation, col(Organisation.id) == col(InKind.organisation_id))
        .where(col(InKind.struck_at).is_(None))
        .order_by(col(InKind.first_day), col(InKind.id)),
        lambda row: (row[1], row[0].volunteers, row[0].first_day, row[0].last_day, hours(row[0].minutes)),
    ),
    (
        "reports",
        ("report", "due_on", "received_on", "report_state"),
        _of(ReportDuty, Report)
        .outerjoin(Report, col(Report.duty_id) == col(ReportDuty.id))
        .order_by(col(ReportDuty.due_on)),
        lambda row: (
            Word(f"report.{row[0].kind}"),
            row[0].due_on,
            row[0].received_at,
            row[1].state if row[1] and row[1].state is not ReportState.DRAFT else None,
        ),
    ),
    (
        "activities",
        ("day", "activity", "called_off", "visitors", "volunteers_there", "leaders", "same_leaders"),
        _of(Activity).where(col(Activity.struck_at).is_(None)).order_by(col(Activity.day), col(Activity.id)),
        lambda row: (
            row[0].day,
            row[0].kind,
            row[0].called_off,
            suppression.shown(row[0].visitors) if row[0].visitors else row[0].visitors,
            _volunteers(row[0]),
            row[0].leaders,
            row[0].same_leaders,
        ),
    ),
    (
        "shifts",
        ("day", "opens", "closes", "kept", "reason", "by_partner", "corrects"),
        _of(Series, Shift).join(Shift, col(Shift.series_id) == col(Series.id)).order_by(col(Shift.day), col(Shift.id)),
        lambda row: (
            row[1].day,
            row[0].opens,
            row[0].closes,
            row[1].kept,
            row[1].reason,
            row[1].by_partner,
            row[1].corrects,
        ),
    ),
    (
        "steering_members",
        ("party", "name", "role", "since", "until"),
        _of(SteeringMember, PARTY)
        .join(Organisation, col(Organisation.id) == col(SteeringMember.organisation_id))
        .order_by(col(SteeringMember.since), col(SteeringMember.id)),
        lambda row: (row[1], row[0].name, row[0].role, row[0].since, row[0].until),
    ),
    (
        "steering_meetings",
        ("starts_at", "place", "called_off"),
        _of(SteeringMeeting).order_by(col(SteeringMeeting.starts_at)),
        lambda row: (row[0].starts_at, row[0].place, row[0].called_off_at is not None),
    ),
    (
        "proposals",
        ("proposed_at", "party", "title", "proposal", "status"),
        _of(Proposal, PARTY)
        .join(Organisation, col(Organisation.id) == col(Proposal.organisation_id))
        .order_by(col(Proposal.at)),
        lambda row: (row[0].at, row[1], row[0].title, row[0].words, row[0].status),
    ),
)


def _volunteers(activity: Activity) -> int | None:
    told = counts.told_volunteers(activity)
    return suppression.shown(told) if told else told


def title(turn: Turn) -> str:
    """Whose workbook it is."""
    return turn.session.get_one(Organisation, turn.who.organisation_id).name
