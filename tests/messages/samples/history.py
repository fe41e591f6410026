"""What has happened with a referral: lines of its history, and how long it waits."""

from datetime import date, datetime

from messages import views
from messages.word import Value, Word
from tests.messages.samples.invented import KIM, MALL, NEXT_WEEK, PROBA, TODAY, TURE, at


def line(happening: str, by: str, moment: datetime, detail: Value = None) -> views.HistoryLine:
    """A line of a referral's history."""
    return views.HistoryLine(moment, Word(f"happening.{happening}"), by, detail)


SENT = line("sent", TURE, at(3, 9, 12))
SEEN = line("seen", PROBA, at(3, 9, 40))
ACCEPTED = line("accepted", PROBA, at(3, 10, 5), NEXT_WEEK)
PROPOSED = line("time_proposed", PROBA, at(3, 10, 5), at(6, 10))
SUITS = line("time_suits", TURE, at(3, 11))
DECLINED = line("time_declined", TURE, at(3, 11))
REOPENED = line("reopened", TURE, at(5, 8))
CALL_ASKED = line("call_asked", PROBA, at(3, 10, 5))
WAITING = line("waiting_list", PROBA, at(3, 10, 5))
REJECTED = line("rejected", PROBA, at(3, 10, 5), Word("reason.full"))
MATCHED = line("matched", PROBA, at(11, 14), "trädgård")
PAUSED = line("paused", PROBA, at(17, 9))
RESUMED = line("resumed", PROBA, at(18, 9))
COMPLETED = line("completed", PROBA, at(24, 16))
FAILED = line("failed", PROBA, at(24, 16))
WITHDRAWN = line("withdrawn", TURE, at(4, 8))
MISTAKE = line("mistake", TURE, at(4, 8))
HANDED_OVER = line("handed_over", KIM, at(5, 8), MALL)
TIME_ASKED = line("time_asked", TURE, at(7, 9))
RECORDED = line("recorded", TURE, at(3, 9, 30))


def note(kind: str, by: str, moment: datetime, day: date) -> views.HistoryLine:
    """A line about a note of `day`."""
    return views.HistoryLine(moment, Word(f"note.{kind}"), by, day)


CAME = note("came", PROBA, at(11, 9), date(2022, 10, 10))
NO_SHOW = note("no_show", PROBA, at(6, 16), date(2022, 10, 6))
NOTES = (
    CAME,
    note("contact", TURE, at(12, 9), date(2022, 10, 12)),
    note("tried", TURE, at(13, 9), date(2022, 10, 13)),
    note("took_part", PROBA, at(14, 15), date(2022, 10, 14)),
    note("step", PROBA, at(17, 9), date(2022, 10, 14)),
)
WAITS = views.Waiting(TODAY, date(2022, 10, 6), over=False)
WAITED = views.Waiting(TODAY, date(2022, 10, 6), over=True)
WAITS_ANEW = views.Waiting(date(2022, 10, 7), date(2022, 10, 11), over=False)
