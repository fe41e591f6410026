"""The case number in the authority's own system."""

from bot.pages import paths
from messages.room.pages import CasePage
from models import Referral


def page(referral: Referral, number: str) -> CasePage:
    """The number, to be changed."""
    return CasePage(referral.code, paths.referral(referral), paths.under(referral, "case"), number)
