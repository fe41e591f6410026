"""What each kind of notice says, from the rows as they are now; or nothing any more."""

from bot.notices.table import card_for

__all__ = ["card_for"]
