"""Holds the rows against what the eight were told: one winner, everybody else told who, nothing twice."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from bot.demo.cast import KNUT
from messages import views
from messages.views import View
from models import AuditEntry, Event, Happening, Intake, Invitation, Member, Notice, NoticeKind, Referral
from tests.faults.rows.races_run import Said
from tests.faults.rows.races_setup import Race

FIRST_REVISION = 1
BY_PARTNER = (Happening.ACCEPTED, Happening.REJECTED)
ANSWERS = (*BY_PARTNER, Happening.WITHDRAWN)


@dataclass
class Verdict:
    """What races came to: each list names what was found wrong."""

    winners: list[str] = field(default_factory=list)
    """Races without exactly one winner, or with rows of more or less than one."""
    told: list[str] = field(default_factory=list)
    """Losers who were told something else than who was first."""
    trace: list[str] = field(default_factory=list)
    """Entries of the audit, or notices, that are missing or doubled."""
    failed: list[str] = field(default_factory=list)
    """What ended in a bug or without the storage."""


@dataclass
class _Rows:
    """What the database holds of referrals, by their ids."""

    members: dict[int, Member]
    happened: dict[int, list[Event]]
    intakes: dict[int, Intake]
    revisions: dict[int, int]
    acts: Counter[tuple[str, int | None]]
    news: Counter[tuple[NoticeKind, int]]
    """Notices of what happened, by kind and referral."""
    denied: Counter[int]
    """By member: refusals in the trace."""


def judge_answers(session: Session, races: Sequence[Race], said: Sequence[Sequence[Said]]) -> Verdict:
    """The verdict on referrals that eight answered at once."""
    rows, verdict = _read(session), Verdict()
    for race, told in zip(races, said, strict=True):
        happened = [event for event in rows.happened[race.about] if event.happening in ANSWERS]
        won = [one for one in told if not one.refusal and not one.failed]
        verdict.failed += [f"{race.about}: {one.failed}" for one in told if one.failed]
        if len(happened) != 1 or len(won) != 1:
            verdict.winners.append(f"{race.about}: {len(happened)} events, {len(won)} told that they won")
            continue
        verdict.winners += _not_one(rows, race.about, happened[0], won[0])
        winner = rows.members[happened[0].member_id].name
        what = f"happening.{happened[0].happening}"
        verdict.told += [f"{race.about}: {one.refusal}" for one in told if _misled(one, won[0], winner, what)]
        verdict.trace += _traced(rows, race.about, happened[0].happening)
    verdict.trace += _denials(rows, said)
    return verdict


def _denials(rows: _Rows, said: Sequence[Sequence[Said]]) -> Iterator[str]:
    """Everybody who was refused is in the trace with it, once."""
    told = Counter(one.telegram_id for race in said for one in race if one.refusal)
    for member in rows.members.values():
        if told[member.telegram_id] != rows.denied[member.id]:
            yield f"{member.name}: {told[member.telegram_id]} refusals, {rows.denied[member.id]} in the trace"


def _read(session: Session) -> _Rows:
    happened: dict[int, list[Event]] = defaultdict(list)
    for event in session.exec(select(Event)):
        happened[event.referral_id].append(event)
    entries = session.exec(select(AuditEntry)).all()
    return _Rows(
        {member.id: member for member in session.exec(select(Member))},
        happened,
        {intake.referral_id: intake for intake in session.exec(select(Intake))},
        {row.id: row.revision for row in session.execute(select(col(Referral.id), col(Referral.revision)))},
        Counter((entry.act, entry.subject_id) for entry in entries if entry.subject == "referral" and entry.allowed),
        Counter((notice.kind, notice.about_id) for notice in session.exec(select(Notice))),
        Counter(entry.member_id or 0 for entry in entries if not entry.allowed),
    )


def _not_one(rows: _Rows, about: int, event: Event, won: Said) -> Iterator[str]:
    if rows.members[event.member_id].telegram_id != won.telegram_id:
        yield f"{about}: another than the one who was told has won"
    if rows.revisions[about] != FIRST_REVISION + 1:
        yield f"{about}: the revision moved to {rows.revisions[about]}"
    intake = rows.intakes.get(about)
    if (intake is not None) != (event.happening is Happening.ACCEPTED):
        yield f"{about}: {event.happening} and {'an' if intake else 'no'} intake"
    if intake and intake.confirmed_by_id != event.member_id:
        yield f"{about}: the intake is another's"


def _misled(one: Said, won: Said, winner: str, what: str) -> bool:
    if one is won or one.failed:
        return False
    view = one.refusal
    return not isinstance(view, views.Overtaken) or view.by != winner or view.what.key != what or one.card is None


def _traced(rows: _Rows, about: int, happening: Happening) -> Iterator[str]:
    written = {act: rows.acts[act.value, about] for act in ANSWERS}
    if written != {act: int(act is happening) for act in ANSWERS}:
        yield f"{about}: {written} in the trace"
    partner = next(member.organisation_id for member in rows.members.values() if member.telegram_id == KNUT.telegram_id)
    there = sum(member.organisation_id == partner for member in rows.members.values())
    kind, wanted = (NoticeKind.REFERRAL_NEWS, 1) if happening in BY_PARTNER else (NoticeKind.PARTNER_NEWS, there)
    if rows.news[kind, about] != wanted:
        yield f"{about}: {rows.news[kind, about]} notices of what happened"


def judge_claims(session: Session, races: Sequence[Race], said: Sequence[Sequence[Said]]) -> Verdict:
    """The verdict on invitations that eight opened at once."""
    verdict = Verdict()
    members = {member.telegram_id: member for member in session.exec(select(Member))}
    used = {row.id: row.used_by_id for row in session.execute(select(col(Invitation.id), col(Invitation.used_by_id)))}
    joined = Counter(session.exec(select(AuditEntry.subject_id).where(col(AuditEntry.act) == "join")))
    told_of = session.exec(select(Notice.about_id).where(col(Notice.kind) == NoticeKind.MEMBER_JOINED))
    owed = Counter(told_of)
    for race, told in zip(races, said, strict=True):
        came = [members[one.telegram_id] for one in told if one.telegram_id in members]
        won = [one for one in told if one.card is not None and not isinstance(one.card, views.Stranger)]
        verdict.failed += [f"{race.about}: {one.failed}" for one in told if one.failed]
        if len(came) != 1 or len(won) != 1 or used[race.about] != came[0].id:
            verdict.winners.append(f"{race.about}: {len(came)} members, {len(won)} welcomed")
            continue
        verdict.told += [f"{race.about}: {one.card}" for one in told if one is not won[0] and _not_turned_away(one)]
        if joined[race.about] != 1 or owed[came[0].id] != 1:
            verdict.trace.append(
                f"{race.about}: {joined[race.about]} entries, {owed[came[0].id]} notices to the inviter"
            )
    return verdict


def _not_turned_away(one: Said) -> bool:
    """A stranger gets the one answer; who came in is told to whoever invited."""
    shown: View | None = one.card
    return not one.failed and not isinstance(shown, views.Stranger)
