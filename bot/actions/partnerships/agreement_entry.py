"""An `[[agreement]]` entry, checked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.actions.partnerships.agreement_flags import Flags, read_flags
from bot.actions.partnerships.agreement_period import read_period
from bot.actions.partnerships.agreement_plans import Plans, read_plans
from bot.actions.partnerships.fields import Fields
from bot.actions.partnerships.findings import safe, show
from bot.actions.partnerships.reading import Entry
from bot.actions.partnerships.values import NAME_LONGEST, Unfit, as_json, as_text, as_texts
from bot.actions.partnerships.weekly import promises_presence

Doubt = Callable[[str], str | None]

PARTIES_LEAST = 2


@dataclass(frozen=True)
class AgreementFacts:
    """What a good entry says."""

    name: str
    follows: str | None
    parties: tuple[str, ...]
    columns: dict[str, Any]
    """The columns of `Agreement`, but for the flags."""
    flags: Flags
    plans: Plans


def check_agreement(
    entry: Entry, today: date, doubt_party: Doubt, doubt_follows: Doubt
) -> tuple[AgreementFacts | None, list[str], list[str]]:
    """Check `entry`.

    Args:
        entry: the entry.
        today: the day of the import; years far from it are pointed out.
        doubt_party: why the organisation of a name cannot be a party, or nothing.
        doubt_follows: why the agreement of a name cannot be followed, or nothing.

    Returns:
        Its facts, or nothing where something is wrong with it; what is wrong; and what is merely odd.
    """
    fields = Fields(entry.values, entry.headings)
    name = fields.required("name", _as_name)
    parties = fields.required("parties", _as_parties)
    follows = fields.optional("follows", _as_name_or_none, None)
    columns = {"name": name, "follows": follows, **read_period(fields, today)}
    plans = read_plans(fields)
    flags = read_flags(fields, promises=promises_presence(plans.weekly or {}))
    facts = _facts(fields, entry)
    fields.wrong += filter(None, map(doubt_party, parties or ()))
    fields.wrong += filter(None, [_doubt_followed(follows, name, doubt_follows)])
    if fields.wrong or name is None or parties is None:
        return None, fields.wrong, fields.odd
    return AgreementFacts(name, follows, parties, {**columns, "facts": facts}, flags, plans), [], fields.odd


def _doubt_followed(follows: str | None, name: str | None, doubt: Doubt) -> str | None:
    if follows is None:
        return None
    return "follows names the agreement itself" if follows == name else doubt(follows)


def _as_name(value: Any) -> str:  # noqa: ANN401 - what TOML gave
    return as_text(value, NAME_LONGEST)


def _as_name_or_none(value: Any) -> str | None:  # noqa: ANN401
    return None if value == "" else _as_name(value)


def _as_parties(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    parties = as_texts(value)
    if len(parties) < PARTIES_LEAST:
        raise Unfit(f"must name at least two organisations, not {len(parties)}")
    return parties


def _facts(fields: Fields, entry: Entry) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for key, value in fields.rest().items():
        try:
            facts[key] = as_json(value)
        except Unfit as unfit:
            fields.wrong.append(f"{show(key) if entry.headings else safe(key)} {unfit}")
    return facts
