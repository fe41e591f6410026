"""What the command line says of a period to come."""

import json
import sys
from datetime import date

from bot import clock, dates, simulation
from bot.commands import open_store


def print_period(start: str, end: str, *, as_json: bool) -> int:
    """Print what would happen to the imported agreements from `start` to `end`, days as people write them.

    Returns:
        The exit code.
    """
    today = clock.today(clock.SystemClock().now())
    first, last = (_day(option, text, today) for option, text in (("--from", start), ("--to", end)))
    if last < first:
        sys.exit(f"--to ({last}) is before --from ({first}).")
    said = open_store().run_now(lambda session: simulation.simulate(session, first, last))
    for one in said:
        sys.stdout.write(f"{json.dumps(one.facts, ensure_ascii=False) if as_json else one}\n")
    if not said and not as_json:
        sys.stdout.write("Nothing would happen. Have the partnerships been imported (`python -m bot import FILE`)?\n")
    return 0


def _day(option: str, text: str, today: date) -> date:
    day = dates.understood(text, today, prefer="past")
    if day is None:
        sys.exit(f"{option} takes a day, for instance 2022-10-01, not {text!r}.")
    return day
