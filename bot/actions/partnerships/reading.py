"""From a file's text to its entries, each with the line it stands on."""

import codecs
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from bot.actions.partnerships.findings import Caution, Problem, safe, show, where
from bot.actions.partnerships.headers import Header, find_headers

LISTS = ("organisation", "agreement", "report_duty", "board_meeting")
NAMED_BY = {"report_duty": "agreement", "board_meeting": "board"}
"""The key that an entry goes by, where that is not its name."""
TABLES = ("board", "iop_criteria")
NOTHING_KEPT = "nothing of the file was imported; correct this and run the import again"
PARSER_SAYS = re.compile(
    r"(?P<what>.*?)(?: \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\))?", re.DOTALL
)
PLAINER = {
    "Cannot overwrite a value": "a key is given twice in one entry",
    "Expected newline or end of document after a statement": "something follows a value that is already complete",
    "Invalid value": "this is no value (text needs straight quotes around it)",
}


@dataclass(frozen=True)
class Entry:
    """One table of the file as the parser gave it, or one row of a sheet with the same keys and values."""

    kind: str
    """One of `LISTS` or `TABLES`."""
    line: int
    header: str
    values: dict[str, Any]
    sheet: str | None = None
    """The sheet of a workbook; `line` is then the row."""
    headings: Mapping[str, str] = field(default_factory=dict)
    """What the file calls a key, where that is not the key itself."""
    faults: tuple[str, ...] = ()
    """What keeps the entry out whatever its values are."""

    @property
    def name(self) -> str | None:
        """Its name for reports and comparisons, in composed Unicode; nothing where it has none."""
        name = self.values.get(NAMED_BY.get(self.kind, "name"))
        return unicodedata.normalize("NFC", " ".join(name.split())) if isinstance(name, str) and name.strip() else None

    @property
    def shown_name(self) -> str | None:
        """Its name for a terminal."""
        return safe(self.name) if self.name else None

    @property
    def where(self) -> str:
        """Its place in the file, as a reason names it."""
        return where(self.line, self.sheet)


@dataclass(frozen=True)
class Reading:
    """The entries of a file in their order, and what could not be read."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    cautions: tuple[Caution, ...] = ()
    sheets: tuple[str, ...] = ()
    """The sheets of a workbook in their order."""

    def of(self, *kinds: str) -> tuple[Entry, ...]:
        """The entries of these kinds."""
        return tuple(entry for entry in self.entries if entry.kind in kinds)


def read(content: str | bytes) -> Reading:
    """Read a partnerships file.

    Args:
        content: its text, or its bytes as they lie on the disk (UTF-8, with or without a byte order mark).

    Returns:
        Its entries. Where the file is no TOML or no UTF-8: none, and the one problem that says where and why.
    """
    try:
        text = content.decode() if isinstance(content, bytes) else content
    except UnicodeDecodeError as wrong:
        return _unreadable(*_explain_bytes(wrong))
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        document = tomllib.loads(text)
    except RecursionError:
        return _unreadable(1, "lists or tables are nested too deeply")
    except ValueError as wrong:  # TOMLDecodeError, or a number with thousands of digits
        return _unreadable(*_explain_syntax(text, str(wrong)))
    return _collect(document, text)


def _unreadable(line: int, reason: str) -> Reading:
    return Reading(problems=(Problem(line, "", None, f"{reason}; {NOTHING_KEPT}"),))


def _explain_bytes(wrong: UnicodeDecodeError) -> tuple[int, str]:
    content = wrong.object
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return 1, "the file is UTF-16; save it as UTF-8"
    line = content.count(b"\n", 0, wrong.start) + 1
    byte = content[wrong.start : wrong.start + 1]
    meant = byte.decode("cp1252", errors="replace")
    guess = f" ({meant} in Windows-1252)" if meant.isalpha() else ""
    return line, f"the file is not UTF-8: byte 0x{byte.hex().upper()}{guess}; save it as UTF-8"


def _explain_syntax(text: str, wrong: str) -> tuple[int, str]:
    says = PARSER_SAYS.fullmatch(wrong)
    assert says  # it matches anything
    lines = text.split("\n")
    if says["line"] is None:
        line = max((number for number, row in enumerate(lines, 1) if row.strip()), default=1)
        where = " at the end of the file" if "end of document" in wrong else ""
        return line, f"not valid TOML{where}: {PLAINER.get(says['what'], safe(says['what']))}"
    line = int(says["line"])
    return line, (
        f"not valid TOML at column {says['column']}: {PLAINER.get(says['what'], safe(says['what']))}"
        f"{_syntax_hint(lines[line - 1])}"
    )


def _syntax_hint(row: str) -> str:
    if re.search(r"=\s*[“”„‘’«»]", row):
        return '; use straight quotes: "'
    if re.search(r"=\s*\d{4}-\d{1,2}-\d{1,2}", row):
        return "; a date is written 2022-09-01"
    return ""


def _collect(document: dict[str, Any], text: str) -> Reading:
    headers = list(find_headers(text))
    entries: list[Entry] = []
    problems: list[Problem] = []
    for key, found in document.items():
        lines = _lines(key, headers, text)
        if key in LISTS + TABLES and isinstance(found, list) == (key in LISTS):
            _sort_out(key, found if isinstance(found, list) else [found], lines, entries, problems)
        else:
            reason = _misplaced(key, found)
            problems += [Problem(line, _header(key), None, reason) for line in lines]
    return Reading(tuple(sorted(entries, key=lambda entry: entry.line)), tuple(problems))


def _sort_out(kind: str, tables: list[Any], lines: list[int], entries: list[Entry], problems: list[Problem]) -> None:
    if len(lines) != len(tables):  # written without headers, as a list on one key
        lines = lines[:1] * len(tables)
    for line, values in zip(lines, tables, strict=True):
        if isinstance(values, dict):
            entries.append(Entry(kind, line, _header(kind), values))
        else:
            reason = f"it is {show(values)}, not an entry with keys and values"
            problems.append(Problem(line, _header(kind), None, reason))


def _header(key: str) -> str:
    return f"[[{key}]]" if key in LISTS else f"[{safe(key)}]"


def _misplaced(key: str, found: Any) -> str:  # noqa: ANN401 - whatever stands there
    if key in LISTS + TABLES:
        return f"it is {show(found)} here, and was not imported; write it under the header {_header(key)}"
    near = get_close_matches(safe(key).casefold(), LISTS + TABLES, n=1)
    return f"there is no such section, and it was not imported{f'; write {_header(near[0])}' if near else ''}"


def _lines(key: str, headers: list[Header], text: str) -> list[int]:
    """The lines of the headers of `key`; where there are none, the line that first names it."""
    exact = [header.line for header in headers if header.path == (key,)]
    if exact:
        return exact
    below = [header.line for header in headers if header.path[:1] == (key,)]
    if below:
        return below[:1]
    named = re.search(rf"""^[ \t]*["']?{re.escape(key)}["']?[ \t]*[.=]""", text, re.MULTILINE)
    return [text.count("\n", 0, named.start()) + 1 if named else 1]
