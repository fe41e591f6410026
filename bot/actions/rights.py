"""What a person asks for under GDPR, art. 16 and 17: recorded by the one who referred, decided by a manager."""

from datetime import date

from sqlalchemy import select
from sqlmodel import col

from bot import audit, lookups, outbox, policy, requests, written
from bot.actions import erasure, referrals
from bot.errors import Refused
from bot.policy import Act, Relation
from bot.sealed import Unsealable
from bot.sealed.places import rights_place
from bot.turn import Turn
from messages import views
from models import OPEN, Decision, NoticeKind, Referral, Right, RightsRequest, Role


def ask(turn: Turn, code: str, wanted: Right, asked_on: date, words: str) -> RightsRequest:
    """Record what the person asked for on a day, in `words`; the same once more finds the first.

    Raises:
        Refused: not theirs, a day that has not been, or no words.
    """
    referral = referrals.find_exactly(turn, code, Act.ASK_FOR_RIGHTS, lock=True)
    if asked_on > turn.today:
        raise Refused(views.UnknownDay())
    _require_words(words)
    same = [
        row
        for row in requests.of_client(turn, referral.person)
        if (row.wanted, row.asked_on, row.decision) == (wanted, asked_on, None) and requests.words(turn, row) == words
    ]
    return same[0] if same else _record(turn, referral, wanted, asked_on, words)


def find(turn: Turn, request_id: int, *, lock: bool = False) -> RightsRequest:
    """A request that the one who acts decides.

    Raises:
        Refused: there is none, or not theirs to decide; said in the same words.
    """
    row = turn.session.get(RightsRequest, request_id, with_for_update=lock or None, populate_existing=lock)
    if row is None:
        raise Refused(views.NotFound())
    relation = Relation.OWN_ORGANISATION if requests.is_for(turn, row) else Relation.OTHER
    if turn.session.get_one(Referral, row.referral_id).erased_at:
        relation = Relation.ERASED
    policy.require(turn.who, Act.DECIDE_RIGHTS, relation)
    return row


def decide(turn: Turn, request_id: int, decision: Decision, grounds: str) -> None:
    """Decide, and say on what grounds; an erasure that is granted is done at once, and its grounds go with the file.

    The same decision again does no more.

    Raises:
        Refused: not theirs, decided already in another way, no grounds, or what is to be erased is still open.
    """
    row = find(turn, request_id, lock=True)
    if row.decision:
        if row.decision is decision and row.decided_by_id == turn.who.id:
            return
        raise Refused(views.Stale())
    erases = not needs_grounds(row, decision)
    if erases:
        _require_ended(turn, row.client)
    else:
        _require_words(grounds)
        row.sealed_grounds = _seal(turn, row, grounds, "sealed_grounds")
    row.decision, row.decided_by_id, row.decided_at = decision, turn.who.id, turn.now
    audit.note(turn, f"rights_{decision}", "referral", row.referral_id)
    referrer = turn.session.get_one(Referral, row.referral_id).referrer_id
    outbox.owe(turn.session, referrer, NoticeKind.RIGHTS_ASKED, row.id, "decided", turn.now)
    turn.session.flush()
    if erases:
        _erase(turn, row.client)


def needs_grounds(row: RightsRequest, decision: Decision) -> bool:
    """Whether the decision is kept with its grounds: all but that which erases the file."""
    return row.wanted is not Right.ERASURE or decision is not Decision.GRANTED


def _require_words(words: str) -> None:
    if not words.strip():
        raise Refused(views.NothingWritten())
    if len(words) > written.LONGEST:
        raise Refused(views.TooLong(len(words), written.LONGEST))


def _record(turn: Turn, referral: Referral, wanted: Right, asked_on: date, words: str) -> RightsRequest:
    row = RightsRequest(
        client=referral.person,
        referral_id=referral.id,
        wanted=wanted,
        asked_on=asked_on,
        recorded_by_id=turn.who.id,
        recorded_at=turn.now,
    )
    turn.session.add(row)
    turn.session.flush()
    row.sealed_request = _seal(turn, row, words, "sealed_request")
    for manager in lookups.managers_of_referrer(turn.session, referral.referrer_id):
        if manager.role is Role.MANAGER:
            outbox.owe(turn.session, manager.id, NoticeKind.RIGHTS_ASKED, row.id, "asked", turn.now)
    audit.note(turn, f"ask_{wanted}", "referral", referral.id)
    return row


def _seal(turn: Turn, row: RightsRequest, words: str, column: str) -> bytes:
    try:
        return turn.vault.seal(turn.session, row.client, words, rights_place(column, row.id))
    except Unsealable:
        raise Refused(views.NotFound()) from None


def _require_ended(turn: Turn, mark: str) -> None:
    """The partner must hear of the end (GDPR art. 19) while there is a code; nobody opens it anew meanwhile."""
    erasure.hold(turn.session, [mark])
    still_open = select(col(Referral.code)).where(col(Referral.person) == mark, col(Referral.status).in_(OPEN))
    code = turn.session.scalars(still_open.limit(1)).first()
    if code:
        raise Refused(views.EndFirst(code))


def _erase(turn: Turn, mark: str) -> None:
    ledger = turn.house.ledger
    assert ledger, "a room that decides keeps a ledger"
    erasure.erase(turn.session, [mark], turn.now, ledger, turn.dice, by=turn.who.id, screen=turn.screen)
    turn.session.expire_all()
