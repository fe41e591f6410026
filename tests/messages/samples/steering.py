"""Samples of steering groups and their meetings."""

from messages import views
from messages.views import View
from tests.messages.samples.invented import KIM, NEXT_YEAR, TODAY, at

STEERING: tuple[View, ...] = (
    views.SteeringMeeting("Street Minds", at(17, 14)),
    views.SteeringMeeting("Street Minds", at(17, 14), ready=True),
    views.SteeringMeeting("Street Minds", at(17, 14), ready=True, moved=True),
    views.SteeringMeetingOff("Street Minds", at(17, 14)),
    views.ProposalNews("Street Minds"),
    views.ProposalSettled(KIM, at(3, 14, 30)),
    views.NotInForce(TODAY, NEXT_YEAR),
    views.NoMandate(),
    views.NoReplacement(),
    views.UnknownHour(),
    views.SeatBegins(TODAY),
)
