"""What is written of a person, as the reader may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import col

from bot import policy, sharing, written
from bot.pages import paths
from bot.policy import Act, Relation
from bot.sealed import Unsealable
from bot.turn import Turn
from messages import Word
from messages.room.pages import NoteEntry, Written
from models import Consent, Member, Note, NoteKind, NoteVersion, Particular, Referral, Role

PAGE = 10
"""Notes on a page."""


@dataclass(frozen=True)
class Reading:
    """A reader before a referral: what shows, and what does not and why."""

    turn: Turn
    referral: Referral
    relation: Relation
    consent: Consent

    def particulars(self) -> tuple[Written, ...]:
        """The reason, the wishes and the contact."""
        return tuple(self._particular(kind) for kind in Particular)

    def notes(self) -> list[tuple[Note, str]]:
        """Each note that the reader may know of, with its author's name, the newest first. Without words."""
        rows = self.turn.session.execute(
            select(Note, col(Member.name))
            .join(Member, col(Member.id) == col(Note.member_id))
            .where(col(Note.referral_id) == self.referral.id)
            .order_by(col(Note.day).desc(), col(Note.id).desc())
        ).all()
        return [(note, by) for note, by in rows if self._knows_of(note)]

    def ladder(self, notes: Sequence[tuple[Note, str]]) -> tuple[tuple[date, str], ...]:
        """The steps taken, the first first; `notes` are those that the reader knows of."""
        steps = [(note.day, note.step.value) for note, _ in notes if note.step and not note.struck_at]
        return tuple(reversed(steps))

    def entries(self, notes: Sequence[tuple[Note, str]], page: int) -> tuple[NoteEntry, ...]:
        """One page of `notes`, with their words."""
        shown = notes[page * PAGE : (page + 1) * PAGE]
        versions = self._versions([note.id for note, _ in shown])
        return tuple(self._entry(note, by, versions.get(note.id, [])) for note, by in shown)

    def _knows_of(self, note: Note) -> bool:
        if self._is_ours(note):
            return True
        if note.kind is NoteKind.WRITTEN:
            return sharing.words_cross(self.consent, note, self.turn.today)
        return sharing.may_note(self.consent, note.kind, self.turn.today)

    def _is_ours(self, note: Note) -> bool:
        return self.relation is Relation.GLASS or note.by_partner == (self.turn.who.role is Role.KOORDINATOR)

    def hides(self, note: Note) -> str:
        """Why the words of a note do not show: a word of `hidden`; empty where they do."""
        role = self.turn.who.role
        if not self.turn.who.is_bound(self.turn.today):
            return "undertaking"
        if self._is_ours(note):
            act = Act.READ_WORDS if self.relation is Relation.GLASS else Act.READ_OWN_WORDS
            return "" if policy.allows(role, act, self.relation) else "withdrawn"
        if not policy.allows(role, Act.READ_WORDS, self.relation):
            return "withdrawn"
        return "" if sharing.words_cross(self.consent, note, self.turn.today) else "not_shared"

    def _entry(self, note: Note, by: str, versions: list[NoteVersion]) -> NoteEntry:
        hidden = self.hides(note) if versions else ""
        readable = versions if self._is_ours(note) else versions[-1:]  # the other side was shown no earlier words
        said = [(version, self._open(version)) for version in readable] if not hidden else []
        words = said[-1][1] if said else ""
        mine = note.member_id == self.turn.who.id
        standing = mine and note.struck_at is None and self.turn.who.is_bound(self.turn.today)
        may_write = standing and policy.allows(self.turn.who.role, Act.WRITE_WORDS, self.relation)
        editable = may_write and self.turn.now <= note.at + written.EDITABLE
        return NoteEntry(
            id=note.id,
            kind=Word(f"note.{note.kind}"),
            step=note.step.value if note.step else "",
            day=note.day,
            by=by,
            at=note.at,
            words=words or "",
            hidden="unreadable" if said and words is None else hidden,
            version=versions[-1].number if versions else 0,
            edited_at=versions[-1].written_at if len(versions) > 1 else None,
            earlier=tuple((version.written_at, text or "") for version, text in said[:-1]),
            shared=note.shared,
            struck_at=note.struck_at,
            struck_for=note.struck_for.value if note.struck_for else "",
            mine=mine,
            edit=paths.note(note, "edit") if editable else "",
            strike=paths.note(note, "strike") if standing else "",
            share=paths.note(note, "share") if may_write and versions else "",
        )

    def _versions(self, note_ids: list[int]) -> dict[int, list[NoteVersion]]:
        rows = self.turn.session.scalars(
            select(NoteVersion)
            .where(col(NoteVersion.note_id).in_(note_ids))
            .order_by(col(NoteVersion.note_id), col(NoteVersion.number))
        )
        found: dict[int, list[NoteVersion]] = {}
        for row in rows:
            found.setdefault(row.note_id, []).append(row)
        return found

    def _open(self, version: NoteVersion) -> str | None:
        try:
            return written.read_note(self.turn, self.referral, version)
        except Unsealable:
            return None

    def _particular(self, kind: Particular) -> Written:
        newest = written.newest_particular(self.turn, self.referral.id, kind)
        may_write = policy.allows(self.turn.who.role, Act.WRITE_PARTICULARS, self.relation)
        edit = paths.particular(self.referral, kind) if may_write else ""
        if newest is None:
            return Written(kind.value, "", "", 0, edit=edit)
        hidden = self._hides_particular(kind)
        by, at = self._author(newest.member_id), newest.written_at
        if hidden:
            return Written(kind.value, "", hidden, newest.number, by, at)
        try:
            words = written.read_particular(self.turn, self.referral, newest)
        except Unsealable:
            return Written(kind.value, "", "unreadable", newest.number, by, at)
        return Written(kind.value, words, "", newest.number, by, at, edit)

    def _hides_particular(self, kind: Particular) -> str:
        role = self.turn.who.role
        if not self.turn.who.is_bound(self.turn.today):
            return "undertaking"
        theirs = Act.READ_WORDS if role is Role.KOORDINATOR else Act.READ_OWN_WORDS
        if not policy.allows(role, theirs, self.relation):
            return "withdrawn"
        if role is Role.KOORDINATOR and not sharing.may_read(self.consent, kind, self.turn.today):
            return "not_shared"
        return ""

    def _author(self, member_id: int) -> str:
        return self.turn.session.get_one(Member, member_id).name
