"""Expected refusals and lost storage. Everything else is a bug."""

from messages.views import View


class Refused(Exception):
    """An expected no, which carries the text that the person gets.

    Raised in an action; the desk undoes what the action wrote, keeps an audit entry and shows the view.
    """

    def __init__(self, view: View) -> None:
        super().__init__(type(view).__name__)
        self.view = view


class StorageDown(Exception):
    """The database cannot be reached or written now: nothing was done, and the same update may come again."""
