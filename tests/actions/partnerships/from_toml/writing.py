"""Partnerships written as TOML, and looking at what was imported from them."""

from collections.abc import Callable

from sqlmodel import Session, select

from bot.actions.partnerships import Outcome
from models import Agreement, Organisation, Party

BOARD = '[board]\nname = "Nämnden"\n'
Load = Callable[[str | bytes], Outcome]


def organisation(session: Session, name: str) -> Organisation:
    """The organisation of that name."""
    return session.exec(select(Organisation).where(Organisation.name == name)).one()


def agreement(session: Session, name: str) -> Agreement:
    """The agreement of that name."""
    return session.exec(select(Agreement).where(Agreement.name == name)).one()


def parties(session: Session, name: str) -> list[str]:
    """The names of an agreement's parties, in their order."""
    query = select(Organisation.name).join(Party).where(Party.agreement_id == agreement(session, name).id)
    return list(session.exec(query.order_by("position")))


def partner(name: str, *lines: str) -> str:
    """An organisation of that name, with `lines` of its own."""
    return "\n".join(("[[organisation]]", f'name = "{name}"', *lines, ""))


def pact(name: str, *lines: str, between: str = '"Nämnden", "Odlarna"') -> str:
    """An agreement of that name for 2022, with `lines` of its own."""
    dates = ("valid_from = 2022-01-01", "valid_to = 2022-12-31")
    return "\n".join(("[[agreement]]", f'name = "{name}"', f"parties = [{between}]", *dates, *lines, ""))
