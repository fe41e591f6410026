"""Notices of an agreement: its end, its decisions, its steering group, its reports, its activities."""

from datetime import date

from bot.agreements import reports as questions
from bot.cards import agreements, endings, reports, steering, weekly
from bot.cards.card import Card
from bot.turn import Turn
from models import Agreement, Notice, Proposal, ReportDuty, ReportRemark, Series, SteeringMeeting


def reminder(turn: Turn, notice: Notice) -> Card | None:
    """What falls due in it."""
    return agreements.reminder(turn, turn.session.get_one(Agreement, notice.about_id))


def news(turn: Turn, notice: Notice) -> Card | None:
    """To all parties: a decision about it."""
    return agreements.agreement(turn, notice.about_id, news=True)


def open_at_end(turn: Turn, notice: Notice) -> Card | None:
    """To both sides: the referrals that are open when it ends on the day that the notice names."""
    agreement = turn.session.get_one(Agreement, notice.about_id)
    return endings.open_at_end(turn, agreement, date.fromisoformat(notice.occasion))


def steering_meeting(turn: Turn, notice: Notice) -> Card | None:
    """The steering group meets, or its pack is ready."""
    return steering.meeting(turn, turn.session.get_one(SteeringMeeting, notice.about_id), notice.occasion)


def proposal_news(turn: Turn, notice: Notice) -> Card | None:
    """What became of a proposal to the steering group."""
    return steering.proposal_news(turn, turn.session.get_one(Proposal, notice.about_id), notice.occasion)


def activity_asked(turn: Turn, notice: Notice) -> Card | None:
    """Something that comes back every week was due: how did it go?"""
    return weekly.asked(turn, turn.session.get_one(Series, notice.about_id), notice.occasion)


def report_news(turn: Turn, notice: Notice) -> Card | None:
    """A report is very late, where it is still owed; or what was said of one that was handed in."""
    if notice.occasion.startswith(questions.LATE):
        duty = turn.session.get(ReportDuty, notice.about_id)
        return reports.very_late(turn, duty) if duty else None
    return reports.news(turn, turn.session.get_one(ReportRemark, int(notice.occasion)))
