"""What comes back every week: an activity of a partner's, or hours that the board promised at its premises."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field

from models.activity import ActivityKind
from models.base import Choice, Row, one_of


class SeriesPurpose(StrEnum):
    ACTIVITY = "activity"
    PRESENCE = "presence"


class Series(Row, table=True):
    """A weekday and its hours, from `begins` until `ends_on` (inclusive) or further notice."""

    __table_args__ = (
        one_of("purpose", SeriesPurpose),
        one_of("kind", ActivityKind),
        CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday"),
        CheckConstraint("0 <= opens AND opens < closes AND closes <= 24", name="hours"),
        UniqueConstraint("agreement_id", "purpose", "kind", "weekday", "opens", "begins"),
    )

    id: int = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="agreement.id")
    purpose: SeriesPurpose = Field(sa_column=Column(Choice(SeriesPurpose), nullable=False))
    kind: ActivityKind = Field(sa_column=Column(Choice(ActivityKind), nullable=False))
    weekday: int
    """ISO weekday, 1 is Monday."""
    opens: int
    """The whole local hour it begins."""
    closes: int
    begins: date
    ends_on: date | None = None
    member_id: int | None = Field(default=None, foreign_key="member.id")
    """Who said so; nobody where the imported facts do."""
