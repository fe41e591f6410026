"""The facts about the board's partnerships in a database, and what a document about them says."""

import re
import tomllib
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
from docx.oxml.ns import qn
from sqlmodel import Session, col, select

from bot.actions.partnerships import import_partnerships, read
from bot.clock import at_local
from messages.documents import long_date
from models import Agreement, Organisation

FACTS = Path(__file__).parents[1] / "facts/partnerships.toml"
BOARD = "Enskede-Årsta-Vantörs stadsdelsnämnd"
SPRING = date(2023, 3, 1)
NOON = at_local(SPRING, 12)
MARK = re.compile(r"\[[A-Z]\]")
NUMERAL = re.compile(r"\d+(?:[ \u00a0.,]\d+)*")


def import_facts(session: Session) -> int:
    """Import the facts; the board's id."""
    assert not import_partnerships(session, read(FACTS.read_bytes()), NOON).problems
    session.flush()
    return session.exec(select(Organisation).where(col(Organisation.name) == BOARD)).one().id


def agreement(session: Session, name: str) -> Agreement:
    """The agreement of that name."""
    return session.exec(select(Agreement).where(col(Agreement.name) == name)).one()


def text_of(made: bytes) -> str:
    """What the body of a Word document says, a line for each paragraph; no-break spaces are spaces."""
    body = docx.Document(BytesIO(made)).element.body
    lines = []
    for paragraph in body.iter(qn("w:p")):
        parts = ("\n" if one.tag == qn("w:br") else one.text or "" for one in paragraph.iter(qn("w:t"), qn("w:br")))
        lines.append("".join(parts))
    return "\n".join(lines).replace("\u00a0", " ")


def headings_of(made: bytes) -> list[tuple[int, str]]:
    """The headings with their levels; the title has 0."""
    styles = {"Title": 0, "Heading 1": 1, "Heading 2": 2, "Heading 3": 3}
    document = docx.Document(BytesIO(made))
    named = [(one.style.name if one.style else "", one.text) for one in document.paragraphs]
    return [(styles[name], text) for name, text in named if name in styles]


def partnerships() -> list[dict[str, object]]:
    """The facts' agreements, as the file has them."""
    found: list[dict[str, object]] = tomllib.loads(FACTS.read_text(encoding="utf-8"))["agreement"]
    return found


def numerals_of_facts() -> set[str]:
    """Every number and date that the facts hold, as a document writes them."""
    raw = tomllib.loads(FACTS.read_text(encoding="utf-8"))
    said: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, dict):
            for one in value.values():
                walk(one)
        elif isinstance(value, list):
            for one in value:
                walk(one)
        else:
            said.append(long_date(value) if isinstance(value, date) else str(value))

    walk(raw)
    return {number for text in said for number in NUMERAL.findall(text)}
