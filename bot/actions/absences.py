"""*/borta*: who gets what the absent would get, and until when."""

from datetime import date, timedelta

from sqlalchemy import delete, update
from sqlmodel import col

from bot import audit, lookups, outbox, policy
from bot.actions import drafts
from bot.errors import Refused
from bot.policy import Act
from bot.turn import Turn
from messages import views
from models import Absence, Draft, Flow, NoticeKind

LONGEST = timedelta(days=366)
EXAMPLE = "/borta 14 oktober"


def current(turn: Turn) -> Absence | None:
    """The absence of the one who acts that lasts today."""
    return lookups.absence(turn.session, turn.who.id, turn.today)


def begin(turn: Turn, last_day: date | None) -> Draft:
    """Begin to be away, until `last_day` if that is known already.

    Raises:
        Refused: the day has gone by or is more than a year ahead.
    """
    policy.require(turn.who, Act.BE_AWAY)
    if last_day:
        _require_day(turn, last_day)
    drafts.drop(turn, Flow.ABSENCE)
    return drafts.begin(turn, Flow.ABSENCE, {"last_day": last_day.isoformat() if last_day else None})


def pick_substitute(turn: Turn, draft_id: int, member_id: int) -> Absence | None:
    """Name the substitute. Where the last day is known already, that settles it.

    Raises:
        Refused: nobody of the same organisation and role, or away as well.
    """
    draft = drafts.own(turn, draft_id, Flow.ABSENCE)
    free = lookups.free_colleagues(turn.session, turn.who, turn.today)
    if member_id not in {colleague.id for colleague in free}:
        raise Refused(views.NotFound())
    drafts.write(turn, draft, {**draft.fields, "substitute": member_id})
    known = draft.fields.get("last_day")
    return _settle(turn, draft, date.fromisoformat(known)) if known else None


def pick_last_day(turn: Turn, draft_id: int, last_day: date) -> Absence:
    """Name the last day of the absence, inclusive; that settles it."""
    draft = drafts.own(turn, draft_id, Flow.ABSENCE)
    _require_day(turn, last_day)
    if "substitute" not in draft.fields:
        raise Refused(views.Stale())
    return _settle(turn, draft, last_day)


def end(turn: Turn) -> bool:
    """Be back: an absence that lasts today ends yesterday, one that begins today never was.

    Returns:
        Whether there was one.
    """
    absence = lookups.absence(turn.session, turn.who.id, turn.today)
    if absence is None:
        return False
    yesterday = turn.today - timedelta(days=1)
    mine = col(Absence.member_id) == turn.who.id
    turn.session.execute(delete(Absence).where(mine, col(Absence.first_day) == turn.today))
    turn.session.execute(update(Absence).where(mine, col(Absence.last_day) >= turn.today).values(last_day=yesterday))
    return True


def _settle(turn: Turn, draft: Draft, last_day: date) -> Absence:
    _require_day(turn, last_day)
    free = lookups.free_colleagues(turn.session, turn.who, turn.today)
    if draft.fields["substitute"] not in {colleague.id for colleague in free}:
        raise Refused(views.Stale())
    end(turn)
    absence = Absence(
        member_id=turn.who.id,
        substitute_id=draft.fields["substitute"],
        first_day=turn.today,
        last_day=last_day,
    )
    turn.session.add(absence)
    turn.session.flush()
    turn.session.delete(draft)
    occasion = turn.now.isoformat()  # the id may be that of an absence that was taken back
    outbox.owe(turn.session, absence.substitute_id, NoticeKind.STANDING_IN, absence.id, occasion, turn.now)
    audit.note(turn, "away", "absence", absence.id)
    return absence


def _require_day(turn: Turn, last_day: date) -> None:
    if not turn.today <= last_day <= turn.today + LONGEST:
        raise Refused(views.CommandUnread(EXAMPLE, deleted=False))
