"""Importing partnerships from a TOML file: `read` it, then `import_partnerships`."""

from bot.actions.partnerships.findings import Caution, Finding, Outcome, Problem, Tally
from bot.actions.partnerships.importing import import_partnerships
from bot.actions.partnerships.reading import Entry, Reading, read

__all__ = ["Caution", "Entry", "Finding", "Outcome", "Problem", "Reading", "Tally", "import_partnerships", "read"]
