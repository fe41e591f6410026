"""What a person asks for: as the one who referred sees it, and as a manager decides it."""

from collections.abc import Mapping
from datetime import date

from bot import clock, requests, written
from bot.pages import paths
from bot.turn import Turn
from messages.room.pages import DecidePage, RequestLine, RequestShown, RequestsPage, RightsPage, Warned
from models import Decision, Member, Referral, Right, RightsRequest

Fields = Mapping[str, str]


def of_referral(
    turn: Turn, referral: Referral, fields: Fields | None = None, warned: Warned | None = None
) -> RightsPage:
    """What was asked for, and the form for more, with what was being written when it was left."""
    kept = None if fields is not None else written.draft(turn, place(referral))
    given, kept_at = (fields, None) if fields is not None else kept or ({}, None)
    return RightsPage(
        code=referral.code,
        back=paths.referral(referral),
        action=paths.under(referral, "rights"),
        draft=paths.under(referral, "rights/draft"),
        requests=tuple(_shown(turn, row) for row in requests.of_client(turn, referral.person)),
        kinds=tuple(right.value for right in Right),
        kind=given.get("kind", ""),
        day=_day(given.get("day", ""), turn.today),
        last_day=turn.today,
        words=given.get("words", ""),
        longest=written.LONGEST,
        kept_at=kept_at,
        warned=warned,
    )


def place(referral: Referral) -> str:
    """What a draft of a request about it is kept under."""
    return f"rights:{referral.id}"


def waiting(turn: Turn) -> RequestsPage:
    """What waits for the reader's decision."""
    return RequestsPage(tuple(_line(turn, row) for row in requests.waiting(turn)))


def decide(
    turn: Turn,
    row: RightsRequest,
    fields: Fields | None = None,
    warned: Warned | None = None,
    *,
    flaw: bool = False,
) -> DecidePage:
    """One request; `fields` are those of a form that comes back."""
    given = fields or {}
    return DecidePage(
        code=turn.session.get_one(Referral, row.referral_id).code,
        wanted=row.wanted.value,
        asked_on=row.asked_on,
        answer_by=requests.answer_by(row),
        by=_name(turn, row.recorded_by_id),
        words=requests.words(turn, row),
        action=f"rights/{row.id}",
        decisions=tuple(decision.value for decision in Decision),
        decision=given.get("decision", ""),
        grounds=given.get("grounds", ""),
        longest=written.LONGEST,
        flaw=flaw,
        warned=warned,
    )


def _shown(turn: Turn, row: RightsRequest) -> RequestShown:
    return RequestShown(
        wanted=row.wanted.value,
        asked_on=row.asked_on,
        by=_name(turn, row.recorded_by_id),
        words=requests.words(turn, row),
        answer_by=requests.answer_by(row),
        decision=row.decision.value if row.decision else "",
        decided_on=clock.today(row.decided_at) if row.decided_at else None,
        grounds=requests.grounds(turn, row),
    )


def _line(turn: Turn, row: RightsRequest) -> RequestLine:
    code = turn.session.get_one(Referral, row.referral_id).code
    until = requests.answer_by(row)
    return RequestLine(f"rights/{row.id}", code, row.wanted.value, until, until < turn.today)


def _name(turn: Turn, member_id: int) -> str:
    return turn.session.get_one(Member, member_id).name


def _day(said: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return otherwise
