"""Texts about members, invitations and absences."""

from dataclasses import dataclass
from datetime import date, datetime

from messages.views.view import View
from messages.word import Word


@dataclass(frozen=True)
class InviteRole(View):
    unit: str


@dataclass(frozen=True)
class InviteOrganisation(View):
    role: Word
    unit: str


@dataclass(frozen=True)
class InviteReady(View):
    """The link, shown once; only its hash is kept."""

    link: str
    role: Word
    organisation: str
    unit: str
    until: datetime


@dataclass(frozen=True)
class MemberJoined(View):
    """To the one who invited."""

    name: str
    role: Word
    organisation: str
    unbound: bool = False
    """Whether they lack a confidentiality undertaking, without which they read no words."""


@dataclass(frozen=True)
class AlreadyMember(View):
    """An invitation opened by somebody who is a member already; it is not spent."""


@dataclass(frozen=True)
class Members(View):
    count: int
    page: int
    pages: int


@dataclass(frozen=True)
class MemberCard(View):
    name: str
    role: Word
    organisation: str
    unit: str
    joined_on: date
    open_referrals: int
    substitute: str | None
    away_until: date | None
    reachable: bool
    undertaking_until: date | None = None
    unbound: bool = False


@dataclass(frozen=True)
class AskColleague(View):
    """Who takes over a member's open referrals; `ends` when the membership ends with it."""

    name: str
    open_referrals: int
    ends: bool
    colleagues: int


@dataclass(frozen=True)
class MemberEnded(View):
    name: str
    colleague: str | None
    handed_over: int


@dataclass(frozen=True)
class LastKoordinator(View):
    """A partner's last koordinator cannot be ended while referrals are open there."""

    name: str
    open_referrals: int


@dataclass(frozen=True)
class HandedOver(View):
    """To the manager: referrals changed hands."""

    name: str
    colleague: str
    handed_over: int


@dataclass(frozen=True)
class ReferralsHandedOver(View):
    """To the colleague who got them; `count` is how many open referrals they have now."""

    from_name: str
    count: int


@dataclass(frozen=True)
class AwayWho(View):
    colleagues: int


@dataclass(frozen=True)
class AwayUntil(View):
    substitute: str


@dataclass(frozen=True)
class Away(View):
    substitute: str
    last_day: date


@dataclass(frozen=True)
class NotAway(View):
    pass


@dataclass(frozen=True)
class StandingIn(View):
    """To the substitute."""

    name: str
    first_day: date
    last_day: date


@dataclass(frozen=True)
class Phone(View):
    """The number that partners call; empty where none was given."""

    number: str


@dataclass(frozen=True)
class QuietHours(View):
    """The hours during which messages come without a sound."""

    start: int
    end: int
