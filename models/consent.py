"""Consents: what a person lets be shared, with whom, until when. Lifts secrecy under OSL; no GDPR basis."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, Column
from sqlmodel import Field

from models.base import Choice, Moment, Row, one_of


class Scope(StrEnum):
    """What may be shared."""

    WISHES = "wishes"
    ATTENDANCE = "attendance"
    PROGRESS = "progress"
    DETAILS = "details"
    """The reason and how to reach the person, in the room."""


PRESET = (Scope.WISHES, Scope.ATTENDANCE, Scope.PROGRESS)
"""What a partner shares in where its agreement says nothing of it."""


class ConsentGiver(StrEnum):
    """Who consented."""

    PERSON = "person"
    GUARDIAN = "guardian"
    BOTH = "both"


class Consent(Row, table=True):
    """A person's consent, given by word to the referrer."""

    __table_args__ = (one_of("given_by", ConsentGiver),)

    referral_id: int = Field(foreign_key="referral.id", primary_key=True)
    share: list[str] = Field(sa_column=Column(JSON, nullable=False))
    shared_with: list[str] = Field(sa_column=Column(JSON, nullable=False))
    until: date
    given_at: datetime = Field(sa_type=Moment)
    taken_by_id: int = Field(foreign_key="member.id")
    given_by: ConsentGiver = Field(
        default=ConsentGiver.PERSON, sa_column=Column(Choice(ConsentGiver), nullable=False, server_default="person")
    )
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)
    deleted_at: datetime | None = Field(default=None, sa_type=Moment)
    """When the partner confirmed, after the withdrawal, that it has deleted what it had."""

    def renewed_until(self, today: date) -> date:
        """The last day of a consent that is given again on `today`, for as long as it was given before."""
        return today + (self.until - self.given_at.date())

    def in_force(self, today: date) -> bool:
        """Whether it holds on `today`: not withdrawn, and not run out."""
        return self.withdrawn_at is None and today <= self.until

    def covers(self, scope: Scope, today: date) -> bool:
        """Whether `scope` may be shared on `today`."""
        return self.in_force(today) and scope in self.share
