"""Every button there is: what a tap says, typed. `callbacks` turns them into callback data and back."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal


@dataclass(frozen=True)
class Button:
    """What every button is. A subclass names its fields: whole numbers, truth values, days and short words."""

    known: ClassVar[dict[str, type["Button"]]] = {}
    code: ClassVar[str]

    def __init_subclass__(cls, code: str = "") -> None:
        if code:
            assert code not in Button.known, f"two buttons have the code {code}"
            cls.code = code
            Button.known[code] = cls


@dataclass(frozen=True)
class AboutReferral(Button):
    """A button about one referral."""

    referral: int


@dataclass(frozen=True)
class OfDraft(Button):
    """A button of an open draft."""

    draft: int


# Everybody's


@dataclass(frozen=True)
class ShowMenu(Button, code="mm"):
    """The menu."""


@dataclass(frozen=True)
class RunCommand(Button, code="mc"):
    """A line of the menu."""

    command: str


@dataclass(frozen=True)
class SetLanguage(Button, code="ml"):
    language: Literal["sv", "en"]


@dataclass(frozen=True)
class SetQuiet(Button, code="mq"):
    start: int
    end: int


# Refer


@dataclass(frozen=True)
class NotProtected(Button, code="rn"):
    """Neither protected nor under 18: begin, or go on with what one line began as `draft` (0: nothing)."""

    draft: int


@dataclass(frozen=True)
class Protected(Button, code="rp"):
    """Protected or under 18: stop, and drop what one line began as `draft` (0: nothing)."""

    draft: int


@dataclass(frozen=True)
class AnotherPerson(OfDraft, code="ri"):
    """The open draft is of somebody else: drop it and begin anew."""


@dataclass(frozen=True)
class ShowTip(Button, code="rt"):
    organisation: int


@dataclass(frozen=True)
class PickPartner(OfDraft, code="ra"):
    organisation: int


@dataclass(frozen=True)
class PickHandover(OfDraft, code="rh"):
    way: Literal["call_me", "time", "come_along"]


@dataclass(frozen=True)
class PickDay(OfDraft, code="rd"):
    day: date


@dataclass(frozen=True)
class PickHour(OfDraft, code="ro"):
    hour: int


@dataclass(frozen=True)
class SetWish(OfDraft, code="rw"):
    wish: int
    on: bool


@dataclass(frozen=True)
class WishesDone(OfDraft, code="rx"):
    """No more wishes."""


@dataclass(frozen=True)
class LinkEarlier(OfDraft, code="re"):
    """Show earlier referrals to link with."""

    page: int


@dataclass(frozen=True)
class PickEarlier(OfDraft, code="rf"):
    """The same person as in that referral; 0 for none."""

    referral: int


@dataclass(frozen=True)
class ChangeConsent(OfDraft, code="rc"):
    """Open or leave the consent's own page."""

    on: bool


@dataclass(frozen=True)
class SetScope(OfDraft, code="rs"):
    scope: Literal["wishes", "attendance", "progress"]
    on: bool


@dataclass(frozen=True)
class SetOthers(OfDraft, code="rk"):
    on: bool


@dataclass(frozen=True)
class SetMonths(OfDraft, code="ru"):
    months: int


@dataclass(frozen=True)
class GiveConsent(OfDraft, code="rg"):
    """The person consents to what the card of that revision said, which `seal` marks."""

    revision: int
    seal: str


@dataclass(frozen=True)
class Send(OfDraft, code="rz"):
    revision: int


@dataclass(frozen=True)
class StepBack(OfDraft, code="rb"):
    """Empty the last answer of the card of that revision; a second tap on the same card does no more."""

    revision: int


@dataclass(frozen=True)
class DropDraft(OfDraft, code="rq"):
    """Throw the draft away."""


# A referral


@dataclass(frozen=True)
class ShowReferral(AboutReferral, code="fs"):
    """Its card."""


@dataclass(frozen=True)
class Ask(AboutReferral, code="fa"):
    """The page that asks for what a step needs: a day, a reason, or whether it is meant."""

    happening: str


@dataclass(frozen=True)
class Step(AboutReferral, code="fh"):
    """A step that needs nothing more."""

    revision: int
    happening: str


@dataclass(frozen=True)
class Accept(AboutReferral, code="fi"):
    revision: int
    start: date


@dataclass(frozen=True)
class AskHour(AboutReferral, code="fo"):
    """The hours of a day to propose."""

    day: date


@dataclass(frozen=True)
class Propose(AboutReferral, code="fp"):
    revision: int
    day: date
    hour: int


@dataclass(frozen=True)
class Decline(AboutReferral, code="fd"):
    revision: int
    reason: Literal["full", "no_match", "unreachable", "person_declined"]


@dataclass(frozen=True)
class Match(AboutReferral, code="fm"):
    revision: int
    wish: int


@dataclass(frozen=True)
class SetSex(AboutReferral, code="fx"):
    sex: Literal["woman", "man", "other", "not_said"]


@dataclass(frozen=True)
class Recorded(AboutReferral, code="fr"):
    """The code stands in the case file."""


@dataclass(frozen=True)
class ShowPicture(AboutReferral, code="fq"):
    """The referral card, a picture."""


@dataclass(frozen=True)
class ShowContact(AboutReferral, code="fc"):
    """How to call the partner, in a message of its own."""


@dataclass(frozen=True)
class ShowMine(Button, code="lm"):
    page: int


@dataclass(frozen=True)
class ShowInbox(Button, code="li"):
    page: int


# Partners and agreements


@dataclass(frozen=True)
class SetCapacity(Button, code="cs"):
    state: Literal["open", "waiting_list", "assessment", "full"]


@dataclass(frozen=True)
class ShowAgreements(Button, code="al"):
    page: int


@dataclass(frozen=True)
class ShowAgreement(Button, code="as"):
    agreement: int


# People


@dataclass(frozen=True)
class PickRole(OfDraft, code="pr"):
    role: Literal["caseworker", "koordinator", "manager", "administrator"]


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
