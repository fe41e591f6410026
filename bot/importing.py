"""What the command line says of importing partnerships."""

import sys
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from bot import clock
from bot.actions.partnerships import Finding, Outcome, import_partnerships, read_file, write_template
from bot.commands import open_store

LONG_IMPORT = 50


def import_partnerships_from(file: Path) -> int:
    """Import partnerships from `file` and report.

    Returns:
        The exit code: 1 where an entry was bad.
    """
    console = Console()
    with console.status(f"Reading {file.name}"):
        reading = read_file(file)
    store = open_store()
    with Progress(console=console, transient=True, disable=len(reading.entries) < LONG_IMPORT) as progress:
        task = progress.add_task("Importing", total=len(reading.entries))
        now = clock.SystemClock().now()
        outcome = store.run_now(
            lambda session: import_partnerships(
                session, reading, now, lambda done, total: progress.update(task, completed=done, total=total)
            )
        )
    _report(outcome)
    return 1 if outcome.problems else 0


def write_template_to(file: Path) -> int:
    """Write an empty workbook to fill in; an existing file stays as it is.

    Returns:
        The exit code: 1 where it could not be written.
    """
    if file.suffix.lower() != ".xlsx":
        sys.exit("The template is an Excel workbook: end its name in .xlsx.")
    try:
        write_template(file)
    except FileExistsError:
        sys.exit(f"{file} exists and was left as it is. Choose another name.")
    except OSError as wrong:
        sys.exit(f"{file} cannot be written: {wrong.strerror}.")
    sys.stdout.write(f"Wrote {file}. Fill it in, then run: python -m bot import {file}\n")
    return 0


def _report(outcome: Outcome) -> None:
    for problem in outcome.problems:
        _say("error", problem)
    for caution in outcome.cautions:
        _say("note", caution)
    for done, tally in (("added", outcome.added), ("changed", outcome.changed), ("unchanged", outcome.unchanged)):
        counts = f"{tally.organisations} organisations, {tally.agreements} agreements"
        meetings = f", {tally.board_meetings} board meetings" if tally.board_meetings else ""
        sys.stdout.write(f"{done}: {counts}, {tally.report_duties} report duties{meetings}\n")


def _say(grade: str, finding: Finding) -> None:
    sys.stdout.write(f"{grade}: {finding}\n")
