"""What in a text tells who a person is: found, masked, told by line and column. Knows no rows, chat or network."""

from bot.guard.finding import find, lines, mask
from bot.guard.kinds import Hit, Kind

__all__ = ["Hit", "Kind", "find", "lines", "mask"]
