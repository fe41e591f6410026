"""An `[[agreement]]` entry, checked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.actions.partnerships.fields import Fields
from bot.actions.partnerships.findings import safe, show
from bot.actions.partnerships.reading import Entry
from bot.actions.partnerships.values import (
    NAME_LONGEST,
    Unfit,
    as_day,
    as_flag,
    as_json,
    as_months,
    as_text,
    as_texts,
)

Doubt = Callable[[str], str | None]

PARTIES_LEAST = 2
YEARS_LIKELY = 30


@dataclass(frozen=True)
class AgreementFacts:
    """What a good entry says."""

    name: str
    follows: str | None
    parties: tuple[str, ...]
    columns: dict[str, Any]
    """The columns of `Agreement`."""


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
    columns = {
        "name": name,
        "follows": follows,
        **_days(fields, today),
        "extension_permitted_months": fields.optional("extension_permitted_months", as_months, None),
        "takes_referrals": fields.optional("takes_referrals", as_flag, default=False),
        "for_young": fields.optional("for_young_people", as_flag, default=False),
    }
    facts = _facts(fields, entry)
    fields.wrong += filter(None, map(doubt_party, parties or ()))
    fields.wrong += filter(None, [_doubt_followed(follows, name, doubt_follows)])
    if fields.wrong or name is None or parties is None:
        return None, fields.wrong, fields.odd
    return AgreementFacts(name, follows, parties, {**columns, "facts": facts}), [], fields.odd


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


def _days(fields: Fields, today: date) -> dict[str, date | None]:
    start = fields.required("valid_from", as_day)
    days = {
        "valid_from": start,
        "valid_to": fields.required("valid_to", as_day),
        "reported_end": fields.optional("reported_end", _as_day_or_none, None),
    }
    for key, day in days.items():
        if day and start and day < start:
            fields.wrong.append(f"{fields.called(key)} ({day}) is before {fields.called('valid_from')} ({start})")
        if day and abs(day.year - today.year) > YEARS_LIKELY:
            fields.odd.append(
                f"{fields.called(key)} is {day}, more than {YEARS_LIKELY} years from today; check the year"
            )
    return days


def _as_day_or_none(value: Any) -> date | None:  # noqa: ANN401
    return None if value == "" else as_day(value)


def _facts(fields: Fields, entry: Entry) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for key, value in fields.rest().items():
        try:
            facts[key] = as_json(value)
        except Unfit as unfit:
            fields.wrong.append(f"{show(key) if entry.headings else safe(key)} {unfit}")
    return facts
