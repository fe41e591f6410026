"""The steering group: who sits in it, and when it meets."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlmodel import col

from bot import audit, clock, dates, hours, outbox, policy, relations
from bot.actions import agreements
from bot.agreements import steering
from bot.errors import Refused
from bot.outbox import Owed
from bot.policy import Act
from bot.turn import Turn
from messages import views
from models import (
    Agreement,
    Member,
    Notice,
    NoticeKind,
    Organisation,
    Party,
    SteeringMeeting,
    SteeringMember,
    SteeringRole,
)

LONGEST_NAME, LONGEST_PLACE = 120, 200
YEARS_AHEAD = 3


def add_seat(
    turn: Turn, agreement_id: int, organisation_id: int, name: str, role: SteeringRole, since: str, member_id: int = 0
) -> SteeringMember:
    """Give somebody a seat for a party from the day `since`, as people write it; the same once more finds the first.

    Args:
        turn: whose it is; a partner's people fill their own party's seats alone.
        agreement_id: the agreement.
        organisation_id: the party; of somebody who is in the chat it is their own.
        name: who they are; of somebody who is in the chat it is their own name.
        role: what they are in the group.
        since: their first day.
        member_id: who they are in the chat; 0 where they are not there.

    Raises:
        Refused: not theirs to do, no party, no name, no day, or they sit there in another role.
    """
    agreement = agreements.find(turn, agreement_id, Act.PROPOSE, lock=True)
    member = _linked(turn, agreement, member_id) if member_id else None
    party_id = member.organisation_id if member else organisation_id
    name = member.name if member else " ".join(name.split())
    _require_seats_of(turn, agreement, party_id)
    if not name:
        raise Refused(views.NothingWritten())
    if len(name) > LONGEST_NAME:
        raise Refused(views.TooLong(len(name), LONGEST_NAME))
    first_day = _day(turn, since)
    for seat in steering.seats(turn.session, agreement.id, first_day):
        if (seat.organisation_id, seat.name) == (party_id, name):
            if seat.role is not role:
                raise Refused(views.Stale())
            return seat
    seat = SteeringMember(
        agreement_id=agreement.id,
        organisation_id=party_id,
        name=name,
        role=role,
        member_id=member.id if member else None,
        since=first_day,
    )
    turn.session.add(seat)
    turn.session.flush()
    audit.note(turn, "add_seat", "steering_member", seat.id)
    return seat


def end_seat(turn: Turn, seat_id: int, until: str) -> SteeringMember:
    """Let a seat end with the day `until`, as people write it.

    Raises:
        Refused: not theirs to do, or no day from the seat's first on.
    """
    seat = turn.session.get(SteeringMember, seat_id)
    if seat is None:
        raise Refused(views.NotFound())
    agreement = agreements.find(turn, seat.agreement_id, Act.PROPOSE, lock=True)
    _require_seats_of(turn, agreement, seat.organisation_id)
    last_day = _day(turn, until)
    if last_day < seat.since:
        raise Refused(views.SeatBegins(seat.since))
    if seat.until != last_day:
        seat.until = last_day
        audit.note(turn, "end_seat", "steering_member", seat.id)
    return seat


def add_meeting(turn: Turn, agreement_id: int, form: str, day: str, hour: str, place: str) -> SteeringMeeting:
    """Call a meeting; saving the same form again finds it.

    Args:
        turn: a manager's of a board that is party.
        agreement_id: the agreement.
        form: the form's own name.
        day: as people write it; without a year the next such day.
        hour: as people write it.
        place: where, in a line.

    Raises:
        Refused: not theirs to do, no day or hour, or one too far away.
    """
    agreement = agreements.find(turn, agreement_id, lock=True)
    known = turn.session.scalars(select(SteeringMeeting).where(col(SteeringMeeting.form) == form)).first()
    if known:
        return _same(known, agreement)
    starts_at = _moment(turn, day, hour)
    meeting = SteeringMeeting(agreement_id=agreement.id, starts_at=starts_at, place=_line(place), form=form)
    turn.session.add(meeting)
    turn.session.flush()
    audit.note(turn, "call_meeting", "steering_meeting", meeting.id)
    return meeting


def find_meeting(turn: Turn, meeting_id: int, act: Act, *, lock: bool = False) -> SteeringMeeting:
    """A meeting, for an act that the policy allows under its agreement.

    Raises:
        Refused: there is none, or not theirs; said in the same words.
    """
    meeting = turn.session.get(SteeringMeeting, meeting_id, with_for_update=lock or None, populate_existing=lock)
    if meeting is None:
        raise Refused(views.NotFound())
    policy.require(turn.who, act, relations.to_agreement(turn, meeting.agreement_id))
    return meeting


def move_meeting(turn: Turn, meeting_id: int, day: str, hour: str, place: str) -> SteeringMeeting:
    """Let a meeting be at another time or place; whoever was told of the old time is told of the new one.

    Raises:
        Refused: not theirs to do, called off, it has been, or no day or hour.
    """
    meeting = _to_change(turn, meeting_id)
    starts_at, where = _moment(turn, day, hour), _line(place)
    if (meeting.starts_at, meeting.place) == (starts_at, where):
        return meeting
    moved = meeting.starts_at != starts_at
    meeting.starts_at, meeting.place = starts_at, where
    if moved:
        _tell(turn, meeting, f"moved:{steering.occasion(meeting)}:{turn.now.timestamp():.0f}")
    audit.note(turn, "change_meeting", "steering_meeting", meeting.id)
    return meeting


def call_off(turn: Turn, meeting_id: int) -> SteeringMeeting:
    """Call a meeting off; whoever was told of it is told so. The same again does no more.

    Raises:
        Refused: not theirs to do, or it has been.
    """
    meeting = find_meeting(turn, meeting_id, Act.STEER_AGREEMENT, lock=True)
    if meeting.called_off_at:
        return meeting
    if meeting.starts_at <= turn.now:
        raise Refused(views.Stale())
    meeting.called_off_at = turn.now
    _tell(turn, meeting, "called_off")
    audit.note(turn, "call_off_meeting", "steering_meeting", meeting.id)
    return meeting


def raise_accessibility(turn: Turn, meeting_id: int, before: str, words: str) -> SteeringMeeting:
    """Write what is to be taken up about accessibility; anybody in the group may, and the board's managers.

    Args:
        turn: whose it is.
        meeting_id: the meeting.
        before: what stood there when the writer began.
        words: what shall stand there.

    Raises:
        Refused: not theirs to do, too long, or somebody else has written meanwhile.
    """
    meeting = find_meeting(turn, meeting_id, Act.READ_AGREEMENT, lock=True)
    if not steering.may_raise(turn, meeting):
        raise Refused(views.NotAllowed())
    words = _plain(words)
    if len(words) > steering.LONGEST_ACCESSIBILITY:
        raise Refused(views.TooLong(len(words), steering.LONGEST_ACCESSIBILITY))
    if is_overwritten(meeting, before, words):
        raise Refused(views.Stale())
    if meeting.accessibility != words:
        meeting.accessibility = words
        audit.note(turn, "accessibility", "steering_meeting", meeting.id)
    return meeting


def is_overwritten(meeting: SteeringMeeting, before: str, words: str) -> bool:
    """Whether `words`, begun when `before` stood there, would take the place of what somebody wrote meanwhile."""
    return meeting.accessibility not in (_plain(before), _plain(words))


def _linked(turn: Turn, agreement: Agreement, member_id: int) -> Member:
    for member in steering.people(turn.session, agreement.id):
        if member.id == member_id:
            return member
    raise Refused(views.NotFound())


def _require_seats_of(turn: Turn, agreement: Agreement, party_id: int) -> None:
    """The board fills every party's seats, a partner its own."""
    if turn.session.get(Party, (agreement.id, party_id)) is None:
        raise Refused(views.NotFound())
    ours = turn.session.get_one(Organisation, turn.who.organisation_id)
    if not ours.is_board and party_id != ours.id:
        raise Refused(views.NotAllowed())


