"""Taking a document about partnerships out of the room: the policy is asked, the audit written, the rows read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select
from sqlmodel import col

from bot import audit, policy
from bot.actions import agreements
from bot.agreements import steering, steering_pack
from bot.documents.partnership import gather, render
from bot.documents.partnership.final import Final, final_report
from bot.documents.partnership.followup import FollowUp, follow_up
from bot.documents.partnership.render import Templates
from bot.documents.partnership.steering import steering_paper
from bot.errors import Refused
from bot.policy import Act
from bot.turn import Turn
from messages import views
from messages.documents import long_date, say
from models import Agreement, Organisation, SteeringMeeting

MOST_MEETINGS = 12


@dataclass(frozen=True)
class Taken:
    """A document to be drawn when the transaction is over: a part of its file's name, and what draws it."""

    name: str
    draw: Callable[[], bytes]


@dataclass(frozen=True)
class Offered:
    """What can be taken out of an agreement: its final report, where it is agreed on, and meetings with a pack."""

    agreement: Agreement
    final: Final | None
    meetings: Sequence[SteeringMeeting]


def look_at_year(turn: Turn, year: int) -> FollowUp:
    """The follow-up of a year, to see what is missing in it.

    Raises:
        Refused: not a thing the reader's role takes.
    """
    policy.require(turn.who, Act.TAKE_DOCUMENT)
    return follow_up(gather.year(turn.session, turn.who.organisation_id, year, turn.today))


def take_follow_up(turn: Turn, year: int) -> Taken:
    """The follow-up of a year as a file.

    Raises:
        Refused: as `look_at_year`.
    """
    view = look_at_year(turn, year)
    audit.note(turn, "take_followup", "organisation", turn.who.organisation_id)
    return Taken(f"{say('name.followup')}-{year}", _drawing(turn, "followup", view))


def look_at(turn: Turn, agreement_id: int) -> Offered:
    """What there is of an agreement.

    Raises:
        Refused: it is others', or there is none.
    """
    agreement = agreements.find(turn, agreement_id, Act.TAKE_DOCUMENT)
    held = select(SteeringMeeting).where(
        col(SteeringMeeting.agreement_id) == agreement.id, col(SteeringMeeting.called_off_at).is_(None)
    )
    rows = turn.session.scalars(held.order_by(col(SteeringMeeting.starts_at).desc()).limit(MOST_MEETINGS)).all()
    ready = [row for row in rows if steering.ready_on(row) <= turn.today]
    return Offered(agreement, _final(turn, agreement), ready)


def take_final(turn: Turn, agreement_id: int) -> Taken:
    """The final report of the partnership that an agreement belongs to, as a file.

    Raises:
        Refused: as `look_at`, or nobody has agreed on it yet.
    """
    agreement = agreements.find(turn, agreement_id, Act.TAKE_DOCUMENT)
    view = _final(turn, agreement)
    if view is None:
        raise Refused(views.NotFound())
    audit.note(turn, "take_final", "agreement", agreement.id)
    return Taken(say("name.final"), _drawing(turn, "final", view))


def take_pack(turn: Turn, agreement_id: int, meeting_id: int) -> Taken:
    """The pack of a meeting of the agreement's steering group, as a file.

    Raises:
        Refused: as `look_at`; the meeting is none of the agreement's, is called off, or its pack is not ready yet.
    """
    agreement = agreements.find(turn, agreement_id, Act.TAKE_DOCUMENT)
    meeting = turn.session.get(SteeringMeeting, meeting_id)
    if meeting is None or meeting.agreement_id != agreement.id or meeting.called_off_at:
        raise Refused(views.NotFound())
    if steering.ready_on(meeting) > turn.today:
        raise Refused(views.NotFound())
    board = turn.session.get_one(Organisation, turn.who.organisation_id).name
    pack = steering_pack.gather(turn.session, meeting, turn.now)
    audit.note(turn, "take_pack", "steeringmeeting", meeting.id)
    return Taken(say("name.steering"), _drawing(turn, "steering", steering_paper(pack, board, long_date(turn.today))))


def _final(turn: Turn, agreement: Agreement) -> Final | None:
    whole = gather.whole(turn.session, turn.who.organisation_id, agreement.id, turn.today, turn.vault)
    return final_report(whole) if whole else None


def _drawing(turn: Turn, name: str, view: render.View) -> Callable[[], bytes]:
    return partial(render.draw, name, view, turn.now, Templates(turn.house.templates))
