"""Log control, and who has read a referral."""

from bot.actions import log_reviews, referrals
from bot.errors import Refused
from bot.pages import log_review, readers
from bot.pages.page import Ask, Goto, Outcome, Shown
from bot.policy import Act
from bot.turn import Turn
from messages import views
from models import Verdict


def show(turn: Turn, ask: Ask) -> Outcome:
    """A month's reads."""
    return Shown(log_review.page(turn, ask.query.get("month", ""), ask.number("page")))


def decide(turn: Turn, ask: Ask) -> Outcome:
    """A read was justified, or is to be investigated."""
    try:
        verdict = Verdict(ask.form.get("verdict", ""))
    except ValueError:
        raise Refused(views.Stale()) from None
    review = log_reviews.decide(turn, ask.number("review"), verdict)
    return Goto(log_review.page_of(turn, review))


def show_readers(turn: Turn, ask: Ask) -> Outcome:
    """Everybody who has read a referral."""
    row = referrals.find_exactly(turn, ask.path["code"], Act.SEE_READERS)
    return Shown(readers.page(turn, row, ask.number("page")))
