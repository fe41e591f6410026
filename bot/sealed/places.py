"""The places where sealed words stand."""

from bot.sealed.vault import Place
from models import FactorKind, Particular

CASE = Place("client", "sealed_case", "")


def note_place(note_id: int, number: int) -> Place:
    """Where a version of a note's words stands."""
    return Place("noteversion", "sealed", f"{note_id}.{number}")


def particular_place(referral_id: int, kind: Particular, number: int) -> Place:
    """Where a version of a particular stands."""
    return Place("particularversion", "sealed", f"{referral_id}.{kind}.{number}")


def draft_place(member_id: int, place: str) -> Place:
    """Where a draft stands."""
    return Place("roomdraft", "sealed", f"{member_id}.{place}")


def glass_place(referral_id: int, asked_by_id: int) -> Place:
    """Where the reason for breaking the glass stands."""
    return Place("glass", "sealed_reason", f"{referral_id}.{asked_by_id}")


def factor_context(member_id: int, kind: FactorKind) -> str:
    """For what a PIN's hash or a code's seed is sealed."""
    return f"factor|secret|{member_id}|{kind}"


def rights_place(column: str, request_id: int) -> Place:
    """Where a request, or the grounds of its decision, stands."""
    return Place("rightsrequest", column, str(request_id))
