"""Everything that a manager may see of the board's agreements, as an Excel workbook."""

from bot.documents.workbook.draw import MEDIA_TYPE, draw
from bot.documents.workbook.gather import gather
from bot.documents.workbook.sheet import Sheet

__all__ = ["MEDIA_TYPE", "Sheet", "draw", "gather"]
