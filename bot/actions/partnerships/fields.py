"""Reading an entry key by key, so that everything that is wrong with it is said at once."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

from bot.actions.partnerships.findings import safe, show
from bot.actions.partnerships.values import Misread, Unfit

T = TypeVar("T")


class Fields:
    """The values of an entry or of a table inside it. What is wrong collects in `wrong`, what is only odd in `odd`."""

    def __init__(
        self,
        values: Mapping[str, Any],
        headings: Mapping[str, str],
        above: "Fields | None" = None,
        prefix: str = "",
    ) -> None:
        self.wrong: list[str] = above.wrong if above else []
        self.odd: list[str] = above.odd if above else []
        self._values = values
        self._headings = headings
        self._prefix = prefix
        self._known: list[str] = []

    def required(self, key: str, reader: Callable[[Any], T]) -> T | None:
        """The value of `key` as `reader` reads it; nothing, and a word in `wrong`, where it is missing or unfit."""
        if key not in self._values:
            self._known.append(key)
            self.wrong.append(f"{self.called(key)} is missing")
            return None
        return self.optional(key, reader, None)

    def optional(self, key: str, reader: Callable[[Any], T], default: T) -> T:
        """The value of `key` as `reader` reads it; `default` where it is missing, or unfit (with a word in `wrong`)."""
        self._known.append(key)
        return self._read(key, reader, default)

    def beside(self, key: str, reader: Callable[[Any], T], default: T) -> T:
        """As `optional`, of a key that also stays among the rest; what cannot be read at all is said there."""
        return default if isinstance(self._values.get(key), Misread) else self._read(key, reader, default)

    def _read(self, key: str, reader: Callable[[Any], T], default: T) -> T:
        if key not in self._values:
            return default
        try:
            return reader(_legible(self._values[key]))
        except Unfit as unfit:
            self.wrong.append(f"{self.called(key)} {unfit}")
            return default

    def table(self, key: str) -> "Fields":
        """The table under `key`, empty where it is missing or no table (with a word in `wrong`)."""
        self._known.append(key)
        inside = self._values.get(key, {})
        if not isinstance(inside, dict):
            self.wrong.append(f"{self._prefix}{key} must be a table of keys and values, not {show(inside)}")
            inside = {}
        return Fields(inside, self._headings, self, f"{self._prefix}{key}.")

    def called(self, key: str) -> str:
        """`key` as the file calls it."""
        path = f"{self._prefix}{key}"
        return show(self._headings[path]) if path in self._headings else path

    def rest(self) -> dict[str, Any]:
        """What no key that was asked for has named."""
        return {key: value for key, value in self._values.items() if key not in self._known}

    def flag_rest(self) -> None:
        """Say of every key that nobody asked for that it is not used."""
        for key in self.rest():
            near = get_close_matches(safe(key), self._known, n=1)
            hint = f'; did you mean "{near[0]}"?' if near else ""
            self.odd.append(f'key "{self._prefix}{safe(key)}" is not known and was not used{hint}')


def _legible(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, Misread):
        raise Unfit(value.reason)
    return value
