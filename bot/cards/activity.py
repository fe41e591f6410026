"""What a partner logs: what is due, one activity, and the numbers to choose from."""

import calendar
from collections.abc import Sequence
from datetime import date, timedelta
from typing import get_args

from sqlalchemy import select
from sqlmodel import col

from bot import buttons, clock, workdays
from bot.agreements import counts, occasions
from bot.agreements.occasions import Occasion
from bot.buttons.activity import Counted, Held
from bot.cards.card import Card, Press, Row, in_rows
from bot.cards.common import MENU, room_row
from bot.pages import paths
from bot.turn import Turn
from messages import Value, Word, views
from models import Activity, Agreement, Member

DUE_SHOWN = 4
LOGGED_SHOWN = 5
NUMBERS = (5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200)
HELD: tuple[Held, ...] = get_args(Held)
FEW = 1
"""The button that says one to four."""


def choice(turn: Turn) -> Card:
    """The log of the reader's agreement; which, where there are several; or that none logs activities."""
    theirs = occasions.logging(turn.session, turn.who.organisation_id, turn.today)
    if not theirs:
        return Card(views.NothingToLog(), MENU)
    if len(theirs) == 1:
        return log(turn, theirs[0])
    rows = [(Press("log_of_agreement", buttons.ShowLog(one.id), {"name": one.name}),) for one in theirs]
    return Card(views.ActivityWhich(), (*rows, *MENU))


def log(turn: Turn, agreement: Agreement) -> Card:
    """What is due under an agreement and not logged, each to be logged by a tap; and what was logged last."""
    due = _due(turn, agreement)
    logged = _logged(turn, agreement)
    over = agreement.valid_to if agreement.valid_to < turn.today else None
    view = views.ActivityLog(agreement.name, len(due), len(logged), over)
    another = (Press("log_another", buttons.PickHeld(agreement.id)),)
    rows = (*((_due_press(one),) for one in due), another, *((_row(one),) for one in logged))
    return Card(view, (*rows, *room_row(turn, paths.agreement(agreement.id, "activities")), *MENU))


def _due(turn: Turn, agreement: Agreement) -> list[Occasion]:
    weekly = occasions.activities_of([agreement.id])
    found = occasions.between(turn.session, weekly, turn.today - occasions.LOOKED_BACK, turn.today)
    begun = [one for one in found if clock.at_local(one.day, one.series.opens) <= turn.now]
    return occasions.newest_first(occasions.unlogged(turn.session, begun))[:DUE_SHOWN]


def _due_press(one: Occasion) -> Press:
    held = buttons.LogOfSeries(one.agreement.id, one.series.id, one.day, held=True)
    return Press("log_due", held, _when(one))


def _when(one: Occasion) -> dict[str, Value]:
    hours: dict[str, Value] = {"opens": one.series.opens, "closes": one.series.closes}
    return {**hours, "day": one.day, "kind": Word(f"held.{one.series.kind}")}


def _logged(turn: Turn, agreement: Agreement) -> Sequence[Activity]:
    return turn.session.scalars(
        select(Activity)
        .where(col(Activity.agreement_id) == agreement.id, col(Activity.struck_at).is_(None))
        .order_by(col(Activity.day).desc(), col(Activity.id).desc())
        .limit(LOGGED_SHOWN)
    ).all()


def _row(activity: Activity) -> Press:
    unknown = counts.visitors(activity).told is None
    label = "log_row_called_off" if activity.called_off else "log_row_unknown" if unknown else "log_row"
    return Press(label, buttons.ShowActivity(activity.id), {"day": activity.day, "kind": _kind(activity.kind)})


def _kind(kind: str) -> Word:
    return Word(f"held.{kind}")


def kinds(agreement: Agreement) -> Card:
    """Which kind it was."""
    presses = [
        Press("held_kind", buttons.PickHeldDay(agreement.id, kind), {"kind": Word(f"held_choice.{kind}")})
        for kind in HELD
    ]
    return Card(views.ActivityWhat(agreement.name), (*in_rows(presses, 2), _to_log(agreement.id)))


def day(turn: Turn, agreement: Agreement, kind: Held) -> Card:
    """Today, yesterday or another day, as far as the agreement was in force."""
    last = _last_day(turn, agreement)
    near = [
        Press(label, buttons.LogActivity(agreement.id, kind, one))
        for label, one in (("held_today", turn.today), ("held_yesterday", turn.today - workdays.DAY))
        if agreement.valid_from <= one <= last
    ]
    other = Press("held_other_day", buttons.PickHeldMonth(agreement.id, kind, last.replace(day=1)))
    view = views.ActivityWhen(agreement.name, _kind(kind), None)
    return Card(view, (*in_rows([*near, other], 3), _to_kinds(agreement)))


def days(turn: Turn, agreement: Agreement, kind: Held, month: date) -> Card:
    """The days of the month that begins on `month`, up to today."""
    last = _last_day(turn, agreement)
    count = calendar.monthrange(month.year, month.month)[1]
    possible = [one for number in range(count) if agreement.valid_from <= (one := month + timedelta(number)) <= last]
    presses = [Press("number", buttons.LogActivity(agreement.id, kind, one), {"number": one.day}) for one in possible]
    others = [
        Press(label, buttons.PickHeldMonth(agreement.id, kind, other), {"month": Word(f"month.{other.month}")})
        for label, other in (
            ("month_before", clock.months_later(month, -1)),
            ("month_after", clock.months_later(month, 1)),
        )
        if agreement.valid_from.replace(day=1) <= other <= last
    ]
    view = views.ActivityWhen(agreement.name, _kind(kind), month)
    return Card(view, (*in_rows(presses, 7), *in_rows(others, 2), _to_kinds(agreement)))


