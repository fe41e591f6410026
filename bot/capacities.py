"""What room partners last said that they have."""

from collections.abc import Iterable

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from models import Capacity, CapacityState, Organisation

OF_PARTNERS = select(Capacity).where(col(Capacity.organisation_id).in_(bindparam("partners", expanding=True)))


def of(session: Session, organisation_id: int) -> CapacityState:
    """The room of one partner; an assessment is needed where it has said nothing."""
    return state(session.get(Capacity, organisation_id))


def state(said: Capacity | None) -> CapacityState:
    """The room behind what a partner said of it, or did not say."""
    return said.state if said else CapacityState.ASSESSMENT


def of_all(session: Session, partners: Iterable[Organisation]) -> dict[int, Capacity]:
    """What each of `partners` last said, by the partner's id; without those that have said nothing."""
    said = session.scalars(OF_PARTNERS, {"partners": [partner.id for partner in partners]})
    return {row.organisation_id: row for row in said}
