"""The word before a number that says what it is. A mask is no label: nothing in brackets counts."""

import re

BEFORE = 48
IDENTITY = re.compile(
    r"(?:person-?(?:nummer|numret|nr|id)|\bp\.?-?nr|samordnings-?(?:nummer|numret|nr)|\bsam-?nr|interims?-?(?:nummer|nr)"
    r"|\bssn|\bid-?(?:nummer|nr)|födelse-?(?:nummer|nr|data))(?:\s+(?:är|var|till|på|för|hennes|hans)){0,2}[\s:.=(#-]{0,4}",
    re.IGNORECASE,
)
PHONE = re.compile(
    r"(?:\btel(?:efon)?(?:-?(?:nummer|numret|nr))?|\btfn|\bmobil(?:en|-?(?:nummer|numret|nr))?|\bmob|\bsms:?a?|\bring(?:a|er)?"
    r"|\bnås|\bfax|\bväxeln?|\btelefontid)(?:\s+(?:mig|henne|honom|dem|oss|är|på|till|nr|mob(?:il)?)){0,2}[\s:.=(]{0,4}",
    re.IGNORECASE,
)


def says_identity(text: str, start: int) -> bool:
    """Whether the words before `start` say that a person's number follows."""
    return _says(IDENTITY, text, start)


def says_phone(text: str, start: int) -> bool:
    """Whether the words before `start` say that a telephone number follows."""
    return _says(PHONE, text, start)


def _says(label: re.Pattern[str], text: str, start: int) -> bool:
    before = text[max(0, start - BEFORE) : start]
    return any(found.end() == len(before) for found in label.finditer(before))
