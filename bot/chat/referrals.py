"""A referral that was sent: what both sides tap on its card."""

from bot import buttons, clock
from bot.actions import consents, record, referrals
from bot.cards import lists, referral, steps
from bot.cards.card import Card
from bot.steps import named
from bot.turn import Turn
from models import Sex, StatusReason


def mine(turn: Turn, _words: list[str]) -> Card:
    return lists.mine(turn, 0)


def show_mine(turn: Turn, tap: buttons.ShowMine) -> Card:
    return lists.mine(turn, tap.page)


def inbox(turn: Turn, _words: list[str]) -> Card:
    return lists.inbox(turn, 0)


def show_inbox(turn: Turn, tap: buttons.ShowInbox) -> Card:
    return lists.inbox(turn, tap.page)


def show(turn: Turn, tap: buttons.AboutReferral) -> Card:
    return referral.card(turn, referrals.find(turn, tap.referral))


def show_code(turn: Turn, code: str) -> Card:
    """The card behind a code from a link."""
    return referral.card(turn, referrals.find_by_code(turn, code))


def ask(turn: Turn, tap: buttons.Ask) -> Card:
    return steps.ask(turn, referrals.find(turn, tap.referral), named(tap.happening))


def ask_hour(turn: Turn, tap: buttons.AskHour) -> Card:
    return steps.ask_hour(turn, referrals.find(turn, tap.referral), tap.day)


def take(turn: Turn, tap: buttons.Step) -> Card:
    referrals.take(turn, tap.referral, named(tap.happening), tap.revision)
    return show(turn, tap)


def confirm_deletion(turn: Turn, tap: buttons.ConfirmDeletion) -> Card:
    consents.confirm_deletion(turn, tap.referral)
    return show(turn, tap)


def accept(turn: Turn, tap: buttons.Accept) -> Card:
    referrals.accept(turn, tap.referral, tap.revision, tap.start)
    return show(turn, tap)


def propose(turn: Turn, tap: buttons.Propose) -> Card:
    referrals.propose(turn, tap.referral, tap.revision, clock.at_local(tap.day, tap.hour))
    return show(turn, tap)


def decline(turn: Turn, tap: buttons.Decline) -> Card:
    referrals.decline(turn, tap.referral, tap.revision, StatusReason(tap.reason))
    return show(turn, tap)


def match(turn: Turn, tap: buttons.Match) -> Card:
    referrals.match(turn, tap.referral, tap.revision, tap.wish)
    return show(turn, tap)


def set_sex(turn: Turn, tap: buttons.SetSex) -> Card:
    referrals.set_sex(turn, tap.referral, Sex(tap.sex))
    return show(turn, tap)


def recorded(turn: Turn, tap: buttons.Recorded) -> Card:
    record.confirm(turn, tap.referral)
    return show(turn, tap)


def contact(turn: Turn, tap: buttons.ShowContact) -> Card:
    return referral.contact(turn, referrals.find(turn, tap.referral))


def picture(turn: Turn, tap: buttons.ShowPicture) -> Card:
    return referral.picture(turn, referrals.find(turn, tap.referral))
