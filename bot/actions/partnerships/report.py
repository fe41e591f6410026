"""Keeping count during an import."""

from collections import Counter
from collections.abc import Iterable

from bot.actions.partnerships.findings import Caution, Change, Outcome, Problem, Progress, Tally
from bot.actions.partnerships.reading import Entry


class Report:
    """What has been found and done so far; tells `on_progress` after every entry."""

    def __init__(self, total: int, on_progress: Progress | None) -> None:
        self._total = total
        self._on_progress = on_progress
        self._done = 0
        self._problems: list[Problem] = []
        self._cautions: list[Caution] = []
        self._kept: Counter[tuple[Change, bool]] = Counter()

    def reject(self, entry: Entry, reasons: Iterable[str]) -> None:
        """`entry` is not imported, for these reasons."""
        self._problems += [Problem(entry.line, entry.header, entry.shown_name, reason) for reason in reasons]
        self._step()

    def keep(self, entry: Entry, change: Change) -> None:
        """`entry` is in the database."""
        self._kept[change, entry.kind == "agreement"] += 1
        self._step()

    def caution(self, entry: Entry, reasons: Iterable[str]) -> None:
        """These things are odd about `entry`."""
        self._cautions += [Caution(entry.line, entry.header, entry.shown_name, reason) for reason in reasons]

    def outcome(self, unreadable: Iterable[Problem]) -> Outcome:
        """The whole, with what was `unreadable` before."""
        return Outcome(
            added=self._tally(Change.ADDED),
            changed=self._tally(Change.CHANGED),
            unchanged=self._tally(Change.UNCHANGED),
            problems=tuple(sorted((*unreadable, *self._problems), key=lambda found: found.line)),
            cautions=tuple(sorted(self._cautions, key=lambda found: found.line)),
        )

    def _tally(self, change: Change) -> Tally:
        return Tally(self._kept[change, False], self._kept[change, True])

    def _step(self) -> None:
        self._done += 1
        if self._on_progress:
            self._on_progress(self._done, self._total)
