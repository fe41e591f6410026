"""The documents of a report: added, taken back, fetched."""

from bot import policy, relations
from bot.actions import report_files
from bot.actions.reports import find
from bot.agreements import reports
from bot.pages import paths
from bot.pages import reports as pages
from bot.pages.page import Ask, Fetched, Goto, Outcome, Shown
from bot.policy import Act
from bot.turn import Turn

TOO_LARGE = "large"


def show(turn: Turn, ask: Ask) -> Outcome:
    """The documents and the form that adds one; to the report where it is in."""
    found = find(turn, ask.number("report"))
    relation = relations.to_agreement(turn, found.agreement.id)
    may_add = policy.allows(turn.who.role, Act.HAND_IN_REPORT, relation) and found.report.state in reports.EDITABLE
    return Shown(pages.files_page(turn, found.report)) if may_add else Goto(paths.report(found.report.id))


def upload(turn: Turn, ask: Ask) -> Outcome:
    """Add a document, or say what is wrong with it."""
    report = find(turn, ask.number("report"), Act.HAND_IN_REPORT).report
    sent = ask.file
    data = sent.data if sent else b""
    flaw = TOO_LARGE if sent and sent.too_large else report_files.flaw_of(data)
    if sent is None or flaw:
        return Shown(pages.files_page(turn, report, flaw), 413 if flaw == TOO_LARGE else 422)
    report_files.add(turn, report.id, sent.name, data)
    return Goto(paths.report(report.id, "files"), "report_file_added")


def fetch(turn: Turn, ask: Ask) -> Outcome:
    """A document."""
    name, media_type, data = report_files.fetch(turn, ask.number("file"))
    return Fetched(name, media_type, lambda: data)


def remove(turn: Turn, ask: Ask) -> Outcome:
    """Take a document back."""
    return Goto(paths.report(report_files.remove(turn, ask.number("file")).id, "files"), "report_file_removed")
