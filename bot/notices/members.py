"""Notices to a member of colleagues, and of what stands in the member's own chat."""

from bot import shown_cards
from bot.cards import again, people
from bot.cards import to_do as waiting
from bot.cards.card import Card
from bot.cards.common import MENU, room_row
from bot.turn import Turn
from messages import views
from models import Absence, Member, Notice


def joined(turn: Turn, notice: Notice) -> Card | None:
    """Whoever was invited has joined, unless they have left again."""
    member = turn.session.get_one(Member, notice.about_id)
    return None if member.ended_at else people.joined(turn, member)


def handed_over(turn: Turn, notice: Notice) -> Card:
    """Somebody's referrals are the reader's now."""
    return people.referrals_handed_over(turn, turn.session.get_one(Member, notice.about_id))


def standing_in(turn: Turn, notice: Notice) -> Card | None:
    """The reader stands in for somebody, as long as that lasts."""
    absence = turn.session.get(Absence, notice.about_id)
    stands_in = absence and absence.substitute_id == notice.recipient_id and absence.last_day >= turn.today
    return people.standing_in(turn, absence) if absence and stands_in else None


def words_came(turn: Turn, notice: Notice) -> Card:
    """The message with words goes, and why."""
    room = room_row(turn, "day")
    view = views.WordsDeleted(deleted=True, room=bool(room))
    return Card(view, (*room, *MENU), takes_away=notice.about_id)


def to_do(turn: Turn, notice: Notice) -> Card | None:
    """What waits, in place of the cards that leave the chat."""
    renews = shown_cards.due(turn.session, notice.recipient_id, turn.now).renews
    return waiting.card(turn) if renews else None


def card_again(turn: Turn, notice: Notice) -> Card:
    """What stands in for an answer that could not be said."""
    return again.answer(turn, notice.about_id, refused=notice.occasion.startswith("refused"))
