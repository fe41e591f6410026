"""A referral's page, and the small things that are done on it."""

from bot.actions import consents, referrals
from bot.pages import paths, referral
from bot.pages.page import Ask, Goto, Outcome, Shown
from bot.policy import Act
from bot.turn import Turn


def show(turn: Turn, ask: Ask) -> Outcome:
    """The referral whole."""
    row = referrals.enter(turn, ask.path["code"])
    return Shown(referral.page(turn, row, ask.number("page")))


def extend_consent(turn: Turn, ask: Ask) -> Outcome:
    """The person has said yes to the details too."""
    row = consents.extend(turn, ask.path["code"])
    return Goto(paths.referral(row), "consent_extended")


def withdraw_consent(turn: Turn, ask: Ask) -> Outcome:
    """The person takes the consent back."""
    row = consents.withdraw(turn, ask.path["code"])
    return Goto(paths.referral(row), "consent_withdrawn")


def confirm_deletion(turn: Turn, ask: Ask) -> Outcome:
    """The partner has deleted what it had."""
    row = referrals.find_exactly(turn, ask.path["code"], Act.CONFIRM_DELETION)
    consents.confirm_deletion(turn, row.id)
    return Goto(paths.referral(row), "deletion_confirmed")
