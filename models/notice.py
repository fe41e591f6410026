"""Notices: what we owe somebody. A notice holds ids, never text; its card is made when it is said."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, Index, text
from sqlmodel import Field

from models.base import Choice, Moment, Row, one_of


class NoticeKind(StrEnum):
    REFERRAL_OFFERED = "referral_offered"
    REFERRAL_NEWS = "referral_news"
    PARTNER_NEWS = "partner_news"
    RECORD_QUESTION = "record_question"
    MEMBER_JOINED = "member_joined"
    REFERRALS_HANDED_OVER = "referrals_handed_over"
    STANDING_IN = "standing_in"
    WORDS_CAME = "words_came"
    """Words stood in the chat: make sure that they are gone. `about_id` is the message's."""
    WORDS_COUNTED = "words_counted"
    """Words stood in somebody's chat on a day. `about_id` is the organisation."""
    NUDGE = "nudge"
    WAITING_LONG = "waiting_long"
    ESCALATION = "escalation"
    NO_CONTACT = "no_contact"
    ASK_AGAIN = "ask_again"
    """A week after a no-show. `about_id` is the note."""
    AGREEMENT_REMINDER = "agreement_reminder"
    DIGEST = "digest"
    TO_DO = "to_do"
    """What waits, in one silent message instead of a card for each."""
    INCIDENT = "incident"
    CONFIRM_DELETION = "confirm_deletion"
    """To a partner: the consent was withdrawn. `about_id` is the referral."""
    ERASURE_AHEAD = "erasure_ahead"
    LOG_REVIEW = "log_review"
    GLASS_ASKED = "glass_asked"
    GLASS_OPENED = "glass_opened"
    RIGHTS_ASKED = "rights_asked"
    ROOM_READY = "room_ready"
    """Something waits to be fetched in the room."""
    UNDERTAKING_ENDS = "undertaking_ends"
    OPEN_AT_END = "open_at_end"
    """To both sides: these referrals are open, and the agreement ends soon. `about_id` is the agreement."""
    AGREEMENT_NEWS = "agreement_news"
    """To all parties: a decision about the agreement was recorded or signed. `about_id` is the agreement."""
    STEERING_MEETING = "steering_meeting"
    """The steering group meets, or its pack is ready in the room. `about_id` is the meeting."""
    PROPOSAL_NEWS = "proposal_news"
    REPORT_NEWS = "report_news"
    """A report was handed in, returned, commented or approved. `about_id` is the report."""
    ACTIVITY_ASKED = "activity_asked"
    """Something that comes back every week was due and nobody has said how it went. `about_id` is the series."""
    ALARM = "alarm"
    """To the administrators: something is wrong with the system itself. `about_id` is the alarm."""
    CARD_AGAIN = "card_again"
    """An answer could not be said: the card that is open is shown again. `about_id` is the referral, or 0."""


UNSAID = "sent_at IS NULL AND dropped_at IS NULL"


class Notice(Row, table=True):
    """A row that falls due. Claimed by a lease, sent, then marked; said at least once."""

    __table_args__ = (
        one_of("kind", NoticeKind),
        Index(
            "ix_notice_due_at_unsaid",
            "due_at",
            "id",
            sqlite_where=text(UNSAID),
            postgresql_where=text(UNSAID),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    """One notice per occasion and recipient, whoever owes it and however often."""
    kind: NoticeKind = Field(sa_column=Column(Choice(NoticeKind), nullable=False))
    recipient_id: int = Field(foreign_key="member.id", index=True)
    about_id: int
    """The row it is about; which table, the kind says."""
    due_at: datetime = Field(sa_type=Moment)
    leased_until: datetime | None = Field(default=None, sa_type=Moment)
    attempts: int = 0
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    dropped_at: datetime | None = Field(default=None, sa_type=Moment)
    """When it turned out that there was nothing to say any more, or that Telegram will never take it."""
    dropped_for: str | None = None
    message_id: int | None = None

    @property
    def occasion(self) -> str:
        """What it was owed for: the part of the key between the row and the recipient."""
        return self.key.split(":", 2)[2].rpartition(":")[0]
