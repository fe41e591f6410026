"""Samples of what anybody may be told."""

from datetime import date

from messages import views
from messages.views import View
from messages.word import Word
from tests.messages.samples.invented import BOARD, CASEWORKER, CLUB, KOORDINATOR, MANAGER, PHONE, PROBA, TURE, UNIT

HELP = tuple(views.HelpLine(word, Word(f"help.{name}")) for word, name in (("hanvisa", "refer"), ("mina", "mine")))

COMMON: tuple[View, ...] = (
    views.Stranger(),
    views.Welcome(TURE, CASEWORKER, BOARD),
    views.Welcome(PROBA, KOORDINATOR, CLUB),
    views.Menu(TURE, CASEWORKER, BOARD),
    views.Help(CASEWORKER, HELP, PHONE),
    views.Help(MANAGER, HELP[:1], ""),
    views.LanguageChoice(),
    views.LanguageChosen(),
    views.Cancelled(),
    views.NothingToCancel(),
    views.WordsDeleted(deleted=True),
    views.WordsDeleted(deleted=False),
    views.WordsDeleted(deleted=True, found=(Word("found.identity"), Word("found.address")), room=True),
    views.IncidentInChat(UNIT, date(2022, 10, 3), can_close=True),
    views.IncidentInChat(CLUB, date(2022, 10, 3), can_close=False),
    views.ToDo(1, 0),
    views.ToDo(9, 3),
    views.CommandUnread("/hanvisa B2 trädgård", deleted=True),
    views.CommandUnread("/hanvisa B2 trädgård", deleted=False),
    views.UnknownCommand(),
    views.Stale(),
    views.NotFound(),
    views.NotFoundHere(),
    views.SaidAnew(),
    views.NotAllowed(),
    views.Bug("F-4821"),
    views.Unshown("F-4821"),
    views.AnswerLost(refused=False),
    views.AnswerLost(refused=True),
)
