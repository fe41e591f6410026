"""Samples of notes, and of what is told when nothing has happened."""

from datetime import date

from messages import views
from messages.views import View
from messages.word import Word
from tests.messages.samples.invented import ALIAS, BOARD, CLUB, CODE, KIM, NEXT_WEEK, PROBA, TODAY, TURE, UNIT

FOLLOW_UP: tuple[View, ...] = (
    views.NotePage(CODE, ALIAS, TODAY, is_today=True, noted=()),
    views.NotePage(
        CODE,
        "",
        date(2022, 10, 6),
        is_today=False,
        noted=(
            views.NoteLine(Word("note.took_part"), date(2022, 10, 6), PROBA),
            views.NoteLine(Word("note.no_show"), TODAY, KIM),
        ),
    ),
    views.NotePage(CODE, ALIAS, date(2022, 10, 17), is_today=True, noted=(), silent_days=14),
    views.NotePage(
        CODE,
        ALIAS,
        date(2022, 10, 14),
        is_today=False,
        noted=(views.NoteLine(Word("note.tried"), date(2022, 10, 12), TURE),),
        silent_days=14,
    ),
    views.NotePage(
        CODE,
        "",
        date(2022, 10, 13),
        is_today=True,
        noted=(views.NoteLine(Word("note.no_show"), date(2022, 10, 6), PROBA),),
        no_show_on=date(2022, 10, 6),
    ),
    views.NotePage(CODE, ALIAS, date(2022, 10, 12), is_today=False, noted=(), no_show_on=date(2022, 10, 6)),
    views.NoteSaved(CODE, ALIAS, Word("note.came"), TODAY, struck=False, no_show=False, asks_on=None),
    views.NoteSaved(CODE, "", Word("note.step"), TODAY, struck=False, no_show=False, asks_on=None),
    views.NoteSaved(CODE, "", Word("note.no_show"), TODAY, struck=False, no_show=True, asks_on=NEXT_WEEK),
    views.NoteSaved(CODE, ALIAS, Word("note.no_show"), TODAY, struck=False, no_show=True, asks_on=None),
    views.NoteSaved(CODE, ALIAS, Word("note.no_show"), TODAY, struck=True, no_show=False, asks_on=None),
    views.NoteSaved(CODE, "", Word("note.contact"), TODAY, struck=True, no_show=False, asks_on=None),
    views.NoteList(23, 2, 3),
    views.NoteList(1, 1, 1),
    views.NoteList(0, 1, 1),
    views.NoSuchNoteDay(TODAY, NEXT_WEEK),
    views.NoSuchNoteDay(TODAY, TODAY),
    views.Escalation(CODE, ALIAS, TODAY, 11, TURE, UNIT),
    views.Escalation(CODE, None, TODAY, 11, TURE, UNIT),
    views.WordsCounted(1, CLUB),
    views.WordsCounted(3, BOARD),
)
