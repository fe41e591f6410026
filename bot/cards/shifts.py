"""Hours that a board promised at its partners': what became of each day."""

from datetime import timedelta
from typing import get_args

from bot import buttons, clock
from bot.agreements import occasions
from bot.agreements.occasions import KEPT, Occasion, Spoken, state
from bot.buttons.activity import ShiftSaid, ShiftStood
from bot.cards.card import PAGE, Card, Press, Row, in_rows, page_of, paging
from bot.cards.common import MENU
from bot.turn import Turn
from messages import Value, Word, views
from models import Shift

AHEAD = timedelta(days=7)
SAYABLE: tuple[ShiftSaid, ...] = get_args(ShiftSaid)
STOOD: tuple[ShiftStood, ...] = get_args(ShiftStood)


def shifts(turn: Turn, number: int) -> Card:
    """The days of the last two weeks and the next one: those that wait for a word first, then the newest."""
    theirs = [one.id for one in occasions.promising(turn.session, turn.who.organisation_id, turn.today)]
    first, last = turn.today - occasions.LOOKED_BACK, turn.today + AHEAD
    found = occasions.newest_first(occasions.between(turn.session, occasions.presence_of(theirs), first, last))
    said = occasions.said(turn.session, found)
    spoken = [(one, said.get((one.series.id, one.day), Spoken())) for one in found]
    ordered = sorted(spoken, key=lambda pair: not _waits(turn, *pair))
    page = page_of(len(ordered), number)
    rows = [(_row(turn, *pair),) for pair in ordered[page.start : page.start + PAGE]]
    waiting = sum(_waits(turn, *pair) for pair in spoken)
    view = views.Shifts(page.total, waiting, page.number + 1, page.count)
    return Card(view, (*rows, *paging(page, buttons.ShowShifts), *MENU))


def _waits(turn: Turn, one: Occasion, spoken: Spoken) -> bool:
    """Whether a word is missing: anybody's when it has been, or a manager's where the two sides differ."""
    if spoken.words:
        return spoken.differs and occasions.may_correct(turn.who)
    return _has_begun(turn, one)


def _has_begun(turn: Turn, one: Occasion) -> bool:
    return clock.at_local(one.day, one.series.opens) <= turn.now


def _row(turn: Turn, one: Occasion, spoken: Spoken) -> Press:
    values: dict[str, Value] = {"day": one.day, "name": one.agreement.name}
    if spoken.words:
        values["said"] = Word("shift.differs") if spoken.differs else _word(spoken.stands)
    label = "shift_row" if spoken.words else "shift_waits" if _waits(turn, one, spoken) else "shift_ahead"
    return Press(label, buttons.ShowShift(one.series.id, one.day), values)


def _word(shift: Shift | None) -> Word:
    return Word(f"shift.{state(shift)}")


def shift(turn: Turn, one: Occasion, *, asks: bool = False, twice: bool = False) -> Card:
    """A promised day: what each side said of it, and what can be said.

    Args:
        turn: somebody of either side.
        one: the day.
        asks: whether the card comes unasked.
        twice: asked because nobody has spoken of the time before either.
    """
    spoken = _spoken(turn, one)
    view = views.ShiftCard(
        name=one.agreement.name,
        day=one.day,
        opens=one.series.opens,
        closes=one.series.closes,
        words=tuple(_line(row) for row in spoken.words),
        differs=spoken.differs,
        decides=occasions.may_correct(turn.who),
        ahead=not _has_begun(turn, one),
        asks=asks,
        twice=twice,
    )
    sayable = _sayable(turn, one, state(occasions.own_word(spoken, turn.who)))
    may_say = spoken.correction is None or occasions.may_correct(turn.who)
    return Card(view, (*(sayable if may_say else ()), (Press("do_shifts", buttons.ShowShifts(0)),)))


def _spoken(turn: Turn, one: Occasion) -> Spoken:
    return occasions.said(turn.session, [one]).get((one.series.id, one.day), Spoken())


def _line(row: Shift) -> views.ShiftWord:
    side = "manager" if row.corrects else "partner" if row.by_partner else "board"
    return views.ShiftWord(_word(row), Word(f"side.{side}"), row.at)


def _sayable(turn: Turn, one: Occasion, own: str) -> tuple[Row, ...]:
    stood = next(known for known in STOOD if known == own)
    presses = [
        Press(
            "shift_said_chosen" if said == own else "shift_said",
            buttons.SayShift(one.series.id, one.day, said, stood),
            {"said": Word(f"shift_choice.{said}")},
        )
        for said in SAYABLE
        if said != KEPT or one.day <= turn.today
    ]
    return in_rows(presses, 1)


def asked(turn: Turn, one: Occasion) -> Card | None:
    """Whether the hours were kept; nothing where somebody has said so meanwhile."""
    if _spoken(turn, one).words:
        return None
    return shift(turn, one, asks=True, twice=occasions.may_correct(turn.who))


def differing(turn: Turn, one: Occasion) -> Card | None:
    """To a manager: the two sides say different things; nothing where they do not any more."""
    return shift(turn, one) if _spoken(turn, one).differs else None
