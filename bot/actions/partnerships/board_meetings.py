"""The meetings of boards that a file lists, into the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, select

from bot import workdays
from bot.actions.partnerships.agreement_period import YEARS_LIKELY
from bot.actions.partnerships.checking import Nearest
from bot.actions.partnerships.fields import Fields
from bot.actions.partnerships.findings import Change, show
from bot.actions.partnerships.reading import Entry
from bot.actions.partnerships.report import Report
from bot.actions.partnerships.rows import REFUSED, insert_row, refusal
from bot.actions.partnerships.values import NAME_LONGEST, as_day, as_text
from models import BoardMeeting, Organisation


@dataclass(frozen=True)
class MeetingFacts:
    """What a good entry says; `papers_on` is nothing where the board's lead time says it."""

    board: str
    held_on: date
    papers_on: date | None


def import_board_meetings(
    session: Session, entries: Sequence[Entry], unkept: Mapping[str, str], today: date, report: Report
) -> set[int]:
    """Write the good ones among `entries`; a meeting that the database has stays as it is.

    Args:
        session: an open transaction.
        entries: those of the kind `board_meeting`.
        unkept: the place of every organisation in the file, by name, to say of one that it was not kept.
        today: the day of the import.
        report: gets what was found and done.

    Returns:
        The ids of the boards that got a new meeting.
    """
    if not entries:
        return set()
    organisations = {row.name: row for row in session.exec(select(Organisation))}
    stored = {(row.organisation_id, row.held_on): row for row in session.exec(select(BoardMeeting))}
    nearest = Nearest(name for name, row in organisations.items() if row.is_board)
    first: dict[tuple[str, date], Entry] = {}
    touched: set[int] = set()
    for entry in entries:
        facts, wrong, odd = _check(entry, today, organisations, unkept, nearest)
        if facts and (earlier := first.setdefault((facts.board, facts.held_on), entry)) is not entry:
            wrong.append(f"the same meeting stands in the file before, on {earlier.where}; remove one of the two")
        report.caution(entry, odd)
        if facts is None or wrong:
            report.reject(entry, wrong)
            continue
        board = organisations[facts.board]
        if row := stored.get((board.id, facts.held_on)):
            report.caution(entry, _stays(row, facts))
            report.keep(entry, Change.UNCHANGED)
        elif _store(session, entry, board, facts, report):
            touched.add(board.id)
    return touched


def _check(
    entry: Entry, today: date, organisations: Mapping[str, Organisation], unkept: Mapping[str, str], nearest: Nearest
) -> tuple[MeetingFacts | None, list[str], list[str]]:
    fields = Fields(entry.values, entry.headings)
    board = fields.required("board", lambda value: as_text(value, NAME_LONGEST))
    held_on = fields.required("held_on", as_day)
    papers_on = fields.optional("papers_on", as_day, None)
    fields.flag_rest()
    fields.wrong += filter(None, [_doubt(board, organisations, unkept, nearest) if board else None])
    if held_on and papers_on and papers_on > held_on:
        fields.wrong.append(
            f"papers_on ({papers_on}) is after held_on ({held_on}); the papers are ready before the meeting"
        )
    if held_on and not workdays.is_working(held_on):
        fields.odd.append(f"held_on ({held_on}, a {held_on:%A}) is no working day; check it")
    if held_on and abs(held_on.year - today.year) > YEARS_LIKELY:
        fields.odd.append(f"held_on is {held_on}, more than {YEARS_LIKELY} years from today; check the year")
    if fields.wrong or board is None or held_on is None:
        return None, fields.wrong, fields.odd
    return MeetingFacts(board, held_on, papers_on), [], fields.odd


def _doubt(
    name: str, organisations: Mapping[str, Organisation], unkept: Mapping[str, str], nearest: Nearest
) -> str | None:
    if name in organisations:
        return (
            None if organisations[name].is_board else f"{show(name)} is no board: only a municipal_board has meetings"
        )
    if name in unkept:
        return f"the board {show(name)} was not imported itself ({unkept[name]}); correct that entry first"
    return f"the board {show(name)} is neither in the file nor in the database{nearest.hint(name)}"


def _stays(row: BoardMeeting, facts: MeetingFacts) -> list[str]:
    if facts.papers_on in (None, row.papers_on):
        return []
    return [
        f"papers_on is {facts.papers_on} here and {row.papers_on} in the database, which stays; change it in the room"
    ]


def _store(session: Session, entry: Entry, board: Organisation, facts: MeetingFacts, report: Report) -> bool:
    papers_on = facts.papers_on or workdays.on_or_before(facts.held_on - timedelta(days=board.lead_papers))
    columns = {"organisation_id": board.id, "held_on": facts.held_on, "papers_on": papers_on}
    try:
        with session.begin_nested():
            insert_row(session, BoardMeeting, columns)
    except REFUSED as refused:
        report.reject(entry, [refusal(refused)])
        return False
    report.keep(entry, Change.ADDED)
    return True
