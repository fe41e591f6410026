"""Word templates of the documents that write themselves, and the short words that are filled into them, in Swedish."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from messages import formats

FOLDER = Path(__file__).parent
LANGUAGE = "sv"


def say(key: str, **values: str | int) -> str:
    """The entry `table.key` of `sv.toml`, with `values` filled in."""
    table, _, name = key.partition(".")
    return _words()[table][name].format(**values)


def long_date(day: date) -> str:
    """`3 oktober 2022`."""
    return formats.long_date(day, LANGUAGE)


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads((FOLDER / "sv.toml").read_text(encoding="utf-8"))
