"""Partnerships: agreements that follow each other, with their parties and what was decided about them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sqlalchemy import select
from sqlmodel import Session, col

from bot.agreements import periods
from models import Agreement, AgreementStatus, Organisation, Party, Resolution, ResolutionKind


@dataclass(frozen=True)
class Chain:
    """A partnership: its agreements, the oldest first, and of each the parties and the decisions to extend it."""

    agreements: tuple[Agreement, ...]
    parties: Mapping[int, tuple[Organisation, ...]]
    extensions: Mapping[int, tuple[Resolution, ...]]

    @property
    def ids(self) -> tuple[int, ...]:
        """The agreements' ids."""
        return tuple(one.id for one in self.agreements)

    @property
    def steps(self) -> Iterable[tuple[Agreement, Agreement]]:
        """Each agreement with the one after it."""
        return pairwise(self.agreements)

    def running(self, first: date, last: date) -> tuple[Agreement, ...]:
        """Those that ran at some time from `first` to `last`, up to the end that any source reports."""
        return tuple(one for one in self.agreements if one.valid_from <= last and _latest_end(one) >= first)

    def cut(self, agreements: Sequence[Agreement]) -> "Chain":
        """The same partnership with these of its agreements alone."""
        return Chain(tuple(agreements), self.parties, self.extensions)

    def around(self, first: date, last: date) -> "Chain":
        """Those that ran from `first` to `last`, with the one before them and the one after."""
        places = [index for index, one in enumerate(self.agreements) if one in self.running(first, last)]
        return self.cut(self.agreements[max(places[0] - 1, 0) : places[-1] + 2])


def of_board(session: Session, board_id: int) -> tuple[Chain, ...]:
    """All partnerships of a board that were agreed on, by name. Three statements, however many there are."""
    theirs = select(col(Party.agreement_id)).where(col(Party.organisation_id) == board_id)
    agreements = session.scalars(
        select(Agreement)
        .where(col(Agreement.id).in_(theirs), col(Agreement.status) == AgreementStatus.AGREED)
        .order_by(col(Agreement.valid_from), col(Agreement.id))
    ).all()
    ids = [one.id for one in agreements]
    parties, extensions = _parties(session, ids), _extensions(session, ids)
    groups = [Chain(tuple(group), parties, extensions) for group in _linked(agreements)]
    return tuple(sorted(groups, key=lambda chain: chain.agreements[-1].name.casefold()))


def _latest_end(agreement: Agreement) -> date:
    return max(agreement.valid_to, agreement.reported_end or agreement.valid_to)


def _linked(agreements: Sequence[Agreement]) -> Iterable[list[Agreement]]:
    """The agreements in groups: each belongs to that of the one it follows, where that is among them."""
    groups: dict[str, list[Agreement]] = {}
    for one in agreements:
        group = groups.get(one.follows or "", [])
        group.append(one)
        groups[one.name] = group
    return {id(group): group for group in groups.values()}.values()


def _parties(session: Session, ids: Sequence[int]) -> Mapping[int, tuple[Organisation, ...]]:
    rows = session.execute(
        select(Party, Organisation)
        .join(Organisation, col(Organisation.id) == col(Party.organisation_id))
        .where(col(Party.agreement_id).in_(ids))
        .order_by(col(Party.agreement_id), col(Party.position))
    ).all()
    found: defaultdict[int, list[Organisation]] = defaultdict(list)
    for party, organisation in rows:
        found[party.agreement_id].append(organisation)
    return {agreement_id: tuple(organisations) for agreement_id, organisations in found.items()}


def _extensions(session: Session, ids: Sequence[int]) -> Mapping[int, tuple[Resolution, ...]]:
    rows = session.scalars(
        select(Resolution)
        .where(col(Resolution.agreement_id).in_(ids), col(Resolution.kind) == ResolutionKind.EXTEND)
        .where(col(Resolution.struck_at).is_(None))
        .order_by(col(Resolution.decided_on), col(Resolution.id))
    )
    found: defaultdict[int, list[Resolution]] = defaultdict(list)
    for row in rows:
        found[row.agreement_id].append(row)
    return {agreement_id: tuple(decided) for agreement_id, decided in found.items()}


def gaps(chain: Chain) -> Iterable[tuple[int, date, date]]:
    """Each time without an agreement: how many days, the last day before it and the first after it."""
    for earlier, later in chain.steps:
        if days := periods.gap_days(earlier, later):
            yield days, earlier.valid_to, later.valid_from
