"""The days of an `[[agreement]]` entry: its period, how far it may be extended, and how far it was."""

from datetime import date
from typing import Any

from bot import workdays
from bot.actions.partnerships.fields import Fields
from bot.actions.partnerships.values import as_day, as_months
from bot.clock import months_later

YEARS_LIKELY = 30
DAYS = ("valid_from", "valid_to", "extended_to", "reported_end")


def read_period(fields: Fields, today: date) -> dict[str, Any]:
    """The columns of the period; what is wrong or odd with them is said in `fields`.

    Where `extended_to` is said, that is the last day, and `valid_to` the one that was first agreed.
    """
    days = {
        "valid_from": fields.required("valid_from", as_day),
        "valid_to": fields.required("valid_to", as_day),
        "extended_to": fields.optional("extended_to", _as_day_or_none, None),
        "reported_end": fields.optional("reported_end", _as_day_or_none, None),
    }
    months = fields.optional("extension_permitted_months", as_months, None)
    _check_order(fields, days, today)
    _check_extension(fields, days, months)
    _check_reported(fields, days)
    extended = days.pop("extended_to")
    first_end = days["valid_to"] if extended else None
    return {
        **days,
        "valid_to": extended or days["valid_to"],
        "first_end": first_end,
        "extension_permitted_months": months,
    }


def furthest(first_end: date, months: int) -> date:
    """The last day that an extension by `months` may reach, as `periods.furthest_end` has it of a row."""
    return months_later(first_end + workdays.DAY, months) - workdays.DAY


def _as_day_or_none(value: Any) -> date | None:  # noqa: ANN401 - what TOML gave
    return None if value == "" else as_day(value)


def _check_order(fields: Fields, days: dict[str, date | None], today: date) -> None:
    start = days["valid_from"]
    for key, day in days.items():
        if day and start and day < start:
            fields.wrong.append(f"{fields.called(key)} ({day}) is before {fields.called('valid_from')} ({start})")
        if day and abs(day.year - today.year) > YEARS_LIKELY:
            fields.odd.append(
                f"{fields.called(key)} is {day}, more than {YEARS_LIKELY} years from today; check the year"
            )


def _check_extension(fields: Fields, days: dict[str, date | None], months: int | None) -> None:
    first, extended = days["valid_to"], days["extended_to"]
    if first is None or extended is None:
        return
    longer, permitted = fields.called("extended_to"), fields.called("extension_permitted_months")
    if extended <= first:
        fields.wrong.append(
            f"{longer} ({extended}) is not after {fields.called('valid_to')} ({first}), which is the day first agreed"
        )
    elif months is None:
        fields.odd.append(f"{longer} is {extended}, and {permitted} is not said; check that it may be extended")
    elif extended > (limit := furthest(first, months)):
        fields.wrong.append(
            f"{longer} ({extended}) is later than an extension may reach ({limit}: {permitted} is {months}); "
            "correct one of the two, or write what comes after as an agreement of its own that follows this one"
        )


def _check_reported(fields: Fields, days: dict[str, date | None]) -> None:
    last = days["extended_to"] or days["valid_to"]
    reported = days["reported_end"]
    if last and reported and (days["valid_from"] or reported) <= reported < last:
        fields.odd.append(
            f"{fields.called('reported_end')} ({reported}) is before the last day ({last}), until which it counts as "
            f"in force; if it was ended early, correct {fields.called('valid_to')}"
        )
