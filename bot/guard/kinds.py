"""What the guard finds, and where."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What was found, the gravest first: where two overlap, the graver names both."""

    IDENTITY = "identity"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"


@dataclass(frozen=True)
class Hit:
    """Something that tells who a person is.

    Attributes:
        kind: what it is.
        start: index of its first character in the text that was searched.
        end: index after its last character.
    """

    kind: Kind
    start: int
    end: int
