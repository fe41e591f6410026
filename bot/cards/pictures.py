"""Pictures of figures for managers: drawn when they are sent, with the same figures in words below."""

from typing import Literal

from bot import buttons
from bot.cards.card import Card, Press, Row
from bot.charts import figures, making
from bot.turn import Turn
from models import Organisation


def rows(turn: Turn) -> tuple[Row, ...]:
    """The buttons to the pictures. That of the steps stands in the room: its words are not for a chat."""
    shown: Row = (
        Press("picture_referrals", buttons.ShowChart("referrals")),
        Press("picture_agreements", buttons.ShowChart("agreements")),
    )
    steps = turn.house.room_link("steps")
    return (shown, (Press("picture_steps", room=steps),)) if steps else (shown,)


def chart(turn: Turn, what: Literal["referrals", "agreements"]) -> Card:
    """One of the pictures, of the reader's unit or, where they have none, the whole board."""
    board = turn.session.get_one(Organisation, turn.who.organisation_id)
    if what == "agreements":
        found = figures.agreements(turn.session, board.id, turn.today)
        picture = making.timeline(board.name, found, turn.today, turn.language)
        return Card(making.agreements_view(board.name, found, turn.language), picture=picture)
    scope = turn.who.unit or board.name
    months = figures.referrals(turn.session, board.id, turn.who.unit, turn.today)
    view = making.referrals_view(scope, months, turn.language)
    return Card(view, picture=making.referrals_by_state(scope, months, turn.language))
