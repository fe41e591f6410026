"""A referral's card, for the one who referred and for the partner, and the small pages behind its buttons."""

from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from bot import buttons, clock, patience
from bot.cards.card import Card, Picture, Press, Row, in_rows
from bot.cards.common import room_row
from bot.cards.history import history, newest
from bot.steps import STEPS
from bot.turn import Turn
from messages import Value, Word, views
from models import (
    ANSWERABLE,
    Consent,
    Happening,
    Intake,
    Member,
    Organisation,
    Referral,
    ReferralStatus,
    Role,
    Scope,
    Sex,
    Wish,
    WishChosen,
)

PLAIN = {
    ReferralStatus.REQUESTED: "sent",
    ReferralStatus.RECEIVED: "seen",
    ReferralStatus.ACCEPTED: "running",
    ReferralStatus.IN_PROGRESS: "running",
    ReferralStatus.ON_HOLD: "paused",
}
SAME_PERSON = select(func.count()).where(
    col(Referral.person) == bindparam("person"),
    col(Referral.id) != bindparam("but"),
    col(Referral.referrer_id) == bindparam("referrer"),
)
WISHES = (
    select(Wish)
    .join(WishChosen, col(WishChosen.wish_id) == col(Wish.id))
    .where(col(WishChosen.referral_id) == bindparam("referral"))
    .order_by(col(Wish.position))
)
NOT_THE_PARTNERS = frozenset({Happening.RECORDED, Happening.TRANSFERRED})


def state_word(referral: Referral) -> Word:
    """One of the five plain states that users see."""
    return Word(f"state.{PLAIN.get(referral.status, 'ended')}")


def ending_word(referral: Referral) -> Word | None:
    """How it ended, where it has."""
    if referral.reason:
        return Word(f"reason.{referral.reason}")
    return None if referral.is_open else Word(f"ending.{referral.status}")


def card(turn: Turn, referral: Referral, *, news: bool = False, reminds: bool = False) -> Card:
    """The referral as it is now, for whoever reads.

    `news` heads it with what happened last, `reminds` with how long an answer has been waited for.
    """
    if turn.who.role is Role.KOORDINATOR:
        return _partner_card(turn, referral, news=news, reminds=reminds)
    return _referrer_card(turn, referral, news=news, reminds=reminds)


def just_sent(turn: Turn, referral: Referral) -> Card:
    """Right after sending: the code, the one question, and the picture."""
    partner = turn.session.get_one(Organisation, referral.organisation_id)
    rows: tuple[Row, ...] = (
        (
            Press("show_picture", buttons.ShowPicture(referral.id)),
            Press("show_card", buttons.ShowReferral(referral.id)),
        ),
    )
    if referral.sex is None:
        rows = (*in_rows([Press(f"sex_{sex}", buttons.SetSex(referral.id, sex.value)) for sex in Sex], 2), *rows)
    return Card(views.JustSent(referral.code, partner.alias or "", ask_sex=referral.sex is None), rows)


def _referrer_card(turn: Turn, referral: Referral, *, news: bool, reminds: bool) -> Card:
    session = turn.session
    partner = session.get_one(Organisation, referral.organisation_id)
    intake = _intake(turn, referral)
    lines = history(turn, referral)
    view = views.ReferralCard(
        code=referral.code,
        alias=partner.alias or "",
        state=state_word(referral),
        reason=ending_word(referral),
        news=newest(lines) if news else None,
        handover=Word(f"handover.{referral.handover}"),
        meet_at=_meeting(turn, referral),
        proposed_at=referral.proposed_at,
        waiting_list=referral.waiting_list,
        wishes=_wishes(turn, referral),
        start_on=intake.start_on if intake else None,
        activity=_activity(turn, intake),
        consent_until=session.get_one(Consent, referral.id).until,
        same_person=_same_person(turn, referral),
        recorded=referral.recorded_at is not None,
        history=lines,
        waiting=_waiting(turn, referral),
        reminds=reminds,
    )
    return Card(view, (*_referrer_rows(turn, referral), (Press("do_mine", buttons.ShowMine(0)),)))


