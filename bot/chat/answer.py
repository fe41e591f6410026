"""An answer: what is to be said to the person in front of us, once the transaction stands."""

from dataclasses import dataclass

from bot import guard
from bot.cards.card import Card, Row
from bot.chat.incoming import Incoming, Kind
from messages import Word, views
from messages.views import View
from models import Role


@dataclass(frozen=True)
class Answer:
    """What is to be said once the transaction stands: to whom, in which language, instead of which message."""

    card: Card | None = None
    refusal: View | None = None
    language: str = "sv"
    delete: bool = False
    explain: bool = False
    """Whether what is deleted may have been words about somebody, so that it must be said what that means."""
    found: frozenset[str] = frozenset()
    """What the guard saw in it: kinds, never what it said."""
    room: tuple[Row, ...] = ()
    """Where it can be written instead."""
    member_id: int | None = None
    anew: bool = False
    """Whether the card is sent as a message of its own, since the one that was tapped must soon go."""
    leave: bool = False
    new_commands: bool = False
    role: Role | None = None
    outcome: str = "served"
    """For the figures: `repeated`, where it came before; `bug`."""
    stranger: bool = False

    def takes_place_of(self, incoming: Incoming) -> tuple[int, int] | None:
        """The message, as person and number, that becomes the card, where the answer is nothing else."""
        alone = not (self.refusal or self.delete or self.anew or self.new_commands or self.explain)
        if incoming.kind is Kind.TAP and incoming.message_id and alone and self.card and self.card.takes_place:
            return incoming.telegram_id, incoming.message_id
        return None

    def texts(self, *, deleted: bool) -> list[View]:
        """What is said besides a card: a refusal, or why words were taken away.

        Args:
            deleted: whether what was typed is gone.
        """
        if isinstance(self.refusal, views.CommandUnread):
            return [views.CommandUnread(self.refusal.example, deleted)]
        said: list[View] = [self.refusal] if self.refusal else []
        if not self.explain:
            return said
        return [*said, views.WordsDeleted(deleted, _kinds(self.found), room=bool(self.room))]


def _kinds(found: frozenset[str]) -> tuple[Word, ...]:
    return tuple(Word(f"found.{kind.value}") for kind in guard.Kind if kind.value in found)
