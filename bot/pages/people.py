"""The people of the board and its partners: who is bound by secrecy, and who may come into the room."""

from bot import clock, lookups, policy
from bot.cards.common import role_word
from bot.turn import Turn
from messages.room.pages import PeoplePage, PersonLine, PersonPage
from models import Member, Organisation, Role

PAGE = 30
USUAL = 12
"""Months that a new undertaking is proposed for."""


def page(turn: Turn, number: int) -> PeoplePage:
    """The page `number` (from 0): those whom something is the matter with first, then by name."""
    everybody = lookups.members_of(turn.session, lookups.board_circle(turn.session, turn.who.organisation_id))
    ordered = sorted(everybody, key=lambda member: not _flags(turn, member))
    pages = max(1, -(-len(ordered) // PAGE))
    number = min(number, pages - 1)
    shown = ordered[number * PAGE : (number + 1) * PAGE]
    return PeoplePage(tuple(_line(turn, member) for member in shown), number, pages)


def person(turn: Turn, member: Member) -> PersonPage:
    """One of them, and what the one who looks may do. The caller has asked the policy."""
    may_change = member.role in policy.roles_to_invite(turn.who.role)
    koordinator = member.role is Role.KOORDINATOR
    others = may_change and member.id != turn.who.id
    marks = turn.who.role is Role.ADMINISTRATOR and member.role is Role.MANAGER
    return PersonPage(
        name=member.name,
        role=role_word(member),
        organisation=turn.session.get_one(Organisation, member.organisation_id).name,
        unit=member.unit,
        bound=member.is_bound(turn.today),
        until=member.undertaking_until,
        proposed=clock.months_later(turn.today, USUAL),
        closed_on=clock.today(member.locked_out_at) if member.locked_out_at else None,
        undertaking=path(member) if koordinator and may_change else "",
        access=f"{path(member)}/access" if others else "",
        keys=f"{path(member)}/keys" if others else "",
        director=member.director and member.role is Role.MANAGER,
        mark_director=f"{path(member)}/director" if marks else "",
    )


def path(member: Member) -> str:
    """Where one of them is."""
    return f"people/{member.id}"


def _line(turn: Turn, member: Member) -> PersonLine:
    organisation = turn.session.get_one(Organisation, member.organisation_id)
    return PersonLine(
        path(member),
        member.name,
        role_word(member),
        organisation.name,
        member.undertaking_until if member.is_bound(turn.today) else None,
        _flags(turn, member),
    )


def _flags(turn: Turn, member: Member) -> tuple[str, ...]:
    flags = (("unbound", not member.is_bound(turn.today)), ("closed", member.locked_out_at is not None))
    return tuple(flag for flag, holds in flags if holds)
