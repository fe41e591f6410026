"""What comes back every week by a file: what is read under `recurring`, and how it comes to rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from bot.actions import series
from bot.actions.partnerships.findings import show
from bot.actions.partnerships.merging import merge
from bot.actions.partnerships.values import Unfit, as_distinct, as_hour
from bot.actions.partnerships.weekdays import as_weekdays
from models import Activity, ActivityKind, Series, SeriesPurpose, Shift

KEYS = ("weekday", "opens", "closes", "kind")
EXAMPLE = '{ weekday = "wed", opens = 16, closes = 20, kind = "homework" }'


class Slot(NamedTuple):
    """What tells one from another."""

    kind: ActivityKind
    weekday: int
    opens: int


@dataclass(frozen=True)
class WeeklyFacts:
    """A weekday (ISO, 1 is Monday) and its whole hours."""

    slot: Slot
    closes: int


Weekly = dict[Slot, WeeklyFacts]


def as_weekly(value: Any) -> Weekly:  # noqa: ANN401 - what TOML gave
    """A list of tables with all four keys.

    Raises:
        Unfit: it is no such list, or one of them is unfit or stands there twice.
    """
    found = as_distinct(value, EXAMPLE, _as_one, lambda facts: facts.slot)
    return {facts.slot: facts for facts in found}


def said(facts: Mapping[str, Any]) -> Weekly:
    """The same of facts that were imported before; what could not be read then has come to no row."""
    try:
        return as_weekly(facts.get("recurring", []))
    except Unfit:
        return {}


def promises_presence(weekly: Weekly) -> bool:
    """Whether hours of the board's own are among them."""
    return any(slot.kind is ActivityKind.PRESENCE for slot in weekly)


def store_weekly(
    session: Session, agreement_id: int, begins: date, before: Weekly, wanted: Weekly
) -> tuple[bool, list[str]]:
    """Bring the agreement's series to what the file wants; one that the room has ended, or has days, is left.

    `begins` is the first day of those that are new: the agreement's own.

    Returns:
        Whether a row changed, and what is to be pointed out.
    """
    stored = session.exec(select(Series).where(col(Series.agreement_id) == agreement_id)).all()
    merged = merge({Slot(one.kind, one.weekday, one.opens): one for one in stored}, before, wanted)
    for facts in merged.new:
        kind, weekday, opens = facts.slot
        series.begin(session, agreement_id, _purpose(kind), kind, weekday, opens, facts.closes, begins, None)
    changed, odd = bool(merged.new), []
    for row, was, facts in merged.both:
        if was and was != facts and row.closes == was.closes and row.ends_on is None:
            row.closes = facts.closes
            changed = True
    for row, _ in merged.gone:
        if row.ends_on is None and row.member_id is None and not _has_days(session, row):
            session.delete(row)
            changed = True
        elif row.ends_on is None:
            odd.append(f"{_called(row)} is no longer in the file; it has days on record, and goes on until it is ended")
    return changed, odd


def _as_one(value: Any) -> WeeklyFacts:  # noqa: ANN401
    if not isinstance(value, dict):
        raise Unfit(f"must be a table with {', '.join(KEYS)}, not {show(value)}")
    for key in KEYS:
        if key not in value:
            raise Unfit(f"lacks {key}")
    if unknown := value.keys() - set(KEYS):
        raise Unfit(f"holds the unknown key {show(min(unknown))}; it takes {', '.join(KEYS)}")
    opens, closes = as_hour(value["opens"]), as_hour(value["closes"])
    if opens >= closes:
        raise Unfit(f"opens ({opens}) is not before closes ({closes})")
    [weekday] = as_weekdays([value["weekday"]])
    return WeeklyFacts(Slot(_as_kind(value["kind"]), weekday, opens), closes)


def _as_kind(value: Any) -> ActivityKind:  # noqa: ANN401
    try:
        return ActivityKind(value)
    except ValueError:
        raise Unfit(f"kind must be one of {', '.join(ActivityKind)}, not {show(value)}") from None


def _purpose(kind: ActivityKind) -> SeriesPurpose:
    return SeriesPurpose.PRESENCE if kind is ActivityKind.PRESENCE else SeriesPurpose.ACTIVITY


def _has_days(session: Session, row: Series) -> bool:
    held = session.exec(select(col(Activity.id)).where(col(Activity.series_id) == row.id).limit(1)).first()
    kept = session.exec(select(col(Shift.id)).where(col(Shift.series_id) == row.id).limit(1)).first()
    return held is not None or kept is not None


def _called(row: Series) -> str:
    return f"what comes back on ISO weekday {row.weekday} at {row.opens} ({row.kind})"
