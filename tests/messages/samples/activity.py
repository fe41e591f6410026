"""Samples of the activity log and of shifts."""

from datetime import date

from messages import views
from messages.views import View
from messages.word import Word
from tests.messages.samples.invented import NEXT_WEEK, PROBA, TODAY, TURE, at

HOMEWORK, SCHEME = Word("held.homework"), "Överenskommelsen Påhittet"
WEDNESDAY = date(2022, 10, 5)
KEPT = views.ShiftWord(Word("shift.kept"), Word("side.board"), at(5, 12))
MISSED = views.ShiftWord(Word("shift.illness"), Word("side.partner"), at(5, 13))
CORRECTED = views.ShiftWord(Word("shift.staffing"), Word("side.manager"), at(6, 9))

ACTIVITIES: tuple[View, ...] = (
    views.ActivityLog(SCHEME, 2, 3, None),
    views.ActivityLog(SCHEME, 0, 0, date(2022, 9, 30)),
    views.ActivityWhich(),
    views.NothingToLog(),
    views.ActivityWhat(SCHEME),
    views.ActivityWhen(SCHEME, HOMEWORK, None),
    views.ActivityWhen(SCHEME, HOMEWORK, date(2022, 10, 1)),
    views.ActivityCard(SCHEME, HOMEWORK, WEDNESDAY, False, None, None, None, PROBA, at(5, 20), False),
    views.ActivityCard(SCHEME, HOMEWORK, WEDNESDAY, False, 12, 1, True, PROBA, at(5, 20), False),
    views.ActivityCard(SCHEME, HOMEWORK, WEDNESDAY, False, 1, None, False, PROBA, at(5, 20), False),
    views.ActivityCard(SCHEME, HOMEWORK, WEDNESDAY, False, 0, None, None, PROBA, at(5, 20), False),
    views.ActivityCard(SCHEME, HOMEWORK, WEDNESDAY, True, None, None, None, PROBA, at(5, 20), False),
    views.ActivityCard(SCHEME, HOMEWORK, WEDNESDAY, False, 12, 5, True, PROBA, at(5, 20), True),
    views.ActivityCard(SCHEME, HOMEWORK, WEDNESDAY, False, 10, None, True, PROBA, at(5, 20), False, True),
    views.ActivityCount(SCHEME, HOMEWORK, WEDNESDAY, volunteers=False),
    views.ActivityCount(SCHEME, HOMEWORK, WEDNESDAY, volunteers=True),
    views.ActivityAsked(SCHEME, HOMEWORK, WEDNESDAY, 16, 20),
    views.ActivityOvertaken(PROBA, at(5, 20)),
    views.ActivityStruck(),
    views.MoreVolunteers(),
    views.FewerThanVolunteers(),
    views.ActivityDay(date(2022, 9, 1), TODAY),
    views.SeriesHours(),
    views.Shifts(0, 0, 1, 1),
    views.Shifts(3, 1, 1, 1),
    views.Shifts(12, 2, 2, 2),
    views.Shifts(3, 0, 1, 1),
    views.ShiftCard(SCHEME, WEDNESDAY, 9, 11, ()),
    views.ShiftCard(SCHEME, WEDNESDAY, 9, 11, (KEPT,)),
    views.ShiftCard(SCHEME, WEDNESDAY, 9, 11, (KEPT, MISSED), differs=True),
    views.ShiftCard(SCHEME, WEDNESDAY, 9, 11, (KEPT, MISSED), differs=True, decides=True),
    views.ShiftCard(SCHEME, WEDNESDAY, 9, 11, (KEPT, MISSED, CORRECTED)),
    views.ShiftCard(SCHEME, NEXT_WEEK, 9, 11, (), ahead=True),
    views.ShiftCard(SCHEME, WEDNESDAY, 9, 11, (), asks=True),
    views.ShiftCard(SCHEME, WEDNESDAY, 9, 11, (), decides=True, asks=True, twice=True),
    views.ShiftTooEarly(),
    views.ShiftOvertaken(WEDNESDAY, Word("shift.kept"), TURE),
)
