"""Hours that a board promised at a partner's: either side says whether they were kept, and keeps its own word."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import col

from bot import audit, lookups, outbox
from bot.actions import agreements
from bot.agreements import occasions
from bot.agreements.occasions import KEPT, Occasion, Spoken, state
from bot.errors import Refused
from bot.policy import Act
from bot.turn import Turn
from bot.upsert import insert_new
from messages import Word, views
from models import Member, MissReason, NoticeKind, Organisation, Party, Series, SeriesPurpose, Shift

AHEAD = timedelta(days=7)
"""So long before a day it can be said that it will be missed."""


def find(turn: Turn, series_id: int, day: date) -> Occasion:
    """A promised day, for somebody of either side.

    Raises:
        Refused: there is none, or it is others'.
    """
    series = turn.session.get(Series, series_id)
    if series is None or series.purpose is not SeriesPurpose.PRESENCE:
        raise Refused(views.NotFound())
    agreement = agreements.find(turn, series.agreement_id, Act.LOG_SHIFT)
    if day not in occasions.days(series, agreement, day, day):
        raise Refused(views.Stale())
    return Occasion(series, agreement, day)


def say(turn: Turn, series_id: int, day: date, said: str, stood: str) -> Spoken:
    """Say that a promised day was kept, or why it was missed.

    Each side has a word of its own, which stays. Where the two differ the board's managers are told; what one of them
    says then stands, and only a manager changes it.

    Args:
        turn: somebody of either side.
        series_id: the promise.
        day: its day, a week ahead at most; ahead it can only be said that it will be missed.
        said: `kept`, or a value of `MissReason`.
        stood: what their own side had said when they were asked, as `occasions.state` says it.

    Returns:
        What both sides say now.

    Raises:
        Refused: not theirs, too early, corrected by a manager, or a colleague has said something else meanwhile.
    """
    one = find(turn, series_id, day)
    if day > turn.today + (timedelta() if said == KEPT else AHEAD):
        raise Refused(views.ShiftTooEarly())
    spoken = _spoken(turn, one, lock=True)
    if spoken.correction and not occasions.may_correct(turn.who):
        raise _overtaken(turn, spoken.correction)
    corrects = occasions.may_correct(turn.who) and bool(spoken.partner or spoken.correction)
    shift = _write(turn, one, said, corrects=corrects)
    if state(shift) != said:
        if state(shift) != stood:
            raise _overtaken(turn, shift)
        for name, value in _values(turn, said).items():
            setattr(shift, name, value)
        audit.note(turn, "change_shift", "shift", shift.id)
        turn.session.flush()
    spoken = _spoken(turn, one)
    if spoken.differs:
        _tell_managers(turn, one)
    return spoken


def _spoken(turn: Turn, one: Occasion, *, lock: bool = False) -> Spoken:
    """What was said of the day; with `lock` nobody else says more until this is done."""
    if lock:
        turn.session.get(Series, one.series.id, with_for_update=True)
    return occasions.said(turn.session, [one]).get((one.series.id, one.day), Spoken())


def _overtaken(turn: Turn, shift: Shift) -> Refused:
    by = turn.session.get_one(Member, shift.member_id)
    return Refused(views.ShiftOvertaken(shift.day, Word(f"shift.{state(shift)}"), by.name))


def _write(turn: Turn, one: Occasion, said: str, *, corrects: bool) -> Shift:
    """The row of the day and the side that speaks; a new one says what is said now."""
    partner = not turn.session.get_one(Organisation, turn.who.organisation_id).is_board
    key = {"series_id": one.series.id, "day": one.day, "by_partner": partner, "corrects": corrects}
    insert = insert_new(turn.session, Shift, *key, returning=("id",))
    written = turn.session.scalars(insert, [{**key, **_values(turn, said)}]).first()
    if written:
        audit.note(turn, "correct_shift" if corrects else "say_shift", "shift", written)
    return turn.session.scalars(select(Shift).filter_by(**key)).one()


def _values(turn: Turn, said: str) -> dict[str, object]:
    reason = None if said == KEPT else MissReason(said)
    return {"kept": reason is None, "reason": reason, "member_id": turn.who.id, "at": turn.now}


def _tell_managers(turn: Turn, one: Occasion) -> None:
    """That the two sides differ, once of each day."""
    occasion = f"{one.day.isoformat()}{occasions.DIFFERS}"
    for manager in _managers(turn, one.agreement.id):
        outbox.owe(turn.session, manager.id, NoticeKind.ACTIVITY_ASKED, one.series.id, occasion, turn.now)


def _managers(turn: Turn, agreement_id: int) -> Sequence[Member]:
    parties = turn.session.scalars(
        select(col(Party.organisation_id)).where(col(Party.agreement_id) == agreement_id)
    ).all()
    return [one for one in lookups.members_of(turn.session, frozenset(parties)) if occasions.may_correct(one)]
