"""Everything the checker reads, read at once: the rows, what the players remember, what their phones show."""

import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Self, TypeVar, cast

from sqlalchemy import func, select
from sqlmodel import Session, col

from bot import buttons as b
from bot.agreements import reports as questions
from bot.cards.common import MENU
from bot.keeping import ABOUT_A_REFERRAL
from bot.schedule import timetable
from bot.sealed import KeyRing, Vault
from bot.sealed.chain import Finding
from bot.sealed.places import draft_place, note_place
from models import (
    Activity,
    AuditEntry,
    Consent,
    Digest,
    Draft,
    Event,
    HandledUpdate,
    Intake,
    Member,
    Note,
    NoteVersion,
    Notice,
    Party,
    Quarantined,
    Referral,
    Reminder,
    Report,
    ReportDuty,
    ReportRemark,
    Role,
    RoomDraft,
    Series,
    WishChosen,
)
from tests.faults.ledger import Ledger
from tests.faults.phones import Json, keys

SHOW_MENU = MENU[0][0].button
ALWAYS_SOMETHING = frozenset({"cleaning"})
"""What goes on by itself as long as the clock does."""
R = TypeVar("R")


@dataclass(frozen=True)
class Evidence:
    """What is known besides the database: the players' memory, what came to their phones, the keys, the time."""

    ledger: Ledger
    arrived: dict[int, dict[int, Json]]
    """By Telegram id: the bot's messages as they came."""
    ring: KeyRing
    now: datetime
    anchor: Path


