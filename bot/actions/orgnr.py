"""Whether a Swedish organisation number can be right. It is doubted here, never corrected."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from stdnum.se import orgnr as standard

DIGITS = 10
FEW = 3
OTHER_FORM = {"16": 12, "SE": 14}  # prefix of the same number in twelve digits, or as a VAT number: its length


class Fault(StrEnum):
    """Why a number is doubted; the first word of `Organisation.orgnr_note`."""

    TOO_MANY_DIGITS = "too-many-digits"
    TOO_FEW_DIGITS = "too-few-digits"
    OTHER_CHARACTERS = "other-characters"
    CHECK_DIGIT = "check-digit"
    PERSONAL_NUMBER = "personal-number"


@dataclass(frozen=True)
class Doubt:
    """Why a number is doubted, and the few readings that would pass; none where there are many, or no likely one."""

    fault: Fault
    readings: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """The same for `Organisation.orgnr_note`: `too-many-digits` or `too-many-digits:802012-1581`."""
        return f"{self.fault}:{','.join(self.readings)}" if self.readings else str(self.fault)

    @classmethod
    def from_note(cls, note: str) -> "Doubt":
        """The doubt that `note` holds.

        Raises:
            ValueError: nothing of ours wrote `note`.
        """
        fault, _, readings = note.partition(":")
        return cls(Fault(fault), tuple(filter(None, readings.split(","))))


def doubt(written: str) -> Doubt | None:
    """Why the organisation number `written` cannot be right as it stands; nothing where it passes its check."""
    digits = _compact(written)
    if standard.is_valid(digits):
        return Doubt(Fault.PERSONAL_NUMBER) if _is_personal(digits) else None
    other_form = _from_other_form(digits)
    if not (digits.isascii() and digits.isdigit()):
        return Doubt(Fault.OTHER_CHARACTERS, other_form)
    if len(digits) > DIGITS:
        return Doubt(Fault.TOO_MANY_DIGITS, other_form or _with_a_digit_less(digits))
    return Doubt(Fault.TOO_FEW_DIGITS if len(digits) < DIGITS else Fault.CHECK_DIGIT)


def explain(written: str, doubted: Doubt) -> str:
    """In plain words for a report: why the number `written` is doubted, and what it may stand for."""
    digits = sum(character.isdigit() for character in _compact(written))
    why = {
        Fault.TOO_MANY_DIGITS: f"it has {digits} digits, and an organisation number has {DIGITS}",
        Fault.TOO_FEW_DIGITS: f"it has {digits} digit{'s' * (digits != 1)}, and an organisation number has {DIGITS}",
        Fault.OTHER_CHARACTERS: "it holds other characters than digits",
        Fault.CHECK_DIGIT: "its last digit, the check digit, does not match the others",
        Fault.PERSONAL_NUMBER: "it may be a person's number: the third digit of an organisation number is 2 or more",
    }[doubted.fault]
    return f"{why}; {_suggestion(doubted)}"


def _suggestion(doubted: Doubt) -> str:
    if len(doubted.readings) == 1:
        return f"likely reading: {doubted.readings[0]}"
    if doubted.readings:
        return f"possible readings: {', '.join(doubted.readings)}"
    if doubted.fault in (Fault.TOO_FEW_DIGITS, Fault.CHECK_DIGIT):
        return "several readings are possible, so none is suggested"
    return "no reading suggests itself"


def _compact(written: str) -> str:
    return str(standard.compact(written))


def _is_personal(digits: str) -> bool:
    return digits[2] < "2"  # a month where an organisation number has at least 20


def _from_other_form(digits: str) -> tuple[str, ...]:
    for prefix, length in OTHER_FORM.items():
        if digits.startswith(prefix) and len(digits) == length:
            start = len(prefix)
            return _passing([digits[start : start + DIGITS]])
    return ()


def _with_a_digit_less(digits: str) -> tuple[str, ...]:
    if len(digits) != DIGITS + 1:
        return ()
    found = _passing(digits[:place] + digits[place + 1 :] for place in range(len(digits)))
    return found if len(found) <= FEW else ()


def _passing(candidates: Iterable[str]) -> tuple[str, ...]:
    unique = dict.fromkeys(candidates)
    return tuple(standard.format(number) for number in unique if standard.is_valid(number) and not _is_personal(number))
