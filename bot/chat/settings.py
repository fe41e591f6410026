"""The menu, the help page, one's own settings, and what a partner says of itself."""

from bot import buttons
from bot.actions import capacities, door, members
from bot.actions import open_days as open_days_actions
from bot.cards import agreements as agreement_cards
from bot.cards import common
from bot.cards.card import Card
from bot.turn import Turn
from models import CapacityState, Language


def menu(turn: Turn, _words: list[str]) -> Card:
    return common.menu(turn)


def show_menu(turn: Turn, _tap: buttons.ShowMenu) -> Card:
    return common.menu(turn)


def help_page(turn: Turn, _words: list[str]) -> Card:
    return common.help_page(turn)


def language(_turn: Turn, _words: list[str]) -> Card:
    return common.language_choice()


def set_language(turn: Turn, tap: buttons.SetLanguage) -> Card:
    members.set_language(turn, Language(tap.language))
    return common.language_chosen()


def phone(turn: Turn, words: list[str]) -> Card:
    """`/telefon`, or with the number behind it."""
    if words:
        members.set_phone(turn, words)
    return common.phone(turn)


def quiet(turn: Turn, _words: list[str]) -> Card:
    return common.quiet_hours(turn)


def set_quiet(turn: Turn, tap: buttons.SetQuiet) -> Card:
    members.set_quiet(turn, tap.start, tap.end)
    return common.quiet_hours(turn)


def room(turn: Turn, _words: list[str]) -> Card:
    return common.room(turn)


def lock(turn: Turn, _words: list[str]) -> Card:
    door.lock(turn)
    return common.locked()


def capacity(turn: Turn, _words: list[str]) -> Card:
    return agreement_cards.capacity(turn)


def set_capacity(turn: Turn, tap: buttons.SetCapacity) -> Card:
    capacities.confirm(turn, CapacityState(tap.state))
    return agreement_cards.capacity(turn)


def open_days(turn: Turn, _words: list[str]) -> Card:
    return agreement_cards.open_days(turn)


def set_open_day(turn: Turn, tap: buttons.SetOpenDay) -> Card:
    open_days_actions.set_day(turn, tap.weekday, is_open=tap.on)
    return agreement_cards.open_days(turn)