@dataclass
class Books:
    """The database and the players' memory, side by side."""

    ledger: Ledger
    now: datetime
    members: dict[int, Member]
    referrals: list[Referral]
    events: dict[int, list[Event]]
    """A referral's history, in order."""
    notices: Sequence[Notice]
    intakes: dict[int, Intake]
    consents: dict[int, Consent]
    wishes: dict[int, set[int]]
    drafts: Sequence[Draft]
    handled: set[int]
    quarantined: int
    audited: Counter[tuple[int, str]]
    """How often an act upon a referral was written into the trace."""
    struck: Counter[int]
    """How often it was written of a note that it was taken back."""
    arrived: dict[int, dict[int, Json]]
    notes: dict[int, list[Note]]
    """By referral."""
    versions: dict[int, list[NoteVersion]]
    """By note."""
    written: dict[str, Counter[str]]
    """What stands in the room, by its kind: how often each text does."""
    room_drafts: list[tuple[RoomDraft, str]]
    reports: Sequence[Report]
    handed_in: Counter[int]
    """How often a report was handed in, by what is sealed of it."""
    remarks: Sequence[ReportRemark]
    activities: Sequence[Activity]
    digests: Sequence[Digest]
    reminders: Sequence[Reminder]
    parties_of: dict[int, set[int]]
    """The organisations of an agreement."""
    agreement_of: dict[int, int]
    """A report's agreement."""
    series: dict[int, Series]
    undone: dict[str, int]
    """What each tick of the timetable would still do."""
    chain: Sequence[Finding]

    @classmethod
    def open(cls, session: Session, evidence: Evidence, findings: Sequence[Finding] = ()) -> Self:
        """Read everything; `findings` are those of a walk along the audit's chain."""
        audited = select(AuditEntry).where(col(AuditEntry.subject) == "referral", col(AuditEntry.allowed))
        struck = select(col(AuditEntry.subject_id)).where(col(AuditEntry.act) == "strike_note")
        referrals = list(session.scalars(select(Referral).order_by(col(Referral.id))))
        vault = Vault(evidence.ring)
        reports = session.scalars(select(Report).order_by(col(Report.id))).all()
        contents = {report.id: questions.unseal(vault, report) for report in reports}
        remarks = session.scalars(select(ReportRemark).order_by(col(ReportRemark.id))).all()
        people = {row.id: row.person for row in referrals}
        notes = _rows(session, Note, "referral_id")
        versions = _rows(session, NoteVersion, "note_id")
        agreement_of = select(col(Report.id), col(ReportDuty.agreement_id)).join(
            ReportDuty, col(ReportDuty.id) == col(Report.duty_id)
        )
        wishes: dict[int, set[int]] = defaultdict(set)
        for chosen in session.scalars(select(WishChosen)):
            wishes[chosen.referral_id].add(chosen.wish_id)
        parties: dict[int, set[int]] = defaultdict(set)
        for party in session.scalars(select(Party)):
            parties[party.agreement_id].add(party.organisation_id)
        return cls(
            ledger=evidence.ledger,
            now=evidence.now,
            members={member.id: member for member in session.scalars(select(Member))},
            referrals=referrals,
            events=_rows(session, Event, "referral_id"),
            notices=session.scalars(select(Notice)).all(),
            intakes={intake.referral_id: intake for intake in session.scalars(select(Intake))},
            consents={consent.referral_id: consent for consent in session.scalars(select(Consent))},
            wishes=wishes,
            drafts=session.scalars(select(Draft)).all(),
            handled=set(session.scalars(select(col(HandledUpdate.update_id)))),
            quarantined=session.scalars(select(func.count()).select_from(Quarantined)).one(),
            audited=Counter((entry.subject_id or 0, entry.act) for entry in session.scalars(audited)),
            struck=Counter(number or 0 for number in session.scalars(struck)),
            arrived=evidence.arrived,
            notes=notes,
            versions=versions,
            written={
                "note": Counter(_words(session, vault, notes, versions, people)),
                "report": Counter(one.fields["results"] for kept in contents.values() for one in kept.versions),
                "judgement": Counter(remark.words for remark in remarks if remark.words),
            },
            room_drafts=_drafts(session, vault),
            reports=reports,
            handed_in=Counter({number: len(kept.versions) for number, kept in contents.items()}),
            remarks=remarks,
            activities=session.scalars(select(Activity)).all(),
            digests=session.scalars(select(Digest)).all(),
            reminders=session.scalars(select(Reminder)).all(),
            parties_of=parties,
            agreement_of={row[0]: row[1] for row in session.execute(agreement_of)},
            series={row.id: row for row in session.scalars(select(Series))},
            undone=_undone(session, evidence.now),
            chain=findings,
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

    def of_agreement(self, agreement_id: int) -> list[Member]:
        """The members of an agreement's parties."""
        return [member for member in self.members.values() if member.organisation_id in self.parties_of[agreement_id]]

    def parties(self, report_id: int) -> list[Member]:
        """The members of the parties of a report's agreement."""
        return self.of_agreement(self.agreement_of[report_id])

    def logged(self) -> set[tuple[int, str, date]]:
        """What was tapped as held: under which agreement, what, on which day."""
        found: set[tuple[int, str, date]] = set()
        for tap in self.ledger.taps:
            if isinstance(tap.button, b.LogActivity):
                found.add((tap.button.agreement, tap.button.kind, tap.button.day))
            elif isinstance(tap.button, b.LogOfSeries):
                found.add((tap.button.agreement, self.series[tap.button.series].kind.value, tap.button.day))
        return found

    def counted(self) -> list[b.SetCount]:
        """Every number that was tapped."""
        return [tap.button for tap in self.ledger.taps if isinstance(tap.button, b.SetCount)]

    @cached_property
    def said_twice(self) -> int:
        """Messages that look like a notice of a referral that was begun to be said twice, and are not marked as it.

        What was begun once was said once at most: whatever else shows the referral is an answer.
        """
        marked = {(notice.recipient_id, notice.message_id) for notice in self.notices if notice.sent_at}
        twice = [row for row in self.notices if row.attempts > 1 and row.kind in ABOUT_A_REFERRAL]
        told = {(row.recipient_id, row.about_id) for row in twice if row.sent_at}
        return sum(
            (member, number) not in marked and (member, about) in told for member, number, about in self._said_notices()
        )

    def _said_notices(self) -> Iterator[tuple[int, int, int]]:
        """The messages that look like notices of a referral: the member, the message, the referral."""
        for member in self.members.values():
            for number, message in self.arrived.get(member.telegram_id, {}).items():
                meant = [key.button for key in keys(message, member.telegram_id)]
                about = [button.referral for button in meant if isinstance(button, b.AboutReferral)]
                if about and SHOW_MENU not in meant:
                    yield member.id, number, about[0]


def _rows(session: Session, model: type[R], by: str) -> dict[int, list[R]]:
    """All rows of a table in the order of their keys, by one of its columns."""
    found: dict[int, list[R]] = defaultdict(list)
    mapped = cast("Any", model)
    for row in session.scalars(select(mapped).order_by(*mapped.__table__.primary_key.columns)):
        found[getattr(row, by)].append(row)
    return found


def _words(
    session: Session,
    vault: Vault,
    notes: dict[int, list[Note]],
    versions: dict[int, list[NoteVersion]],
    people: dict[int, str],
) -> Iterable[str]:
    """The words of every version of every note."""
    known = (note for rows in notes.values() for note in rows if note.referral_id in people)
    about = {note.id: people[note.referral_id] for note in known}
    for note_id, rows in versions.items():
        for row in rows:
            if note_id in about:
                yield vault.open(session, about[note_id], row.sealed, note_place(note_id, row.number))


def _drafts(session: Session, vault: Vault) -> list[tuple[RoomDraft, str]]:
    """Each draft of a new note, and what it says."""
    rows = session.scalars(select(RoomDraft).where(col(RoomDraft.place).like("note:%"))).all()
    return [(row, _said(session, vault, row)) for row in rows if row.place.count(":") == 1]


def _said(session: Session, vault: Vault, row: RoomDraft) -> str:
    opened = vault.open(session, row.client, row.sealed, draft_place(row.member_id, row.place))
    return str(json.loads(opened).get("words", ""))


def _undone(session: Session, now: datetime) -> dict[str, int]:
    """Do what each tick would do, and undo it."""
    undone = {}
    for tick in timetable(random.Random(0), None):
        if tick.name not in ALWAYS_SOMETHING:
            with session.begin_nested() as try_it:
                undone[tick.name] = tick.work(session, now)
                try_it.rollback()
    session.expire_all()
    return undone
