"""A view becomes text, a label becomes a button's words, in the reader's language."""

import re
import tomllib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from messages import formats
from messages.views import View
from messages.word import Value, Word

FOLDER = Path(__file__).parent
LANGUAGES = ("sv", "en")


def render(view: View, language: str) -> str:
    """The text of `view` in `language` (`sv` or `en`), in Telegram's HTML."""
    template = _environment(language).get_template(template_name(type(view)))
    values = {name: getattr(view, name) for name in view.__dataclass_fields__}
    return re.sub(r"\n{3,}", "\n\n", template.render(values).strip())


def label(key: str, language: str, **values: Value) -> str:
    """The words of a button in `language`, with `values` filled in."""
    return _labels(language)[key].format(**{name: _shown(value, language) for name, value in values.items()})


def template_name(view: type[View]) -> str:
    """The template's file name for a kind of view."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", view.__name__).lower() + ".html"


def _shown(value: Value, language: str) -> str:
    if isinstance(value, Word):
        return label(value.key, language)
    if isinstance(value, datetime):
        return formats.clock(value, language)
    if isinstance(value, date):
        return formats.day(value, language)
    return "" if value is None else str(value)


@cache
def _labels(language: str) -> dict[str, str]:
    tables = tomllib.loads((FOLDER / language / "labels.toml").read_text(encoding="utf-8"))
    return {
        f"{table}.{key}" if table != "buttons" else key: text
        for table, entries in tables.items()
        for key, text in entries.items()
    }


@cache
def _environment(language: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / language),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    filters: dict[str, Any] = {
        "day": lambda value: formats.day(value, language),
        "date": lambda value: formats.long_date(value, language),
        "month": lambda value: formats.month(value, language),
        "moment": lambda value: formats.moment(value, language),
        "clock": lambda value: formats.clock(value, language),
        "hour": formats.hour,
        "word": lambda value: _shown(value, language),
        "words": lambda values: ", ".join(_shown(value, language) for value in values),
    }
    environment.filters.update(filters)
    environment.tests["a_step"] = lambda key: key.startswith("happening.")  # and no note
    return environment
