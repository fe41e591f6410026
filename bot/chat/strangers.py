"""Strangers: whoever is no member. One may join; all others are told the same, and only so often.

They must not use up the pace at which Telegram lets us speak to members.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from bot.actions import invitations
from bot.cards.card import Card
from bot.chat.answer import Answer
from bot.chat.incoming import Incoming, Kind
from messages import views
from models import Language, Member

TO_ONE = 20
"""How many answers one stranger gets within a minute."""
TO_ALL, TO_ALL_AT_ONCE = 10, 30
"""How many answers strangers get together: a second, and at once. Bot API FAQ: about 30 messages a second in all."""
MINUTE = timedelta(minutes=1)
REMEMBERED = 10_000


def known_among(session: Session, telegram_ids: Iterable[int]) -> tuple[set[int], set[int]]:
    """Who among these is a member, and who only has been one."""
    wanted = select(col(Member.telegram_id), col(Member.ended_at)).where(col(Member.telegram_id).in_(telegram_ids))
    found = session.execute(wanted).all()
    current = {telegram_id for telegram_id, ended_at in found if ended_at is None}
    return current, {telegram_id for telegram_id, _ in found} - current


def brings_invitation(incoming: Incoming) -> bool:
    """Whether it may be an invitation's link that brought them: `/start` with something behind it."""
    return incoming.command == "start" and bool(incoming.words)


def join(session: Session, incoming: Incoming, now: datetime) -> Member | None:
    """Make a member of whoever brings an invitation that is good; nobody where it is not."""
    newcomer = invitations.Stranger(incoming.telegram_id, incoming.name, _language(incoming))
    return invitations.claim(session, incoming.words[0], newcomer, now)


def answer_to(incoming: Incoming, *, left: bool) -> Answer | None:
    """The one answer, whatever they send; `left`: they have been a member, and their list of commands goes."""
    if incoming.kind is Kind.GROUP:
        return Answer(leave=True)
    if incoming.kind in (Kind.CLOSED, Kind.OPENED, Kind.NOTHING):
        return None
    delete = incoming.kind is not Kind.TAP and incoming.command != "start"
    said = Card(views.Stranger())
    return Answer(said, language=_language(incoming).value, delete=delete, new_commands=left, stranger=True)


def _language(incoming: Incoming) -> Language:
    return Language.SV if incoming.speaks_swedish else Language.EN


@dataclass
class Told:
    """How often a stranger has been told within the minute that began at `since`."""

    since: datetime
    times: int = 0


class Strangers:
    """Remembers, in memory alone, how often strangers were answered."""

    def __init__(self) -> None:
        self._told: OrderedDict[int, Told] = OrderedDict()
        self._left = float(TO_ALL_AT_ONCE)
        self._at: datetime | None = None

    def limited(self, stranger: int, answer: Answer, now: datetime) -> Answer | None:
        """`answer`, or where strangers have heard enough only what takes their words away; a tap gets nothing."""
        if self._may_hear(stranger, now):
            return answer
        return replace(answer, card=None, new_commands=False) if answer.delete else None

    def _may_hear(self, stranger: int, now: datetime) -> bool:
        seconds = (now - self._at).total_seconds() if self._at else 0.0
        self._left = min(TO_ALL_AT_ONCE, self._left + max(0.0, seconds) * TO_ALL)
        self._at = now
        told = self._told_to(stranger, now)
        if self._left < 1 or told.times >= TO_ONE:
            return False
        self._left -= 1
        told.times += 1
        return True

    def _told_to(self, stranger: int, now: datetime) -> Told:
        told = self._told.pop(stranger, None)
        if told is None or not timedelta() <= now - told.since < MINUTE:
            told = Told(now)
        self._told[stranger] = told
        if len(self._told) > REMEMBERED:
            self._told.popitem(last=False)
        return told
