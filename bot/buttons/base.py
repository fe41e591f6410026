"""What every button is."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Button:
    """What every button is. A subclass names its fields: whole numbers, truth values, days and short words."""

    known: ClassVar[dict[str, type["Button"]]] = {}
    code: ClassVar[str]

    def __init_subclass__(cls, code: str = "") -> None:
        if code:
            assert code not in Button.known, f"two buttons have the code {code}"
            cls.code = code
            Button.known[code] = cls


@dataclass(frozen=True)
class AboutReferral(Button):
    """A button about one referral."""

    referral: int


@dataclass(frozen=True)
class OfDraft(Button):
    """A button of an open draft."""

    draft: int


@dataclass(frozen=True)
class OfAgreement(Button):
    """A button about one agreement."""

    agreement: int
