"""What every view is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class View:
    """A text to a person: plain values, no rows. Subclasses name what their template shows."""
