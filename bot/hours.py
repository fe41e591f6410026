"""An hour of the day, in the forms people write it."""

import re
from datetime import time

WRITTEN = re.compile(
    r"(?:kl(?:ockan)?\.?\s*|at\s+)?(\d{1,2})(?:\s*[:.]\s*(\d{2})|(\d{2}))?\s*(h|am|pm|a\.m\.|p\.m\.)?", re.ASCII
)


def understood(text: str) -> time | None:
    """The hour that `text` names: `14`, `14:00`, `14.30`, `1430`, `kl. 14`, `klockan 14.30`, `2 pm`.

    Returns:
        The hour on a wall clock; nothing where it is none.
    """
    written = WRITTEN.fullmatch(" ".join(text.casefold().split()))
    if written is None:
        return None
    hour, minute = int(written[1]), int(written[2] or written[3] or 0)
    if half := (written[4] or "").strip("h").replace(".", ""):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
