"""Rules that hold for every text: complete, plain, escaped, short enough for Telegram, in the field's own words."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from html.parser import HTMLParser
from string import Formatter
from typing import Any, get_args

import pytest
from jinja2.meta import find_undeclared_variables

from bot.buttons import Tapped
from bot.figures import COUNTED, PERSONS
from bot.menus import COMMANDS
from bot.steps import STEPS
from messages import label, render, views
from messages.render import FOLDER, LANGUAGES, _environment, template_name
from messages.word import Word
from models import (
    CapacityState,
    Handover,
    Happening,
    Intention,
    NoteKind,
    ReminderKind,
    ReportKind,
    Role,
    Scope,
    Sex,
    StatusReason,
)
from tests.messages.samples import SAMPLES, every_view
from tests.messages.samples.invented import CLUB, EARLIER

ALLOWED = {"b", "i", "u", "s", "code", "a", "blockquote", "tg-spoiler"}
LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024
MOST_LIX = 40
HOSTILE = "<b>&\"'</i>"
FORBIDDEN = {
    "sv": r"remiss|\bavtal|kontrakt|krypter|\bsäker(?!hetskop)|gdpr|missbruk|behandling|diagnos|insats|ohälsa|!",
    "en": r"contract|encrypt|\bsecure|gdpr|misuse|abuse|treatment|diagnos|illness|!",
}

ALL_SAMPLES = [view for samples in SAMPLES.values() for view in samples]
in_both_languages = pytest.mark.parametrize("language", LANGUAGES)


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


def test_every_view_has_a_template_in_both_languages_and_a_sample() -> None:
    for kind in every_view():
        assert SAMPLES[kind], kind
        assert all((FOLDER / language / template_name(kind)).is_file() for language in LANGUAGES), kind


@in_both_languages
def test_every_template_belongs_to_a_view(language: str) -> None:
    assert set(templates(language)) == {template_name(kind) for kind in every_view()} | {"_parts.html"}


@in_both_languages
def test_a_template_uses_every_field_of_its_view(language: str) -> None:
    sources = templates(language)
    for kind in every_view():
        used = find_undeclared_variables(_environment(language).parse(sources[template_name(kind)]))
        assert used == {field.name for field in fields(kind)}, kind


@in_both_languages
def test_a_text_is_whole_html_of_the_allowed_kinds_and_fits_a_message(language: str) -> None:
    for view in ALL_SAMPLES:
        source = render(view, language)
        markup = Markup(source)
        assert set(markup.tags) <= ALLOWED, view
        assert not markup.open, view
        assert not markup.crossed, view
        longest = LONGEST_CAPTION if isinstance(view, views.PictureCaption) else LONGEST_TEXT
        assert 0 < len(markup.text) <= longest, view
        assert not re.search(r"\n{3}|[ \t]\n| {2}|None|Word\(", source), view


@in_both_languages
def test_markup_in_a_value_stays_text(language: str) -> None:
    for view in ALL_SAMPLES:
        if isinstance(view, views.CardPicture):
            continue  # drawn, not sent as HTML
        expected, got = Markup(render(view, language)), Markup(render(hostile(view), language))
        assert got.tags == expected.tags, view
        assert not got.crossed, view


@in_both_languages
def test_the_picture_carries_plain_text(language: str) -> None:
    assert "Kaffe & bröd <mitt i stan>" in render(views.CardPicture("B2", "Kaffe & bröd <mitt i stan>", None), language)


@in_both_languages
def test_no_code_stands_beside_the_names_of_those_whom_the_consent_names(language: str) -> None:
    for kind in (views.ReferConsent, views.ReferSummary):
        assert all(EARLIER not in render(view, language) for view in SAMPLES[kind])


@in_both_languages
def test_beside_a_code_a_partner_goes_by_its_alias(language: str) -> None:
    for view in ALL_SAMPLES:
        said = render(view, language)
        assert CLUB not in said or not re.search(r"R-[A-Z0-9]{5}", said), view


@in_both_languages
def test_a_partners_own_manager_reads_no_alias(language: str) -> None:
    ours, theirs = (render(view, language) for view in SAMPLES[views.Escalation])
    assert "B2" in ours
    assert "B2" not in theirs


@in_both_languages
def test_a_line_that_may_be_missing_leaves_one_empty_line(language: str) -> None:
    sender = "\nFrån: " if language == "sv" else "\nFrom: "
    for view in SAMPLES[views.PartnerCard]:
        said = render(view, language)
        before = said[: said.index(sender)]
        assert before.endswith("\n")
        assert not before.endswith("\n\n")


@in_both_languages
def test_figures_that_are_all_small_are_one_line(language: str) -> None:
    few = label("figure.few", language)
    small, *others = (render(view, language) for view in SAMPLES[views.WeeklyDigest])
    assert small.count(few) == 1
    assert label("figure.sent", language).capitalize() not in small
    assert all(label("figure.sent", language).capitalize() in said for said in others)


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
    kept: dict[str, type[StrEnum]] = {
        "capacity": CapacityState,
        "handover": Handover,
        "happening": Happening,
        "intention": Intention,
        "note": NoteKind,
        "reason": StatusReason,
        "reminder": ReminderKind,
        "report": ReportKind,
        "role": Role,
        "scope": Scope,
    }
    keys = {f"{table}.{value}" for table, values in kept.items() for value in values}
    keys |= {f"help.{command.name}" for command in COMMANDS}
    keys |= {f"figure.{counted}" for counted in (*COUNTED, PERSONS, "few")}
    keys |= {f"month.{month}" for month in range(1, 13)} | {f"weekday.{day}" for day in range(1, 8)}
    assert all(label(key, language) for key in keys)


@in_both_languages
def test_whatever_can_be_chosen_has_a_button(language: str) -> None:
    chosen: dict[str, Iterable[str]] = {
        "add": ReportKind,
        "capacity": CapacityState,
        "handover": Handover,
        "intention": (*Intention, *(f"{word}_chosen" for word in Intention)),
        "note": get_args(Tapped),
        "reason": StatusReason,
        "role": Role,
        "sex": Sex,
        "step": STEPS,
    }
    said = labels(language)
    wanted = {f"buttons.{table}_{value}" for table, values in chosen.items() for value in values}
    wanted |= {f"buttons.do_{command.name}" for command in COMMANDS if command.in_menu}
    assert wanted <= set(said)


@in_both_languages
def test_a_command_in_a_text_exists_and_is_named_in_its_language(language: str) -> None:
    named = {word for text in templates(language).values() for word in re.findall(r"(?<![<\w/])/([a-z]+)", text)}
    assert named <= {command.in_language(language) for command in COMMANDS}
