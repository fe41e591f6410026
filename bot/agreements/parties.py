"""Who an agreement is between."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session, col

from models import Organisation, Party


def of(session: Session, agreement_id: int) -> Sequence[Organisation]:
    """An agreement's parties, in its own order."""
    return session.scalars(
        select(Organisation)
        .join(Party, col(Party.organisation_id) == col(Organisation.id))
        .where(col(Party.agreement_id) == agreement_id)
        .order_by(col(Party.position))
    ).all()
