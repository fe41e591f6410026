"""The case number in the authority's own system: for the referrer alone, not even for who stands in for them."""

from bot import audit
from bot.actions import referrals
from bot.errors import Refused
from bot.policy import Act
from bot.sealed import Unsealable
from bot.sealed.places import CASE
from bot.turn import Turn
from messages import views
from models import Client, Referral

LONGEST = 100
"""Characters."""


def find(turn: Turn, code: str, *, lock: bool = False) -> Referral:
    """The referral, for its referrer.

    Raises:
        Refused: there is none, or somebody else referred; said in the same words.
    """
    referral = referrals.find_exactly(turn, code, Act.LINK_CASE, lock=lock)
    if referral.referrer_id != turn.who.id:
        raise Refused(views.NotFound())
    return referral


def read(turn: Turn, code: str) -> str:
    """The number; empty where there is none. That it was read is kept.

    Raises:
        Refused: as `find`.
    """
    referral = find(turn, code)
    client = turn.session.get_one(Client, referral.person)
    if client.sealed_case is None:
        return ""
    audit.note(turn, "read_case", "referral", referral.id)
    try:
        return turn.vault.open(turn.session, client.mark, client.sealed_case, CASE)
    except Unsealable:
        return ""


def put(turn: Turn, code: str, number: str) -> Referral:
    """Let it be `number`, or nothing.

    Raises:
        Refused: as `find`, or it is too long.
    """
    number = " ".join(number.split())
    if len(number) > LONGEST:
        raise Refused(views.TooLong(len(number), LONGEST))
    referral = find(turn, code, lock=True)
    try:
        sealed = turn.vault.seal(turn.session, referral.person, number, CASE) if number else None
    except Unsealable:
        raise Refused(views.NotFound()) from None
    turn.session.get_one(Client, referral.person).sealed_case = sealed
    audit.note(turn, Act.LINK_CASE, "referral", referral.id)
    return referral
