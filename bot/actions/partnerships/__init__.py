"""Importing partnerships from TOML, a workbook or a CSV: `read` or `read_file` it, then `import_partnerships`."""

from bot.actions.partnerships.files import read_bytes, read_file
from bot.actions.partnerships.findings import Caution, Finding, Outcome, Problem, Tally
from bot.actions.partnerships.importing import import_partnerships
from bot.actions.partnerships.reading import Entry, Reading, read
from bot.actions.partnerships.template import write_template

__all__ = [
    "Caution",
    "Entry",
    "Finding",
    "Outcome",
    "Problem",
    "Reading",
    "Tally",
    "import_partnerships",
    "read",
    "read_bytes",
    "read_file",
    "write_template",
]
