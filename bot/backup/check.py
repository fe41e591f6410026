"""What the doctor says of backups."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.backup import claims, keys
from bot.backup.keys import BadKey
from bot.clock import local

Said = tuple[str, bool]
"""What was found, and whether it is bad."""
LATE = timedelta(days=2)
LATE_SAID = (
    "The newest verified backup is of {newest:%Y-%m-%d %H:%M}: is a worker running, and is there room in "
    "BACKUP_FOLDER? The log says why, at the word `backup`."
)
HOW = "`python -m bot backup keys` makes a key; put its first line into BACKUP_RECIPIENTS and start the bot again."


def of_settings(recipients: str) -> Iterator[Said]:
    """Whether backups are taken at all, and to how many keys they are encrypted."""
    try:
        count = len(keys.recipients(recipients))
    except BadKey as wrong:
        yield f"No backups can be taken: {wrong}.", True
        return
    if not count:
        yield f"No backups are taken, BACKUP_RECIPIENTS is not set. {HOW}", True
    else:
        whom = "one key" if count == 1 else f"{count} keys"
        yield (
            f"Backups are encrypted to {whom}. Try every quarter whether they open: `python -m bot restore --drill`.",
            False,
        )


def of_rows(session: Session, recipients: str, now: datetime) -> Iterator[Said]:
    """When the newest backup was written and verified; `now` is aware."""
    if not recipients:
        return
    newest = claims.newest(session)
    finished = newest.finished_at if newest else None
    if finished is None:
        yield "No scheduled backup has been taken yet: it is, ten minutes after a start at the latest.", False
    elif now - finished > LATE:
        yield LATE_SAID.format(newest=local(finished)), True
    else:
        yield f"The newest backup was taken and verified on {local(finished):%Y-%m-%d %H:%M}.", False
