"""Words and measures of each picture. What is made here is drawn by `child.draw`, and says the same in words."""

import html
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot import clock, money
from bot.agreements.budget import Line
from bot.agreements.periods import Standing
from bot.charts.figures import STATES, Month, Running, Stepped
from bot.charts.sketch import Bar, Bars, Chart, Span, Spans
from bot.suppression import FEWEST
from messages import Value, Word, formats, label, render, views
from messages.room import word

AGREEMENTS_SHOWN = 12
"""As many as can be read on a phone: Telegram makes a higher picture smaller."""
BEHIND, AHEAD = 12, 24
"""Months on the line of time."""
NAME_FITS = (40, 30, 20, 10)
CAPTION = 1024
"""Characters below a photo (Bot API, sendPhoto: 0-1024 after entities parsing)."""
KINDS = (Standing.IN_FORCE, Standing.COMING, Standing.UNKNOWN, Standing.LAPSED, Standing.PROPOSED)


def referrals_view(scope: str, months: Sequence[Month], language: str) -> views.ReferralsPicture:
    """What stands below the picture of referrals: sums by state too, where all of it fits."""
    first, last = months[0].month, months[-1].month
    shown = [month for month in months if month.total != 0]
    view = views.ReferralsPicture(_short(scope, NAME_FITS[0]), first, last, tuple(_month(one) for one in shown))
    if fits(view, language):
        return view
    return replace(view, months=tuple(replace(line, parts=()) for line in view.months))


def referrals_by_state(scope: str, months: Sequence[Month], language: str) -> Chart:
    """Referrals by the month they were sent in and the state they are in now.

    Args:
        scope: whose they are.
        months: one or more, the oldest first.
        language: `sv` or `en`.
    """
    series = (*(label(f"state.{state}", language) for state in STATES), label("picture.rest", language))
    bars = tuple(
        Bar(formats.month(month.month, language), _shown(_count(month.total), language), _parts(month))
        for month in months
    )
    view = referrals_view(scope, months, language)
    sketch = Bars(
        title=label("picture.referrals", language),
        subtitle=scope,
        series=series,
        bars=bars if view.months else (),
        note=label("picture.few", language, fewest=FEWEST) if view.months else "",
        empty=label("picture.no_referrals", language),
    )
    return Chart("referrals", sketch, _in_words(view, language))


def agreements_view(scope: str, agreements: Sequence[Running], language: str) -> views.AgreementsPicture:
    """What stands below the picture of agreements; names are cut until all of it fits."""
    shown = agreements[:AGREEMENTS_SHOWN]
    cuts = [
        views.AgreementsPicture(
            _short(scope, NAME_FITS[0]),
            tuple(
                views.SpanLine(_short(one.name, fits), one.valid_to, Word(f"picture.{one.standing}")) for one in shown
            ),
            len(agreements) - len(shown),
        )
        for fits in NAME_FITS
    ]
    return next((view for view in cuts if fits(view, language)), cuts[-1])


def timeline(scope: str, agreements: Sequence[Running], today: date, language: str) -> Chart:
    """Agreements on a line of time around `today`, in the order they come."""
    first, last = clock.months_later(today, -BEHIND), clock.months_later(today, AHEAD)
    view = agreements_view(scope, agreements, language)
    spans = tuple(
        Span(
            one.name,
            label("picture.until", language, until=formats.long_date(one.valid_to, language)),
            (max(one.valid_from, first) - first).days,
            (min(one.valid_to, last) - first).days,
            KINDS.index(one.standing),
        )
        for one in agreements[:AGREEMENTS_SHOWN]
    )
    years = [date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
    sketch = Spans(
        title=label("picture.agreements", language),
        subtitle=scope,
        kinds=tuple(label(f"picture.{kind}", language) for kind in KINDS),
        spans=spans,
        days=(last - first).days,
        today=(today - first).days,
        today_word=label("picture.today", language),
        marks=tuple(((day - first).days, str(day.year)) for day in years),
        note=label("picture.more", language, more=len(agreements) - len(spans)) if len(agreements) > len(spans) else "",
        empty=label("picture.no_agreements", language),
    )
    return Chart("agreements", sketch, _in_words(view, language))


def ladder(scope: str, steps: Sequence[Stepped], language: str) -> Chart:
    """People who took each step of the ladder. Its words are of the room: never a picture for the chat."""
    few = word("ladder.few", language, fewest=FEWEST)
    ends = [few if one.count is None else str(one.count) for one in steps]
    names = [word(f"step.{one.step}", language) for one in steps]
    counted = any(one.count != 0 for one in steps)
    sketch = Bars(
        title=word("ladder.title", language),
        subtitle=scope,
        series=(word("ladder.persons", language),),
        bars=tuple(
            Bar(name, end, (one.count or 0,)) for name, end, one in zip(names, ends, steps, strict=True) if counted
        ),
        note=word("ladder.note", language, fewest=FEWEST) if counted else "",
        empty=word("ladder.none", language),
    )
    said = [f"{name}: {end}." for name, end in zip(names, ends, strict=True)] if counted else [sketch.empty]
    return Chart("ladder", sketch, " ".join(said))


def budget(scope: str, lines: Sequence[Line], language: str) -> Chart:
    """What is used of each line against what is planned."""
    ends = [_of_line(line, language) for line in lines]
    sketch = Bars(
        title=word("budget.picture", language),
        subtitle=scope,
        series=(word("budget.used", language), word("budget.over", language)),
        bars=tuple(
            Bar(line.words, end, _against(line), line.planned_ore) for line, end in zip(lines, ends, strict=True)
        ),
        note="",
        empty=word("budget.none", language),
        outline=word("budget.planned", language),
    )
    said = [f"{line.words}: {end}." for line, end in zip(lines, ends, strict=True)] or [sketch.empty]
    return Chart("budget", sketch, " ".join(said))


def _parts(month: Month) -> tuple[int, ...]:
    """The states that are told, and what is left of the month's sum where that is told."""
    told = [month.states[state] or 0 for state in STATES]
    return (*told, (month.total or sum(told)) - sum(told))


def _count(count: int | None) -> Value:
    return Word("picture.hidden") if count is None else count


def _shown(value: Value, language: str) -> str:
    return label(value.key, language) if isinstance(value, Word) else str(value)


def _against(line: Line) -> tuple[int, int]:
    """What is used within the plan, and beyond it."""
    spent = max(line.spent_ore or 0, 0)
    return min(spent, line.planned_ore), max(spent - line.planned_ore, 0)


def _of_line(line: Line, language: str) -> str:
    planned = money.show(line.planned_ore, language)
    if line.spent_ore is None:
        return word("budget.bar_none", language, planned=planned)
    return word("budget.bar", language, spent=money.show(line.spent_ore, language), planned=planned)


def _month(month: Month) -> views.MonthLine:
    parts = tuple(views.MonthPart(Word(f"state.{state}"), count) for state, count in month.states.items() if count)
    return views.MonthLine(month.month, _count(month.total), parts)


def _short(name: str, fits: int) -> str:
    return name if len(name) <= fits else name[: fits - 1].rstrip() + "…"


def fits(view: views.View, language: str) -> bool:
    """Whether it may stand below a photo, counted as Telegram counts: in UTF-16 units."""
    return len(_in_words(view, language).encode("utf-16-le")) // 2 <= CAPTION


def _in_words(view: views.View, language: str) -> str:
    """The view's text without its markup."""
    return html.unescape(re.sub(r"<[^>]+>", "", render(view, language)))
