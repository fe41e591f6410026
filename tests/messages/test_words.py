"""Rules that hold for every text: complete, plain, escaped, short enough for Telegram, in the field's own words."""

import re
import tomllib
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from string import Formatter
from typing import Any

import pytest
from jinja2.meta import find_undeclared_variables

from bot.menus import COMMANDS
from messages import label, render, views
from messages.render import FOLDER, LANGUAGES, _environment, template_name
from messages.views import View
from messages.word import Word
from models import CapacityState, Handover, Happening, Role, Scope, StatusReason
from tests.messages.samples import EARLIER, SAMPLES, every_view

ALLOWED = {"b", "i", "u", "s", "code", "a", "blockquote", "tg-spoiler"}
LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024
MOST_LIX = 40
HOSTILE = "<b>&\"'</i>"
FORBIDDEN = {
    "sv": r"remiss|\bavtal|kontrakt|krypter|\bsäker|gdpr|missbruk|behandling|diagnos|insats|ohälsa|!",
    "en": r"contract|encrypt|\bsecure|gdpr|misuse|abuse|treatment|diagnos|illness|!",
}

ALL_SAMPLES = [view for samples in SAMPLES.values() for view in samples]
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
of_every_kind = pytest.mark.parametrize("kind", every_view(), ids=lambda kind: kind.__name__)


class Markup(HTMLParser):
    """Reads Telegram's HTML: `tags` in order, `text` as it is read; `crossed` when an end tag fits nothing."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.open: list[str] = []
        self.text = ""
        self.crossed = False
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, _attrs: Any) -> None:
        self.tags.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.crossed = True

    def handle_data(self, data: str) -> None:
        self.text += data


def templates(language: str) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in (FOLDER / language).glob("*.html")}


def labels(language: str) -> dict[str, str]:
    tables = tomllib.loads((FOLDER / language / "labels.toml").read_text(encoding="utf-8"))
    return {f"{table}.{key}": text for table, entries in tables.items() for key, text in entries.items()}


def hostile(value: Any) -> Any:
    """`value` with every text in it replaced by markup."""
    if isinstance(value, Word):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: hostile(getattr(value, field.name)) for field in fields(value)})
    if isinstance(value, tuple):
        return tuple(hostile(each) for each in value)
    return HOSTILE if isinstance(value, str) and value else value


def plain(template: str) -> str:
    """The words of a template: no comments, blocks or tags; what is filled in counts as one short word."""
    template = re.sub(r"\{#.*?#\}|\{%.*?%\}|<[^>]+>", "", template, flags=re.DOTALL)
    return re.sub(r"\{\{.*?\}\}", "x", template, flags=re.DOTALL)


def lix(texts: list[str], *, lines_end_sentences: bool) -> float:
    """Björnsson's readability index: words per sentence, plus the percentage of words longer than six letters.

    A sentence ends at a full stop, colon, question or exclamation mark that white space follows. A heading, a fact or
    a question that has a line to itself ends with its line, if `lines_end_sentences`; otherwise with its text alone.
    """
    ends = r"[.:?!](?=\s|$)|\n" if lines_end_sentences else r"[.:?!](?=\s|$)"
    sentences = [part for text in texts for part in re.split(ends, text) if re.search(r"\w", part)]
    words = [word for sentence in sentences for word in re.findall(r"\w+(?:-\w+)*", sentence)]
    return len(words) / len(sentences) + 100 * sum(len(word) > 6 for word in words) / len(words)


@of_every_kind
def test_every_view_has_a_template_in_both_languages_and_a_sample(kind: type[View]) -> None:
    assert SAMPLES[kind]
    assert all((FOLDER / language / template_name(kind)).is_file() for language in LANGUAGES)


@in_both_languages
def test_every_template_belongs_to_a_view(language: str) -> None:
    assert set(templates(language)) == {template_name(kind) for kind in every_view()} | {"_parts.html"}


@in_both_languages
@of_every_kind
def test_a_template_uses_every_field_of_its_view(kind: type[View], language: str) -> None:
    used = find_undeclared_variables(_environment(language).parse(templates(language)[template_name(kind)]))
    assert used == {field.name for field in fields(kind)}


@in_both_languages
@pytest.mark.parametrize("view", ALL_SAMPLES, ids=lambda view: type(view).__name__)
def test_a_text_is_whole_html_of_the_allowed_kinds_and_fits_a_message(view: View, language: str) -> None:
    source = render(view, language)
    markup = Markup(source)
    assert set(markup.tags) <= ALLOWED
    assert not markup.open
    assert not markup.crossed
    assert 0 < len(markup.text) <= (LONGEST_CAPTION if isinstance(view, views.PictureCaption) else LONGEST_TEXT)
    assert not re.search(r"\n{3}|[ \t]\n| {2}|None|Word\(", source)


@in_both_languages
@pytest.mark.parametrize("view", ALL_SAMPLES, ids=lambda view: type(view).__name__)
def test_markup_in_a_value_stays_text(view: View, language: str) -> None:
    if isinstance(view, views.CardPicture):
        return  # drawn, not sent as HTML
    expected, got = Markup(render(view, language)), Markup(render(hostile(view), language))
    assert got.tags == expected.tags
    assert not got.crossed


@in_both_languages
def test_the_picture_carries_plain_text(language: str) -> None:
    assert "Kaffe & bröd <mitt i stan>" in render(views.CardPicture("B2", "Kaffe & bröd <mitt i stan>", None), language)


@in_both_languages
def test_no_code_stands_beside_the_names_of_those_whom_the_consent_names(language: str) -> None:
    for kind in (views.ReferConsent, views.ReferSummary):
        assert all(EARLIER not in render(view, language) for view in SAMPLES[kind])


def test_the_swedish_texts_are_plain() -> None:
    texts = [plain(text) for text in templates("sv").values()]
    assert lix(texts, lines_end_sentences=True) <= MOST_LIX
    assert lix(texts, lines_end_sentences=False) <= MOST_LIX


def test_the_swedish_texts_are_plain_as_they_are_read() -> None:
    texts = [Markup(render(view, "sv")).text for view in ALL_SAMPLES]
    assert lix(texts, lines_end_sentences=True) <= MOST_LIX
    assert lix(texts, lines_end_sentences=False) <= MOST_LIX


@in_both_languages
def test_no_text_uses_a_word_that_does_not_belong(language: str) -> None:
    said = {name: plain(text) for name, text in templates(language).items()} | labels(language)
    found = {
        name: match[0] for name, text in said.items() if (match := re.search(FORBIDDEN[language], text, re.IGNORECASE))
    }
    assert not found


def test_both_languages_have_the_same_labels_with_the_same_gaps() -> None:
    def gaps(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}

    swedish, english = ({key: gaps(text) for key, text in labels(language).items()} for language in LANGUAGES)
    assert swedish == english


@in_both_languages
def test_whatever_a_row_can_hold_has_a_word(language: str) -> None:
    kept = {"capacity": CapacityState, "happening": Happening, "reason": StatusReason, "role": Role, "scope": Scope}
    keys = {f"{table}.{value}" for table, values in kept.items() for value in values}
    keys |= {f"handover.{way}" for way in Handover} | {f"help.{command.name}" for command in COMMANDS}
    assert all(label(key, language) for key in keys)


@in_both_languages
def test_a_command_in_a_text_exists_and_is_named_in_its_language(language: str) -> None:
    named = {word for text in templates(language).values() for word in re.findall(r"(?<![<\w/])/([a-z]+)", text)}
    assert named <= {command.in_language(language) for command in COMMANDS}
