"""The log of what a partner does, and what comes back every week."""

from bot import dates
from bot.actions import activities, agreements, series
from bot.actions.activities import Said
from bot.agreements import counts
from bot.errors import Refused
from bot.pages import activities as pages
from bot.pages.page import Ask, Goto, Outcome, Shown
from bot.policy import Act
from bot.turn import Turn
from bot.web.room.fields import day, one_of
from messages import views
from models import Activity, ActivityKind, SeriesPurpose

BAD = 422
SAME = {"": None, "yes": True, "no": False}


def show(turn: Turn, ask: Ask) -> Outcome:
    """The log of an agreement."""
    agreement = agreements.find(turn, ask.number("agreement"), Act.READ_AGREEMENT)
    return Shown(pages.page(turn, agreement, ask.number("page")))


def log(turn: Turn, ask: Ask) -> Outcome:
    """Something was held; then comes the page that asks how many came."""
    kind = one_of(ActivityKind, ask.form.get("kind", ""))
    activity = activities.log(turn, ask.number("agreement"), kind, day(turn, ask))
    is_new = activity.revision == 1 and activity.at == turn.now
    return Goto(pages.activity_path(activity), "activity_logged" if is_new else "activity_there")


def one(turn: Turn, ask: Ask) -> Outcome:
    """One activity, to be changed."""
    return Shown(pages.one(turn, _find(turn, ask)))


def save(turn: Turn, ask: Ask) -> Outcome:
    """Say all of it anew; what cannot be read comes back."""
    activity = _find(turn, ask)
    flaw, said = _read(ask)
    if said is None:
        return Shown(pages.one(turn, activity, ask.form, flaw), BAD)
    activities.say(turn, activity.id, ask.number("revision"), said)
    return Goto(pages.log_path(activity.agreement_id), "activity_saved")


def _read(ask: Ask) -> tuple[str, Said | None]:
    """What the form says, or what is wrong with it."""
    visitors, volunteers = (counts.read(ask.form.get(name, "")) for name in ("visitors", "volunteers"))
    leaders = counts.read(ask.form.get("leaders", ""))
    if visitors is None or volunteers is None or leaders is None or leaders.few:
        return "number", None
    if volunteers.fewest > visitors.most:
        return "volunteers", None
    same = SAME.get(ask.form.get("same_leaders", ""))
    return "", Said(ask.ticked("called_off"), visitors, volunteers, leaders.number, same)


def strike(turn: Turn, ask: Ask) -> Outcome:
    """It was a mistake."""
    activity = activities.strike(turn, _find(turn, ask).id, ask.number("revision"))
    return Goto(pages.log_path(activity.agreement_id), "activity_struck")


def _find(turn: Turn, ask: Ask) -> Activity:
    activity = activities.find(turn, ask.number("activity"))
    if activity.agreement_id != ask.number("agreement"):
        raise Refused(views.NotFound())
    return activity


def begin(turn: Turn, ask: Ask) -> Outcome:
    """Something comes back every week from now on."""
    purpose = one_of(SeriesPurpose, ask.form.get("purpose", ""))
    said = ActivityKind.PRESENCE.value if purpose is SeriesPurpose.PRESENCE else ask.form.get("kind", "")
    begins = dates.understood(ask.form.get("day", ""), turn.today, prefer="future")
    if begins is None:
        raise Refused(views.UnknownDay())
    hours = (ask.number("opens"), ask.number("closes"))
    kind = one_of(ActivityKind, said)
    series.add(turn, ask.number("agreement"), purpose, kind, ask.number("weekday"), hours, begins)
    return Goto(pages.log_path(ask.number("agreement")), "series_begun")


def end(turn: Turn, ask: Ask) -> Outcome:
    """It does not come back any more after a day."""
    ended = series.end(turn, ask.number("series"), day(turn, ask))
    return Goto(pages.log_path(ended.agreement_id), "series_ended")


def back(_turn: Turn, ask: Ask) -> Outcome:
    """Where the forms stand whose paths show nothing themselves."""
    return Goto(pages.log_path(ask.number("agreement")))
