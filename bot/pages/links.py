"""What one finds besides referrals: pages, and how much waits on each."""

from sqlalchemy import func, select
from sqlmodel import col

from bot import glass_requests, kept_forms, log_reads, lookups, policy, requests
from bot.cards import reports
from bot.policy import Act, Relation
from bot.turn import Turn
from models import Incident, Member

Link = tuple[str, str, int]
"""A word of `links`, the page's path, and how much waits there."""


def links(turn: Turn) -> tuple[Link, ...]:
    """The pages that the reader's role may open."""
    role = turn.who.role
    found: list[Link] = []
    if waiting := len(kept_forms.of(turn)):
        found.append(("kept", "kept", waiting))
    if policy.allows(role, Act.READ_AGREEMENT, Relation.OWN_ORGANISATION):
        found.append(("agreements", "agreements", 0))
    if policy.allows(role, Act.SEE_OVERVIEW):
        found.append(("overview", "overview", 0))
        found.append(("workbook", "workbook", 0))
        found.append(("documents", "documents", 0))
    if policy.allows(role, Act.REVIEW_LOG):
        found.append(("log", "log", log_reads.undecided(turn.session, turn.who.id)))
    if policy.allows(role, Act.CLOSE_INCIDENT):
        found.append(("incidents", "incidents", _open_incidents(turn)))
    if policy.allows(role, Act.BREAK_GLASS):
        found.append(("glass", "glass", glass_requests.to_answer(turn)))
    if policy.allows(role, Act.SEE_MEMBERS):
        found.append(("people", "people", _unbound(turn)))
    if policy.allows(role, Act.DECIDE_RIGHTS, Relation.OWN_ORGANISATION):
        found.append(("rights", "rights", len(requests.waiting(turn))))
    settings = (("board", Act.SET_BOARD), ("keeping", Act.SET_KEEPING))
    found += [(page, page, 0) for page, act in settings if policy.allows(role, act)]
    found += _reports(turn)
    return tuple(found)


def _reports(turn: Turn) -> list[Link]:
    allowed = policy.allows(turn.who.role, Act.SEE_REPORTS)
    return [("reports", "reports", reports.waiting(turn))] if allowed else []


def _open_incidents(turn: Turn) -> int:
    """How many incidents of the board's circle are open."""
    circle = lookups.board_circle(turn.session, turn.who.organisation_id)
    theirs = select(col(Member.id)).where(col(Member.organisation_id).in_(circle))
    open_ones = (col(Incident.closed_at).is_(None), col(Incident.member_id).in_(theirs))
    return turn.session.scalars(select(func.count()).select_from(Incident).where(*open_ones)).one()


def _unbound(turn: Turn) -> int:
    """How many koordinatorer of the board's partners have no undertaking in force."""
    circle = lookups.members_of(turn.session, lookups.board_circle(turn.session, turn.who.organisation_id))
    return sum(not member.is_bound(turn.today) for member in circle)
