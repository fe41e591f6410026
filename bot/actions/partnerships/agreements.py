"""The agreements of a file, into the database."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from sqlmodel import Session, col, select

from bot.actions.partnerships.agreement_entry import AgreementFacts, check_agreement
from bot.actions.partnerships.agreement_flags import set_in_room
from bot.actions.partnerships.agreement_store import settle_end, store_agreement
from bot.actions.partnerships.checking import Checked, Nearest, check_all
from bot.actions.partnerships.findings import show
from bot.actions.partnerships.reading import Entry
from bot.actions.partnerships.report import Report
from bot.actions.partnerships.rows import REFUSED, refusal
from bot.actions.partnerships.sequences import Stored, with_sound_sequence
from models import Agreement, Party

ALL_AGREEMENTS = select(Agreement)
ALL_PARTIES = select(Party.agreement_id, Party.organisation_id).order_by(col(Party.agreement_id), col(Party.position))

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
    parties = _stored_parties(session)
    good = [_settled(one, rows) for one in check_all(entries, check, rows, report)]
    good = with_sound_sequence(good, places, Stored(rows, parties), organisations, report)
    in_room = set_in_room(session) if rows else {}
    ids = {name: row.id for name, row in rows.items()}
    new_ends: set[int] = set()
    for entry, facts in good:
        row = rows.get(facts.name)
        wanted = [organisations[name] for name in facts.parties]
        ended = row.valid_to if row else None
        before = parties[row.id] if row else []
        called = {key: entry.headings.get(key, key) for key in entry.values}
        try:
            done = store_agreement(
                session, row, facts, (before, wanted), in_room.get(row.id, frozenset()) if row else frozenset(), called
            )
        except REFUSED as refused:
            report.reject(entry, [refusal(refused)])
            continue
        ids[facts.name] = done.id
        report.caution(entry, done.odd)
        report.keep(entry, done.change)
        if ended != facts.columns["valid_to"]:
            new_ends.add(done.id)
    return AgreementsKept(ids, new_ends)


def _settled(one: One, rows: Mapping[str, Agreement]) -> One:
    return one._replace(facts=replace(one.facts, columns=settle_end(rows.get(one.facts.name), one.facts.columns)))


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


def _stored_parties(session: Session) -> defaultdict[int, list[int]]:
    parties: defaultdict[int, list[int]] = defaultdict(list)
    for agreement_id, organisation_id in session.exec(ALL_PARTIES):
        parties[agreement_id].append(organisation_id)
    return parties
