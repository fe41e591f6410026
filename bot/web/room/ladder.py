"""People by step of the ladder."""

from functools import partial

from bot.charts import child
from bot.pages import ladder
from bot.pages.page import Ask, Fetched, Outcome, Shown
from bot.turn import Turn


def show(turn: Turn, _ask: Ask) -> Outcome:
    """The picture and the table."""
    return Shown(ladder.page(turn))


def picture(turn: Turn, _ask: Ask) -> Outcome:
    """The picture alone, drawn when the rows have been read."""
    drawn = ladder.chart(turn)
    return Fetched(f"{drawn.name}.png", "image/png", partial(child.draw, drawn.sketch))
