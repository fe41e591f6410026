"""The report duties of a file, into the database."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlmodel import Session, col, select

from bot.actions.partnerships.agreement_period import YEARS_LIKELY
from bot.actions.partnerships.checking import Nearest
from bot.actions.partnerships.fields import Fields
from bot.actions.partnerships.findings import Change, show
from bot.actions.partnerships.reading import Entry
from bot.actions.partnerships.report import Report
from bot.actions.partnerships.rows import REFUSED, insert_row, refusal
from bot.actions.partnerships.values import NAME_LONGEST, Unfit, as_day, as_text
from models import ReportDuty, ReportKind

ALL_DUTIES = select(col(ReportDuty.agreement_id), col(ReportDuty.kind), col(ReportDuty.due_on))

Doubt = Callable[[str], str | None]


@dataclass(frozen=True)
class DutyFacts:
    """What a good entry says; two that say the same are one duty."""

    agreement: str
    kind: ReportKind
    due_on: date


def import_report_duties(
    session: Session,
    entries: Sequence[Entry],
    agreements: Mapping[str, int],
    unkept: Mapping[str, str],
    today: date,
    report: Report,
) -> set[int]:
    """Write the good ones among `entries`; a duty that the database has stays as it is, received or not.

    Args:
        session: an open transaction.
        entries: those of the kind `report_duty`.
        agreements: the ids of all agreements that the database has, by name.
        unkept: the place of every agreement in the file, by name, to say of one that it was not kept.
        today: the day of the import.
        report: gets what was found and done.

    Returns:
        The ids of the agreements that got a new duty.
    """
    stored = set(session.exec(ALL_DUTIES)) if entries else set()
    doubt = partial(_doubt_agreement, Nearest(agreements), agreements, unkept)
    first: dict[DutyFacts, Entry] = {}
    touched: set[int] = set()
    for entry in entries:
        facts, wrong, odd = check_report_duty(entry, today, doubt)
        if facts and first.setdefault(facts, entry) is not entry:
            wrong.append(f"the same duty stands in the file before, on {first[facts].where}; remove one of the two")
        report.caution(entry, odd)
        if facts is None or wrong:
            report.reject(entry, wrong)
            continue
        agreement_id = agreements[facts.agreement]
        if (agreement_id, facts.kind, facts.due_on) in stored:
            report.keep(entry, Change.UNCHANGED)
        elif _store(session, entry, agreement_id, facts, report):
            touched.add(agreement_id)
    return touched


def check_report_duty(
    entry: Entry, today: date, doubt_agreement: Doubt
) -> tuple[DutyFacts | None, list[str], list[str]]:
    """Check `entry`.

    Args:
        entry: the entry.
        today: the day of the import; years far from it are pointed out.
        doubt_agreement: why the agreement of a name cannot have duties, or nothing.

    Returns:
        Its facts, or nothing where something is wrong with it; what is wrong; and what is merely odd.
    """
    fields = Fields(entry.values, entry.headings)
    agreement = fields.required("agreement", lambda value: as_text(value, NAME_LONGEST))
    kind = fields.required("kind", _as_kind)
    due_on = fields.required("due_on", as_day)
    fields.flag_rest()
    fields.wrong += entry.faults
    fields.wrong += filter(None, [doubt_agreement(agreement) if agreement else None])
    if due_on and abs(due_on.year - today.year) > YEARS_LIKELY:
        fields.odd.append(
            f"{fields.called('due_on')} is {due_on}, more than {YEARS_LIKELY} years from today; check the year"
        )
    if fields.wrong or agreement is None or kind is None or due_on is None:
        return None, fields.wrong, fields.odd
    return DutyFacts(agreement, kind, due_on), [], fields.odd


def _as_kind(value: Any) -> ReportKind:  # noqa: ANN401 - what TOML gave
    try:
        return ReportKind(value)
    except ValueError:
        raise Unfit(f"must be one of {', '.join(ReportKind)}, not {show(value)}") from None


def _doubt_agreement(
    nearest: Nearest, agreements: Mapping[str, int], unkept: Mapping[str, str], name: str
) -> str | None:
    if name in agreements:
        return None
    if name in unkept:
        return f"the agreement {show(name)} was not imported itself ({unkept[name]}); correct that entry first"
    return f"the agreement {show(name)} is neither in the file nor in the database{nearest.hint(name)}"


def _store(session: Session, entry: Entry, agreement_id: int, facts: DutyFacts, report: Report) -> bool:
    try:
        with session.begin_nested():
            insert_row(session, ReportDuty, {"agreement_id": agreement_id, "kind": facts.kind, "due_on": facts.due_on})
    except REFUSED as refused:
        report.reject(entry, [refusal(refused)])
        return False
    report.keep(entry, Change.ADDED)
    return True
