"""Cards that stand in a chat: which message shows which referral's code, and when it is to go. Ids alone."""

from datetime import datetime

from sqlmodel import Field

from models.base import Moment, Row


class SentCard(Row, table=True):
    """That a message to a member shows a referral. A list is a row for each referral that it shows."""

    member_id: int = Field(foreign_key="member.id", primary_key=True)
    message_id: int = Field(primary_key=True)
    referral_id: int = Field(foreign_key="referral.id", primary_key=True, index=True)
    sent_at: datetime = Field(sa_type=Moment)
    """When the message came; that it was edited makes it no younger."""
    delete_at: datetime = Field(sa_type=Moment, index=True)
    to_do: bool = False
    """Whether it is the one message that says what waits, which is renewed rather than just taken away."""
