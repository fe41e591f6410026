"""Referring: from the first question to the row that the partner gets."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import insert, select
from sqlmodel import col

from bot import audit, keeping, lookups, outbox, patience, policy
from bot.actions import codes, drafts, events, no_agreement, waiting
from bot.errors import Refused
from bot.policy import Act
from bot.referral_draft import Question, ReferralDraft
from bot.turn import Turn
from messages import views
from models import (
    Agreement,
    CapacityState,
    Client,
    Consent,
    ConsentGiver,
    Draft,
    Flow,
    Handover,
    Happening,
    NoticeKind,
    Organisation,
    Referral,
    ReferralStatus,
    Scope,
    Wish,
    WishChosen,
)

OPEN_FILE = insert(Client)
ONE_LINE = "/hanvisa B2 trädgård"
Change = Callable[[ReferralDraft], ReferralDraft]


def begin_anew(turn: Turn, draft_id: int) -> None:
    """Another person: the draft goes."""
    policy.require(turn.who, Act.REFER)
    turn.session.delete(drafts.own(turn, draft_id, Flow.REFERRAL))


def begin(turn: Turn, draft_id: int = 0) -> Draft:
    """The person is neither protected nor under 18: open a draft, or go on with the one that is open."""
    policy.require(turn.who, Act.REFER)
    draft = drafts.own(turn, draft_id, Flow.REFERRAL) if draft_id else drafts.begin(turn, Flow.REFERRAL)
    drafts.write(turn, draft, replace(ReferralDraft.of(draft), checked=True).as_fields())
    return draft


def stop(turn: Turn, draft_id: int) -> None:
    """The person must not be referred here: nothing stays, not even what one line had begun as `draft_id`."""
    if draft_id:
        turn.session.delete(drafts.own(turn, draft_id, Flow.REFERRAL))


def begin_with(turn: Turn, alias: str, words: list[str]) -> Draft:
    """Open a draft from one line, `B2 trädgård`: a partner and wishes in its own words. No draft may be open.

    Raises:
        Refused: no such partner, none that can be referred to now, or a word that is none of its wishes. What was
            typed is never said again.
    """
    policy.require(turn.who, Act.REFER)
    partner = lookups.partner_by_alias(turn.session, alias)
    if partner is None:
        raise Refused(views.CommandUnread(ONE_LINE, deleted=True))
    _require_ready(turn, partner)
    chosen = _read_wishes(lookups.wishes(turn.session, partner.id), words)
    if chosen is None:
        raise Refused(views.CommandUnread(ONE_LINE, deleted=True))
    if drafts.find(turn.session, turn.who, Flow.REFERRAL):
        raise Refused(views.DraftOpen())
    draft = drafts.begin(turn, Flow.REFERRAL)
    drafts.write(turn, draft, ReferralDraft(partner=partner.id, wishes=chosen, wishes_done=bool(chosen)).as_fields())
    return draft


def _read_wishes(offered: Sequence[Wish], words: list[str]) -> tuple[int, ...] | None:
    """The wishes that `words` name, in either language, each of one word or more; nothing where a word is left over."""
    known = {word.casefold(): wish.id for wish in offered for word in (wish.sv, wish.en)}
    left = [word.strip(",;").casefold() for word in words]
    chosen: list[int] = []
    while left:
        length = next((n for n in range(len(left), 0, -1) if " ".join(left[:n]) in known), 0)
        if not length:
            return None
        chosen.append(known[" ".join(left[:length])])
        left = left[length:]
    return tuple(dict.fromkeys(chosen))


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
    partner = turn.session.get(Organisation, organisation_id)
    if partner is None:
        raise Refused(views.Stale())
    _require_ready(turn, partner)
    done = not lookups.wishes(turn.session, partner.id)
    change(turn, draft_id, lambda _: ReferralDraft(checked=True, partner=partner.id, wishes_done=done))


def pick_day(turn: Turn, draft_id: int, day: date) -> None:
    """Choose the day of the meeting.

    Raises:
        Refused: it has gone by.
    """
    partner = _partner(turn, ReferralDraft.of(drafts.own(turn, draft_id, Flow.REFERRAL)))
    if not lookups.hours_on(partner, day, turn.now) or day < turn.today:
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
    covered = set(draft.offer(_partner(turn, draft), turn.today).share)
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
    _require_revision(draft, revision)
    begun = ReferralDraft.of(draft)
    offer = begun.offer(_partner(turn, begun), turn.today)
    if offer.seal != seal:
        raise Refused(views.DraftChanged())
    change(turn, draft_id, lambda begun: begun.with_consent(offer, turn.now))


def send(turn: Turn, draft_id: int, revision: int) -> Referral:
    """Send what the summary of that revision showed. Sending the same draft again finds the referral it became.

    Raises:
        Refused: the draft has changed or is not complete, or the partner cannot be referred to any more.
    """
    policy.require(turn.who, Act.REFER)
    already = turn.session.scalars(
        select(Referral).where(col(Referral.draft_id) == draft_id, col(Referral.referrer_id) == turn.who.id)
    ).first()
    if already:
        return already
    row = drafts.own(turn, draft_id, Flow.REFERRAL)
    _require_revision(row, revision)
    draft = ReferralDraft.of(row).still_ahead(turn.now)
    if draft.question is not Question.SUMMARY:
        raise Refused(views.DraftChanged())
    referral = put(turn, row.id, draft)
    turn.session.delete(row)
    return referral


def put(
    turn: Turn,
    draft_id: int,
    draft: ReferralDraft,
    agreement: Agreement | None = None,
    given_by: ConsentGiver = ConsentGiver.PERSON,
) -> Referral:
    """Write the referral that a complete draft has become, in the chat or in the room, and tell the partner.

    Args:
        turn: whose.
        draft_id: what the referral is found by when the same is sent again.
        draft: complete: its question is SUMMARY.
        agreement: under which; the partner's that takes referrals if left out.
        given_by: who consented.

    Raises:
        Refused: the partner cannot be referred to any more.
    """
    partner = _partner(turn, draft)
    _require_ready(turn, partner)
    agreement = agreement or lookups.agreement_for(turn.session, partner.id, turn.today)
    assert agreement, "checked by _require_ready"
    earlier = _not_erased(turn, draft.earlier) if draft.earlier else None
    person = earlier.person if earlier else _open_file(turn)
    referral = Referral(
        code=codes.draw(turn.session, turn.dice),
        person=person,
        referrer_id=turn.who.id,
        organisation_id=partner.id,
        agreement_id=agreement.id,
        draft_id=draft_id,
        status=ReferralStatus.REQUESTED,
        handover=Handover(draft.handover or ""),
        meet_at=draft.meet_at,
        sex=earlier.sex if earlier else None,
        sent_at=turn.now,
        changed_at=turn.now,
        ask_record_on=turn.today,
        contact_due_on=turn.today + patience.SILENCE,
    )
    turn.session.add(referral)
    turn.session.flush()
    _write_what_came_along(turn, referral, draft, given_by)
    waiting.begin(turn.session, referral, turn.today)
    events.write(turn, referral, Happening.SENT)
    for koordinator in lookups.koordinators(turn.session, partner.id):
        outbox.owe(turn.session, koordinator.id, NoticeKind.REFERRAL_OFFERED, referral.id, "sent", turn.now)
    audit.note(turn, "send", "referral", referral.id)
    return referral


def _not_erased(turn: Turn, referral_id: int) -> Referral | None:
    """The earlier referral, whose file nobody erases meanwhile; nothing where it is erased already."""
    earlier = turn.session.get_one(Referral, referral_id)
    client = turn.session.get_one(Client, earlier.person, with_for_update={"key_share": True}, populate_existing=True)
    return None if client.erased_at else earlier


def _open_file(turn: Turn) -> str:
    """The mark of a person who has not been referred before."""
    mark = f"{turn.dice.getrandbits(64):016x}"
    board = turn.session.get_one(Organisation, turn.who.organisation_id)
    erase_on = keeping.erase_on(board, turn.today, transferred=False)
    turn.session.execute(OPEN_FILE, {"mark": mark, "made_at": turn.now, "erase_on": erase_on})
    return mark


def _write_what_came_along(turn: Turn, referral: Referral, draft: ReferralDraft, given_by: ConsentGiver) -> None:
    offer = draft.offer(_partner(turn, draft), turn.today)
    turn.session.add(
        Consent(
            referral_id=referral.id,
            share=[str(scope) for scope in offer.share],
            shared_with=list(offer.shared_with),
            until=offer.until,
            given_at=datetime.fromisoformat(draft.heard_at) if draft.heard_at else turn.now,
            taken_by_id=turn.who.id,
            given_by=given_by,
        )
    )
    if draft.wishes:
        turn.session.execute(
            insert(WishChosen), [{"referral_id": referral.id, "wish_id": wish} for wish in draft.wishes]
        )


def require_receivable(turn: Turn, partner: Organisation) -> None:
    """Go on only if a referral to `partner` would reach somebody today under an agreement in force.

    Raises:
        Refused: with what stands in the way.
    """
    alias = partner.alias or ""
    turn.session.get(Organisation, partner.id, with_for_update={"read": True})  # nobody ends its last koordinator now
    if lookups.agreement_for(turn.session, partner.id, turn.today) is None:
        raise Refused(no_agreement.why(turn.session, partner, turn.today))
    if not any(member.blocked_at is None for member in lookups.koordinators(turn.session, partner.id)):
        raise Refused(views.NobodyThere(alias))


def _require_ready(turn: Turn, partner: Organisation) -> None:
    require_receivable(turn, partner)
    if lookups.capacity(turn.session, partner.id) is CapacityState.FULL:
        raise Refused(views.PartnerFull(partner.alias or ""))


def _require_revision(draft: Draft, revision: int) -> None:
    if draft.revision != revision:
        raise Refused(views.DraftChanged())


def _partner(turn: Turn, draft: ReferralDraft) -> Organisation:
    partner = turn.session.get(Organisation, draft.partner or 0)
    if partner is None:
        raise Refused(views.DraftChanged())
    return partner