def _referrer_rows(turn: Turn, referral: Referral) -> tuple[Row, ...]:
    rows: list[Row] = []
    if referral.proposed_at and may(referral, Happening.TIME_SUITS):
        rows.append((_step(referral, Happening.TIME_SUITS), _step(referral, Happening.TIME_DECLINED)))
    if referral.is_open:
        rows.append((_note(turn, referral), Press("show_contact", buttons.ShowContact(referral.id))))
    if referral.recorded_at is None and referral.status is not ReferralStatus.ENTERED_IN_ERROR:
        rows.append((Press("recorded", buttons.Recorded(referral.id)),))
    if referral.is_open:
        rows.append((Press("show_picture", buttons.ShowPicture(referral.id)), _ask(referral, Happening.WITHDRAWN)))
    if referral.can_reopen:
        rows.append((_ask(referral, Happening.REOPENED),))
    if may(referral, Happening.MISTAKE):
        rows.append((_ask(referral, Happening.MISTAKE),))
    return (*rows, *room_row(turn, f"r/{referral.code}"))


def _partner_card(turn: Turn, referral: Referral, *, news: bool, reminds: bool) -> Card:
    session = turn.session
    referrer = session.get_one(Member, referral.referrer_id)
    consent = session.get_one(Consent, referral.id)
    shown = consent.in_force(turn.today)
    intake = _intake(turn, referral) if shown else None
    lines = history(turn, referral, hidden=NOT_THE_PARTNERS)
    bound = turn.who.is_bound(turn.today)  # without an undertaking in force they see states and codes
    view = views.PartnerCard(
        code=referral.code,
        state=state_word(referral),
        reason=ending_word(referral),
        news=newest(lines) if news and shown else None,
        is_new=referral.status is ReferralStatus.REQUESTED,
        referrer=referrer.name,
        unit=referrer.unit or session.get_one(Organisation, referrer.organisation_id).name,
        phone=referrer.phone,
        handover=Word(f"handover.{referral.handover}"),
        meet_at=_meeting(turn, referral),
        proposed_at=referral.proposed_at,
        waiting_list=referral.waiting_list,
        wishes=_wishes(turn, referral) if bound and consent.covers(Scope.WISHES, turn.today) else (),
        start_on=intake.start_on if intake else None,
        activity=_activity(turn, intake) if bound else None,
        share=tuple(Word(f"scope.{scope}") for scope in consent.share),
        consent_until=consent.until,
        withdrawn=not shown,
        history=lines if shown else (),
        to_delete=to_delete(consent),
        waiting=_waiting(turn, referral),
        reminds=reminds,
    )
    room = room_row(turn, f"r/{referral.code}")
    return Card(view, (*_partner_rows(turn, referral), *room, (Press("do_inbox", buttons.ShowInbox(0)),)))


def _partner_rows(turn: Turn, referral: Referral) -> tuple[Row, ...]:
    if may(referral, Happening.ACCEPTED):
        seen = (_step(referral, Happening.SEEN),) if may(referral, Happening.SEEN) else ()
        waiting = () if referral.waiting_list else (_step(referral, Happening.WAITING_LIST),)
        return (
            (_ask(referral, Happening.ACCEPTED), *seen),
            (_ask(referral, Happening.TIME_PROPOSED), _step(referral, Happening.CALL_ASKED)),
            (*waiting, _ask(referral, Happening.REJECTED)),
            (_note(turn, referral),),
        )
    if to_delete(turn.session.get_one(Consent, referral.id)):
        return ((Press("confirm_deletion", buttons.ConfirmDeletion(referral.id)),),)
    if not referral.is_open:
        return ()
    resumes = may(referral, Happening.RESUMED)
    time = () if resumes else (_ask(referral, Happening.TIME_PROPOSED),)
    noted = (_note(turn, referral), *time)
    first = (
        (_step(referral, Happening.RESUMED),)
        if resumes
        else (_ask(referral, Happening.MATCHED), _step(referral, Happening.PAUSED))
    )
    return (noted, first, (_ask(referral, Happening.COMPLETED), _ask(referral, Happening.FAILED)))


