"""The partner's log of activities: what was held on a day and how many came. No names, no pictures, no words."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Index, text
from sqlmodel import Field

from models.base import Choice, Moment, Row, one_of


class ActivityKind(StrEnum):
    MEETING_PLACE = "meeting_place"
    HOMEWORK = "homework"
    CIRCLE = "circle"
    LANGUAGE = "language"
    COURSE = "course"
    HOLIDAY = "holiday"
    EVENT = "event"
    OUTING = "outing"
    NETWORK = "network"
    INFORMATION = "information"
    PRESENCE = "presence"
    """Hours that the board's outreach workers are at the partner's; logged as shifts."""
    OTHER = "other"


class Activity(Row, table=True):
    """One activity on a day. A number that nobody gave is not known: it is never zero by itself."""

    __table_args__ = (
        one_of("kind", ActivityKind),
        CheckConstraint("visitors >= 0", name="visitors"),
        CheckConstraint("volunteers >= 0 AND volunteers <= visitors", name="volunteers"),
        CheckConstraint("leaders >= 0", name="leaders"),
        Index(
            "uq_activity_agreement_id_kind_day",
            "agreement_id",
            "kind",
            "day",
            unique=True,
            sqlite_where=text("struck_at IS NULL"),
            postgresql_where=text("struck_at IS NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="agreement.id")
    organisation_id: int = Field(foreign_key="organisation.id")
    series_id: int | None = Field(default=None, foreign_key="series.id")
    kind: ActivityKind = Field(sa_column=Column(Choice(ActivityKind), nullable=False))
    day: date
    called_off: bool = False
    visitors: int | None = None
    """All who came, the volunteers among them."""
    few_visitors: bool = False
    """One to four came, and how many is not said: the chat carries no figure of so few."""
    volunteers: int | None = None
    few_volunteers: bool = False
    leaders: int | None = None
    same_leaders: bool | None = None
    """Whether the same leaders were there as the time before."""
    revision: int = 1
    member_id: int = Field(foreign_key="member.id")
    at: datetime = Field(sa_type=Moment)
    struck_at: datetime | None = Field(default=None, sa_type=Moment)
