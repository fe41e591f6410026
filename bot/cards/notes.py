"""What can be noted of a person on a day, and what is asked when nothing is."""

from datetime import date
from typing import get_args

from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import col

from bot import buttons, clock, lookups, noted, sharing, workdays
from bot.buttons import AddNote, Tapped
from bot.cards.card import PAGE, Card, Press, Row, in_rows, page_of, paging
from bot.cards.common import MENU, room_row
from bot.cards.referral import may, state_word
from bot.turn import Turn
from messages import Value, Word, views
from models import OPEN, Consent, Happening, Member, Note, NoteKind, Organisation, Referral, Role

SHOWN = 5


def page(turn: Turn, referral: Referral, day: date) -> Card:
    """The kinds of notes to choose from for `day` (or the last day it can be), and the days beside it."""
    return _page(turn, referral, min(day, noted.last_day(referral, turn.today)))


def silent(turn: Turn, referral: Referral) -> Card:
    """Nothing was noted for two weeks: has there been any contact?"""
    days = (turn.today - _last_contact(turn, referral)).days
    return _page(turn, referral, turn.today, silent_days=days)


def ask_again(turn: Turn, referral: Referral, note: Note) -> Card:
    """A week after somebody did not come: how has it gone since?"""
    return _page(turn, referral, turn.today, no_show_on=note.day)


def saved(turn: Turn, note: Note) -> Card:
    """The note stands, or was taken back; after a no-show the way to a new time."""
    referral = turn.session.get_one(Referral, note.referral_id)
    struck = note.struck_at is not None
    no_show = note.kind is NoteKind.NO_SHOW and not struck
    view = views.NoteSaved(
        code=referral.code,
        alias=_alias(turn, referral),
        what=Word(f"note.{note.kind}"),
        day=note.day,
        struck=struck,
        no_show=no_show,
        asks_on=workdays.on_or_after(note.ask_again_on) if note.ask_again_on else None,
    )
    undo = () if struck else ((Press("strike_note", buttons.StrikeNote(referral.id, note.id)),),)
    more = Press("another_note", buttons.ShowNotes(referral.id, note.day))
    show = Press("show_card", buttons.ShowReferral(referral.id))
    which = _which_step(turn, referral) if note.kind is NoteKind.STEP and not struck else ()
    return Card(view, (*(_new_time(turn, referral) if no_show else ()), *which, *undo, (more, show)))


def _which_step(turn: Turn, referral: Referral) -> tuple[Row, ...]:
    """Which step it was is said in the room, where there is one."""
    link = turn.house.room_link(f"r/{referral.code}/note")
    return ((Press("which_step", room=link),),) if link else ()


def choice(turn: Turn, number: int) -> Card:
    """Whom to note something about: the open referrals, the newest first."""
    theirs = and_(_of_mine(turn), col(Referral.status).in_(OPEN), col(Referral.erased_at).is_(None))
    total = turn.session.scalars(select(func.count()).select_from(Referral).where(theirs)).one()
    pages = page_of(total, number)
    newest = select(Referral).where(theirs).order_by(col(Referral.sent_at).desc(), col(Referral.id).desc())
    rows = turn.session.scalars(newest.offset(pages.start).limit(PAGE)).all()
    presses = [(_choice_press(turn, referral),) for referral in rows]
    view = views.NoteList(pages.total, pages.number + 1, pages.count)
    return Card(view, (*presses, *paging(pages, buttons.ShowNoteList), *MENU))


def _page(
    turn: Turn, referral: Referral, day: date, silent_days: int | None = None, no_show_on: date | None = None
) -> Card:
    consent = turn.session.get_one(Consent, referral.id)
    by_partner = turn.who.role is Role.KOORDINATOR
    kinds: tuple[Tapped, ...] = get_args(Tapped)
    presses = [
        Press(f"note_{kind}", AddNote(referral.id, kind, day))
        for kind in kinds
        if not by_partner or sharing.may_note(consent, NoteKind(kind), turn.today)
    ]
    view = views.NotePage(
        code=referral.code,
        alias=_alias(turn, referral),
        day=day,
        is_today=day == turn.today,
        noted=_noted(turn, referral, by_partner=by_partner) if presses else (),
        silent_days=silent_days,
        no_show_on=no_show_on,
    )
    back = (Press("show_card", buttons.ShowReferral(referral.id)),)
    room = room_row(turn, f"r/{referral.code}/note")
    return Card(view, (*in_rows(presses, 2), *_days_beside(turn, referral, day), *room, back))


def _days_beside(turn: Turn, referral: Referral, day: date) -> tuple[Row, ...]:
    first, last = clock.today(referral.sent_at), noted.last_day(referral, turn.today)
    beside = [
        Press(label, buttons.ShowNotes(referral.id, other), {"day": other})
        for label, other in (("day_before", day - workdays.DAY), ("day_after", day + workdays.DAY))
        if first <= other <= last
    ]
    return (tuple(beside),) if beside else ()


def _noted(turn: Turn, referral: Referral, *, by_partner: bool) -> tuple[views.NoteLine, ...]:
    """One's own side's newest notes."""
    rows = turn.session.execute(
        select(Note, col(Member.name))
        .join(Member, col(Member.id) == col(Note.member_id))
        .where(col(Note.referral_id) == referral.id, col(Note.struck_at).is_(None))
        .where(col(Note.by_partner) == by_partner)
        .order_by(col(Note.day).desc(), col(Note.id).desc())
        .limit(SHOWN)
    ).all()
    return tuple(views.NoteLine(Word(f"note.{note.kind}"), note.day, name) for note, name in rows)


def _new_time(turn: Turn, referral: Referral) -> tuple[Row, ...]:
    happening = Happening.TIME_PROPOSED if turn.who.role is Role.KOORDINATOR else Happening.TIME_ASKED
    if not may(referral, happening):
        return ()
    if happening is Happening.TIME_PROPOSED:
        return ((Press("new_time", buttons.Ask(referral.id, happening.value)),),)
    return ((Press("step_time_asked", buttons.Step(referral.id, referral.revision, happening.value)),),)


def _last_contact(turn: Turn, referral: Referral) -> date:
    return noted.last_contact(turn.session, referral.id) or clock.today(referral.sent_at)


def _alias(turn: Turn, referral: Referral) -> str:
    """The partner's alias, for those who refer; a partner knows who it is."""
    if turn.who.role is Role.KOORDINATOR:
        return ""
    return turn.session.get_one(Organisation, referral.organisation_id).alias or ""


def _of_mine(turn: Turn) -> ColumnElement[bool]:
    if turn.who.role is Role.KOORDINATOR:
        return col(Referral.organisation_id) == turn.who.organisation_id
    owners = {turn.who.id, *lookups.stands_in_for(turn.session, turn.who.id, turn.today)}
    return col(Referral.referrer_id).in_(owners)


def _choice_press(turn: Turn, referral: Referral) -> Press:
    values: dict[str, Value] = {"code": referral.code, "alias": _alias(turn, referral), "state": state_word(referral)}
    label = "note_row" if values["alias"] else "note_row_partner"
    return Press(label, buttons.ShowNotes(referral.id, turn.today), values)