def to_delete(consent: Consent) -> bool:
    """Whether the partner has yet to say that it deleted what it had of somebody who withdrew."""
    return consent.withdrawn_at is not None and consent.deleted_at is None


def may(referral: Referral, happening: Happening) -> bool:
    """Whether `happening` is a step that the referral's state allows."""
    return referral.status in STEPS[happening].before


def _note(turn: Turn, referral: Referral) -> Press:
    return Press("note", buttons.ShowNotes(referral.id, turn.today))


def _show(referral: Referral) -> Press:
    return Press("show_card", buttons.ShowReferral(referral.id))


def _step(referral: Referral, happening: Happening) -> Press:
    return Press(f"step_{happening}", buttons.Step(referral.id, referral.revision, happening.value))


def _ask(referral: Referral, happening: Happening) -> Press:
    return Press(f"step_{happening}", buttons.Ask(referral.id, happening.value))


def escalation(turn: Turn, referral: Referral) -> Card:
    """To a manager: the partner has not answered. A code, an alias and a colleague to talk to, no more."""
    referrer = turn.session.get_one(Member, referral.referrer_id)
    partner = turn.session.get_one(Organisation, referral.organisation_id)
    own = partner.id == turn.who.organisation_id
    since = referral.waiting_since or clock.today(referral.sent_at)
    unit = referrer.unit or turn.session.get_one(Organisation, referrer.organisation_id).name
    days = (turn.today - since).days
    return Card(views.Escalation(referral.code, None if own else partner.alias, since, days, referrer.name, unit))


def record_question(turn: Turn, referral: Referral) -> Card:
    """Once a day until yes."""
    partner = turn.session.get_one(Organisation, referral.organisation_id)
    yes = Press("recorded", buttons.Recorded(referral.id))
    return Card(views.RecordQuestion(referral.code, partner.alias or ""), ((yes, _show(referral)),))


def contact(turn: Turn, referral: Referral) -> Card:
    """How to call the partner: a message of its own, since a name or number beside the code would undo the alias."""
    partner = turn.session.get_one(Organisation, referral.organisation_id)
    view = views.PartnerContact(partner.alias or "", partner.shown_place, partner.hours, partner.phone)
    return Card(view, own_message=True)


def picture(turn: Turn, referral: Referral) -> Card:
    """The referral card: code, place, hours, and a link that works for the partner's koordinator alone."""
    partner = turn.session.get_one(Organisation, referral.organisation_id)
    words = views.CardPicture(partner.alias or "", partner.shown_place, partner.hours)
    drawn = Picture(referral.code, turn.house.deep_link(referral.code), words)
    return Card(views.PictureCaption(referral.code, partner.alias or ""), picture=drawn)


def _intake(turn: Turn, referral: Referral) -> Intake | None:
    """The intake, unless the referral waits for an answer again."""
    return None if referral.status in ANSWERABLE else turn.session.get(Intake, referral.id)


def _meeting(turn: Turn, referral: Referral) -> datetime | None:
    """When they meet; of somebody who is there already, only what lies ahead."""
    over = referral.meet_at is not None and referral.meet_at <= turn.now and referral.status not in ANSWERABLE
    return None if over else referral.meet_at


def _waiting(turn: Turn, referral: Referral) -> views.Waiting | None:
    """Since when the partner owes an answer, and by when, where it does."""
    since = referral.waiting_since
    if since is None or since > turn.today:
        return None
    answer_by = patience.answer_by(turn.session.get_one(Organisation, referral.organisation_id), since)
    return views.Waiting(since, answer_by, over=answer_by < turn.today)


def _same_person(turn: Turn, referral: Referral) -> int:
    values = {"person": referral.person, "but": referral.id, "referrer": turn.who.id}
    return turn.session.scalars(SAME_PERSON, values).one()


def _wishes(turn: Turn, referral: Referral) -> tuple[Value, ...]:
    rows = turn.session.scalars(WISHES, {"referral": referral.id})
    return tuple(wish.word(turn.language) for wish in rows)


def _activity(turn: Turn, intake: Intake | None) -> str | None:
    wish = turn.session.get(Wish, intake.activity_id or 0) if intake else None
    return wish.word(turn.language) if wish else None
