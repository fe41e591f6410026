"""Agreements, the reports due under them, what will be said of them, and the managers' weekly page."""

from bot import buttons
from bot.actions import agreements as actions
from bot.cards import agreements as cards
from bot.cards import coming as coming_cards
from bot.cards import digest as digest_cards
from bot.cards import duties as duty_cards
from bot.cards import endings as ending_cards
from bot.cards import pictures as picture_cards
from bot.cards.card import Card
from bot.turn import Turn
from models import Intention, ReportKind


def agreements(turn: Turn, _words: list[str]) -> Card:
    return cards.agreements(turn, 0)


def show_agreements(turn: Turn, tap: buttons.ShowAgreements) -> Card:
    return cards.agreements(turn, tap.page)


def show_agreement(turn: Turn, tap: buttons.ShowAgreement) -> Card:
    return cards.agreement(turn, tap.agreement)


def set_intention(turn: Turn, tap: buttons.SetIntention) -> Card:
    actions.intend(turn, tap.agreement, Intention(tap.intention))
    return cards.agreement(turn, tap.agreement)


def show_duties(turn: Turn, tap: buttons.OfAgreement) -> Card:
    return duty_cards.duties(turn, tap.agreement)


def pick_month(turn: Turn, tap: buttons.PickDutyMonth) -> Card:
    return duty_cards.months(turn, actions.find(turn, tap.agreement), ReportKind(tap.kind), tap.year)


def pick_day(turn: Turn, tap: buttons.PickDutyDay) -> Card:
    return duty_cards.days(turn, actions.find(turn, tap.agreement), ReportKind(tap.kind), tap.month)


def add_duty(turn: Turn, tap: buttons.AddDuty) -> Card:
    actions.add_duty(turn, tap.agreement, ReportKind(tap.kind), tap.due)
    return duty_cards.duties(turn, tap.agreement)


def receive(turn: Turn, tap: buttons.ReceiveReport) -> Card:
    return duty_cards.duties(turn, actions.receive(turn, tap.duty, received=tap.on).agreement_id)


def remove_duty(turn: Turn, tap: buttons.RemoveDuty) -> Card:
    return duty_cards.duties(turn, actions.remove_duty(turn, tap.duty))


def show_chart(turn: Turn, tap: buttons.ShowChart) -> Card:
    return picture_cards.chart(turn, tap.what)


def coming(turn: Turn, _words: list[str]) -> Card:
    return coming_cards.coming(turn, 0)


def show_coming(turn: Turn, tap: buttons.ShowComing) -> Card:
    return coming_cards.coming(turn, tap.page)


def show_open_at_end(turn: Turn, tap: buttons.ShowOpenAtEnd) -> Card:
    return ending_cards.page(turn, tap.agreement, tap.page)


def digest(turn: Turn, _words: list[str]) -> Card:
    return digest_cards.on_demand(turn)
