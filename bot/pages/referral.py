"""A referral whole: what is written of it, the consent, the ladder, the notes, the history, and who has read it."""

from sqlalchemy import select
from sqlmodel import col

from bot import clock, policy, relations, written
from bot.cards.history import history
from bot.cards.referral import NOT_THE_PARTNERS, ending_word, state_word
from bot.pages import paths
from bot.pages.readers import readers
from bot.pages.words import PAGE, Reading
from bot.policy import Act, Relation
from bot.turn import Turn
from messages import Word
from messages.room.pages import ConsentShown, HistoryEntry, ReferralPage
from models import Consent, Member, Organisation, Referral, Role, RoomDraft, Scope


def page(turn: Turn, referral: Referral, number: int = 0) -> ReferralPage:
    """The referral as the reader may see it; `number` is the page of its notes, from 0."""
    relation = relations.to_referral(turn, referral)
    consent = turn.session.get_one(Consent, referral.id)
    reading = Reading(turn, referral, relation, consent)
    notes = reading.notes()
    pages = max(1, -(-len(notes) // PAGE))
    number = min(number, pages - 1)
    seen, more = readers(turn, referral)
    referrer = turn.session.get_one(Member, referral.referrer_id)
    may_write = policy.allows(turn.who.role, Act.WRITE_WORDS, relation) and turn.who.is_bound(turn.today)
    draft = turn.session.get(RoomDraft, (turn.who.id, written.place_of_new(referral.id)))
    return ReferralPage(
        code=referral.code,
        path=paths.referral(referral),
        alias=turn.session.get_one(Organisation, referral.organisation_id).alias or "",
        state=state_word(referral),
        reason=ending_word(referral),
        referrer=referrer.name,
        unit=referrer.unit or turn.session.get_one(Organisation, referrer.organisation_id).name,
        no_undertaking=not turn.who.is_bound(turn.today),
        written=reading.particulars(),
        consent=_consent(turn, referral, consent, relation),
        ladder=reading.ladder(notes),
        notes=reading.entries(notes, number),
        note_page=number,
        note_pages=pages,
        history=_history(turn, referral),
        readers=seen,
        more_readers=more,
        write=paths.write(referral) if may_write else "",
        draft_at=draft.changed_at if draft else None,
        case_number="",
        case=paths.under(referral, "case") if _is_referrer(turn, referral) else "",
        transferred_on=clock.today(referral.transferred_at) if referral.transferred_at else None,
        actions=_actions(turn, referral, relation),
        confirm_deletion=_confirm(turn, referral, consent, relation),
    )


def _is_referrer(turn: Turn, referral: Referral) -> bool:
    return referral.referrer_id == turn.who.id


def _consent(turn: Turn, referral: Referral, consent: Consent, relation: Relation) -> ConsentShown:
    details = consent.covers(Scope.DETAILS, turn.today)
    may_extend = policy.allows(turn.who.role, Act.EXTEND_CONSENT, relation) and not details
    has_ended = not referral.is_open and consent.withdrawn_at is None
    may_withdraw = has_ended and policy.allows(turn.who.role, Act.WITHDRAW_CONSENT, relation)
    return ConsentShown(
        share=tuple(Word(f"scope.{scope}") for scope in consent.share),
        shared_with=tuple(consent.shared_with),
        until=consent.until,
        given_on=clock.today(consent.given_at),
        given_by=consent.given_by.value,
        in_force=consent.in_force(turn.today),
        withdrawn_on=clock.today(consent.withdrawn_at) if consent.withdrawn_at else None,
        details=details,
        extend=paths.under(referral, "consent") if may_extend else "",
        withdraw=paths.under(referral, "withdraw") if may_withdraw else "",
        deleted_on=clock.today(consent.deleted_at) if consent.deleted_at else None,
    )


def _history(turn: Turn, referral: Referral) -> tuple[HistoryEntry, ...]:
    hidden = NOT_THE_PARTNERS if turn.who.role is Role.KOORDINATOR else frozenset()
    if turn.who.role is Role.KOORDINATOR and not turn.session.get_one(Consent, referral.id).in_force(turn.today):
        return ()
    lines = history(turn, referral, hidden=hidden)
    return tuple(HistoryEntry(line.at, line.what, line.by, line.detail) for line in reversed(lines))


def _actions(turn: Turn, referral: Referral, relation: Relation) -> tuple[tuple[str, str], ...]:
    """Further pages that the reader may open."""
    return tuple(
        (name, paths.under(referral, name)) for name, act in ACTIONS if policy.allows(turn.who.role, act, relation)
    )


def _confirm(turn: Turn, referral: Referral, consent: Consent, relation: Relation) -> str:
    asked = consent.withdrawn_at and consent.deleted_at is None
    if asked and policy.allows(turn.who.role, Act.CONFIRM_DELETION, relation):
        return paths.under(referral, "deleted")
    return ""


ACTIONS = (
    ("export", Act.EXPORT),
    ("readers", Act.SEE_READERS),
    ("rights", Act.ASK_FOR_RIGHTS),
)


def by_code(turn: Turn, code: str) -> Referral | None:
    """The referral with that code, exactly as it is written."""
    return turn.session.scalars(select(Referral).where(col(Referral.code) == code)).first()
