"""Samples of the weekly digest."""

from datetime import date

from messages import views
from messages.views import View
from messages.word import Value, Word
from tests.messages.samples.invented import (
    ALIAS,
    BOARD,
    CODE,
    EARLIER,
    EXTEND,
    FINAL,
    IN_DIALOGUE,
    INTERIM,
    LONG_ALIASES,
    LONG_NAME,
    NEXT_WEEK,
    RENEGOTIATE,
    TODAY,
    UNIT,
    at,
)

FEW = Word("figure.few")
NAMED = ("sent", "accepted", "rejected", "completed", "failed", "persons")


def figures(*numbers: tuple[Value, Value, Value]) -> tuple[views.FigureLine, ...]:
    """A line for each figure there is, as far as `numbers` go; the others are small."""
    padded = numbers + ((FEW, FEW, FEW),) * (len(NAMED) - len(numbers))
    return tuple(views.FigureLine(Word(f"figure.{name}"), *row) for name, row in zip(NAMED, padded, strict=True))


DIGEST: tuple[View, ...] = (
    views.WeeklyDigest(UNIT, at(3, 7, 30), at(10, 7, 30), (), 0, (), (), figures()),
    views.WeeklyDigest(
        BOARD,
        at(3, 7, 30),
        at(10, 7, 30),
        waiting=(
            views.WaitingLine(CODE, ALIAS, 9),
            views.WaitingLine(EARLIER, "A1", 1),
            views.WaitingLine("R-9QX4M", "A1", 0),
        ),
        more_waiting=0,
        ending=(
            views.EndingLine("A1", -40, date(2022, 8, 31), None),
            views.EndingLine(ALIAS, 0, NEXT_WEEK, EXTEND),
            views.EndingLine("C1, C2", 1, date(2022, 10, 11), IN_DIALOGUE),
            views.EndingLine("D1", 82, date(2022, 12, 31), None),
        ),
        late=(views.LateLine(ALIAS, FINAL, date(2022, 9, 30)),),
        figures=figures((14, 214, 180), (9, 120, FEW), (FEW, 31, FEW), (FEW, FEW, 12)),
    ),
    views.WeeklyDigest(
        UNIT,
        at(3, 7, 30),
        at(10, 7, 30),
        waiting=(views.WaitingLine(CODE, ALIAS, 22),),
        more_waiting=1,
        ending=(),
        late=(),
        figures=figures((FEW, 5, FEW)),
    ),
    views.WeeklyDigest(
        UNIT, at(3, 7, 30), at(10, 7, 30), (), 0, (), (views.LateLine("A1", INTERIM, TODAY),), figures((FEW, FEW, 7))
    ),
    views.WeeklyDigest(
        LONG_NAME,
        at(3, 7, 30),
        at(28, 12, 45),
        waiting=(views.WaitingLine(CODE, "C11", 125),) * 10,
        more_waiting=137,
        ending=(views.EndingLine(LONG_ALIASES, -312, date(2021, 9, 29), RENEGOTIATE),) * 8,
        late=(views.LateLine(LONG_ALIASES, INTERIM, date(2022, 9, 28)),) * 8,
        figures=figures(*(((12345, 12345, 12345),) * 6)),
        more=3,
    ),
)
