"""A referral on its way: what the fields of its draft mean, and which question comes next."""

import hashlib
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self

from bot import clock
from models import Draft, Handover, Organisation, Scope

MONTHS = (3, 6, 12)
"""How long a consent may last, in months."""


class Question(StrEnum):
    PROTECTED = "protected"
    PARTNER = "partner"
    HANDOVER = "handover"
    DAY = "day"
    HOUR = "hour"
    WISHES = "wishes"
    EARLIER = "earlier"
    CONSENT_CHANGE = "consent_change"
    CONSENT = "consent"
    SUMMARY = "summary"


@dataclass(frozen=True)
class Offer:
    """What the person is asked to consent to: what is shared, with whom besides the partner, and until when."""

    share: tuple[Scope, ...]
    shared_with: tuple[str, ...]
    until: date

    @property
    def seal(self) -> str:
        """A short mark of all of it: a button carries what its card said."""
        said = f"{self.share}|{self.shared_with}|{self.until}"
        return hashlib.blake2b(said.encode(), digest_size=4).hexdigest()


@dataclass(frozen=True)
class ReferralDraft:
    """The fields of a referral draft, as plain values that JSON can hold."""

    checked: bool = False
    """That the person is neither protected nor under 18."""
    partner: int | None = None
    handover: str | None = None
    day: str | None = None
    hour: int | None = None
    wishes: tuple[int, ...] = ()
    wishes_done: bool = False
    earlier: int | None = None
    """The referral that was of the same person."""
    earlier_page: int | None = None
    """The page of earlier referrals that is open now."""
    share: tuple[str, ...] | None = None
    others: bool = True
    months: int | None = None
    changing: bool = False
    """Whether the consent's own page is open now."""
    consented: bool = False
    heard_share: tuple[str, ...] = ()
    heard_with: tuple[str, ...] = ()
    heard_until: str | None = None
    heard_at: str | None = None
    """What the person said yes to, as it was then: a preset that changes later changes nothing."""

    @classmethod
    def of(cls, draft: Draft) -> Self:
        """The draft that a row holds."""
        known = {name: value for name, value in draft.fields.items() if name in cls.__dataclass_fields__}
        for name in ("wishes", "share", "heard_share", "heard_with"):
            if known.get(name) is not None:
                known[name] = tuple(known[name])
        return cls(**known)

    def as_fields(self) -> dict[str, Any]:
        """The fields as a row holds them."""
        fields = asdict(self)
        return {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}

    @property
    def question(self) -> Question:
        """The first empty field; a page that was opened by hand comes before those after it."""
        asked = [
            (not self.checked, Question.PROTECTED),
            (self.partner is None, Question.PARTNER),
            (self.handover is None, Question.HANDOVER),
            (self.needs_time and self.day is None, Question.DAY),
            (self.needs_time and self.hour is None, Question.HOUR),
            (not self.wishes_done, Question.WISHES),
            (self.earlier_page is not None, Question.EARLIER),
            (self.changing, Question.CONSENT_CHANGE),
            (not self.consented, Question.CONSENT),
        ]
        return next((question for empty, question in asked if empty), Question.SUMMARY)

    @property
    def needs_time(self) -> bool:
        """Whether the handover is a meeting at a time."""
        return self.handover == Handover.TIME

    @property
    def meet_at(self) -> datetime | None:
        """When the person and the partner are to meet, if a time was chosen."""
        if not self.needs_time or self.day is None or self.hour is None:
            return None
        return clock.at_local(date.fromisoformat(self.day), self.hour)

    def offer(self, partner: Organisation, today: date) -> Offer:
        """The consent as it was given; before that the partner's preset, but for what was changed."""
        if self.consented and self.heard_until:
            share = tuple(Scope(word) for word in self.heard_share)
            return Offer(share, self.heard_with, date.fromisoformat(self.heard_until))
        chosen = self.share if self.share is not None else tuple(partner.consent_share)
        return Offer(
            share=tuple(Scope(word) for word in chosen),
            shared_with=tuple(partner.consent_with) if self.others else (),
            until=clock.months_later(today, self.months or partner.consent_months),
        )

    def with_consent(self, offer: Offer, now: datetime) -> Self:
        """The draft with the person's yes to `offer`, given at `now`."""
        share = tuple(str(scope) for scope in offer.share)
        until = offer.until.isoformat()
        heard = replace(self, consented=True, heard_share=share, heard_with=offer.shared_with)
        return replace(heard, heard_until=until, heard_at=now.isoformat())

    def still_ahead(self, now: datetime) -> Self:
        """The draft without what has gone by at `now`, a consent or a meeting, so that it is asked for again."""
        if self.consented and self.heard_until and date.fromisoformat(self.heard_until) < clock.today(now):
            return replace(self, consented=False).still_ahead(now)
        if self.day is None:
            return self
        gone_by = self.meet_at <= now if self.meet_at else date.fromisoformat(self.day) < clock.today(now)
        return replace(self, day=None, hour=None) if gone_by else self

    def back(self) -> Self:
        """The draft without the answer before its question, as *back* does."""
        before: dict[Question, dict[str, Any]] = {
            Question.DAY: {"handover": None},
            Question.HOUR: {"day": None},
            Question.WISHES: {"hour": None} if self.needs_time else {"handover": None},
            Question.EARLIER: {"earlier_page": None},
            Question.CONSENT_CHANGE: {"changing": False},
            Question.CONSENT: {"wishes_done": False},
            Question.SUMMARY: {"consented": False},
        }
        answers = before.get(self.question)
        return replace(self, **answers) if answers else type(self)(checked=True)
