"""A page becomes HTML, in the reader's language. What people wrote shows as text, whatever it holds."""

import re
import tomllib
import unicodedata
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from messages import formats
from messages.render import label
from messages.room.pages import Frame, RoomPage
from messages.word import Value, Word

FOLDER = Path(__file__).parent
SEEN_THROUGH = frozenset("\n\t\u200c\u200d\ufe0f")
"""Invisible characters that text needs: lines, tabs, and what joins emoji."""


def page(view: RoomPage, frame: Frame) -> str:
    """The HTML of `view` within `frame`."""
    template = _environment().get_template(template_name(type(view)))
    values = {name: getattr(view, name) for name in view.__dataclass_fields__}
    html: str = template.render(values, frame=frame, language=frame.language)
    return re.sub(r"\n\s*\n+", "\n", html)


def word(key: str, language: str, **values: Value) -> str:
    """An entry of `sv.toml` or `en.toml`, with `values` filled in."""
    return words(language)[key].format(**{name: _shown(value, language) for name, value in values.items()})


def template_name(view: type[RoomPage]) -> str:
    """The template's file name for a kind of page."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", view.__name__).lower() + ".html"


@cache
def words(language: str) -> dict[str, str]:
    """Every entry in `language`, by `table.key`."""
    tables = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{table}.{key}": text for table, entries in tables.items() for key, text in entries.items()}


def visible(text: str) -> str:
    """`text` with control, bidi and other invisible characters written out, as [U+202E], so that none acts."""
    return "".join(
        f"[U+{ord(character):04X}]"
        if unicodedata.category(character)[0] == "C" and character not in SEEN_THROUGH
        else character
        for character in text
    )


def _shown(value: Value, language: str) -> str:
    if isinstance(value, Word):
        return label(value.key, language)
    if isinstance(value, datetime):
        return formats.moment(value, language)
    if isinstance(value, date):
        return formats.long_date(value, language)
    return "" if value is None else str(value)


def _paragraphs(text: str) -> Markup:
    """What somebody wrote, as paragraphs; a line break stays one."""
    blocks = re.split(r"\n\s*\n", visible(text.replace("\r\n", "\n")).strip())
    return Markup("\n").join(_paragraph(block) for block in blocks)


def _paragraph(block: str) -> Markup:
    lines = Markup("<br>").join(escape(line) for line in block.split("\n"))
    return Markup('<p dir="auto">{}</p>').format(lines)


@pass_context
def _translate(context: Context, key: str, **values: Any) -> str:  # noqa: ANN401 - a template's values
    return word(key, context["language"], **values)


@pass_context
def _csrf(context: Context) -> Markup:
    """What every form carries."""
    return Markup('<input type="hidden" name="csrf" value="{}">').format(context["frame"].csrf)


@pass_context
def _show(context: Context, value: Value) -> str:
    return _shown(value, context["language"])


@pass_context
def _day(context: Context, value: date) -> str:
    return formats.day(value, context["language"])


@pass_context
def _month(context: Context, value: date) -> str:
    return formats.month(value, context["language"])


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.update({"t": _translate, "csrf": _csrf})
    filters: dict[str, Any] = {"show": _show, "day": _day, "month": _month, "written": _paragraphs, "visible": visible}
    environment.filters.update(filters)
    return environment
