"""The words of a document, in the language of whoever takes it out. Days and moments with their year."""

from dataclasses import dataclass
from datetime import date, datetime

from messages import Value, Word, formats, label
from messages.room.render import word, words


@dataclass(frozen=True)
class Tongue:
    """Swedish or English."""

    language: str

    def say(self, key: str, **values: Value) -> str:
        """An entry of the room's words, with `values` filled in."""
        return word(key, self.language, **{name: self.show(value) for name, value in values.items()})

    def show(self, value: Value) -> str:
        """A plain value as it is read."""
        if isinstance(value, Word):
            return label(value.key, self.language)
        if isinstance(value, datetime):
            day = value.astimezone(formats.STOCKHOLM).date()
            return f"{formats.long_date(day, self.language)}, {formats.clock(value, self.language)}"
        if isinstance(value, date):
            return formats.long_date(value, self.language)
        return "" if value is None else str(value)

    def act(self, act: str) -> str:
        """What the audit calls `act`, in words; the act itself where there are none."""
        for table in ("trace", "read"):
            if f"{table}.{act}" in words(self.language):
                return self.say(f"{table}.{act}")
        return act
