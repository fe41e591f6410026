"""Partners' reports: the doorbell; they are written and read in the room."""

from bot.cards import reports as cards
from bot.cards.card import Card
from bot.turn import Turn


def reports(turn: Turn, _words: list[str]) -> Card:
    return cards.reports(turn)
