"""Documents about partnerships from the command line: who runs it may read the database."""

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Select, select
from sqlmodel import Session, col

from bot import audit, clock, dates
from bot.agreements import steering_pack
from bot.documents.partnership import gather, render
from bot.documents.partnership.final import final_report
from bot.documents.partnership.followup import follow_up
from bot.documents.partnership.render import TemplateFaultyError, Templates, View
from bot.documents.partnership.steering import steering_paper
from bot.store import Store
from messages.documents import long_date
from models import Agreement, Member, Organisation, OrganisationKind, Party, SteeringMeeting

FIRST_YEAR, LAST_YEAR = 2000, 2100
SCREEN = "document"
Named = TypeVar("Named", Organisation, Agreement)


class Unwilling(Exception):
    """What cannot be done, in a sentence for the one who asked."""


@dataclass(frozen=True)
class Order:
    """What every document needs: the rows, the moment (aware), whose partnerships, and the file to write.

    `board` is empty where there is only one; without `force` a file that exists is left as it is.
    """

    store: Store
    now: datetime
    templates: Templates
    out: Path
    board: str = ""
    force: bool = False


def write_follow_up(order: Order, year: int) -> None:
    """The follow-up of `year`.

    Raises:
        Unwilling: no such board or year, or a template that is faulty.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unwilling(f"--year takes a year from {FIRST_YEAR} to {LAST_YEAR}, not {year}.")

    def read(session: Session, board: Organisation) -> View:
        audit.write(session, None, "take_followup", "organisation", board.id, order.now, screen=SCREEN)
        return follow_up(gather.year(session, board.id, year, clock.today(order.now)))

    _write(order, "followup", read)


def write_final(order: Order, agreement: str) -> None:
    """The final report of the partnership that `agreement` (a name) belongs to.

    Raises:
        Unwilling: no such board, no such agreement of it, or a template that is faulty.
    """

    def read(session: Session, board: Organisation) -> View:
        row = _agreement(session, board, agreement)
        whole = gather.whole(session, board.id, row.id, clock.today(order.now))
        if whole is None:
            raise Unwilling(f"Nobody has agreed on {row.name!r} yet: there is nothing to report.")
        audit.write(session, None, "take_final", "agreement", row.id, order.now, screen=SCREEN)
        return final_report(whole)

    _write(order, "final", read)


def write_pack(order: Order, agreement: str, meeting: str) -> None:
    """The pack of a meeting (that of the day `meeting`, or the next one) of an agreement's steering group.

    Where no meeting has been called it is drawn as things stand now, for a meeting that is not known.

    Raises:
        Unwilling: no such board, agreement or meeting, or a template that is faulty.
    """

    def read(session: Session, board: Organisation) -> View:
        row = _agreement(session, board, agreement)
        found = _meeting(session, row, meeting, order.now)
        audit.write(session, None, "take_pack", "steeringmeeting", found.id, order.now, screen=SCREEN)
        pack = steering_pack.gather(session, found, order.now)
        return steering_paper(pack, board.name, long_date(clock.today(order.now)), called=found.id is not None)

    _write(order, "steering", read)


def write_templates(folder: Path) -> str:
    """Copy the built-in templates into `folder`, to be edited there.

    Returns:
        What to do with them.

    Raises:
        Unwilling: one of them is there already, or the folder cannot be written.
    """
    try:
        names = ", ".join(path.name for path in render.copy_out(folder))
    except FileExistsError as there:
        raise Unwilling(f"{there} exists and was left as it is. Choose another folder.") from there
    except OSError as wrong:
        raise Unwilling(f"{folder} cannot be written: {wrong.strerror}.") from wrong
    return f"Wrote {names}. Edit them in Word, keep the tags in braces, and set TEMPLATES={folder}."


def _write(order: Order, name: str, read: Callable[[Session, Organisation], View]) -> None:
    _check(order)
    view = order.store.run_now(lambda session: read(session, _board(session, order.board)))
    try:
        data = render.draw(name, view, order.now, order.templates)
    except TemplateFaultyError as faulty:
        raise Unwilling(f"Not written: {faulty}.") from faulty
    try:
        order.out.write_bytes(data)
    except OSError as wrong:
        raise Unwilling(f"{order.out} cannot be written: {wrong.strerror}.") from wrong


def _check(order: Order) -> None:
    if order.out.suffix.lower() != render.ENDING:
        raise Unwilling(f"The document is a Word file: end its name in {render.ENDING}.")
    if order.out.exists() and not order.force:
        raise Unwilling(f"{order.out} exists and was left as it is. Choose another name, or say --force.")


def _board(session: Session, name: str) -> Organisation:
    """The board of that name; without one the only board, the only one that has members here, or whose agreements
    these are: the only one that agreements name first."""
    boards = session.scalars(
        select(Organisation)
        .where(col(Organisation.kind) == OrganisationKind.MUNICIPAL_BOARD)
        .order_by(col(Organisation.name))
    ).all()
    if name:
        return _named(boards, name, "board")
    here = select(col(Member.organisation_id)).where(col(Member.ended_at).is_(None))
    first = select(col(Party.organisation_id)).where(col(Party.position) == 0)
    for likely in (boards, *(_among(session, boards, ids) for ids in (here, first))):
        if len(likely) == 1:
            return likely[0]
    known = ", ".join(board.name for board in boards)
    raise Unwilling(f"Which board? Say --board NAME. Known: {known or 'none; import partnerships first'}.")


def _among(session: Session, boards: Sequence[Organisation], ids: Select[int]) -> Sequence[Organisation]:
    found = set(session.scalars(ids.distinct()))
    return [board for board in boards if board.id in found]


def _agreement(session: Session, board: Organisation, name: str) -> Agreement:
    theirs = session.scalars(
        select(Agreement)
        .join(Party, col(Party.agreement_id) == col(Agreement.id))
        .where(col(Party.organisation_id) == board.id)
        .order_by(col(Agreement.name))
    ).all()
    return _named(theirs, name, "agreement")


def _named(rows: Sequence[Named], name: str, what: str) -> Named:
    """The row of that name, however it is spelt; else the nearest names are suggested."""
    by_name = {row.name.casefold(): row for row in rows}
    if found := by_name.get(name.strip().casefold()):
        return found
    near = difflib.get_close_matches(name.casefold(), by_name, n=3, cutoff=0.5)
    close = ", ".join(repr(by_name[one].name) for one in near)
    known = ", ".join(row.name for row in rows)
    hint = f"Did you mean {close}?" if close else f"Known: {known or 'none; import partnerships first'}."
    raise Unwilling(f"No {what} is called {name!r}. {hint}")


def _meeting(session: Session, agreement: Agreement, said: str, now: datetime) -> SteeringMeeting:
    """The meeting on the day that was said, or the next one, or else the last one there was, or else one now."""
    held = select(SteeringMeeting).where(
        col(SteeringMeeting.agreement_id) == agreement.id, col(SteeringMeeting.called_off_at).is_(None)
    )
    rows = session.scalars(held.order_by(col(SteeringMeeting.starts_at))).all()
    known = ", ".join(clock.today(row.starts_at).isoformat() for row in rows) or "none"
    if said:
        day = _day(said, clock.today(now))
        found = next((row for row in rows if clock.today(row.starts_at) == day), None)
    else:
        last = rows[-1] if rows else SteeringMeeting(agreement_id=agreement.id, starts_at=now, form="")
        found = next((row for row in rows if row.starts_at >= now), last)
    if found is None:
        raise Unwilling(f"No such meeting of {agreement.name!r}. Known: {known}.")
    return found


def _day(said: str, today: date) -> date:
    day = dates.understood(said, today, prefer="past")
    if day is None:
        raise Unwilling(f"--meeting takes a day, for instance 2022-10-01, not {said!r}.")
    return day
