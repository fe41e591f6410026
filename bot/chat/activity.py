"""What a partner does: its activities, and the hours that the board promised at its premises."""

from bot import buttons
from bot.actions import activities, agreements, shifts
from bot.agreements import counts
from bot.cards import activity as cards
from bot.cards import shifts as shift_cards
from bot.cards.card import Card
from bot.policy import Act
from bot.turn import Turn
from models import ActivityKind


def command(turn: Turn, _words: list[str]) -> Card:
    return cards.choice(turn)


def show_log(turn: Turn, tap: buttons.OfLog) -> Card:
    return cards.log(turn, agreements.find(turn, tap.agreement, Act.LOG_ACTIVITY))


def pick_kind(turn: Turn, tap: buttons.PickHeld) -> Card:
    return cards.kinds(agreements.find(turn, tap.agreement, Act.LOG_ACTIVITY))


def pick_day(turn: Turn, tap: buttons.PickHeldDay) -> Card:
    return cards.day(turn, agreements.find(turn, tap.agreement, Act.LOG_ACTIVITY), tap.kind)


def pick_month(turn: Turn, tap: buttons.PickHeldMonth) -> Card:
    return cards.days(turn, agreements.find(turn, tap.agreement, Act.LOG_ACTIVITY), tap.kind, tap.month)


def log(turn: Turn, tap: buttons.LogActivity) -> Card:
    return cards.activity(turn, activities.log(turn, tap.agreement, ActivityKind(tap.kind), tap.day))


def log_of_series(turn: Turn, tap: buttons.LogOfSeries) -> Card:
    return cards.activity(turn, activities.log_of_series(turn, tap.series, tap.day, held=tap.held))


def show(turn: Turn, tap: buttons.OfActivity) -> Card:
    return cards.activity(turn, activities.find(turn, tap.activity))


def ask_count(turn: Turn, tap: buttons.AskCount) -> Card:
    return cards.count(turn, activities.find(turn, tap.activity), tap.what)


def set_count(turn: Turn, tap: buttons.SetCount) -> Card:
    change = activities.set_visitors if tap.what == "visitors" else activities.set_volunteers
    return cards.activity(turn, change(turn, tap.activity, tap.revision, counts.of_button(tap.number)))


def set_leaders(turn: Turn, tap: buttons.SetLeaders) -> Card:
    return cards.activity(turn, activities.set_leaders(turn, tap.activity, tap.revision, same=tap.same))


def call_off(turn: Turn, tap: buttons.CallOff) -> Card:
    return cards.activity(turn, activities.call_off(turn, tap.activity, tap.revision, off=tap.off))


def strike(turn: Turn, tap: buttons.StrikeActivity) -> Card:
    return cards.activity(turn, activities.strike(turn, tap.activity, tap.revision))


def shift_command(turn: Turn, _words: list[str]) -> Card:
    return shift_cards.shifts(turn, 0)


def show_shifts(turn: Turn, tap: buttons.ShowShifts) -> Card:
    return shift_cards.shifts(turn, tap.page)


def show_shift(turn: Turn, tap: buttons.OfShift) -> Card:
    return shift_cards.shift(turn, shifts.find(turn, tap.series, tap.day))


def say_shift(turn: Turn, tap: buttons.SayShift) -> Card:
    shifts.say(turn, tap.series, tap.day, tap.said, tap.stood)
    return show_shift(turn, tap)
