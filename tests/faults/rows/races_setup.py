"""Referrals that wait for an answer, written in bulk: each with a card on nine phones, and eight taps to come."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, select

from bot import buttons as b
from bot.callbacks import encode
from bot.chat.incoming import Incoming, Kind
from bot.demo.cast import CAST, PARTNER, YLVA, Player
from models import Consent, Event, Happening, Member, Referral, Role, SentCard
from models.base import Row
from tests.faults import hiring
from tests.faults.phones import SIGNING_KEY
from tests.hands import a_referral, turn

AT_ONCE = 8
NEW = tuple(Player(7000 + n, f"Koordinator Uppdiktad {n}", Role.KOORDINATOR, PARTNER) for n in range(6))
KOORDINATORS = [player for player in (*CAST, *NEW) if player.role is Role.KOORDINATOR]
ROWS_AT_ONCE = 2_000
MIXED_EVERY = 4
"""One race in so many is between different answers, the referrer's *withdraw* among them."""
REASONS: tuple[Any, ...] = ("full", "no_match", "unreachable", "person_declined")


@dataclass(frozen=True)
class Race:
    """Eight updates that come at once, and what they are about: a referral or an invitation."""

    about: int
    starters: tuple[Incoming, ...]


def hire(session: Session, now: datetime) -> None:
    """Let the partner have eight koordinators of the cast and beside it."""
    for player in NEW:
        hiring.hire(session, player, now)


def answers(session: Session, times: int, now: datetime, dice: random.Random) -> list[Race]:
    """`times` referrals, each with a card on all phones, and the eight taps on it."""
    first = a_referral(turn(session, YLVA, now))
    session.flush()
    seen = {member.telegram_id: member.id for member in session.exec(select(Member))}
    rows = [_next(first, n) for n in range(1, times)]
    ids = [first.id, *(row["id"] for row in rows)]
    consent, event = session.get_one(Consent, first.id), _sent(session, first.id)
    write(session, Referral, rows)
    write(session, Consent, (_like(consent, referral_id=number) for number in ids[1:]))
    write(session, Event, (_like(event, "id", referral_id=number) for number in ids[1:]))
    people = [*(player.telegram_id for player in KOORDINATORS), YLVA.telegram_id]
    shown = ((seen[user], place, number) for place, number in enumerate(ids, 1) for user in people)
    write(session, SentCard, (_card(*card, now) for card in shown))
    return [_race(place, number, first.revision, now, dice) for place, number in enumerate(ids, 1)]


def _next(first: Referral, n: int) -> dict[str, Any]:
    return _like(first, id=first.id + n, code=f"R-{n:05X}", draft_id=first.draft_id + n, person=f"p{n}")


def _like(row: Row, *without: str, **changed: Any) -> dict[str, Any]:
    return {**row.model_dump(exclude=set(without)), **changed}


def _sent(session: Session, referral_id: int) -> Event:
    which = col(Event.referral_id) == referral_id, col(Event.happening) == Happening.SENT
    return session.exec(select(Event).where(*which)).one()


def write(session: Session, table: type[Row], rows: Iterable[dict[str, Any]]) -> None:
    """Insert `rows` into `table`, many at a time."""
    pending = iter(rows)
    while some := _some(pending):
        session.execute(insert(table), some)


def _some(rows: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row, _ in zip(rows, range(ROWS_AT_ONCE), strict=False)]


def _card(member_id: int, message_id: int, referral_id: int, now: datetime) -> dict[str, Any]:
    gone = now + timedelta(hours=24)
    about = {"member_id": member_id, "message_id": message_id, "referral_id": referral_id}
    return {**about, "sent_at": now, "delete_at": gone, "to_do": False}


def _race(place: int, referral: int, revision: int, now: datetime, dice: random.Random) -> Race:
    accept = b.Accept(referral, revision, now.date())
    taps: list[tuple[Player, b.Button]] = [(player, accept) for player in KOORDINATORS]
    if place % MIXED_EVERY == 0:
        for number in dice.sample(range(AT_ONCE), 3):
            taps[number] = taps[number][0], b.Decline(referral, revision, dice.choice(REASONS))
        taps[dice.randrange(AT_ONCE)] = YLVA, b.Step(referral, revision, Happening.WITHDRAWN.value)
    dice.shuffle(taps)
    first = place * AT_ONCE
    return Race(referral, tuple(_tap(first + n, player, button, place, now) for n, (player, button) in enumerate(taps)))


def _tap(update_id: int, player: Player, button: b.Button, message_id: int, now: datetime) -> Incoming:
    user = player.telegram_id
    data = encode(button, SIGNING_KEY, user)
    who: dict[str, Any] = {"chat_id": user, "telegram_id": user, "name": player.name}
    return Incoming(update_id, Kind.TAP, **who, message_id=message_id, query_id=str(update_id), data=data, card_at=now)
