"""The steering group of an agreement: who sits in it, when it meets, and what the parties propose to it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Column, Index
from sqlmodel import Field

from models.base import Choice, Moment, Row, one_of


class SteeringRole(StrEnum):
    CHAIR = "chair"
    MEMBER = "member"
    SECRETARY = "secretary"
    CO_OPTED = "co_opted"


class ProposalStatus(StrEnum):
    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


class SteeringMember(Row, table=True):
    """Somebody's seat for one of the parties; the last day is inclusive."""

    __table_args__ = (one_of("role", SteeringRole), Index(None, "agreement_id"))

    id: int = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="agreement.id")
    organisation_id: int = Field(foreign_key="organisation.id")
    name: str
    role: SteeringRole = Field(sa_column=Column(Choice(SteeringRole), nullable=False))
    member_id: int | None = Field(default=None, foreign_key="member.id")
    """Who they are in the chat, if they are there."""
    since: date
    until: date | None = None


class SteeringMeeting(Row, table=True):
    """One meeting. Its pack is ready in the room a week before."""

    __table_args__ = (Index(None, "agreement_id", "starts_at"),)

    id: int = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="agreement.id")
    starts_at: datetime = Field(sa_type=Moment, index=True)
    place: str = ""
    accessibility: str = ""
    """What is to be raised about accessibility (*tillgänglighet*)."""
    form: str = Field(unique=True)
    called_off_at: datetime | None = Field(default=None, sa_type=Moment)


class Proposal(Row, table=True):
    """What a party wants the steering group to take up."""

    __table_args__ = (one_of("status", ProposalStatus), Index(None, "agreement_id"))

    id: int = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="agreement.id")
    organisation_id: int = Field(foreign_key="organisation.id")
    title: str
    words: str
    status: ProposalStatus = Field(
        default=ProposalStatus.OPEN, sa_column=Column(Choice(ProposalStatus), nullable=False)
    )
    replaces_id: int | None = Field(default=None, foreign_key="proposal.id")
    form: str = Field(unique=True)
    member_id: int = Field(foreign_key="member.id")
    at: datetime = Field(sa_type=Moment)


class ProposalStep(Row, table=True):
    """What became of a proposal, step by step."""

    __table_args__ = (one_of("status", ProposalStatus), Index(None, "proposal_id"))

    id: int = Field(default=None, primary_key=True)
    proposal_id: int = Field(foreign_key="proposal.id")
    status: ProposalStatus = Field(sa_column=Column(Choice(ProposalStatus), nullable=False))
    words: str = ""
    member_id: int = Field(foreign_key="member.id")
    at: datetime = Field(sa_type=Moment)
