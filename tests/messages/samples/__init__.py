"""Invented values for every view, a file per subject: nobody here exists, and no code or number belongs to anybody.

A sample of a new view goes into the list of its subject; `SAMPLES` has them by kind, in the order of the goldens.
"""

from collections import defaultdict

from messages import views
from messages.views import View
from tests.messages.samples.activity import ACTIVITIES
from tests.messages.samples.agreement_cards import AGREEMENT_CARDS
from tests.messages.samples.agreements import AGREEMENTS
from tests.messages.samples.alarms import ALARMS
from tests.messages.samples.common import COMMON
from tests.messages.samples.digest import DIGEST
from tests.messages.samples.follow_up import FOLLOW_UP
from tests.messages.samples.keeping import KEEPING
from tests.messages.samples.managers import MANAGERS
from tests.messages.samples.partner_cards import PARTNER_CARDS
from tests.messages.samples.people import PEOPLE
from tests.messages.samples.pictures import PICTURES
from tests.messages.samples.refer import REFER
from tests.messages.samples.referral import REFERRAL
from tests.messages.samples.referral_cards import REFERRAL_CARDS
from tests.messages.samples.reports import REPORTS
from tests.messages.samples.resolutions import RESOLUTIONS
from tests.messages.samples.room import ROOM
from tests.messages.samples.steering import STEERING

PARTS = frozenset(
    {
        views.ComingLine,
        views.DutyLine,
        views.EndingLine,
        views.FigureLine,
        views.HelpLine,
        views.HistoryLine,
        views.LateLine,
        views.MonthLine,
        views.MonthPart,
        views.NoteLine,
        views.OpenLine,
        views.ReportLine,
        views.ShiftWord,
        views.SpanLine,
        views.StepLine,
        views.Waiting,
        views.WaitingLine,
    }
)
"""Views that are rendered inside others and have no template of their own."""

EVERY: tuple[View, ...] = (
    *COMMON,
    *ALARMS,
    *PEOPLE,
    *REFER,
    *REFERRAL_CARDS,
    *PARTNER_CARDS,
    *REFERRAL,
    *AGREEMENTS,
    *AGREEMENT_CARDS,
    *RESOLUTIONS,
    *FOLLOW_UP,
    *DIGEST,
    *PICTURES,
    *ROOM,
    *REPORTS,
    *MANAGERS,
    *KEEPING,
    *ACTIVITIES,
    *STEERING,
)
SAMPLES: dict[type[View], list[View]] = defaultdict(list)
for _view in EVERY:
    SAMPLES[type(_view)].append(_view)


def every_view() -> list[type[View]]:
    """Every kind of view that has a text of its own."""
    kinds = {kind for kind in View.__subclasses__() if kind.__module__.startswith("messages.views.")}
    return sorted(kinds - PARTS, key=lambda kind: kind.__name__)
