"""What is wrong with the system: to administrators, and only to them."""

from bot.cards.card import Card
from bot.turn import Turn
from messages import Word, views
from models import Alarm, Notice, Role
from models.alarm import OVER, TOLD_AFTERWARDS


def alarm(turn: Turn, notice: Notice) -> Card | None:
    """How it stands now; nothing where it is over, which is told by itself, or to who is no administrator any more."""
    row = turn.session.get_one(Alarm, notice.about_id)
    if turn.who.role is not Role.ADMINISTRATOR:
        return None
    what, do = Word(f"alarm.{row.kind}"), Word(f"alarm_do.{row.kind}")
    if notice.occasion == OVER:
        return Card(views.AlarmOver(what, row.times, row.first_at, row.last_at))
    if row.kind in TOLD_AFTERWARDS:
        return Card(views.AlarmWasBrief(what, do, row.first_at, row.last_at))
    if row.over_at:
        return None
    return Card(views.AlarmRaised(what, do, row.times, row.first_at, row.last_at, row.reference))
