"""The fields of the form in which an agreement's facts are written, and whether somebody changed one meanwhile.

A value is a text; empty where it is known that there is none; nothing where no source says it. Or yes or no.
"""

import hashlib
from collections.abc import Iterable, Mapping

from bot.agreements import agreement_facts
from messages.room.render import visible
from models import Agreement

TRUTHS = ("need_identified", "both_parties_finance", "procurement_doubt")
"""Facts that are yes, no, or not known."""
FLAGS = ("takes_referrals", "for_young", "deidentified", "logs_activities", "promises_presence")
"""What the agreement uses: columns of `Agreement`."""
MAY_BE_NONE = frozenset({"programme_sv", "shared_learning_sv", "preparation_sv", "cooperators_sv", "annexes_sv"})
"""Texts of which it can be known that there is nothing to say."""
KEYS = (*agreement_facts.TEXTS, *TRUTHS, *FLAGS)
LONGEST = 10_000
"""Characters of one text."""
YES, NO = "yes", "no"
SEAL = 12

Value = str | bool | None


def standing(agreement: Agreement) -> dict[str, Value]:
    """What each field holds now."""
    texts: dict[str, Value] = {key: agreement_facts.text(agreement, key) for key in agreement_facts.TEXTS}
    truths = {key: agreement_facts.flag(agreement, key) for key in TRUTHS}
    return {**texts, **truths, **{key: bool(getattr(agreement, key)) for key in FLAGS}}


def of_source(agreement: Agreement) -> dict[str, Value]:
    """What the imported file says of the texts and truths; what was written in the room stands beside."""
    alone = Agreement(
        name=agreement.name, valid_from=agreement.valid_from, valid_to=agreement.valid_to, facts=agreement.facts
    )
    return {key: value for key, value in standing(alone).items() if key not in FLAGS}


def read(form: Mapping[str, str]) -> dict[str, Value]:
    """What the fields of a form say, each by its key."""
    texts: dict[str, Value] = {
        key: form.get(key, "").strip() or ("" if form.get(f"none_{key}") == YES else None)
        for key in agreement_facts.TEXTS
    }
    truths: dict[str, Value] = {key: {YES: True, NO: False}.get(form.get(key, "")) for key in TRUTHS}
    return {**texts, **truths, **{key: form.get(key) == YES for key in FLAGS}}


def seal(value: Value) -> str:
    """A short mark of a value as a form shows it: the same as long as nobody changes it."""
    said = visible(value).strip() if isinstance(value, str) else value
    return hashlib.sha256(repr(said).encode()).hexdigest()[:SEAL]


def seals(values: Mapping[str, Value]) -> str:
    """The marks of all values, for a hidden field."""
    return " ".join(f"{key}:{seal(value)}" for key, value in values.items())


def read_seals(said: str) -> dict[str, str]:
    """The marks that `seals` wrote, by key; what is none of them is left out."""
    pairs = (pair.partition(":") for pair in said.split())
    return {key: mark for key, colon, mark in pairs if colon and key in KEYS}


def changed(seen: Mapping[str, str], wanted: Mapping[str, Value]) -> dict[str, Value]:
    """The values that differ from what the writer saw when they began."""
    return {key: value for key, value in wanted.items() if seal(value) != seen.get(key)}


def passed(seen: Mapping[str, str], wanted: Mapping[str, Value], now: Mapping[str, Value]) -> tuple[str, ...]:
    """The keys that the writer changed, and somebody else meanwhile to something else."""
    return tuple(
        key for key, value in changed(seen, wanted).items() if seal(now[key]) not in (seen.get(key), seal(value))
    )


def too_long(values: Mapping[str, Value]) -> Iterable[str]:
    """The keys of texts that are longer than fits."""
    return [key for key, value in values.items() if isinstance(value, str) and len(value) > LONGEST]
