"""The kinds of notes as people type them behind a code: `kom`, `kom inte`, `took part`, in either language."""

from bot.errors import Refused
from messages import label, views
from messages.render import LANGUAGES
from models import NoteKind

EXAMPLE = "/anteckning R-7K3QX kom igår"


def read_kind(words: list[str]) -> tuple[NoteKind, list[str]]:
    """The kind that `words` begin with, the longest that fits, and the words after it.

    Raises:
        Refused: they begin with none.
    """
    typed = [word.casefold() for word in words]
    for name, kind in sorted(_names().items(), key=lambda entry: -len(entry[0])):
        if tuple(typed[: len(name)]) == name:
            return kind, words[len(name) :]
    raise Refused(views.CommandUnread(EXAMPLE, deleted=True))


def _names() -> dict[tuple[str, ...], NoteKind]:
    return {
        tuple(label(f"note.{kind}", language).casefold().split()): kind for kind in NoteKind for language in LANGUAGES
    }
