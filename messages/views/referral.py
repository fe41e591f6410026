"""Texts about a referral that was sent: a code, an alias and what happened, never a word about the person."""

from dataclasses import dataclass
from datetime import date, datetime

from messages.views.view import View
from messages.word import Value, Word


@dataclass(frozen=True)
class HistoryLine(View):
    """One happening, part of a card."""

    at: datetime
    what: Word
    by: str
    detail: Value


@dataclass(frozen=True)
class Waiting(View):
    """That the partner owes an answer: since when and until when. `over`: that day has gone by."""

    since: date
    answer_by: date
    over: bool


@dataclass(frozen=True)
class ReferralCard(View):
    """The referrer's card. As a notice it is headed by `news`, or `reminds` of an answer that is late."""

    code: str
    alias: str
    state: Word
    reason: Word | None
    news: HistoryLine | None
    handover: Word
    meet_at: datetime | None
    proposed_at: datetime | None
    waiting_list: bool
    wishes: tuple[Value, ...]
    start_on: date | None
    activity: Value
    consent_until: date
    same_person: int
    recorded: bool
    history: tuple[HistoryLine, ...]
    waiting: Waiting | None = None
    reminds: bool = False


@dataclass(frozen=True)
class PartnerCard(View):
    """The koordinator's card."""

    code: str
    state: Word
    reason: Word | None
    news: HistoryLine | None
    is_new: bool
    referrer: str
    unit: str
    phone: str
    handover: Word
    meet_at: datetime | None
    proposed_at: datetime | None
    waiting_list: bool
    wishes: tuple[Value, ...]
    start_on: date | None
    activity: Value
    share: tuple[Word, ...]
    consent_until: date
    withdrawn: bool
    history: tuple[HistoryLine, ...]
    waiting: Waiting | None = None
    reminds: bool = False
    to_delete: bool = False
    """Whether the partner has yet to say that it deleted what it had of somebody who withdrew."""


@dataclass(frozen=True)
class JustSent(View):
    """A referral has just gone out; the one question that is asked afterwards, where it is not answered."""

    code: str
    alias: str
    ask_sex: bool


@dataclass(frozen=True)
class PartnerContact(View):
    """Where a partner is and how to call it. It never stands beside a code."""

    alias: str
    place: str | None
    hours: str | None
    phone: str | None


@dataclass(frozen=True)
class MyReferrals(View):
    count: int
    page: int
    pages: int


@dataclass(frozen=True)
class Inbox(View):
    count: int
    waiting: int
    page: int
    pages: int


@dataclass(frozen=True)
class AskStart(View):
    code: str


@dataclass(frozen=True)
class AskDay(View):
    code: str


@dataclass(frozen=True)
class AskHour(View):
    code: str
    day: date


@dataclass(frozen=True)
class AskReason(View):
    code: str


@dataclass(frozen=True)
class AskActivity(View):
    code: str


@dataclass(frozen=True)
class AskMeant(View):
    """Whether a step that is hard to take back is meant."""

    code: str
    what: Word


@dataclass(frozen=True)
class AskReopen(View):
    """Whether to send again, with the person's new consent to the same. Names stand here, so no code does."""

    alias: str
    share: tuple[Word, ...]
    shared_with: tuple[str, ...]
    until: date


@dataclass(frozen=True)
class Overtaken(View):
    """Somebody else was first."""

    code: str
    by: str
    what: Word
    at: datetime


@dataclass(frozen=True)
class RecordQuestion(View):
    """Once a day until yes: does the code stand in the case file?"""

    code: str
    alias: str


@dataclass(frozen=True)
class PictureCaption(View):
    code: str
    alias: str


@dataclass(frozen=True)
class CardPicture(View):
    """The words on the referral card, a line each (rendered as plain text, drawn as a picture)."""

    alias: str
    place: str | None
    hours: str | None