def _last_day(turn: Turn, agreement: Agreement) -> date:
    return min(turn.today, agreement.valid_to)


def _to_kinds(agreement: Agreement) -> Row:
    return (Press("back", buttons.PickHeld(agreement.id)),)


def _to_log(agreement_id: int) -> Row:
    return (Press("back", buttons.ShowLog(agreement_id)),)


def activity(turn: Turn, row: Activity) -> Card:
    """One activity, and what can be said of it."""
    view = views.ActivityCard(
        name=turn.session.get_one(Agreement, row.agreement_id).name,
        kind=_kind(row.kind),
        day=row.day,
        called_off=row.called_off,
        visitors=counts.visitors(row).told,
        volunteers=counts.told_volunteers(row),
        volunteers_hidden=counts.hides_volunteers(row),
        same_leaders=row.same_leaders,
        by=turn.session.get_one(Member, row.member_id).name,
        at=row.at,
        struck=row.struck_at is not None,
    )
    more = (Press("show_log", buttons.ShowLog(row.agreement_id)),)
    room = room_row(turn, f"{paths.agreement(row.agreement_id, 'activities')}/{row.id}")
    return Card(view, (*_sayable(row), *room, more))


def _sayable(row: Activity) -> tuple[Row, ...]:
    if row.struck_at:
        held = next(kind for kind in HELD if kind == row.kind)
        return ((Press("log_anew", buttons.LogActivity(row.agreement_id, held, row.day)),),)
    if row.called_off:
        return ((Press("held_after_all", buttons.CallOff(row.id, row.revision, off=False)),), _strike(row))
    off = Press("was_called_off", buttons.CallOff(row.id, row.revision, off=True))
    return (
        _count_row(row, "visitors", counts.visitors(row).told),
        _volunteers_row(row),
        _leaders(row),
        (off, *_strike(row)),
    )


def _strike(row: Activity) -> Row:
    return (Press("strike_activity", buttons.StrikeActivity(row.id, row.revision)),)


def _volunteers_row(row: Activity) -> Row:
    if counts.hides_volunteers(row):
        return (Press("ask_volunteers", buttons.AskCount(row.id, "volunteers"), {"count": Word("count.hidden")}),)
    return _count_row(row, "volunteers", counts.volunteers(row).told)


def _count_row(row: Activity, what: Counted, told: int | None) -> Row:
    """How many, to be chosen; from five on with a step either way, but none to what the chat does not carry."""
    middle = Press(f"ask_{what}", buttons.AskCount(row.id, what), {"count": _count_word(told)})
    if told is None or told < counts.FEWEST:
        return (middle,)
    less = Press("count_less", buttons.SetCount(row.id, row.revision, what, told - 1))
    more = Press("count_more", buttons.SetCount(row.id, row.revision, what, told + 1))
    fewer = told > counts.FEWEST and _carries(row, what, told - 1)
    further = told < _most(row, what) and _carries(row, what, told + 1)
    return (*((less,) if fewer else ()), middle, *((more,) if further else ()))


def _carries(row: Activity, what: Counted, number: int) -> bool:
    """Whether the chat may say that number: not where it tells how many of the others came, and they are few."""
    return what == "visitors" or not counts.leaves_few(row, number)


def _most(row: Activity, what: Counted) -> int:
    return counts.visitors(row).most if what == "volunteers" else counts.MOST


def _count_word(told: int | None) -> Value:
    return Word("count.unknown") if told is None else Word("count.few") if told == FEW else told


def _leaders(row: Activity) -> Row:
    return tuple(
        Press(f"{label}{'_chosen' if row.same_leaders is same else ''}", buttons.SetLeaders(row.id, row.revision, same))
        for label, same in (("same_leaders", True), ("other_leaders", False))
    )


def count(turn: Turn, row: Activity, what: Counted) -> Card:
    """The numbers to choose from; no more volunteers than came."""
    most = _most(row, what)
    carried = [0, FEW, *(number for number in NUMBERS if _carries(row, what, number))]
    numbers = [number for number in carried if number <= most]
    presses = [
        Press("count_number", buttons.SetCount(row.id, row.revision, what, number), {"count": _count_word(number)})
        for number in numbers
    ]
    name = turn.session.get_one(Agreement, row.agreement_id).name
    view = views.ActivityCount(name, _kind(row.kind), row.day, volunteers=what == "volunteers")
    room = room_row(turn, f"{paths.agreement(row.agreement_id, 'activities')}/{row.id}")
    return Card(view, (*in_rows(presses, 5), *room, (Press("back", buttons.ShowActivity(row.id)),)))


def asked(turn: Turn, one: Occasion) -> Card | None:
    """Whether it was held; nothing where somebody has said so meanwhile."""
    if not occasions.unlogged(turn.session, [one]):
        return None
    view = views.ActivityAsked(one.agreement.name, _kind(one.series.kind), one.day, one.series.opens, one.series.closes)
    held, off = (
        Press(label, buttons.LogOfSeries(one.agreement.id, one.series.id, one.day, held=held))
        for label, held in (("was_held", True), ("was_called_off", False))
    )
    return Card(view, ((held, off), (Press("show_log", buttons.ShowLog(one.agreement.id)),)))
