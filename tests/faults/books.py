"""Everything the checker reads, read at once: the rows, what the players remember, what their phones show."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from sqlalchemy import func, select
from sqlmodel import Session, col

from bot import buttons as b
from bot.cards.common import MENU
from models import (
    AuditEntry,
    Draft,
    Event,
    HandledUpdate,
    Intake,
    Member,
    Notice,
    Quarantined,
    Referral,
    Role,
    WishChosen,
)
from tests.faults.ledger import Ledger
from tests.faults.phones import Json, Phones, keys

SHOW_MENU = MENU[0][0].button


@dataclass
class Books:
    """The database and the players' memory, side by side."""

    ledger: Ledger
    members: dict[int, Member]
    referrals: list[Referral]
    events: dict[int, list[Event]]
    """A referral's history, in order."""
    notices: Sequence[Notice]
    intakes: dict[int, Intake]
    wishes: dict[int, set[int]]
    drafts: Sequence[Draft]
    handled: set[int]
    quarantined: int
    audited: Counter[tuple[int, str]]
    """How often an act upon a referral was written into the trace."""
    arrived: dict[int, dict[int, Json]]
    """By Telegram id: the bot's messages as they came."""

    @classmethod
    def open(cls, session: Session, ledger: Ledger, phones: Phones) -> Self:
        """Read everything."""
        events: dict[int, list[Event]] = defaultdict(list)
        for event in session.scalars(select(Event).order_by(col(Event.id))):
            events[event.referral_id].append(event)
        wishes: dict[int, set[int]] = defaultdict(set)
        for chosen in session.scalars(select(WishChosen)):
            wishes[chosen.referral_id].add(chosen.wish_id)
        audited = select(AuditEntry).where(col(AuditEntry.subject) == "referral", col(AuditEntry.allowed))
        return cls(
            ledger=ledger,
            members={member.id: member for member in session.scalars(select(Member))},
            referrals=list(session.scalars(select(Referral).order_by(col(Referral.id)))),
            events=events,
            notices=session.scalars(select(Notice)).all(),
            intakes={intake.referral_id: intake for intake in session.scalars(select(Intake))},
            wishes=wishes,
            drafts=session.scalars(select(Draft)).all(),
            handled=set(session.scalars(select(col(HandledUpdate.update_id)))),
            quarantined=session.scalars(select(func.count()).select_from(Quarantined)).one(),
            audited=Counter((entry.subject_id or 0, entry.act) for entry in session.scalars(audited)),
            arrived=phones.arrived,
        )

    def member_id(self, user: int) -> int:
        """The member behind a Telegram id."""
        return next(member.id for member in self.members.values() if member.telegram_id == user)

    def koordinators(self, organisation_id: int) -> list[int]:
        """The ids of an organisation's koordinators."""
        return [
            member.id
            for member in self.members.values()
            if member.organisation_id == organisation_id and member.role is Role.KOORDINATOR
        ]

    def said_notices(self) -> Iterator[tuple[int, int, int]]:
        """The messages that look like notices of a referral: the member, the message, the referral."""
        for member in self.members.values():
            for number, message in self.arrived.get(member.telegram_id, {}).items():
                meant = [key.button for key in keys(message, member.telegram_id)]
                about = [button.referral for button in meant if isinstance(button, b.AboutReferral)]
                if about and SHOW_MENU not in meant:
                    yield member.id, number, about[0]
