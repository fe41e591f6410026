"""Notices of what is watched over: a board's week, incidents, what was read and why, files that go, undertakings."""

from datetime import date

from bot import figures
from bot.cards import digest, erasure, incidents, managers, people, rights
from bot.cards.card import Card
from bot.turn import Turn
from models import Digest, Glass, Incident, Member, Notice, Organisation, RightsRequest


def week(turn: Turn, notice: Notice) -> Card | None:
    """The week's figures, unless newer ones are there."""
    row = turn.session.get_one(Digest, notice.about_id)
    return None if figures.has_newer(turn.session, row) else digest.weekly(turn, row)


def words_counted(turn: Turn, notice: Notice) -> Card | None:
    """Words that stood in chats, counted on the morning that the notice names."""
    morning = date.fromisoformat(notice.occasion)
    return people.words_counted(turn, turn.session.get_one(Organisation, notice.about_id), morning)


def incident(turn: Turn, notice: Notice) -> Card | None:
    """An incident that is not closed."""
    row = turn.session.get_one(Incident, notice.about_id)
    return None if row.closed_at else incidents.card(turn, row)


def log_review(turn: Turn, notice: Notice) -> Card | None:
    """What was read in the month that the notice names, unless it was looked at already."""
    return managers.log_review(turn, date.fromisoformat(notice.occasion))


def glass_asked(turn: Turn, notice: Notice) -> Card | None:
    """To those who can answer, while it waits: somebody asks to break the glass. To the one who asked: it was a no."""
    return managers.glass_asked(turn, turn.session.get_one(Glass, notice.about_id))


def glass_opened(turn: Turn, notice: Notice) -> Card | None:
    """To everybody concerned: the glass was broken."""
    return managers.glass_opened(turn, turn.session.get_one(Glass, notice.about_id))


def undertaking_ends(turn: Turn, notice: Notice) -> Card | None:
    """A koordinator's undertaking ends on the day that the notice names, unless it was renewed."""
    until = date.fromisoformat(notice.occasion.partition(":")[0])
    return managers.undertaking_ends(turn, turn.session.get_one(Member, notice.about_id), until)


def erasure_ahead(turn: Turn, notice: Notice) -> Card | None:
    """To those whom they concern: files go on the day that the notice names."""
    day = date.fromisoformat(notice.occasion.partition("_")[0])
    return erasure.ahead(turn, day, notice.about_id)


def rights_asked(turn: Turn, notice: Notice) -> Card | None:
    """Somebody has asked about their file; or it was decided what is done."""
    request = turn.session.get_one(RightsRequest, notice.about_id)
    return rights.decided(turn, request) if notice.occasion == "decided" else rights.asked(turn, request)
