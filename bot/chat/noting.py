"""Notes on a referral, by a tap or in one line."""

from bot import buttons, dates, note_words
from bot.actions import notes, referrals
from bot.cards import notes as cards
from bot.cards.card import Card
from bot.policy import Act
from bot.turn import Turn
from models import NoteKind


def command(turn: Turn, words: list[str]) -> Card:
    """`/anteckning`, or with a code behind it, or with a code, a kind and a day."""
    if not words:
        return cards.choice(turn, 0)
    if len(words) == 1:
        return cards.page(turn, referrals.find_by_code(turn, words[0]), turn.today)
    kind, rest = note_words.read_kind(words[1:])
    day = dates.read_past_day(rest, turn.today, note_words.EXAMPLE) or turn.today
    return cards.saved(turn, notes.add(turn, referrals.find_by_code(turn, words[0]).id, kind, day))


def show_list(turn: Turn, tap: buttons.ShowNoteList) -> Card:
    return cards.choice(turn, tap.page)


def show(turn: Turn, tap: buttons.ShowNotes) -> Card:
    return cards.page(turn, referrals.find(turn, tap.referral, Act.NOTE), tap.day)


def add(turn: Turn, tap: buttons.AddNote) -> Card:
    return cards.saved(turn, notes.add(turn, tap.referral, NoteKind(tap.kind), tap.day))


def strike(turn: Turn, tap: buttons.StrikeNote) -> Card:
    return cards.saved(turn, notes.strike(turn, tap.note))
