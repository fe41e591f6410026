"""Making workbooks and looking at what was imported from them."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from sqlmodel import Session, select

from bot.clock import at_local
from models import Agreement, Organisation

TODAY = date(2022, 10, 3)
NOW = at_local(TODAY, 9)
START, END = date(2022, 1, 1), date(2022, 12, 31)
AFTER = date(2023, 1, 1)

ORGANISATIONS: list[list[Any]] = [["Namn", "Slag"], ["Nämnden", "offentlig"], ["Odlarna", "partner"]]
HEADINGS: list[Any] = ["Namn", "Parter", "Gäller från", "Gäller till"]
AGREEMENT = "Överenskommelser"


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Workbook:
    """A workbook with these rows on these sheets."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return book


def saved(book: Workbook) -> bytes:
    """Its bytes."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def made(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """The bytes of a workbook with these rows."""
    return saved(workbook(sheets))


def pact(name: str = "Odling", parties: Any = "Nämnden; Odlarna", start: Any = START, end: Any = END) -> list[Any]:
    """A row under `HEADINGS`."""
    return [name, parties, start, end]


def agreements(*rows: list[Any], headings: list[Any] = HEADINGS) -> dict[str, list[list[Any]]]:
    """Two organisations, and a sheet of agreements with these rows."""
    return {"Organisationer": ORGANISATIONS, AGREEMENT: [headings, *rows]}


def organisation(session: Session, name: str) -> Organisation:
    """The one of that name."""
    return session.exec(select(Organisation).where(Organisation.name == name)).one()


def agreement(session: Session, name: str = "Odling") -> Agreement:
    """The one of that name."""
    return session.exec(select(Agreement).where(Agreement.name == name)).one()
