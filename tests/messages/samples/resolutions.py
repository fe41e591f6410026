"""Samples of what a decision about an agreement is refused with."""

from messages import views
from messages.views import View
from tests.messages.samples.invented import ENDS

WITHOUT_A_DAY = (
    *("future", "unknown_permission", "not_permitted", "no_until", "already_agreed", "withdrawn", "not_agreed"),
    *("no_number", "no_amount", "recorded", "carries_mandate"),
)
WITH_A_DAY = (
    *("too_late", "not_running", "no_mandate", "not_later", "too_far", "not_earlier", "before_start"),
    *("signed_before", "signed_too_late"),
)

RESOLUTIONS: tuple[View, ...] = (
    *(views.DecisionRefused(why, None) for why in WITHOUT_A_DAY),
    *(views.DecisionRefused(why, ENDS) for why in WITH_A_DAY),
    *(views.MeetingRefused(3, why) for why in ("unread", "past", "far", "free", "papers")),
    views.LeadTimesRefused(365),
)
