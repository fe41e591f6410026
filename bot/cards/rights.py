"""What a person has asked for: that it waits, and that it is decided. What it says is in the room alone."""

from bot import requests
from bot.cards.card import Card
from bot.cards.common import room_row
from bot.turn import Turn
from messages import views
from models import Referral, RightsRequest


def asked(turn: Turn, request: RightsRequest) -> Card | None:
    """To those who decide, while it waits."""
    referral = turn.session.get_one(Referral, request.referral_id)
    if request.decision or referral.erased_at or not requests.is_for(turn, request):
        return None
    return Card(views.RightsAsked(referral.code, requests.answer_by(request)), room_row(turn, f"rights/{request.id}"))


def decided(turn: Turn, request: RightsRequest) -> Card | None:
    """To the one who answers for the person."""
    if request.decision is None:
        return None
    referral = turn.session.get_one(Referral, request.referral_id)
    if referral.erased_at:
        return Card(views.RightsDecided("", request.asked_on))
    row = room_row(turn, f"r/{referral.code}/rights")
    return Card(views.RightsDecided(referral.code, request.asked_on), row)
