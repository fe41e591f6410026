"""Whether digits can be a person's number.

Personnummer: 18 § folkbokföringslagen (1991:481). Samordningsnummer, the day plus 60: Skatteverkets meddelande SKV M
2010:3, section 2, whose example is 701063-2391. Interim numbers, which schools and care give while a person waits for
one, carry a letter in place of the first of the last four and no check digit that all keep to; the letters are those of
https://github.com/personnummer/meta (specification 3.1).
"""

import re
from datetime import date

SHORT, LONG = 10, 12
CENTURIES = {"18", "19", "20"}
MONTHS = {f"{month:02}" for month in range(1, 13)}
DAYS = {f"{day + extra:02}" for day in range(1, 32) for extra in (0, 60)}
COORDINATION = 60
DOUBLED = dict(zip("0123456789", (0, 2, 4, 6, 8, 1, 3, 5, 7, 9), strict=True))
INTERIM_LETTERS = "TRSUWXJKLMN"
INTERIM = re.compile(rf"\d{{6}}[{INTERIM_LETTERS}]\d{{3}}")
LEAP_CENTURY = "20"  # 00-02-29 is a day in 2000 and was none in 1900: without a century it passes


def can_be_identity(digits: str, today: date | None = None) -> bool:
    """Whether `digits` can be the number of a person.

    Args:
        digits: ten or twelve ASCII digits, of which the first of the last four may be an interim letter in upper case.
        today: where given, a twelve-digit number of someone not yet born is none.
    """
    short = digits[-SHORT:]
    if short[2:4] not in MONTHS or short[4:6] not in DAYS:
        return False
    if len(digits) == LONG and digits[:2] not in CENTURIES:
        return False
    if not _is_day(digits, short, today):
        return False
    if short.isdigit():
        return _checks(short)
    return INTERIM.fullmatch(short) is not None


def _is_day(digits: str, short: str, today: date | None) -> bool:
    century = digits[:2] if len(digits) == LONG else LEAP_CENTURY
    try:
        born = date(int(century + short[:2]), int(short[2:4]), int(short[4:6]) % COORDINATION)
    except ValueError:
        return False
    return len(digits) == SHORT or today is None or born <= today


def _checks(ten: str) -> bool:
    """Luhn's sum (ISO/IEC 7812-1 annex B): the first digit and each second after it doubled."""
    return (sum(map(DOUBLED.__getitem__, ten[::2])) + sum(map(int, ten[1::2]))) % 10 == 0
