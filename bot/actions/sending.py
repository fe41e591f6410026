"""Sending: a draft that is complete becomes the referral that the partner gets."""

from datetime import datetime

from sqlalchemy import bindparam, insert, select
from sqlmodel import col

from bot import audit, keeping, outbox, patience, policy
from bot.actions import codes, drafts, events, receiving, refer, waiting
from bot.errors import Refused
from bot.policy import Act
from bot.referral_draft import Question, ReferralDraft
from bot.turn import Turn
from messages import views
from models import (
    Agreement,
    Client,
    Consent,
    ConsentGiver,
    Flow,
    Handover,
    Happening,
    NoticeKind,
    Organisation,
    Referral,
    ReferralStatus,
    WishChosen,
)
from models.base import table_of

OPEN_FILE = insert(table_of(Client))
CHOOSE = insert(table_of(WishChosen))
OF_DRAFT = select(Referral).where(
    col(Referral.draft_id) == bindparam("draft"), col(Referral.referrer_id) == bindparam("referrer")
)


def send(turn: Turn, draft_id: int, revision: int) -> Referral:
    """Send what the summary of that revision showed. Sending the same draft again finds the referral it became.

    Raises:
        Refused: the draft has changed or is not complete, or the partner cannot be referred to any more.
    """
    policy.require(turn.who, Act.REFER)
    already = turn.session.scalars(OF_DRAFT, {"draft": draft_id, "referrer": turn.who.id}).first()
    if already:
        return already
    row = drafts.own(turn, draft_id, Flow.REFERRAL)
    refer.require_revision(row, revision)
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
    receiver = receiving.ready(turn, draft.partner or 0)
    earlier = _not_erased(turn, draft.earlier) if draft.earlier else None
    person = earlier.person if earlier else _open_file(turn)
    referral = Referral(
        code=codes.draw(turn.session, turn.dice),
        person=person,
        referrer_id=turn.who.id,
        organisation_id=receiver.partner.id,
        agreement_id=(agreement or receiver.agreement).id,
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
    waiting.begin(turn.session, referral, turn.today)
    turn.session.add(referral)
    turn.session.flush()
    _write_what_came_along(turn, referral, draft, given_by)
    events.write(turn, referral, Happening.SENT)
    told = [koordinator.id for koordinator in receiver.koordinators]
    outbox.owe_each(turn.session, told, NoticeKind.REFERRAL_OFFERED, referral.id, "sent", turn.now)
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
    offer = draft.offer(refer.partner_of(turn, draft), turn.today)
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
        turn.session.execute(CHOOSE, [{"referral_id": referral.id, "wish_id": wish} for wish in draft.wishes])
