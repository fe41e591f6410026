"""Taking a document out: the action asks the policy and writes the audit, then the rows are gathered."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bot.actions import exports
from bot.documents import everything, file, masking
from bot.documents.kept import CaseFile, Extract
from bot.documents.masking import Choice, Masked
from bot.turn import Turn
from models import Referral


@dataclass(frozen=True)
class Offered:
    """What can be taken out of a referral: its file, and of how many referrals an extract would be."""

    referral: Referral
    file: CaseFile
    count: int


def offer(turn: Turn, code: str) -> Offered:
    """What the page of exports shows.

    Raises:
        Refused: not theirs, or the person's file is gone.
    """
    referral = exports.look(turn, code)
    theirs, _ = exports.of_person(turn, referral)
    return Offered(referral, file.gather(turn, referral), len(theirs))


def take_record(turn: Turn, code: str) -> CaseFile:
    """*Till akten*: the file, for the authority's own system.

    Raises:
        Refused: as `offer`.
    """
    return file.gather(turn, exports.take(turn, code))


def take_extract(turn: Turn, code: str) -> Extract:
    """*Registerutdrag*: everything about the person (GDPR art. 15).

    Raises:
        Refused: as `offer`.
    """
    theirs, others = exports.take_all(turn, code)
    return everything.gather_all(turn, theirs, others)


def take_disclosure(turn: Turn, code: str, choice: Choice) -> Callable[[], Masked]:
    """*Utlämnande*: a copy with what `choice` says masked, for an officer to decide on.

    Returns:
        What masks it: that reads no rows, and may take its time when the transaction is over.

    Raises:
        Refused: as `offer`.
    """
    referral = exports.take(turn, code)
    return partial(masking.mask, file.gather(turn, referral), exports.staff(turn, referral), choice)
