"""What managers, and those whom their acts concern, are told of; the words are in the room alone."""

from datetime import date

from bot import glass_requests, log_reads
from bot.cards.card import Card
from bot.cards.common import room_row
from bot.turn import Turn
from messages import views
from models import Glass, Member, Referral, Role


def log_review(turn: Turn, month: date) -> Card | None:
    """Reads are to be looked at; nothing where that was done."""
    left = log_reads.undecided(turn.session, turn.who.id, month)
    return Card(views.LogReviewWaits(month, left), room_row(turn, "log")) if left else None


def glass_asked(turn: Turn, row: Glass) -> Card | None:
    """To those who can answer, while it waits; to the one who asked, that it was refused."""
    referral = turn.session.get_one(Referral, row.referral_id)
    if row.asked_by_id == turn.who.id:
        return Card(views.GlassRefused(referral.code)) if row.refused_at else None
    if not glass_requests.is_waiting(row, turn.now) or referral.erased_at:
        return None
    asker = turn.session.get_one(Member, row.asked_by_id)
    view = views.GlassAsked(referral.code, asker.name, row.asked_at + glass_requests.ANSWERED_WITHIN)
    return Card(view, room_row(turn, "glass"))


def glass_opened(turn: Turn, row: Glass) -> Card | None:
    """To everybody concerned; a partner's koordinator is told no names."""
    referral = turn.session.get_one(Referral, row.referral_id)
    if row.until is None or row.opened_by_id is None or referral.erased_at:
        return None
    names = [turn.session.get_one(Member, one).name for one in (row.asked_by_id, row.opened_by_id)]
    asked_by, opened_by = ("", "") if turn.who.role is Role.KOORDINATOR else names
    mine = row.asked_by_id == turn.who.id
    path = "glass" if row.opened_by_id == turn.who.id else f"r/{referral.code}"
    return Card(views.GlassOpened(referral.code, row.until, asked_by, opened_by, mine), room_row(turn, path))


def undertaking_ends(turn: Turn, member: Member, until: date) -> Card | None:
    """To the koordinator, and to those who can renew it; nothing where it was renewed."""
    if member.ended_at or member.undertaking_until != until:
        return None
    if member.id == turn.who.id:
        return Card(views.UndertakingEnds(until))
    return Card(views.UndertakingEnds(until, member.name), room_row(turn, f"people/{member.id}"))
