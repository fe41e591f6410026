"""Referring somebody under 18, which is done in the room alone and under an agreement about young people.

Nothing is stored before it is sent, so there is no draft row: a referral's `draft_id` is then the number that the form
was given when it was opened, below zero, where no draft's id ever is. Sending the same form again finds the referral.
That the person is under 18 is not stored either: who consented is, and the agreement.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import col

from bot import lookups, opening, policy, young
from bot.actions import sending
from bot.errors import Refused
from bot.policy import Act
from bot.referral_draft import Question, ReferralDraft
from bot.turn import Turn
from bot.young import Checked, Wanted
from messages import views
from models import Handover, Organisation, Referral, Scope


def partners(turn: Turn) -> Sequence[Organisation]:
    """The partners to which somebody under 18 can be referred today."""
    policy.require(turn.who, Act.REFER_MINOR)
    return young.partners(turn.session, turn.who.organisation_id, turn.today)


def partner(turn: Turn, organisation_id: int) -> Organisation:
    """One of them.

    Raises:
        Refused: no agreement in force lets young people be referred there.
    """
    found = next((one for one in partners(turn) if one.id == organisation_id), None)
    if found is None:
        raise Refused(views.NotFound())
    return found


def check(turn: Turn, wanted: Wanted) -> Checked:
    """What `wanted` comes to, ready for its summary.

    Raises:
        Refused: the person has protected personal data, not a partner for young people, or what was chosen is not
            offered there.
    """
    chosen = partner(turn, wanted.partner)
    if not wanted.unprotected:
        raise Refused(views.ReferStopped(turn.house.protected_phone))
    offered = {wish.id for wish in lookups.wishes(turn.session, chosen.id)}
    if not offered.issuperset(wanted.wishes) or not 1 <= wanted.months <= young.max_months(chosen):
        raise Refused(views.Stale())
    meets = wanted.handover is Handover.TIME
    if meets and not _is_open(turn, chosen, wanted):
        raise Refused(views.Stale())
    draft = ReferralDraft(
        checked=True,
        partner=chosen.id,
        handover=wanted.handover.value,
        day=wanted.day.isoformat() if meets and wanted.day else None,
        hour=wanted.hour if meets else None,
        wishes=wanted.wishes,
        wishes_done=True,
        share=tuple(scope.value for scope in Scope if scope in wanted.share),
        others=wanted.others,
        months=wanted.months,
    )
    return Checked(draft, chosen, draft.offer(chosen, turn.today))


def send(turn: Turn, form: int, wanted: Wanted, seal: str) -> Referral:
    """Send what the summary showed. Sending the same form again finds the referral it became.

    Args:
        turn: whose.
        form: the number that the form was given.
        wanted: what it says.
        seal: the mark of the consent that the summary showed.

    Raises:
        Refused: as `check`; the consent would be another than was shown; or the partner cannot be referred to now.
    """
    policy.require(turn.who, Act.REFER_MINOR)
    if not 1 <= form < 1 << young.FORM_BITS:
        raise Refused(views.Stale())
    already = turn.session.scalars(select(Referral).where(col(Referral.draft_id) == -form)).first()
    if already:
        if already.referrer_id != turn.who.id:
            raise Refused(views.Stale())
        return already
    checked = check(turn, wanted)
    if checked.offer.seal != seal:
        raise Refused(views.DraftChanged())
    draft = checked.draft.with_consent(checked.offer, turn.now)
    assert draft.question is Question.SUMMARY, "check asks for every answer"
    agreement = young.agreement(turn.session, turn.who.organisation_id, checked.partner.id, turn.today)
    return sending.put(turn, -form, draft, agreement, wanted.given_by)


def _is_open(turn: Turn, chosen: Organisation, wanted: Wanted) -> bool:
    """Whether the partner can be met on that day at that hour."""
    if wanted.day is None or wanted.day not in opening.next_open_days(chosen, turn.now):
        return False
    return wanted.hour in opening.hours_on(chosen, wanted.day, turn.now)
