"""What happens to a referral that was sent. One wins when two tap at once; the other is told who was first."""

from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, select
from sqlmodel import col

from bot import audit, clock, lookups, outbox, patience, policy, relations, shown_cards
from bot.actions import codes, events, receiving, waiting
from bot.errors import Refused
from bot.policy import Act, Relation
from bot.steps import STEPS, Step
from bot.turn import Turn
from messages import Word, views
from models import (
    ANSWERABLE,
    Consent,
    Event,
    Handover,
    Happening,
    Intake,
    Member,
    NoticeKind,
    Referral,
    ReferralStatus,
    Sex,
    StatusReason,
    Wish,
)

ASK_AGAIN = timedelta(days=7)
"""After so long a partner is asked once more to confirm that it deleted what it had."""
NO_ANSWER = frozenset({Happening.SEEN, Happening.CALL_ASKED})
"""What a partner may say, and still owes an answer."""
ASKS_ANEW = frozenset({Happening.REOPENED, Happening.TIME_DECLINED, Happening.TIME_ASKED})
LOCKED = select(Referral).with_for_update().execution_options(populate_existing=True)
OF_ID_LOCKED = LOCKED.where(col(Referral.id) == bindparam("id"))
OF_CODE = select(Referral).where(col(Referral.code) == bindparam("exactly"))
OF_CODE_LOCKED = LOCKED.where(col(Referral.code) == bindparam("exactly"))
OVERTAKING = frozenset(STEPS) - {Happening.SEEN}
"""What may come between a card and a tap on it."""


def find(turn: Turn, referral_id: int, act: Act = Act.SEE_REFERRAL, *, lock: bool = False) -> Referral:
    """The referral, for an act that the policy allows.

    Raises:
        Refused: there is none, or it is not theirs; said in the same words.
    """
    if lock:
        return _allowed(turn, turn.session.scalars(OF_ID_LOCKED, {"id": referral_id}).first(), act)
    return _allowed(turn, turn.session.get(Referral, referral_id), act)


def _allowed(turn: Turn, referral: Referral | None, act: Act) -> Referral:
    if referral is None:
        raise Refused(views.NotFound())
    policy.require(turn.who, act, relations.to_referral(turn, referral))
    if act is Act.SEE_REFERRAL:
        audit.note(turn, act, "referral", referral.id)
    return referral


def find_by_code(turn: Turn, code: str) -> Referral:
    """The referral with that code, however it is typed, as `find` does."""
    found = turn.session.scalars(select(col(Referral.id)).where(col(Referral.code) == codes.read(code))).first()
    return find(turn, found or 0)


def find_exactly(turn: Turn, code: str, act: Act, *, lock: bool = False) -> Referral:
    """The referral with that code as a page's path has it, for an act that the policy allows, as `find` does."""
    statement = OF_CODE_LOCKED if lock else OF_CODE
    return _allowed(turn, turn.session.scalars(statement, {"exactly": code}).first(), act)


def enter(turn: Turn, code: str) -> Referral:
    """The referral with that code, whose page in the room is opened; that its words are read is kept as well."""
    referral = find_exactly(turn, code, Act.SEE_REFERRAL)
    relation = relations.to_referral(turn, referral)
    if policy.allows(turn.who.role, Act.READ_OWN_WORDS, relation):
        act = "glass" if relation is Relation.GLASS else Act.READ_WORDS
        audit.note(turn, act, "referral", referral.id)
    return referral


def take(turn: Turn, referral_id: int, happening: Happening, revision: int) -> None:
    """Take a step that needs nothing more than to be meant.

    Raises:
        Refused: not theirs, or overtaken by what somebody else did.
    """
    _take(turn, referral_id, happening, revision)


def accept(turn: Turn, referral_id: int, revision: int, start_on: date) -> None:
    """*Vi tar emot*: the partner takes the person in, from `start_on`."""
    if start_on < turn.today:
        raise Refused(views.Stale())
    referral = _take(turn, referral_id, Happening.ACCEPTED, revision, day=start_on.isoformat())
    if referral is None:
        return
    known = turn.session.get(Intake, referral.id)
    intake = known or Intake(referral_id=referral.id, start_on=start_on, confirmed_by_id=0, confirmed_at=turn.now)
    intake.start_on, intake.activity_id = start_on, None
    intake.confirmed_by_id, intake.confirmed_at = turn.who.id, turn.now
    turn.session.add(intake)


def propose(turn: Turn, referral_id: int, revision: int, at: datetime) -> None:
    """*Föreslå tid*: the partner proposes to meet at `at` (aware)."""
    if at <= turn.now:
        raise Refused(views.Stale())
    referral = _take(turn, referral_id, Happening.TIME_PROPOSED, revision, at=at.isoformat())
    if referral:
        referral.proposed_at = at


def decline(turn: Turn, referral_id: int, revision: int, reason: StatusReason) -> None:
    """*Avböj*: the partner does not take the person in, and says why."""
    referral = _take(turn, referral_id, Happening.REJECTED, revision, reason=reason.value)
    if referral:
        referral.reason = reason


def match(turn: Turn, referral_id: int, revision: int, wish_id: int) -> None:
    """*Matchad med*: the person takes part in one of the partner's activities."""
    wish = turn.session.get(Wish, wish_id)
    if wish is None or wish.organisation_id != turn.who.organisation_id:
        raise Refused(views.Stale())
    referral = _take(turn, referral_id, Happening.MATCHED, revision, wish=wish_id)
    if referral:
        intake = turn.session.get(Intake, referral.id)
        assert intake, "only an intake leads here"
        intake.activity_id = wish_id


