"""What a board's manager writes of an agreement in the room: its texts, and what it uses."""

from collections.abc import Mapping
from typing import Any

from bot import audit
from bot.actions import agreements
from bot.agreements import agreement_form
from bot.agreements.agreement_form import FLAGS, Value, seal
from bot.errors import Refused
from bot.turn import Turn
from messages import views
from models import Agreement


def save(turn: Turn, agreement_id: int, seen: Mapping[str, str], wanted: Mapping[str, Value]) -> tuple[str, ...]:
    """Let those of `wanted` stand that differ from what the writer saw (marks of `agreement_form.seals`).

    What a source said stays in `facts`. Nothing is kept in the room where it says what the source says. What others
    wrote meanwhile in fields that this writer left alone stays.

    Returns:
        The keys of what was changed now; the same form again changes nothing.

    Raises:
        Refused: not theirs, a text is too long, or somebody changed one of the same fields meanwhile.
    """
    agreement = agreements.find(turn, agreement_id, lock=True)
    standing = agreement_form.standing(agreement)
    if agreement_form.too_long(wanted):
        raise Refused(views.TooLong(max(len(str(value)) for value in wanted.values()), agreement_form.LONGEST))
    if agreement_form.passed(seen, wanted, standing):
        raise Refused(views.ChangedMeanwhile())
    changed = agreement_form.changed(seen, wanted)
    new = {key: value for key, value in changed.items() if seal(value) != seal(standing[key])}
    _write(agreement, {key: value for key, value in new.items() if key not in FLAGS})
    for key in FLAGS:
        if key in new:
            setattr(agreement, key, new[key])
            audit.note(turn, f"{key}={new[key]}", "agreement", agreement.id)
    if new.keys() - set(FLAGS):
        audit.note(turn, "write_agreement", "agreement", agreement.id)
    return tuple(new)


def _write(agreement: Agreement, new: Mapping[str, Value]) -> None:
    """What differs from the source is kept; that somebody took a source's words away is kept as nothing."""
    source = agreement_form.of_source(agreement)
    kept: dict[str, Any] = {key: said for key, said in (agreement.room_facts or {}).items() if key not in new}
    kept |= {key: value for key, value in new.items() if seal(value) != seal(source[key])}
    if new:
        agreement.room_facts = kept
