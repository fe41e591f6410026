"""Texts on the way to a referral. Until it is sent there is no code; after it there is nothing but one."""

from dataclasses import dataclass
from datetime import date, datetime

from messages.views.view import View
from messages.word import Value, Word


@dataclass(frozen=True)
class ReferStart(View):
    """Whom not to refer here."""

    phone: str


@dataclass(frozen=True)
class ReferStopped(View):
    """Nothing was stored. `room`: somebody under 18 can be referred in the room."""

    phone: str
    room: bool = False


@dataclass(frozen=True)
class ReferPartner(View):
    """Which partner; `begun` is the day of a draft that is taken up again."""

    any: bool
    tips: bool
    begun: date | None


@dataclass(frozen=True)
class Tip(View):
    """A partner that takes no referrals: what to pass on by word."""

    name: str
    place: str | None
    hours: str | None
    phone: str | None


@dataclass(frozen=True)
class ReferHandover(View):
    alias: str
    begun: date | None


@dataclass(frozen=True)
class ReferDay(View):
    alias: str
    begun: date | None


@dataclass(frozen=True)
class ReferHour(View):
    alias: str
    day: date
    begun: date | None


@dataclass(frozen=True)
class ReferWishes(View):
    alias: str
    chosen: int
    begun: date | None


@dataclass(frozen=True)
class ReferEarlier(View):
    """Which earlier referral was of the same person."""

    count: int


@dataclass(frozen=True)
class ReferConsent(View):
    """What the person consents to. `earlier` is the code of a linked referral."""

    alias: str
    share: tuple[Word, ...]
    shared_with: tuple[str, ...]
    until: date
    earlier: str | None
    begun: date | None


@dataclass(frozen=True)
class ReferConsentChange(View):
    alias: str
    share: tuple[Word, ...]
    shared_with: tuple[str, ...]
    until: date


@dataclass(frozen=True)
class ReferSummary(View):
    alias: str
    capacity: Word
    handover: Word
    meet_at: datetime | None
    wishes: tuple[Value, ...]
    share: tuple[Word, ...]
    shared_with: tuple[str, ...]
    until: date
    earlier: str | None
    begun: date | None


@dataclass(frozen=True)
class DraftGone(View):
    """The draft was sent, cancelled or begun anew elsewhere."""


@dataclass(frozen=True)
class DraftOpen(View):
    """A one-liner came while a draft is open, perhaps of another person."""


@dataclass(frozen=True)
class DraftChanged(View):
    """What was to be sent is not what was shown."""


@dataclass(frozen=True)
class NoAgreement(View):
    """The partner takes no referrals today: `why` is `lapsed` or `unknown` after `day`, `begins` on it, or else `none`.

    `not_taking`: there is an agreement in force, but not one under which anybody is referred.
    """

    alias: str
    why: str = "none"
    day: date | None = None


@dataclass(frozen=True)
class NobodyThere(View):
    """No koordinator of the partner is a member: nobody would see the referral."""

    alias: str


@dataclass(frozen=True)
class PartnerFull(View):
    """The partner has said that it is full."""

    alias: str
