"""What the impact assessment (docs/dpia.md) claims to name, it names: it cannot silently fall behind the code."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path

from bot.policy import Act
from messages.render import FOLDER, template_name
from messages.views import View
from models import NoticeKind
from models.base import Row

TEXT = (Path(__file__).parents[1] / "docs" / "dpia.md").read_text(encoding="utf-8")
OF_A_MACHINE = (
    r"\b\d{1,3}(?:\.\d{1,3}){3}\b|\blocalhost\b|https?://|(?<![\w.])/(?:work|home|root|tmp|var|etc|opt|srv|Users)/"
)


def chapter(heading: str) -> str:
    """The text below the heading that begins so, up to the next heading."""
    found = re.search(rf"^#+ {re.escape(heading)}.*?(?=^#)", TEXT, re.DOTALL | re.MULTILINE)
    assert found, f"no heading {heading!r}"
    return found[0]


def missing(names: Iterable[str], text: str) -> list[str]:
    """Those of `names` that do not stand in `text` as code."""
    return [name for name in names if f"`{name}`" not in text]


def every_view(kind: type[View] = View) -> Iterator[type[View]]:
    for below in kind.__subclasses__():
        yield below
        yield from every_view(below)


def test_every_table_has_a_line_in_the_retention_table() -> None:
    cells = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|", chapter("5.3"), re.MULTILINE)
    lines = [name for cell in cells for name in re.findall(r"\w+", cell)]
    assert sorted(lines) == sorted(Row.metadata.tables)


def test_every_notice_stands_where_it_says_what_travels() -> None:
    lines = re.findall(r"^\| `(\w+)` \|", chapter("Boten tar initiativ"), re.MULTILINE)
    assert sorted(lines) == sorted(NoticeKind)


def shows_a_code(view: type[View]) -> bool:
    """Whether it has a field of that name, or its template sets anything as code."""
    template = FOLDER / "sv" / template_name(view)
    marked = template.is_file() and "<code>" in template.read_text(encoding="utf-8")
    return marked or "code" in {field.name for field in fields(view)}


def test_every_message_that_shows_a_code_stands_where_it_says_what_travels() -> None:
    showing = sorted(view.__name__ for view in every_view() if shows_a_code(view))
    assert not missing(showing, chapter("Det här går över Telegram"))


def test_every_act_stands_where_it_says_who_may_do_what() -> None:
    assert not missing(Act, chapter("4.2"))


def test_no_table_row_lacks_or_has_a_cell_too_many() -> None:
    tables = re.findall(r"(?:^\|.*\n)+", TEXT, re.MULTILINE)
    uneven = [table for table in tables if len({line.count("|") for line in table.splitlines()}) > 1]
    assert not uneven


def test_what_the_text_refers_to_exists() -> None:
    """Risks, questions and decisions are numbered, and named elsewhere by their numbers."""
    defined = set(re.findall(r"^\| ([ABR]\d+) \|", TEXT, re.MULTILINE)) | set(re.findall(r"\*\*(J\d+)\.\*\*", TEXT))
    named = set(re.findall(r"\b[ABJR]\d+\b", TEXT))
    assert len(re.findall(r"^\| R\d+ \|", TEXT, re.MULTILINE)) >= 20
    assert named - defined <= {"A1", "B2"}  # which are aliases too


def test_a_risk_is_its_likelihood_times_its_consequence() -> None:
    sums = re.findall(r"\b(\d)×(\d)=(\d+)\b", TEXT)
    assert sums
    assert all(int(one) * int(other) == int(product) for one, other, product in sums)


def test_no_line_names_a_machine() -> None:
    assert not [line for line in TEXT.splitlines() if re.search(OF_A_MACHINE, line)]
