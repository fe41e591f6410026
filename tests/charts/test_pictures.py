"""Pictures of figures: what they say in words, what they leave out, and that each is drawn."""

import io
import os
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from PIL import Image

from bot.agreements.budget import Line
from bot.agreements.periods import Standing
from bot.charts import child, drawing, figures, making
from bot.charts.figures import Month, Running, Stepped
from bot.charts.sketch import Bar, Bars, Chart, Spans, read, written
from models import LadderStep

TODAY = date(2022, 10, 3)
MONTHS = figures.months_before(TODAY)
LANGUAGES = pytest.mark.parametrize("language", ["sv", "en"])
LONG = "Himmel och pannkaka, en öppen mötesplats i söderort: $\\frac{1}{2}$ 🥞"


def month(at: int, total: int | None, **states: int | None) -> Month:
    return Month(MONTHS[at], total, {state: states.get(state, 0) for state in figures.STATES})


def agreements(count: int) -> Sequence[Running]:
    """So many, of every standing and under long names."""
    first = [TODAY + timedelta(days=45 * number - 600) for number in range(count)]
    kinds = list(making.KINDS)
    return [
        Running(f"{LONG} {number}", day, day + timedelta(days=700), kinds[number % len(kinds)])
        for number, day in enumerate(first)
    ]


def every_chart(language: str) -> list[Chart]:
    busiest = [month(number, 999, **dict.fromkeys(figures.STATES, 199)) for number in range(len(MONTHS))]
    lines = [Line(1, LONG, 100_00, 0, 120_50), Line(2, "Resor", 0, None, None)]
    return [
        making.referrals_by_state(LONG, busiest, language),
        making.referrals_by_state("Uppsökarna", [month(0, 0)], language),
        *(making.timeline("Nämnden", agreements(count), TODAY, language) for count in (0, 1, 40)),
        making.ladder("Uppsökarna", [Stepped(step, None) for step in LadderStep], language),
        making.budget("Street Minds", lines, language),
        making.budget("Street Minds", [], language),
    ]


def test_every_picture_is_a_png_as_wide_as_a_phone_shows_sharply_and_no_higher_than_can_be_read() -> None:
    for chart in every_chart("sv"):
        with Image.open(io.BytesIO(drawing.draw(chart.sketch))) as picture:
            assert (picture.format, picture.width) == ("PNG", 1080)
            assert 200 < picture.height <= 1800, chart.name
    assert min(drawing.TEXT, drawing.SMALL) >= 28


def test_a_process_of_its_own_draws_the_same_and_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "4839574812:hemlig")
    [*_, chart] = every_chart("en")
    assert child.draw(chart.sketch) == drawing.draw(chart.sketch)
    assert "TELEGRAM_TOKEN" in os.environ
    assert "TELEGRAM_TOKEN" not in child.HANDED_ON


def test_what_cannot_be_drawn_is_said_and_not_sent() -> None:
    too_many_parts = (1,) * (len(drawing.LOOKS) + 1)
    with pytest.raises(child.NotDrawn, match="IndexError"):
        child.draw(Bars("", "", ("",) * len(too_many_parts), (Bar("", "", too_many_parts),), "", ""))


@LANGUAGES
def test_a_sketch_crosses_to_the_process_that_draws_unchanged(language: str) -> None:
    for chart in every_chart(language):
        assert read(written(chart.sketch)) == chart.sketch


@LANGUAGES
def test_every_picture_says_its_figures_in_words_too(language: str) -> None:
    for chart in every_chart(language):
        assert chart.words.strip()
        if isinstance(chart.sketch, Bars):
            rows = [bar.label for bar in chart.sketch.bars if chart.name != "referrals" or any(bar.parts)]
        else:
            rows = [span.end.partition(" ")[2] for span in chart.sketch.spans]
        for words in rows or [chart.sketch.empty]:
            assert words.casefold() in chart.words.casefold(), chart.name


@LANGUAGES
def test_the_words_below_a_photo_fit_there_however_much_there_is_to_say(language: str) -> None:
    busiest = [month(number, 9_999, **dict.fromkeys(figures.STATES, 1_999)) for number in range(len(MONTHS))]
    for view in (
        making.referrals_view(LONG * 3, busiest, language),
        making.agreements_view(LONG * 3, agreements(40), language),
        making.agreements_view("🥞" * 200, [Running("🥞" * 60, TODAY, TODAY, Standing.UNKNOWN)] * 40, language),
    ):
        assert making.fits(view, language)
    assert len(making.agreements_view("", agreements(40), language).agreements) == making.AGREEMENTS_SHOWN


def test_the_looks_differ_by_hatch_and_not_by_colour_alone() -> None:
    colours, hatches = zip(*drawing.LOOKS, strict=True)
    assert len(set(colours)) == len(set(hatches)) == len(drawing.LOOKS) >= len(figures.STATES) + 1
    assert len(making.KINDS) <= len(drawing.LOOKS)


def test_few_people_have_no_bar_and_a_word_instead() -> None:
    steps = [Stepped(LadderStep.RECURRING, None), Stepped(LadderStep.OWN_INCOME, 7), Stepped(LadderStep.TREATMENT, 0)]
    sketch = making.ladder("Uppsökarna", steps, "sv").sketch
    assert isinstance(sketch, Bars)
    assert [(bar.end, bar.parts) for bar in sketch.bars] == [("färre än 5", (0,)), ("7", (7,)), ("0", (0,))]
    assert "Tal under 5 visas inte" in sketch.note


def test_of_a_month_that_is_told_the_states_that_are_not_are_one_part_of_the_bar() -> None:
    chart = making.referrals_by_state("", [month(0, 20, running=9, sent=None, ended=None), month(1, None)], "sv")
    assert isinstance(chart.sketch, Bars)
    told, hidden = chart.sketch.bars
    assert (told.end, told.parts) == ("20", (0, 0, 9, 0, 0, 11))
    assert (hidden.end, hidden.parts) == ("visas inte", (0,) * 6)
    assert "Oktober 2021, 20: pågår 9" in chart.words


def test_a_line_of_time_says_how_each_agreement_stands_and_how_many_found_no_room() -> None:
    chart = making.timeline("Nämnden", agreements(40), TODAY, "sv")
    assert isinstance(chart.sketch, Spans)
    assert "okänt om den gäller" in chart.words
    assert "… och 28 till" in chart.words
    assert chart.sketch.note == "28 till får inte plats."
    assert all(span.first >= 0 and span.last <= chart.sketch.days for span in chart.sketch.spans)


def test_use_beyond_the_plan_is_a_part_of_its_own() -> None:
    chart = making.budget("", [Line(1, "Resor", 100_00, 0, 120_50), Line(2, "Hyra", 50_00, 0, -10_00)], "sv")
    assert isinstance(chart.sketch, Bars)
    assert [(bar.parts, bar.outline) for bar in chart.sketch.bars] == [((100_00, 20_50), 100_00), ((0, 0), 50_00)]
