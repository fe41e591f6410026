"""Every text as it is read, in both languages.

After a change that is meant, record them anew and read the difference:

    RECORD=1 .venv/bin/pytest tests/messages -q && git diff tests/goldens
"""

import os
from pathlib import Path

import pytest

from messages import render
from messages.render import LANGUAGES, template_name
from messages.views import View
from tests.messages.samples import SAMPLES, every_view

GOLDENS = Path(__file__).parent.parent / "goldens"
BETWEEN = "\n\n------------------------------\n\n"


def golden(kind: type[View], language: str) -> Path:
    return GOLDENS / language / template_name(kind).replace(".html", ".txt")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", every_view(), ids=lambda kind: kind.__name__)
def test_a_view_says_what_its_golden_says(kind: type[View], language: str) -> None:
    said = BETWEEN.join(render(view, language) for view in SAMPLES[kind]) + "\n"
    path = golden(kind, language)
    if os.environ.get("RECORD"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(said, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_golden_outlives_its_view(language: str) -> None:
    expected = {golden(kind, language) for kind in every_view()}
    assert set((GOLDENS / language).glob("*.txt")) <= expected
