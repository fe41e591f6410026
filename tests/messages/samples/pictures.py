"""Samples of pictures."""

from datetime import date

from messages import views
from messages.views import View
from messages.word import Word
from tests.messages.samples.invented import BOARD, CLUB, NEXT_WEEK, UNIT

PICTURES: tuple[View, ...] = (
    views.ReferralsPicture(
        BOARD,
        date(2021, 10, 1),
        date(2022, 9, 1),
        (
            views.MonthLine(date(2022, 7, 1), Word("picture.hidden"), ()),
            views.MonthLine(date(2022, 8, 1), 12, ()),
            views.MonthLine(
                date(2022, 9, 1),
                17,
                (views.MonthPart(Word("state.running"), 6), views.MonthPart(Word("state.ended"), 5)),
            ),
        ),
    ),
    views.ReferralsPicture(UNIT, date(2021, 10, 1), date(2022, 9, 1), ()),
    views.AgreementsPicture(
        BOARD,
        (
            views.SpanLine(CLUB, NEXT_WEEK, Word("picture.in_force")),
            views.SpanLine("Stacken", date(2023, 9, 30), Word("picture.coming")),
        ),
        28,
    ),
    views.AgreementsPicture(BOARD, (), 0),
)
