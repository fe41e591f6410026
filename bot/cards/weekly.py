"""What is asked of a day of something that comes back every week."""

from datetime import date

from bot.agreements import occasions
from bot.agreements.occasions import Occasion
from bot.cards import activity, shifts
from bot.cards.card import Card
from bot.turn import Turn
from models import Agreement, Series, SeriesPurpose


def asked(turn: Turn, series: Series, occasion: str) -> Card | None:
    """How a day went; or, to a manager, that the two sides say different things of it.

    Args:
        turn: that of the one who is asked.
        series: what comes back every week.
        occasion: the day in ISO form, with `occasions.DIFFERS` behind it where that is what is said.
    """
    day = date.fromisoformat(occasion.removesuffix(occasions.DIFFERS))
    one = Occasion(series, turn.session.get_one(Agreement, series.agreement_id), day)
    if occasion.endswith(occasions.DIFFERS):
        return shifts.differing(turn, one)
    if one.day < turn.today - occasions.LOOKED_BACK:
        return None
    return activity.asked(turn, one) if series.purpose is SeriesPurpose.ACTIVITY else shifts.asked(turn, one)
