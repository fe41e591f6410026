"""Samples of what is said about files that go."""

from messages import views
from messages.views import View
from tests.messages.samples.invented import CODE, EARLIER, NEXT_WEEK, TODAY

KEEPING: tuple[View, ...] = (
    views.ErasureAhead(1, NEXT_WEEK, CODE, CODE, 0),
    views.ErasureAhead(40, NEXT_WEEK, EARLIER, CODE, 1),
    views.ErasureAhead(40, NEXT_WEEK, EARLIER, CODE, 12),
    views.RightsAsked(CODE, NEXT_WEEK),
    views.RightsDecided(CODE, TODAY),
    views.RightsDecided("", TODAY),
    views.EndFirst(CODE),
)
