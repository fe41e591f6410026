"""Refer: buttons on the way to a referral."""

from dataclasses import replace

from bot import buttons
from bot.actions import drafts, refer, refer_line, sending
from bot.cards import refer as cards
from bot.cards import referral as referral_cards
from bot.cards.card import Card
from bot.cards.common import MENU
from bot.turn import Turn
from messages import views
from models import Flow, Organisation, Scope


def command(turn: Turn, words: list[str]) -> Card:
    """`/hanvisa`, or with an alias and wishes behind it."""
    if words:
        return cards.question(turn, refer_line.begin(turn, words[0], words[1:]))
    draft = drafts.find(turn.session, turn.who, Flow.REFERRAL)
    return cards.taken_up(turn, draft) if draft else cards.start(turn)


def another_person(turn: Turn, tap: buttons.AnotherPerson) -> Card:
    refer.begin_anew(turn, tap.draft)
    return cards.start(turn)


def not_protected(turn: Turn, tap: buttons.NotProtected) -> Card:
    return cards.question(turn, refer.begin(turn, tap.draft))


def protected(turn: Turn, tap: buttons.Protected) -> Card:
    refer.stop(turn, tap.draft)
    return cards.stopped(turn)


def show_tip(turn: Turn, tap: buttons.ShowTip) -> Card:
    return cards.tip(turn.session.get_one(Organisation, tap.organisation))


def pick_partner(turn: Turn, tap: buttons.PickPartner) -> Card:
    refer.pick_partner(turn, tap.draft, tap.organisation)
    return current(turn, tap)


def pick_handover(turn: Turn, tap: buttons.PickHandover) -> Card:
    refer.change(turn, tap.draft, lambda draft: replace(draft, handover=tap.way, day=None, hour=None))
    return current(turn, tap)


def pick_day(turn: Turn, tap: buttons.PickDay) -> Card:
    refer.pick_day(turn, tap.draft, tap.day)
    return current(turn, tap)


def pick_hour(turn: Turn, tap: buttons.PickHour) -> Card:
    refer.change(turn, tap.draft, lambda draft: replace(draft, hour=tap.hour))
    return current(turn, tap)


def set_wish(turn: Turn, tap: buttons.SetWish) -> Card:
    refer.set_wish(turn, tap.draft, tap.wish, on=tap.on)
    return current(turn, tap)


def wishes_done(turn: Turn, tap: buttons.WishesDone) -> Card:
    refer.change(turn, tap.draft, lambda draft: replace(draft, wishes_done=True))
    return current(turn, tap)


def link_earlier(turn: Turn, tap: buttons.LinkEarlier) -> Card:
    refer.change(turn, tap.draft, lambda draft: replace(draft, earlier_page=tap.page))
    return current(turn, tap)


def pick_earlier(turn: Turn, tap: buttons.PickEarlier) -> Card:
    refer.link_earlier(turn, tap.draft, tap.referral)
    return current(turn, tap)


def change_consent(turn: Turn, tap: buttons.ChangeConsent) -> Card:
    refer.change(turn, tap.draft, lambda draft: replace(draft, changing=tap.on))
    return current(turn, tap)


def set_scope(turn: Turn, tap: buttons.SetScope) -> Card:
    refer.set_scope(turn, tap.draft, Scope(tap.scope), on=tap.on)
    return current(turn, tap)


def set_others(turn: Turn, tap: buttons.SetOthers) -> Card:
    refer.change(turn, tap.draft, lambda draft: replace(draft, others=tap.on, consented=False))
    return current(turn, tap)


def set_months(turn: Turn, tap: buttons.SetMonths) -> Card:
    refer.change(turn, tap.draft, lambda draft: replace(draft, months=tap.months, consented=False))
    return current(turn, tap)


def give_consent(turn: Turn, tap: buttons.GiveConsent) -> Card:
    refer.give_consent(turn, tap.draft, tap.revision, tap.seal)
    return current(turn, tap)


def step_back(turn: Turn, tap: buttons.StepBack) -> Card:
    refer.step_back(turn, tap.draft, tap.revision)
    return current(turn, tap)


def send(turn: Turn, tap: buttons.Send) -> Card:
    return referral_cards.just_sent(turn, sending.send(turn, tap.draft, tap.revision))


def drop(turn: Turn, _tap: buttons.DropDraft) -> Card:
    """*Avbryt* on a draft of any flow."""
    return cancel(turn, [])


def cancel(turn: Turn, _words: list[str]) -> Card:
    """`/avbryt`: whatever was begun is thrown away."""
    dropped = drafts.drop_all(turn.session, turn.who.id)
    return Card(views.Cancelled() if dropped else views.NothingToCancel(), MENU)


def current(turn: Turn, tap: buttons.OfDraft) -> Card:
    """The next question of the draft that was tapped."""
    return cards.question(turn, drafts.own(turn, tap.draft, Flow.REFERRAL))
