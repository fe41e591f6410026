"""Referring: a draft, one answer after the other, until it is complete."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot import lookups, opening, policy
from bot.actions import drafts, receiving
from bot.errors import Refused
from bot.policy import Act
from bot.referral_draft import Question, ReferralDraft
from bot.turn import Turn
from messages import views
from models import Draft, Flow, Organisation, Referral, Scope

Change = Callable[[ReferralDraft], ReferralDraft]


def begin_anew(turn: Turn, draft_id: int) -> None:
    """Another person: the draft goes."""
    policy.require(turn.who, Act.REFER)
    turn.session.delete(drafts.own(turn, draft_id, Flow.REFERRAL))


def begin(turn: Turn, draft_id: int = 0) -> Draft:
    """The person is neither protected nor under 18: open a draft, or go on with the one that is open."""
    policy.require(turn.who, Act.REFER)
    own = drafts.own(turn, draft_id, Flow.REFERRAL) if draft_id else None
    draft = own or drafts.find(turn.session, turn.who, Flow.REFERRAL)
    if draft is None:
        return drafts.begin(turn, Flow.REFERRAL, ReferralDraft(checked=True).as_fields())
    drafts.write(turn, draft, replace(ReferralDraft.of(draft), checked=True).as_fields())
    return draft


def stop(turn: Turn, draft_id: int) -> None:
    """The person must not be referred here: nothing stays, not even what one line had begun as `draft_id`."""
    if draft_id:
        turn.session.delete(drafts.own(turn, draft_id, Flow.REFERRAL))


def change(turn: Turn, draft_id: int, how: Change) -> None:
    """Change an open draft of one's own.

    Raises:
        Refused: it is gone.
    """
    policy.require(turn.who, Act.REFER)
    draft = drafts.own(turn, draft_id, Flow.REFERRAL)
    drafts.write(turn, draft, how(ReferralDraft.of(draft)).as_fields())


def pick_partner(turn: Turn, draft_id: int, organisation_id: int) -> None:
    """Choose the partner. What was chosen from another partner's words goes.

    Raises:
        Refused: nobody there to receive, full, or no agreement in force.
    """
    receiving.ready(turn, organisation_id)
    done = not lookups.wishes(turn.session, organisation_id)
    change(turn, draft_id, lambda _: ReferralDraft(checked=True, partner=organisation_id, wishes_done=done))


def pick_day(turn: Turn, draft_id: int, day: date) -> None:
    """Choose the day of the meeting.

    Raises:
        Refused: it has gone by.
    """
    partner = partner_of(turn, ReferralDraft.of(drafts.own(turn, draft_id, Flow.REFERRAL)))
    if not opening.hours_on(partner, day, turn.now) or day < turn.today:
        raise Refused(views.Stale())
    change(turn, draft_id, lambda draft: replace(draft, day=day.isoformat(), hour=None))


def step_back(turn: Turn, draft_id: int, revision: int) -> None:
    """Empty the last answer of the card of that revision; a card that is older is left behind already."""
    draft = drafts.own(turn, draft_id, Flow.REFERRAL)
    if draft.revision == revision:
        change(turn, draft_id, lambda draft: _back(turn, draft.still_ahead(turn.now)))


def _back(turn: Turn, draft: ReferralDraft) -> ReferralDraft:
    """One question back, over the page of wishes where the partner has none."""
    before = draft.back()
    if before.question is Question.WISHES and not lookups.wishes(turn.session, before.partner or 0):
        return replace(before.back(), wishes_done=True)
    return before


def set_wish(turn: Turn, draft_id: int, wish_id: int, *, on: bool) -> None:
    """Choose a wish of the partner's, or leave it."""
    draft = ReferralDraft.of(drafts.own(turn, draft_id, Flow.REFERRAL))
    offered = {wish.id for wish in lookups.wishes(turn.session, draft.partner or 0)}
    if wish_id not in offered:
        raise Refused(views.Stale())
    kept = tuple(wish for wish in draft.wishes if wish != wish_id)
    change(turn, draft_id, lambda draft: replace(draft, wishes=(*kept, wish_id) if on else kept, consented=False))


def link_earlier(turn: Turn, draft_id: int, referral_id: int) -> None:
    """Say that it is the same person as in an earlier referral of one's own; 0 for a new person."""
    if referral_id:
        earlier = turn.session.get(Referral, referral_id)
        if earlier is None or earlier.referrer_id != turn.who.id or earlier.erased_at:
            raise Refused(views.NotFound())
    change(turn, draft_id, lambda draft: replace(draft, earlier=referral_id or None, earlier_page=None))


def set_scope(turn: Turn, draft_id: int, scope: Scope, *, on: bool) -> None:
    """Let the consent cover `scope`, or not."""
    draft = ReferralDraft.of(drafts.own(turn, draft_id, Flow.REFERRAL))
    covered = set(draft.offer(partner_of(turn, draft), turn.today).share)
    wanted = covered | {scope} if on else covered - {scope}
    ordered = tuple(word for word in Scope if word in wanted)
    change(turn, draft_id, lambda draft: replace(draft, share=ordered, consented=False))


def give_consent(turn: Turn, draft_id: int, revision: int, seal: str) -> None:
    """The person consents to what the card of that revision said. The same tap twice is one consent.

    Raises:
        Refused: the draft has changed since.
    """
    draft = drafts.own(turn, draft_id, Flow.REFERRAL)
    if draft.revision == revision + 1 and ReferralDraft.of(draft).consented:
        return
    require_revision(draft, revision)
    begun = ReferralDraft.of(draft)
    offer = begun.offer(partner_of(turn, begun), turn.today)
    if offer.seal != seal:
        raise Refused(views.DraftChanged())
    change(turn, draft_id, lambda begun: begun.with_consent(offer, turn.now))


def require_revision(draft: Draft, revision: int) -> None:
    """Go on only if `draft` is as the card of that revision showed it.

    Raises:
        Refused: it has changed since.
    """
    if draft.revision != revision:
        raise Refused(views.DraftChanged())


def partner_of(turn: Turn, draft: ReferralDraft) -> Organisation:
    """The partner that was chosen.

    Raises:
        Refused: none is any more.
    """
    partner = turn.session.get(Organisation, draft.partner or 0)
    if partner is None:
        raise Refused(views.DraftChanged())
    return partner
