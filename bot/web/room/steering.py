"""The steering group: who sits in it, and when it meets."""

from bot.actions import agreements, steering
from bot.errors import Refused
from bot.pages import paths, steering_meeting
from bot.pages import steering as pages
from bot.pages.page import Ask, Goto, Outcome, Shown
from bot.policy import Act
from bot.turn import Turn
from bot.web.room import fields
from bot.written import FORM
from messages import views
from models import SteeringRole


def show(turn: Turn, ask: Ask) -> Outcome:
    """Seats, meetings, proposals."""
    return Shown(pages.page(turn, agreements.find(turn, ask.number("agreement"), Act.READ_AGREEMENT)))


def add_seat(turn: Turn, ask: Ask) -> Outcome:
    """Give somebody a seat."""
    form, role = ask.form, fields.one_of(SteeringRole, ask.form.get("role", ""))
    name, since, agreement = form.get("name", ""), form.get("since", ""), ask.number("agreement")
    steering.add_seat(turn, agreement, ask.number("party"), name, role, since, ask.number("member"))
    return Goto(paths.agreement(agreement, "steering"), "seat_saved")


def end_seat(turn: Turn, ask: Ask) -> Outcome:
    """Let a seat end."""
    seat = steering.end_seat(turn, ask.number("seat"), ask.form.get("until", ""))
    return Goto(paths.agreement(seat.agreement_id, "steering"), "seat_ended")


def add_meeting(turn: Turn, ask: Ask) -> Outcome:
    """Call a meeting."""
    agreement = ask.number("agreement")
    steering.add_meeting(turn, agreement, form_name(ask), *_when(ask))
    return Goto(paths.agreement(agreement, "steering"), "meeting_called")


def meeting(turn: Turn, ask: Ask) -> Outcome:
    """One meeting, and its pack when that is ready."""
    return Shown(steering_meeting.page(turn, steering.find_meeting(turn, ask.number("meeting"), Act.READ_AGREEMENT)))


def change(turn: Turn, ask: Ask) -> Outcome:
    """Another time or place."""
    row = steering.move_meeting(turn, ask.number("meeting"), *_when(ask))
    return Goto(f"meeting/{row.id}", "meeting_changed")


def call_off(turn: Turn, ask: Ask) -> Outcome:
    """It does not take place."""
    row = steering.call_off(turn, ask.number("meeting"))
    return Goto(f"meeting/{row.id}", "meeting_called_off")


def raise_accessibility(turn: Turn, ask: Ask) -> Outcome:
    """Write what is to be taken up about accessibility; what the guard points at is asked about first."""
    row = steering.find_meeting(turn, ask.number("meeting"), Act.READ_AGREEMENT, lock=True)
    words, warned = fields.guarded(turn, ask)
    if warned:
        return Shown(steering_meeting.page(turn, row, ask.form, warned), 422)
    before = ask.form.get("seen", "")
    if steering.is_overwritten(row, before, words):
        return Shown(steering_meeting.page(turn, row, {**ask.form, "words": words}, conflict=row.accessibility), 409)
    steering.raise_accessibility(turn, row.id, before, words)
    return Goto(f"meeting/{row.id}", "accessibility_saved")


def form_name(ask: Ask) -> str:
    """The name of the form that was sent.

    Raises:
        Refused: it is none of ours.
    """
    form = ask.form.get("form", "")
    if not FORM.fullmatch(form):
        raise Refused(views.Stale())
    return form


def _when(ask: Ask) -> tuple[str, str, str]:
    day, hour, place = (ask.form.get(name, "") for name in ("day", "hour", "place"))
    return day, hour, place
