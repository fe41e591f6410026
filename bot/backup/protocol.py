"""What a restore came to, in plain lines: no name, no code and no word of anybody."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlmodel import Session

from bot.backup.restoring import Restored
from bot.clock import local
from bot.sealed import KeyRing, KeysMissing, keys_check
from bot.sealed.anchor import Anchor, Head, read
from bot.sealed.chain import verify
from bot.sealed.ledger import Ledger
from bot.sealed.rotation import needed
from bot.settings import Settings

HOURS = "%Y-%m-%d %H:%M"
LOST = (
    "What happened after the backup is not in it, and cannot be got from here: referrals, answers, notes, new members. "
    "Just as gone is that somebody left, was locked out of the room or withdrew a consent: ask, and do it again before "
    "you let the others in. Open invitations are revoked; invite anew."
)
ASK = "Have them look at what is theirs: they get no list by themselves: {whom}."


@dataclass(frozen=True)
class Line:
    """One line; `bad` where somebody must do something about it."""

    words: str
    bad: bool = False


def written(restored: Restored, *, resend: bool) -> Iterator[Line]:
    """What was restored and what was done to it."""
    header, manifest, done = restored.contents.header, restored.contents.manifest, restored.aftermath
    taken = f"{local(header.taken_at):{HOURS}}"
    yield Line(f"The backup is of {taken} (Stockholm), from {header.database}, schema {header.schema}.")
    yield Line(f"{manifest.rows} rows in {len(manifest.tables)} tables; every count and digest is that of the backup.")
    yield Line(f"Erased anew, for the ledger says so: {done.erased} files.")
    yield Line(f"Ended: {done.sessions} sessions in the room. Revoked: {done.invitations} open invitations.")
    if resend:
        yield Line("Notices that are due are said now, also those that were said after the backup.")
    elif done.set_aside:
        kinds = _listed(done.set_aside)
        yield Line(f"Set aside, for they may have been said already: {done.set_aside.total()} notices ({kinds}).")
    else:
        yield Line("No notice was due.")
    yield Line(f"Told in the chat what is open for them: {_listed(done.told) or 'nobody'}.")
    if done.others:
        yield Line(ASK.format(whom=_listed(done.others)))
    yield Line("Buttons of before do nothing any more: whoever taps one is shown what is there now.")


def looked_at(engine: Engine, settings: Settings, restored: Restored) -> Iterator[Line]:
    """Whether the restored database is sound: the audit's chain, the ledger, the keys."""
    yield from _audit(engine, settings, restored)
    with Session(engine) as session:
        for words, bad in keys_check.of_ledger(session, Ledger(settings.erasure_ledger)):
            yield Line(words, bad)
        for words, bad in keys_check.of_rows(_ring(settings), needed(session)):
            yield Line(words, bad)


def _audit(engine: Engine, settings: Settings, restored: Restored) -> Iterator[Line]:
    said = restored.contents.manifest.audit_head
    head = Head.read(said) if said else Head(0, b"")
    anchors = read(settings.audit_anchor) if settings.audit_anchor else ()
    before = [anchor for anchor in anchors if anchor.head.number <= head.number]
    verdict = verify(engine, [*before, Anchor(head)] if said else before)
    if verdict.whole:
        yield Line(f"The audit's chain is whole: {verdict.sealed} entries, {verdict.waiting} wait for their seal.")
    else:
        yield Line(f"The audit's chain is BROKEN ({verdict.findings[0]}): `python -m bot audit verify`.", bad=True)
    if newer := len(anchors) - len(before):
        yield Line(
            f"AUDIT_ANCHOR holds {newer} heads that are newer than the backup: put that file away as it is, with a "
            "note why, and begin a new one; else `audit verify` will call the chain broken."
        )


def _ring(settings: Settings) -> KeyRing | None:
    """The keys; where they cannot be read, the rows that need them are told of as without a key."""
    try:
        return settings.key_ring()
    except KeysMissing:
        return None


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {word}" for word, count in sorted(counts.items()))
