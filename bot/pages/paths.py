"""Where a thing is in the room: paths below the visitor's own root, which is the page's base."""

from models import Note, Particular, Referral

DAY = "day"
KEYS = "keys"


def referral(row: Referral) -> str:
    """The referral's own page."""
    return by_code(row.code)


def by_code(code: str) -> str:
    """The same, of a code."""
    return f"r/{code}"


def write(row: Referral) -> str:
    """Where a note on it is written."""
    return f"{referral(row)}/note"


def particular(row: Referral, kind: Particular) -> str:
    """Where one of its particulars is written."""
    return f"{referral(row)}/about/{kind}"


def note(row: Note, what: str) -> str:
    """What is done with a note: `edit`, `strike`, `share`."""
    return f"note/{row.id}/{what}"


def agreement(agreement_id: int, what: str = "") -> str:
    """An agreement's own page, or one below it: `criteria`, `decisions`, `budget`, `steering`, `reports`."""
    return f"agreement/{agreement_id}/{what}" if what else f"agreement/{agreement_id}"


def report(report_id: int, what: str = "") -> str:
    """A report's own page, or one below it: `files`, `judge`."""
    return f"report/{report_id}/{what}" if what else f"report/{report_id}"


def under(row: Referral, what: str) -> str:
    """A page below the referral's."""
    return f"{referral(row)}/{what}"