def set_sex(turn: Turn, referral_id: int, sex: Sex) -> None:
    """Answer the one question for the equality follow-up; the same person's other referrals get the same."""
    referral = find(turn, referral_id, Act.STEER_REFERRAL)
    same = select(Referral).where(
        col(Referral.person) == referral.person, col(Referral.referrer_id) == referral.referrer_id
    )
    for other in [referral, *turn.session.scalars(same)]:
        other.sex = sex


def _take(turn: Turn, referral_id: int, happening: Happening, revision: int, **detail: str | int) -> Referral | None:
    """Move the referral, write its history, tell the other side; nothing where the same person did so already."""
    step = STEPS[happening]
    referral = find(turn, referral_id, step.act, lock=True)
    if not _still_fits(turn, referral, step, happening, revision):
        return None
    _before(turn, referral, happening)
    referral.status = step.leads_to(referral.status)
    referral.changed_at = turn.now
    referral.revision += happening is not Happening.SEEN
    _tidy(referral, happening)
    _move_clocks(turn, referral, happening)
    shown_cards.follow(turn.session, referral, turn.now)
    event_id = events.write(turn, referral, happening, **detail)
    _tell(turn, referral, step, happening, event_id)
    audit.note(turn, happening, "referral", referral.id)
    return referral


def _still_fits(turn: Turn, referral: Referral, step: Step, happening: Happening, revision: int) -> bool:
    if referral.revision == revision and referral.status in step.before:
        return True
    if happening is Happening.SEEN and referral.status is not ReferralStatus.REQUESTED:
        return False
    last = turn.session.scalars(
        select(Event)
        .where(col(Event.referral_id) == referral.id, col(Event.happening).in_(OVERTAKING))
        .order_by(col(Event.id).desc())
        .limit(1)
    ).first()
    if last is None:
        raise Refused(views.Stale())
    if last.member_id == turn.who.id and last.happening is happening:
        return False
    by = turn.session.get_one(Member, last.member_id)
    raise Refused(views.Overtaken(referral.code, by.name, Word(f"happening.{last.happening}"), last.at))


def _before(turn: Turn, referral: Referral, happening: Happening) -> None:
    """What must hold, and what is renewed, before a step is taken."""
    if happening in (Happening.TIME_SUITS, Happening.TIME_DECLINED) and referral.proposed_at is None:
        raise Refused(views.Stale())
    if happening in (Happening.WITHDRAWN, Happening.MISTAKE):
        turn.session.get_one(Consent, referral.id).withdrawn_at = turn.now
    if happening is Happening.TIME_SUITS and referral.proposed_at and referral.proposed_at <= turn.now:
        raise Refused(views.Stale())
    if happening is Happening.REOPENED:
        referral.agreement_id = receiving.receiver(turn, referral.organisation_id).agreement.id
        _renew(turn, turn.session.get_one(Consent, referral.id))


def _renew(turn: Turn, consent: Consent) -> None:
    """The person has said yes anew, to the same, for as long as before."""
    consent.until = consent.renewed_until(turn.today)
    consent.given_at, consent.taken_by_id = turn.now, turn.who.id
    consent.withdrawn_at, consent.deleted_at = None, None


def _tidy(referral: Referral, happening: Happening) -> None:
    """Take away what the step has settled."""
    if happening is Happening.TIME_SUITS:
        referral.meet_at = referral.proposed_at
    if happening is Happening.TIME_PROPOSED:
        referral.meet_at = None  # the new time stands instead
    if happening is Happening.REOPENED:
        referral.meet_at = None
        referral.handover = Handover.CALL_ME if referral.handover is Handover.TIME else referral.handover
    if happening is not Happening.SEEN:
        referral.proposed_at = None
        referral.waiting_list = happening is Happening.WAITING_LIST
        referral.call_asked = happening is Happening.CALL_ASKED
    referral.reason = None
    if happening is Happening.MISTAKE:
        referral.ask_record_on = None


def _move_clocks(turn: Turn, referral: Referral, happening: Happening) -> None:
    """Who has the next move, and by when: see `waiting` and `notes`."""
    if not referral.is_open:
        referral.contact_due_on = None
    if happening is Happening.REOPENED:
        referral.contact_due_on = turn.today + patience.SILENCE
    if not referral.is_open or (STEPS[happening].by_partner and happening not in NO_ANSWER):
        waiting.stop(referral)
    elif happening is Happening.TIME_SUITS and referral.meet_at and referral.status in ANSWERABLE:
        waiting.begin(turn.session, referral, clock.today(referral.meet_at))
    elif happening in ASKS_ANEW or (happening is Happening.CALL_ASKED and referral.waiting_since is None):
        waiting.begin(turn.session, referral, turn.today)


def _tell(turn: Turn, referral: Referral, step: Step, happening: Happening, event_id: int) -> None:
    if step.by_partner:
        outbox.owe(turn.session, referral.referrer_id, NoticeKind.REFERRAL_NEWS, referral.id, str(event_id), turn.now)
        return
    kind = NoticeKind.REFERRAL_OFFERED if happening is Happening.REOPENED else NoticeKind.PARTNER_NEWS
    told = [koordinator.id for koordinator in lookups.koordinators(turn.session, referral.organisation_id)]
    outbox.owe_each(turn.session, told, kind, referral.id, str(event_id), turn.now)
    if happening in (Happening.WITHDRAWN, Happening.MISTAKE):
        later = turn.now + ASK_AGAIN
        outbox.owe_each(turn.session, told, NoticeKind.CONFIRM_DELETION, referral.id, str(event_id), later)
