"""Keeping count during an import."""

from collections import Counter
from collections.abc import Iterable
from functools import partial
from typing import TypeVar

from bot.actions.partnerships.findings import Caution, Change, Finding, Outcome, Problem, Progress, Tally
from bot.actions.partnerships.reading import Entry, Reading

F = TypeVar("F", bound=Finding)


class Report:
    """What has been found and done so far; tells `on_progress` after every entry."""

    def __init__(self, total: int, on_progress: Progress | None) -> None:
        self._total = total
        self._on_progress = on_progress
        self._done = 0
        self._problems: list[Problem] = []
        self._cautions: list[Caution] = []
        self._kept: Counter[tuple[Change, str]] = Counter()

    def reject(self, entry: Entry, reasons: Iterable[str]) -> None:
        """`entry` is not imported, for these reasons."""
        self._problems += [_finding(Problem, entry, reason) for reason in reasons]
        self._step()

    def keep(self, entry: Entry, change: Change) -> None:
        """`entry` is in the database."""
        self._kept[change, entry.kind] += 1
        self._step()

    def caution(self, entry: Entry, reasons: Iterable[str]) -> None:
        """These things are odd about `entry`."""
        self._cautions += [_finding(Caution, entry, reason) for reason in reasons]

    def outcome(self, reading: Reading) -> Outcome:
        """The whole, with what was found before in `reading`."""
        place = partial(_place, {sheet: number for number, sheet in enumerate(reading.sheets)})
        return Outcome(
            added=self._tally(Change.ADDED),
            changed=self._tally(Change.CHANGED),
            unchanged=self._tally(Change.UNCHANGED),
            problems=tuple(sorted((*reading.problems, *self._problems), key=place)),
            cautions=tuple(sorted((*reading.cautions, *self._cautions), key=place)),
        )

    def _tally(self, change: Change) -> Tally:
        kept = self._kept
        return Tally(
            organisations=kept[change, "organisation"] + kept[change, "board"],
            agreements=kept[change, "agreement"],
            report_duties=kept[change, "report_duty"],
            board_meetings=kept[change, "board_meeting"],
        )

    def _step(self) -> None:
        self._done += 1
        if self._on_progress:
            self._on_progress(self._done, self._total)


def _finding(grade: type[F], entry: Entry, reason: str) -> F:
    return grade(entry.line, entry.header, entry.shown_name, reason, entry.sheet)


def _place(sheets: dict[str, int], found: Finding) -> tuple[int, int]:
    return (sheets.get(found.sheet, len(sheets)) if found.sheet else -1, found.line)
