"""The organisations of a file, into the database."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from bot.actions.partnerships.aliases import Aliases
from bot.actions.partnerships.checking import Checked, check_all
from bot.actions.partnerships.findings import Change, show
from bot.actions.partnerships.organisation_entry import OrganisationFacts, check_organisation
from bot.actions.partnerships.reading import Entry
from bot.actions.partnerships.report import Report
from bot.actions.partnerships.rows import REFUSED, insert_row, refusal
from bot.actions.partnerships.wishes import WishFacts
from models import Organisation, Wish

ALL_ORGANISATIONS = select(Organisation)
ALL_WISHES = select(Wish).order_by(col(Wish.position), col(Wish.id))

One = Checked[OrganisationFacts]


@dataclass(frozen=True)
class OrganisationsKept:
    """What the organisations of a file came to."""

    ids: Mapping[str, int]
    """Of all organisations that the database now has, by name."""
    new_days: Set[int]
    """Those that are open on other days than before."""


def import_organisations(session: Session, entries: Sequence[Entry], report: Report) -> OrganisationsKept:
    """Write the good ones among `entries`, each whole or not at all.

    Args:
        session: an open transaction.
        entries: those of the kinds `organisation` and `board`.
        report: gets what was found and done.

    Returns:
        All organisations that the database now has, and which of them keep other days than before.
    """
    rows = {row.name: row for row in session.exec(ALL_ORGANISATIONS)}
    writer = _Writer(session, report, rows, _aliases(rows, entries))
    pending = check_all(entries, check_organisation, rows, report)
    while pending:
        blocked = [one for one in pending if not writer.write(one)]
        if len(blocked) == len(pending):
            for one in blocked:
                report.reject(one.entry, [writer.taken(one)])
            break
        pending = blocked  # whose alias an organisation further down may just have given up
    return OrganisationsKept(writer.ids, writer.new_days)


def _aliases(rows: dict[str, Organisation], entries: Sequence[Entry]) -> Aliases:
    asked_for = [entry.values.get("alias") for entry in entries]
    held = {row.alias: row.name for row in rows.values() if row.alias}
    return Aliases(held, reserved=[alias for alias in asked_for if isinstance(alias, str)])


class _Writer:
    """Writes one organisation at a time; `ids` are those of all that are stored, by name."""

    def __init__(self, session: Session, report: Report, rows: dict[str, Organisation], aliases: Aliases) -> None:
        self.ids = {name: row.id for name, row in rows.items()}
        self.new_days: set[int] = set()
        self._rows = rows
        self._session = session
        self._report = report
        self._aliases = aliases
        self._wishes: defaultdict[int, list[Wish]] = defaultdict(list)
        for wish in session.exec(ALL_WISHES):
            self._wishes[wish.organisation_id].append(wish)

    def write(self, one: One) -> bool:
        """Write `one` and report it; false, and nothing done, where another has the alias it asks for."""
        entry, facts = one
        if facts.alias is not None and self._aliases.holder(facts.alias) not in (None, facts.name):
            return False
        row = self._rows.get(facts.name)
        before = row.alias if row else None
        alias = facts.alias or before or (None if facts.is_board else self._aliases.first_free())
        try:
            change = self._store(row, facts, {**facts.columns, "alias": alias})
        except REFUSED as refused:
            self._report.reject(entry, [refusal(refused)])
            return True
        if alias and alias != before:
            self._aliases.give(alias, facts.name, before)
        if before and alias != before:
            self._report.caution(
                entry, [f"its alias was {before} and is now {alias}; papers and cards still say {before}"]
            )
        self._report.keep(entry, change)
        return True

    def taken(self, one: One) -> str:
        """Why `one` cannot have its alias."""
        alias = one.facts.alias
        assert alias
        return f"alias {alias} is taken by {show(self._aliases.holder(alias))}; choose another, or leave the key out"

    def _store(self, row: Organisation | None, facts: OrganisationFacts, columns: dict[str, Any]) -> Change:
        if row is None:
            with self._session.begin_nested():
                organisation_id = insert_row(self._session, Organisation, columns)
                self._store_wishes(organisation_id, facts.wishes)
            self.ids[facts.name] = organisation_id
            return Change.ADDED
        kept = {"open_days"} if row.days_by_partner else frozenset()
        new = {key: value for key, value in columns.items() if key not in kept and getattr(row, key) != value}
        if not new and not self._wishes_differ(row.id, facts.wishes):
            return Change.UNCHANGED
        with self._session.begin_nested():
            for key, value in new.items():
                setattr(row, key, value)
            self._store_wishes(row.id, facts.wishes)
        if "open_days" in new:
            self.new_days.add(row.id)
        return Change.CHANGED

    def _wishes_differ(self, organisation_id: int, wishes: Sequence[WishFacts]) -> bool:
        offered = [(wish.position, wish.sv, wish.en) for wish in self._wishes[organisation_id] if not wish.withdrawn]
        return offered != [(position, wish.sv, wish.en) for position, wish in enumerate(wishes)]

    def _store_wishes(self, organisation_id: int, wishes: Sequence[WishFacts]) -> None:
        """Write `wishes`; one that the file no longer has is withdrawn, for referrals may name it."""
        gone = {wish.sv.casefold(): wish for wish in self._wishes[organisation_id]}
        for position, facts in enumerate(wishes):
            wish = gone.pop(facts.sv.casefold(), None)
            if wish is None:
                word = {"position": position, "sv": facts.sv, "en": facts.en, "withdrawn": False}
                insert_row(self._session, Wish, {"organisation_id": organisation_id, **word})
            else:
                wish.position, wish.sv, wish.en, wish.withdrawn = position, facts.sv, facts.en, False
        for wish in gone.values():
            wish.withdrawn = True
