"""What a partnership's agreements say of themselves, as text with a mark of where it comes from."""

from dataclasses import dataclass
from typing import Any

from bot.agreements import agreement_facts
from messages.documents import say
from models import Agreement

IN_ENGLISH = frozenset({"need_facts", "need_source", "extension_note", "in_kind_not_counted", "works_with"})
"""Facts without a language in their name that sources were read into in English."""


def missing() -> str:
    """What stands where nothing is known."""
    return say("word.missing")


def marked(text: str, mark: str) -> str:
    """`text` with how it is known, as `[U]`."""
    return f"{text}\u00a0{say(f'mark.{mark}')}"


@dataclass(frozen=True)
class Facts:
    """The facts of agreements, the one that counts first on top."""

    agreements: tuple[Agreement, ...]

    def value(self, key: str) -> Any:  # noqa: ANN401 - whatever a source can hold
        """What the first agreement that says anything under `key` says; nothing where none does."""
        said = (agreement_facts.fact(one, key) for one in self.agreements)
        return next((value for value in said if value is not None), None)

    def mark(self, key: str) -> str:
        """Whether that is a source's word (`source`) or the board's, written in the room (`room`)."""
        one = next((one for one in self.agreements if agreement_facts.fact(one, key) is not None), None)
        return "room" if one and one.room_facts and one.room_facts.get(key) is not None else "source"

    def text(self, *keys: str) -> str | None:
        """The text under the first of `keys` that says anything, marked; nothing where none does, or it says none."""
        for key in keys:
            said = self._plain(key)
            if said is not None:
                return self._cited(key, said) if said else None
        return None

    def lines(self, key: str) -> tuple[str, ...]:
        """A source's list, an entry each, marked."""
        said = self.value(key)
        entries = said if isinstance(said, list) else [said] if isinstance(said, str) and said else []
        return tuple(marked(str(entry), self.mark(key)) for entry in entries)

    def is_none(self, key: str) -> bool:
        """Whether it is known that there is none."""
        return bool(self.value(key) == "")

    def is_english(self, key: str) -> bool:
        """Whether a source's text stands under `key`, and stands in English."""
        in_english = key in IN_ENGLISH or key.endswith("_en")
        return in_english and bool(self._plain(key)) and self.mark(key) == "source"

    def count(self, key: str) -> int | None:
        """A source's whole number; nothing where it says none."""
        said = self.value(key)
        return said if isinstance(said, int) and not isinstance(said, bool) else None

    def _plain(self, key: str) -> str | None:
        said = self.value(key)
        if isinstance(said, list):
            return "\n".join(map(str, said))
        return said if isinstance(said, str) else None

    def _cited(self, key: str, said: str) -> str:
        text = f"{said} {say('word.english')}" if self.is_english(key) else said
        return marked(text, self.mark(key))
