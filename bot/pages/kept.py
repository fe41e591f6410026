"""Forms that could not be saved when they were sent."""

from bot import kept_forms
from bot.turn import Turn
from messages.room.pages import KeptFormShown, KeptPage

MACHINE = frozenset(
    {
        *("form", "seen", "version", "revision", "choice", "then", "do"),
        *("kind", "instance", "role", "decision", "verdict", "answer", "attainment", "gives_mandate"),
        *("party", "member", "line", "other", "back", "volunteers"),
    }
)
"""Fields that say something to the page alone, and what was chosen rather than written."""


def page(turn: Turn) -> KeptPage:
    """All of the reader's, with what they wrote."""
    return KeptPage(
        tuple(
            KeptFormShown(
                one.path,
                one.kept_at,
                tuple(one.fields.items()),
                tuple(value for name, value in one.fields.items() if name not in MACHINE and value.strip()),
            )
            for one in kept_forms.of(turn)
        )
    )
