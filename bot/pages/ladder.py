"""People by step of the ladder, for managers."""

from datetime import timedelta

from bot.charts import figures, making
from bot.charts.sketch import Chart
from bot.suppression import FEWEST
from bot.turn import Turn
from messages.room.pages import LadderPage, StepRow
from models import Organisation


def page(turn: Turn) -> LadderPage:
    """The steps of the unit's people, or the whole board's. The caller has asked the policy."""
    steps = _steps(turn)
    rows = tuple(StepRow(one.step, one.count) for one in steps) if any(one.count != 0 for one in steps) else ()
    first = figures.months_before(turn.today)[0]
    last = turn.today.replace(day=1) - timedelta(days=1)
    return LadderPage(_scope(turn), rows, making.ladder(_scope(turn), steps, turn.language).words, first, last, FEWEST)


def chart(turn: Turn) -> Chart:
    """The same as a picture."""
    return making.ladder(_scope(turn), _steps(turn), turn.language)


def _scope(turn: Turn) -> str:
    return turn.who.unit or turn.session.get_one(Organisation, turn.who.organisation_id).name


def _steps(turn: Turn) -> tuple[figures.Stepped, ...]:
    return figures.steps(turn.session, turn.who.organisation_id, turn.who.unit, turn.today)
