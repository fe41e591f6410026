"""The agreements of a file, into the database."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import Session, col, select

from bot.actions.partnerships.agreement_entry import AgreementFacts, check_agreement
from bot.actions.partnerships.chains import find_broken
from bot.actions.partnerships.checking import Checked, Nearest, check_all
from bot.actions.partnerships.findings import Change, show
from bot.actions.partnerships.reading import Entry
from bot.actions.partnerships.report import Report
from bot.actions.partnerships.rows import REFUSED, insert_row, refusal
from models import Agreement, Party

ALL_AGREEMENTS = select(Agreement)
ALL_PARTIES = select(Party.agreement_id, Party.organisation_id).order_by(col(Party.agreement_id), col(Party.position))
CIRCLE_SHOWN = 5

One = Checked[AgreementFacts]


@dataclass(frozen=True)
class AgreementsKept:
    """What the agreements of a file came to."""

    ids: Mapping[str, int]
    """Of all agreements that the database now has, by name."""
    new_ends: Set[int]
    """Those that were added, or that end another day than before."""


def import_agreements(
    session: Session,
    entries: Sequence[Entry],
    organisations: Mapping[str, int],
    unkept: Mapping[str, str],
    today: date,
    report: Report,
) -> AgreementsKept:
    """Write the good ones among `entries`, each whole or not at all.

    Args:
        session: an open transaction.
        entries: those of the kind `agreement`.
        organisations: the ids of all organisations that the database has, by name.
        unkept: the place of every organisation in the file, by name, to say of a party that it was not kept.
        today: the day of the import.
        report: gets what was found and done.

    Returns:
        All agreements that the database now has, and which of them end on a day that is new to it.
    """
    rows = {row.name: row for row in session.exec(ALL_AGREEMENTS)}
    places = {entry.name: entry.where for entry in reversed(entries) if entry.name}
    check = partial(
        check_agreement,
        today=today,
        doubt_party=partial(_doubt_party, Nearest(organisations), organisations, unkept),
        doubt_follows=partial(_doubt_follows, Nearest([*places, *rows]), places.keys() | rows.keys()),
    )
    good = _with_sound_chains(check_all(entries, check, rows, report), places, rows, report)
    parties = _stored_parties(session)
    ids = {name: row.id for name, row in rows.items()}
    new_ends: set[int] = set()
    for entry, facts in good:
        row = rows.get(facts.name)
        wanted = [organisations[name] for name in facts.parties]
        try:
            ended = row.valid_to if row else None
            ids[facts.name], change = _store(session, row, facts.columns, wanted, parties[row.id] if row else [])
        except REFUSED as refused:
            report.reject(entry, [refusal(refused)])
        else:
            report.keep(entry, change)
            if ended != facts.columns["valid_to"]:
                new_ends.add(ids[facts.name])
    return AgreementsKept(ids, new_ends)


def _doubt_party(
    nearest: Nearest, organisations: Mapping[str, int], unkept: Mapping[str, str], name: str
) -> str | None:
    if name in organisations:
        return None
    if name in unkept:
        return f"the party {show(name)} was not imported itself ({unkept[name]}); correct that entry first"
    return f"the party {show(name)} is an organisation neither of the file nor of the database{nearest.hint(name)}"


def _doubt_follows(nearest: Nearest, known: Set[str], name: str) -> str | None:
    if name in known:
        return None
    return f"it follows {show(name)}, which is neither in the file nor in the database{nearest.hint(name)}"


def _with_sound_chains(
    good: list[One], places: Mapping[str, str], rows: Mapping[str, Agreement], report: Report
) -> list[One]:
    broken = find_broken(
        {one.facts.name: one.facts.follows for one in good}, {name: row.follows for name, row in rows.items()}
    )
    for one in good:
        if one.facts.name in broken:
            report.reject(one.entry, [_broken(broken[one.facts.name], places)])
    return [one for one in good if one.facts.name not in broken]


def _broken(names: tuple[str, ...], places: Mapping[str, str]) -> str:
    if len(names) == 1:
        return (
            f"it follows {show(names[0])}, which was not imported itself ({places[names[0]]}); correct that entry first"
        )
    shown = names if len(names) <= CIRCLE_SHOWN else (*names[: CIRCLE_SHOWN - 1], "…", names[-1])
    return f"agreements follow each other in a circle: {' after '.join(show(name) for name in shown)}"


def _stored_parties(session: Session) -> dict[int, list[int]]:
    parties: defaultdict[int, list[int]] = defaultdict(list)
    for agreement_id, organisation_id in session.exec(ALL_PARTIES):
        parties[agreement_id].append(organisation_id)
    return parties


def _store(
    session: Session, row: Agreement | None, columns: Mapping[str, Any], wanted: list[int], parties: list[int]
) -> tuple[int, Change]:
    new = {key: value for key, value in columns.items() if row is None or _differs(key, getattr(row, key), value)}
    if row is not None and not new and wanted == parties:
        return row.id, Change.UNCHANGED
    if row is not None and "valid_to" in new:  # what was meant was meant of the old end
        new |= {"intention": None, "intended_by_id": None, "intended_at": None}
    with session.begin_nested():
        if row is None:
            agreement_id = insert_row(session, Agreement, columns)
        else:
            agreement_id = row.id
            for key, value in new.items():
                setattr(row, key, value)
                flag_modified(row, key)  # SQLAlchemy, too, would take true for 1
        if wanted != parties:
            _store_parties(session, agreement_id, wanted)
    return agreement_id, Change.ADDED if row is None else Change.CHANGED


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
