"""One agreement of a file, into its row and the rows beside it."""

import json
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any, NamedTuple

from sqlalchemy import delete, insert
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import Session, col

from bot.actions.partnerships.agreement_entry import AgreementFacts
from bot.actions.partnerships.agreement_flags import apart_from_room, when_new
from bot.actions.partnerships.agreement_plans import store_plans
from bot.actions.partnerships.findings import Change
from bot.actions.partnerships.rows import insert_row
from models import Agreement, Party


class Stored(NamedTuple):
    """What became of an agreement, and what is to be pointed out."""

    id: int
    change: Change
    odd: list[str]


def settle_end(row: Agreement | None, columns: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that an import writes: an end that was moved since the file's was agreed stays.

    An extension that the file names counts where it reaches further than what is known.
    """
    first = columns["first_end"] or columns["valid_to"]
    if row is None:
        return dict(columns)
    if row.first_end == first and (columns["first_end"] is None or columns["valid_to"] <= row.valid_to):
        return {**columns, "valid_to": row.valid_to, "first_end": first}
    if row.first_end and columns["first_end"] is None and columns["valid_to"] == row.valid_to:
        return {**columns, "first_end": row.first_end}
    return dict(columns)


def store_agreement(
    session: Session,
    row: Agreement | None,
    facts: AgreementFacts,
    parties: tuple[Sequence[int], Sequence[int]],
    in_room: Set[str],
    called: Mapping[str, Any],
) -> Stored:
    """Write what the file says.

    Args:
        session: an open transaction.
        row: the agreement as it is stored, if it is.
        facts: what the file says; the columns as `settle_end` gave them.
        parties: the ids of the organisations as they are stored, and as the file names them.
        in_room: the flags that the board has set in the room.
        called: the keys that the file uses, with their headings.
    """
    stored, wanted = parties
    with session.begin_nested():
        if row is None:
            agreement_id = insert_row(session, Agreement, {**facts.columns, **when_new(facts.flags)})
            odd: list[str] = []
            changed = False
        else:
            agreement_id, before = row.id, row.facts
            flags, odd = apart_from_room(row, facts.flags, in_room, called)
            changed = _change(row, {**facts.columns, **flags})
        if list(stored) != list(wanted):
            changed = True
            _store_parties(session, agreement_id, wanted)
        begins = facts.columns["valid_from"]
        planned, said = store_plans(session, agreement_id, begins, before if row else {}, facts.plans)
    if row is None:
        return Stored(agreement_id, Change.ADDED, said)
    return Stored(agreement_id, Change.CHANGED if changed or planned else Change.UNCHANGED, odd + said)


def _change(row: Agreement, columns: Mapping[str, Any]) -> bool:
    new = {key: value for key, value in columns.items() if _differs(key, getattr(row, key), value)}
    if "valid_to" in new:  # what was meant was meant of the old end
        new |= {"intention": None, "intended_by_id": None, "intended_at": None}
    for key, value in new.items():
        setattr(row, key, value)
        flag_modified(row, key)  # SQLAlchemy, too, would take true for 1
    return bool(new)


def _store_parties(session: Session, agreement_id: int, wanted: Iterable[int]) -> None:
    connection = session.connection()
    connection.execute(delete(Party).where(col(Party.agreement_id) == agreement_id))
    rows = [
        {"agreement_id": agreement_id, "organisation_id": organisation_id, "position": position}
        for position, organisation_id in enumerate(wanted)
    ]
    connection.execute(insert(Party), rows)


def _differs(key: str, old: object, new: object) -> bool:
    if key == "facts":  # True equals 1 in Python, and not in the source
        return json.dumps(old, sort_keys=True) != json.dumps(new, sort_keys=True)
    return old != new
