"""What an agreement uses, yes or no, by a file; what the board has said of it in the room stands instead."""

from collections import defaultdict
from collections.abc import Mapping, Set
from typing import Any

from sqlmodel import Session, col, select

from bot.actions.partnerships.fields import Fields
from bot.actions.partnerships.values import as_flag
from bot.agreements import agreement_form
from models import Agreement, AuditEntry

NO_UNLESS_SAID = {"takes_referrals": "takes_referrals", "for_young_people": "for_young"}
"""Keys of a file and their columns. A file that does not say yes says no."""
AS_BEFORE = {
    "deidentified": "deidentified",
    "logs_activities": "logs_activities",
    "promises_presence": "promises_presence",
}
"""The same; where a file does not say, it stays as it is."""
WHEN_NEW: dict[str, bool] = {"deidentified": False, "logs_activities": True, "promises_presence": False}
KEYS = {column: key for key, column in (NO_UNLESS_SAID | AS_BEFORE).items()}
BROKEN_PROMISE = "presence_promised_and_not_kept"

Flags = dict[str, bool]
"""By column."""
RoomSet = Mapping[int, Set[str]]
"""By agreement: the columns that the board has set in the room."""


def read_flags(fields: Fields, *, promises: bool) -> Flags:
    """The columns that a file decides; `promises` says that hours of the board's stand among what comes back weekly."""
    flags = {column: fields.optional(key, as_flag, default=False) for key, column in NO_UNLESS_SAID.items()}
    for key, column in AS_BEFORE.items():
        said = fields.optional(key, as_flag, None)
        if said is not None:
            flags[column] = said
    if "promises_presence" not in flags and (promises or fields.beside(BROKEN_PROMISE, _as_yes, default=False)):
        flags["promises_presence"] = True
    return flags


def _as_yes(value: Any) -> bool:  # noqa: ANN401 - a fact, which may be written in any way
    return str(value).strip().casefold() in ("true", "ja", "yes")


def when_new(flags: Flags) -> Flags:
    """All of them for an agreement that the database does not have."""
    return WHEN_NEW | flags


def set_in_room(session: Session) -> RoomSet:
    """Which the board has set, by the trace that it left (see `agreement_plans.save`)."""
    acts = {f"{column}={said}": column for column in agreement_form.FLAGS for said in (True, False)}
    traces = select(col(AuditEntry.subject_id), col(AuditEntry.act)).where(
        col(AuditEntry.subject) == "agreement", col(AuditEntry.act).in_(acts), col(AuditEntry.allowed)
    )
    found: defaultdict[int, set[str]] = defaultdict(set)
    for agreement_id, act in session.exec(traces.distinct()):
        found[agreement_id or 0].add(acts[act])
    return found


def apart_from_room(
    row: Agreement, flags: Flags, in_room: Set[str], called: Mapping[str, Any]
) -> tuple[Flags, list[str]]:
    """The flags that an import writes to `row`, and what to say of those that the board's word keeps as they are.

    `called` are the headings of the file, by key.
    """
    kept = {column for column in flags.keys() & in_room if flags[column] != getattr(row, column)}
    odd = [
        f"{called.get(KEYS[column], KEYS[column])} is {str(flags[column]).lower()} by the file; "
        "the board has said otherwise in the room, and that stays"
        for column in sorted(kept)
        if KEYS[column] in called
    ]
    return {column: value for column, value in flags.items() if column not in in_room}, odd
