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


def report_context(report_id: int) -> str:
    """For what a report's words are sealed: table, column and row."""
    return f"report|sealed|{report_id}"


def report_file_context(file_id: int) -> str:
    """The same of a document handed in with a report."""
    return f"reportfile|sealed|{file_id}"


def kept_form_context(member_id: int, path: str) -> str:
    """The same of a form that could not be saved."""
    return f"keptform|sealed|{member_id}|{path}"


def rights_place(column: str, request_id: int) -> Place:
    """Where a request, or the grounds of its decision, stands."""
    return Place("rightsrequest", column, str(request_id))
