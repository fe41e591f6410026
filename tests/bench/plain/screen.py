"""What a step shows: a title, its buttons, and whom it owes a notice; each framework says it in its own way."""

from dataclasses import dataclass

Key = tuple[str, str]
"""Its words, and its data."""
TEXT = "<b>{}</b>\nInget är skickat än. Inga namn, inga uppgifter om hälsa: bara en kod. Personen själv bestämmer."


@dataclass(frozen=True)
class Screen:
    """A message; `notices` are the ids of those that are to be said now."""

    title: str
    rows: tuple[tuple[Key, ...], ...]
    notices: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """As long as the product's own, about."""
        return TEXT.format(self.title)


@dataclass(frozen=True)
class Message:
    """A screen for somebody else."""

    chat_id: int
    screen: Screen


def screen(title: str, *rows: list[Key], notices: tuple[int, ...] = ()) -> Screen:
    """A screen with these rows of buttons."""
    return Screen(title, tuple(tuple(row) for row in rows), notices)


def column(keys: list[Key]) -> list[list[Key]]:
    """Each button in a row of its own."""
    return [[key] for key in keys]
