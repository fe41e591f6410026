"""Buttons of invitations, members and absences."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.buttons.base import Button, OfDraft


@dataclass(frozen=True)
class PickRole(OfDraft, code="pr"):
    role: Literal["caseworker", "koordinator", "manager", "partner_manager", "administrator"]


@dataclass(frozen=True)
class PickOrganisation(OfDraft, code="po"):
    organisation: int


@dataclass(frozen=True)
class ShowOrganisations(OfDraft, code="pp"):
    page: int


@dataclass(frozen=True)
class ShowMembers(Button, code="pl"):
    page: int


@dataclass(frozen=True)
class ShowMember(Button, code="ps"):
    member: int


@dataclass(frozen=True)
class ChooseColleague(Button, code="pc"):
    """Whom to hand a member's referrals to; `ends` when the membership ends with it."""

    member: int
    ends: bool


@dataclass(frozen=True)
class HandOver(Button, code="ph"):
    """Hand the open referrals to a colleague (0 where there are none), and end the membership if `ends`."""

    member: int
    colleague: int
    ends: bool


@dataclass(frozen=True)
class PickSubstitute(OfDraft, code="wp"):
    member: int


@dataclass(frozen=True)
class PickLastDay(OfDraft, code="wd"):
    day: date


@dataclass(frozen=True)
class BackAgain(Button, code="wb"):
    """No longer away."""
