"""A proposed agreement as its form says it, and what is wrong with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from bot.agreements.parties import of as parties_of
from models import Agreement, AgreementStatus, Organisation, Party

NAME_LONGEST = 120
PARTIES_LEAST = 2
MONTHS_MOST = 120
YEARS_MOST = 30


@dataclass(frozen=True)
class Wanted:
    """What the form says. `parties` are organisations' ids in order, `months` how far it may be extended.

    `follows` is the id of the agreement before it; `copies` whether its goals, budget lines and texts are taken over.
    """

    name: str
    parties: tuple[int, ...]
    valid_from: date | None
    valid_to: date | None
    months: int | None = None
    follows: int | None = None
    purpose: str = ""
    copies: bool = False


@dataclass(frozen=True)
class Flaw:
    """What is wrong: a word of `agreement` (`flaw_…`), and the agreement that stands in the way, where one does."""

    word: str
    other: Agreement | None = None


def flaw(session: Session, wanted: Wanted, board_id: int, own: Agreement | None = None) -> Flaw | None:
    """The first thing that is wrong with what `board_id` proposes; `own` is the row that is being corrected."""
    word = _of_name(wanted) or _of_parties(session, wanted, board_id) or _of_period(wanted)
    if word:
        return Flaw(word)
    same_name = session.scalars(select(Agreement).where(col(Agreement.name) == wanted.name)).first()
    if same_name and same_name is not own:
        return Flaw("taken", same_name)
    return _of_chain(session, wanted, own)


def is_same(session: Session, agreement: Agreement, wanted: Wanted) -> bool:
    """Whether the form has been saved already as `agreement`."""
    followed = session.get(Agreement, wanted.follows) if wanted.follows else None
    return (
        agreement.status is AgreementStatus.PROPOSED
        and agreement.name == wanted.name
        and (agreement.valid_from, agreement.valid_to) == (wanted.valid_from, wanted.valid_to)
        and agreement.extension_permitted_months == wanted.months
        and agreement.follows == (followed.name if followed else None)
        and [one.id for one in parties_of(session, agreement.id)] == list(wanted.parties)
    )


def _of_name(wanted: Wanted) -> str:
    if not wanted.name:
        return "no_name"
    return "long_name" if len(wanted.name) > NAME_LONGEST else ""


def _of_parties(session: Session, wanted: Wanted, board_id: int) -> str:
    if len(set(wanted.parties)) < len(wanted.parties):
        return "party_twice"
    if len(wanted.parties) < PARTIES_LEAST:
        return "few_parties"
    rows = [session.get(Organisation, one) for one in wanted.parties]
    if None in rows:
        return "unknown_party"
    if board_id not in wanted.parties:
        return "not_own"
    return "" if any(not row.is_board for row in rows if row) else "no_partner"


def _of_period(wanted: Wanted) -> str:
    if wanted.valid_from is None or wanted.valid_to is None:
        return "no_period"
    if wanted.valid_to < wanted.valid_from:
        return "backward"
    if wanted.valid_to.year - wanted.valid_from.year > YEARS_MOST:
        return "long_period"
    return "months" if wanted.months is not None and not 0 <= wanted.months <= MONTHS_MOST else ""


def _of_chain(session: Session, wanted: Wanted, own: Agreement | None) -> Flaw | None:
    assert wanted.valid_from is not None
    assert wanted.valid_to is not None
    followed = session.get(Agreement, wanted.follows) if wanted.follows else None
    if followed and (followed is own or _ids(session, followed) != set(wanted.parties)):
        return Flaw("other_parties", followed)
    others = (one for one in _of_same_parties(session, wanted.parties) if one is not own)
    for other in others:
        if wanted.valid_from <= other.valid_to and other.valid_from <= wanted.valid_to:
            return Flaw("overlap", other)
    if followed and wanted.valid_to < followed.valid_from:
        return Flaw("before", followed)
    return None


def _of_same_parties(session: Session, ids: Iterable[int]) -> Iterable[Agreement]:
    """Agreements of just these parties that came, or may come, about; the one that begins first on top."""
    wanted = set(ids)
    of_one = select(col(Party.agreement_id)).where(col(Party.organisation_id) == min(wanted))
    rows = session.scalars(
        select(Agreement)
        .where(col(Agreement.id).in_(of_one), col(Agreement.status) != AgreementStatus.WITHDRAWN)
        .order_by(col(Agreement.valid_from))
    )
    return [one for one in rows if _ids(session, one) == wanted]


def _ids(session: Session, agreement: Agreement) -> set[int]:
    return set(session.scalars(select(col(Party.organisation_id)).where(col(Party.agreement_id) == agreement.id)))
