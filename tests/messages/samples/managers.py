"""Samples of what managers are told of reading, opening and undertakings."""

from datetime import date

from messages import views
from messages.views import View
from tests.messages.samples.invented import CODE, KIM, MALL, NEXT_WEEK, NEXT_YEAR, PROBA, at

MANAGERS: tuple[View, ...] = (
    views.LogReviewWaits(date(2022, 9, 1), 12),
    views.LogReviewWaits(date(2022, 9, 1), 1),
    views.GlassAsked(CODE, MALL, at(4, 9)),
    views.GlassRefused(CODE),
    views.GlassOpened(CODE, at(3, 10), MALL, KIM, mine=True),
    views.GlassOpened(CODE, at(3, 10), MALL, KIM),
    views.GlassOpened(CODE, at(3, 10), "", ""),
    views.UndertakingEnds(NEXT_WEEK),
    views.UndertakingEnds(NEXT_WEEK, PROBA),
    views.ReasonTooShort(20),
    views.NobodyToOpen(),
    views.GlassOver(),
    views.UndertakingDay(NEXT_YEAR),
)
