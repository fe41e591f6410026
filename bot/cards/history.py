"""What has happened to a referral, a line each: both sides' steps, and the notes that the reader may see."""

from datetime import date, datetime

from sqlalchemy import Integer, bindparam, select
from sqlmodel import col

from bot import sharing
from bot.steps import STEPS
from bot.turn import Turn
from messages import Value, Word, views
from models import Consent, Event, Happening, Member, Note, NoteKind, Referral, Role, Wish

HISTORY = 12
REFERRAL = bindparam("referral", type_=Integer)
EVENTS = (
    select(Event, col(Member.name))
    .join(Member, col(Member.id) == col(Event.member_id))
    .where(col(Event.referral_id) == REFERRAL, col(Event.happening).not_in(bindparam("hidden", expanding=True)))
    .order_by(col(Event.id).desc())
    .limit(HISTORY)
)
NOTES = (
    select(Note, col(Member.name))
    .join(Member, col(Member.id) == col(Note.member_id))
    .where(col(Note.referral_id) == REFERRAL)
    .order_by(col(Note.id).desc())
    .limit(HISTORY)
)


def history(
    turn: Turn, referral: Referral, hidden: frozenset[Happening] = frozenset()
) -> tuple[views.HistoryLine, ...]:
    """The newest 12 lines, the oldest first, without what is `hidden` from the reader; the last step is among them."""
    rows = turn.session.execute(EVENTS, {"referral": referral.id, "hidden": list(hidden)}).all()
    steps = [_line(turn, event, name) for event, name in reversed(rows)]
    lines = sorted([*steps, *_notes(turn, referral)], key=lambda line: line.at)
    shown = lines[-HISTORY:]
    return tuple(shown if steps[-1] in shown else [steps[-1], *shown[1:]])  # the last step says how things stand


def _notes(turn: Turn, referral: Referral) -> list[views.HistoryLine]:
    """One's own side's notes, and those of the other side's that the consent lets one read."""
    rows = turn.session.execute(NOTES, {"referral": referral.id}).all()
    consent = turn.session.get_one(Consent, referral.id)
    mine = turn.who.role is Role.KOORDINATOR
    return [
        views.HistoryLine(note.struck_at or note.at, _noted(note), name, note.day)
        for note, name in rows
        if note.by_partner == mine or _crosses(consent, note, turn.today)
    ]


def _crosses(consent: Consent, note: Note, today: date) -> bool:
    alone = note.kind is NoteKind.WRITTEN
    return sharing.words_cross(consent, note, today) if alone else sharing.may_note(consent, note.kind, today)


def _noted(note: Note) -> Word:
    return Word(f"{'struck' if note.struck_at else 'note'}.{note.kind}")


def _line(turn: Turn, event: Event, name: str) -> views.HistoryLine:
    return views.HistoryLine(event.at, Word(f"happening.{event.happening}"), name, _detail(turn, event))


def _detail(turn: Turn, event: Event) -> Value:
    detail = event.detail
    if "at" in detail:
        return datetime.fromisoformat(detail["at"])
    if "day" in detail:
        return date.fromisoformat(detail["day"])
    if "reason" in detail:
        return Word(f"reason.{detail['reason']}")
    if "wish" in detail:
        return turn.session.get_one(Wish, detail["wish"]).word(turn.language)
    to: str | None = detail.get("to")
    return to


def newest(lines: tuple[views.HistoryLine, ...]) -> views.HistoryLine | None:
    """What to head the news with: the last step that either side took, or note that it made."""
    steps = {f"happening.{happening}" for happening in STEPS}
    told = (
        line for line in reversed(lines) if line.what.key in steps or line.what.key.startswith(("note.", "struck."))
    )
    return next(told, None)
