"""Invented people, places and days, and words that several subjects say: nobody here exists."""

from datetime import UTC, date, datetime

from messages.word import Value, Word

TURE, PROBA = "Ture Testsson", "Proba Provdotter"
KIM, MALL = "Kim Kulissberg", "Mall Mallander"
UNIT, BOARD, CLUB = "Uppsökarna Exempel", "Exempelnämnden", "Föreningen Påhittet"
CODE, EARLIER = "R-7K3QX", "R-2M9PT"
ALIAS = "B2"
PHONE = "08-000 00 00"
TODAY = date(2022, 10, 3)
NEXT_WEEK = date(2022, 10, 10)
NEXT_YEAR = date(2023, 10, 3)
WISHES: tuple[Value, ...] = ("trädgård", "hantverk")
SHARE = (Word("scope.wishes"), Word("scope.attendance"), Word("scope.progress"))
CASEWORKER, KOORDINATOR, MANAGER = Word("role.caseworker"), Word("role.koordinator"), Word("role.manager")
LONG_NAME = "Kooperativet för konst, kultur och kafferep i Kulissköpings norra, södra och västra stadsdelar"
LONG_ALIASES = "C1, C2, C3, C4, C5, C6"
INTERIM, YEARLY, FINAL = Word("report.interim"), Word("report.yearly"), Word("report.final")
EXTEND, LET_LAPSE = Word("intention.extend"), Word("intention.let_lapse")
RENEGOTIATE, IN_DIALOGUE = Word("intention.renegotiate"), Word("intention.in_dialogue")
ENDS = date(2023, 5, 31)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in October 2022, on a Stockholm wall clock."""
    return datetime(2022, 10, day, hour - 2, minute, tzinfo=UTC)
