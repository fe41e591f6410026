"""Small helpers that tests share."""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier

from sqlmodel import Session, col, select

from bot import lookups
from bot.actions import refer, sending
from bot.demo.cast import Player
from bot.errors import Refused
from bot.referral_draft import ReferralDraft
from bot.store import Store, Unit
from bot.turn import House, Turn
from models import Draft, Member, Organisation, Referral

HOUSE = House("handslag_demo_bot", "08-465 004 10", "08-465 004 20")


class HandClock:
    """A clock that stands still until it is moved by hand."""

    def __init__(self, now: datetime) -> None:
        self.moment = now

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.moment

    def forward(self, **by: float) -> datetime:
        """Move it by a timedelta's arguments; the new moment."""
        self.moment += timedelta(**by)
        return self.moment


def member(session: Session, player: Player) -> Member:
    """The player's membership."""
    return session.exec(select(Member).where(col(Member.telegram_id) == player.telegram_id)).one()


def turn(session: Session, player: Player, now: datetime, seed: int = 7) -> Turn:
    """The player's turn."""
    return Turn(session, member(session, player), now, HOUSE, random.Random(seed))


def seal(turn: Turn, draft_id: int) -> str:
    """The mark of what the consent card of an open draft says now; nothing before there is a partner."""
    row = turn.session.get(Draft, draft_id)
    draft = ReferralDraft.of(row) if row else ReferralDraft()
    partner = turn.session.get(Organisation, draft.partner or 0)
    return draft.offer(partner, turn.today).seal if partner else ""


def a_referral(turn: Turn, alias: str = "B2") -> Referral:
    """A referral that has just been sent, by the shortest path."""
    partner = lookups.partner_by_alias(turn.session, alias)
    assert partner
    draft = refer.begin(turn)
    refer.pick_partner(turn, draft.id, partner.id)
    refer.change(turn, draft.id, lambda begun: replace(begun, handover="call_me", wishes_done=True))
    refer.give_consent(turn, draft.id, draft.revision, seal(turn, draft.id))
    return sending.send(turn, draft.id, draft.revision)


def at_once(store: Store, *units: Unit[object]) -> list[object]:
    """What each unit returned, or the view it was refused with; all begin at the same moment."""
    gate = Barrier(len(units))

    def run(unit: Unit[object]) -> object:
        gate.wait()
        try:
            return store.run_now(unit)
        except Refused as no:
            return no.view

    with ThreadPoolExecutor(len(units)) as threads:
        return list(threads.map(run, units))
