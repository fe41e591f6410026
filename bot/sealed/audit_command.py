"""What the command line says of the audit's chain."""

import sys
from datetime import datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from bot.sealed import anchor
from bot.sealed.anchor import Anchor, Head
from bot.sealed.chain import GRACE, Finding, Verdict, verify

CALL = (
    "Change nothing. Copy the database and the anchor file as they are, tell the security officer, and compare with "
    "the newest backup. Was a backup restored lately? Then what is newer than it is rightly gone; write that down."
)


def verify_audit(engine: Engine, anchor_path: Path | None, now: datetime, head: str = "") -> int:
    """Check the whole chain and print what was found.

    Args:
        engine: the database.
        anchor_path: the file of anchors, where there is one.
        now: the moment (aware), to tell how long entries have waited.
        head: what `print_head` once printed, to compare with; empty for none.

    Returns:
        The exit code: 0 where the chain is whole, 1 where it is broken or cannot be checked.
    """
    console = Console(soft_wrap=True, highlight=False)
    try:
        kept = _kept(anchor_path, head)
        verdict = _walked(engine, kept, console)
    except ValueError:
        console.print('--head takes what `audit head` printed: "NUMBER DIGEST", the digest in 64 hexadecimal digits.')
        return 1
    except OSError as wrong:
        console.print(f"The anchor file cannot be read ({wrong.strerror}): look at AUDIT_ANCHOR.")
        return 1
    except DBAPIError as wrong:
        console.print(
            f"The chain cannot be checked to its end ({type(wrong.orig).__name__}): the database is away, or a value "
            f"in it is damaged. Look at DATABASE_URL; if it answers otherwise, treat the chain as broken.\n{CALL}"
        )
        return 1
    for line in _lines(verdict, _anchored(kept, anchor_path), now):
        console.print(line, markup=False)
    return 0 if verdict.whole else 1


def print_head(engine: Engine) -> int:
    """Print the newest link's number and digest alone on a line, to be kept where the database's keepers cannot write.

    Returns:
        The exit code.
    """
    with Session(engine) as session:
        sys.stdout.write(f"{anchor.newest(session)}\n")
    return 0


def _kept(path: Path | None, head: str) -> tuple[Anchor, ...]:
    anchors = anchor.read(path) if path else ()
    return (*anchors, Anchor(Head.read(head))) if head else anchors


def _walked(engine: Engine, anchors: tuple[Anchor, ...], console: Console) -> Verdict:
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Checking the chain", total=None)
        return verify(engine, anchors, lambda done, total: progress.update(task, completed=done, total=total))


def _lines(verdict: Verdict, anchored: str, now: datetime) -> list[str]:
    return [
        f"{_many(verdict.sealed, 'entry is', 'entries are')} sealed. The newest link: {verdict.head}",
        _waiting(verdict, now),
        anchored,
        *(f"To look at: {finding}" for finding in verdict.late),
        *_conclusion(verdict.findings, verdict.unnamed),
    ]


def _waiting(verdict: Verdict, now: datetime) -> str:
    if verdict.oldest is None:
        return "No entry waits for its seal."
    age = max(now - verdict.oldest, timedelta())
    waits = f"{_many(verdict.waiting, 'entry waits', 'entries wait')} for a seal, the oldest for {_span(age)}."
    if age <= GRACE:
        return f"{waits} Until then nobody could prove that it was changed."
    return f"{waits} That is long: is a worker running? If one is, somebody may have deleted the newest links."


def _anchored(anchors: tuple[Anchor, ...], path: Path | None) -> str:
    if anchors:
        return f"Compared with {_many(len(anchors), 'anchor', 'anchors')} from outside the database."
    missing = f"{path} holds no anchor. " if path else ""
    return (
        f"{missing}Compared with nothing from outside the database: an end that was cut off, or a chain made anew, "
        "would not show. Set AUDIT_ANCHOR, or keep what `audit head` prints and give it back with --head."
    )


def _conclusion(findings: tuple[Finding, ...], unnamed: int) -> list[str]:
    if not findings:
        return ["The chain is whole."]
    more = [f"…and {unnamed} more."] if unnamed else []
    return [*(f"BROKEN: {finding}" for finding in findings), *more, CALL]


def _many(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"


def _span(age: timedelta) -> str:
    minutes = age // timedelta(minutes=1)
    if minutes < 2 * 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 2 * 24 * 60 else f"{age.days} days"