def _to_change(turn: Turn, meeting_id: int) -> SteeringMeeting:
    meeting = find_meeting(turn, meeting_id, Act.STEER_AGREEMENT, lock=True)
    if meeting.called_off_at or meeting.starts_at <= turn.now:
        raise Refused(views.Stale())
    return meeting


def _plain(words: str) -> str:
    """With the line ends of a form made ours."""
    return words.replace("\r\n", "\n").strip()


def _same(meeting: SteeringMeeting, agreement: Agreement) -> SteeringMeeting:
    if meeting.agreement_id != agreement.id:
        raise Refused(views.Stale())
    return meeting


def _day(turn: Turn, said: str) -> date:
    day = dates.understood(said.strip(), turn.today, prefer="future")
    if day is None:
        raise Refused(views.UnknownDay())
    return day


def _moment(turn: Turn, day: str, hour: str) -> datetime:
    on, at = _day(turn, day), hours.understood(hour)
    if at is None:
        raise Refused(views.UnknownHour())
    if abs(on - turn.today) > timedelta(days=YEARS_AHEAD * 366):
        raise Refused(views.UnknownDay())
    return clock.at_local(on, at.hour, at.minute)


def _line(place: str) -> str:
    place = " ".join(place.split())
    if len(place) > LONGEST_PLACE:
        raise Refused(views.TooLong(len(place), LONGEST_PLACE))
    return place


def _tell(turn: Turn, meeting: SteeringMeeting, occasion: str) -> None:
    """Owe it to the group, but for the one who acts, if the meeting is to come and anybody has been told of it."""
    told = select(col(Notice.id)).where(
        col(Notice.kind) == NoticeKind.STEERING_MEETING, col(Notice.about_id) == meeting.id
    )
    if meeting.starts_at <= turn.now or turn.session.scalars(told.limit(1)).first() is None:
        return
    outbox.owe_all(
        turn.session,
        [
            Owed(one.id, NoticeKind.STEERING_MEETING, meeting.id, occasion, turn.now)
            for one in steering.group(turn.session, meeting.agreement_id, turn.today)
            if one.id != turn.who.id
        ],
    )
