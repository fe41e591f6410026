"""The form of a proposed agreement: empty, after another agreement, as it stands, or as it came back."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlmodel import col

from bot import workdays
from bot.agreements import agreement_facts, agreement_form
from bot.agreements.parties import of as parties_of
from bot.agreements.proposed import NAME_LONGEST, Flaw
from bot.pages import paths
from bot.turn import Turn
from messages.room.pages import OptionShown, ProposalFormPage, Warned
from messages.word import Value
from models import Agreement, AgreementStatus, Organisation, Party

Fields = Mapping[str, str]
OTHERS, SHOWN = 6, 2
"""So many fields for parties besides the own board, and so many of them in sight; more where an agreement has more."""


def new(turn: Turn, followed: Agreement | None = None) -> ProposalFormPage:
    """An empty form; or one that goes on from where `followed` ends."""
    return _page(turn, _after(turn, followed) if followed else {})


def standing(turn: Turn, agreement: Agreement) -> ProposalFormPage:
    """A proposal as it stands."""
    return _page(turn, _fields(turn, agreement), agreement)


def again(
    turn: Turn, fields: Fields, flaw: Flaw | None = None, warned: Warned | None = None, own: Agreement | None = None
) -> ProposalFormPage:
    """A form that comes back, with what is wrong."""
    return _page(turn, fields, own, flaw, warned)


def seen(turn: Turn, agreement: Agreement) -> str:
    """The mark of a proposal as it stands."""
    return agreement_form.seal(repr(sorted(_fields(turn, agreement).items())))


def _page(
    turn: Turn,
    fields: Fields,
    own: Agreement | None = None,
    flaw: Flaw | None = None,
    warned: Warned | None = None,
) -> ProposalFormPage:
    board = turn.session.get_one(Organisation, turn.who.organisation_id)
    organisations = turn.session.scalars(select(Organisation).order_by(col(Organisation.name))).all()
    chosen = [fields.get(f"party{number}", "") for number in range(_count(fields))]
    return ProposalFormPage(
        action=paths.agreement(own.id, "proposal") if own else "agreements/new",
        back=paths.agreement(own.id) if own else "agreements",
        correcting=own is not None,
        seen=seen(turn, own) if own else "",
        name=fields.get("name", ""),
        board=board.name,
        parties=tuple(chosen),
        shown=max(SHOWN, sum(map(bool, chosen))),
        organisations=tuple(OptionShown(str(one.id), one.name) for one in organisations if one.id != board.id),
        valid_from=fields.get("valid_from", ""),
        valid_to=fields.get("valid_to", ""),
        months=fields.get("months", ""),
        follows=fields.get("follows", ""),
        earlier=_earlier(turn, board, own),
        purpose=fields.get("purpose", ""),
        copies=fields.get("copies") == "yes",
        longest=agreement_form.LONGEST,
        longest_name=NAME_LONGEST,
        flaw=f"flaw_{flaw.word}" if flaw else "",
        flaw_values=_values(flaw.other) if flaw and flaw.other else {},
        warned=warned,
    )


def _count(fields: Fields) -> int:
    return max(OTHERS, sum(key.startswith("party") for key in fields))


def _after(turn: Turn, followed: Agreement) -> dict[str, str]:
    """The day after the last one; the same parties, and its texts taken over unless somebody says no."""
    purpose = agreement_facts.text(followed, "purpose_sv") or ""
    begins = followed.valid_to + workdays.DAY
    return {
        **_parties(turn, followed),
        "valid_from": begins.isoformat(),
        "months": _number(followed.extension_permitted_months),
        "follows": str(followed.id),
        "purpose": purpose,
        "copies": "yes",
    }


def _fields(turn: Turn, agreement: Agreement) -> dict[str, str]:
    followed = turn.session.scalars(select(Agreement).where(col(Agreement.name) == agreement.follows)).first()
    return {
        **_parties(turn, agreement),
        "name": agreement.name,
        "valid_from": agreement.valid_from.isoformat(),
        "valid_to": agreement.valid_to.isoformat(),
        "months": _number(agreement.extension_permitted_months),
        "follows": str(followed.id) if followed else "",
    }


def _parties(turn: Turn, agreement: Agreement) -> dict[str, str]:
    others = [one.id for one in parties_of(turn.session, agreement.id) if one.id != turn.who.organisation_id]
    return {f"party{number}": str(one) for number, one in enumerate(others)}


def _earlier(turn: Turn, board: Organisation, own: Agreement | None) -> tuple[OptionShown, ...]:
    """The board's agreements that one may follow, the one that ended last on top."""
    theirs = select(col(Party.agreement_id)).where(col(Party.organisation_id) == board.id)
    rows: Sequence[Agreement] = turn.session.scalars(
        select(Agreement)
        .where(col(Agreement.id).in_(theirs), col(Agreement.status) == AgreementStatus.AGREED)
        .order_by(col(Agreement.valid_to).desc(), col(Agreement.name))
    ).all()
    return tuple(
        OptionShown(str(one.id), f"{one.name} ({_day(one.valid_from)}–{_day(one.valid_to)})")
        for one in rows
        if one is not own
    )


def _values(other: Agreement) -> dict[str, Value]:
    return {"name": other.name, "first": other.valid_from, "last": other.valid_to}


def _day(day: date) -> str:
    return day.isoformat()


def _number(number: int | None) -> str:
    return "" if number is None else str(number)
