"""Secrets with a mark that nothing else holds, in many forms, and the search for it in any encoding."""

import base64
import random
import re
from collections.abc import Iterator
from urllib.parse import quote

MARK = "kvxzanarieqw"
MARKS = (MARK, MARK.upper(), MARK.capitalize())
FORMS = (
    "{}", "Han heter {} Testsson", "811228-9874 {}", "{} 070-174 06 05", "<b>{}</b> & <script>", "Åsa {} Öberg å̈",
    "\u202e{}\u202c", "{}\n\nrad två\trad tre", "'; DROP TABLE member; -- {}", "{{{{ {} }}}} %s %(a)s", "🙂{}👩‍👩‍👧",
    "bor på Påhittsgatan 12 {}", "{}@example.com", "R-7K3QX {}",
)  # fmt: skip


def secrets(count: int, dice: random.Random) -> Iterator[str]:
    """`count` texts, each with the mark and a number of its own, in turn in every form."""
    for number in range(count):
        token = f"{MARK}{number:05d}{dice.getrandbits(32):08x}"
        yield FORMS[number % len(FORMS)].format(token)


def found_in(content: bytes) -> dict[str, int]:
    """How often the mark stands in `content`, by encoding; nothing where it does not.

    UTF-8 covers what leaves ASCII letters alone: percent-encoding, JSON, HTML, quoted-printable, Latin-1.
    """
    counts = {name: len(pattern.findall(content)) for name, pattern in PATTERNS.items()}
    return {name: count for name, count in counts.items() if count}


def spellings(text: str) -> dict[str, bytes]:
    """`text` in every encoding that is looked for."""
    plain = text.encode()
    return {
        "utf-8": plain,
        "utf-16-le": text.encode("utf-16-le"),
        "utf-16-be": text.encode("utf-16-be"),
        "percent": quote(text).encode(),
        "hex": plain.hex().encode(),
        "base64 0": base64.b64encode(plain),
        "base64 1": base64.b64encode(b"x" + plain),
        "base64 2": base64.b64encode(b"xx" + plain),
    }


def _patterns() -> dict[str, re.Pattern[bytes]]:
    patterns = {
        "utf-8": re.escape(MARK.encode()),
        "utf-16": re.escape(MARK.encode("utf-16-le")[:-1]),
        "hex": b"|".join(mark.encode().hex().encode() for mark in MARKS),
    }
    found = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in patterns.items()}
    return found | {f"base64 {shift}": _in_base64(shift) for shift in range(3)}


def _in_base64(shift: int) -> re.Pattern[bytes]:
    """What of the mark's base64 is the same whatever stands before and after it, in small and in capital letters."""
    spelled = []
    for mark in MARKS:
        whole = base64.b64encode(b"\0" * shift + mark.encode()).rstrip(b"=")
        spelled.append(re.escape(whole[-(-shift * 8 // 6) : (shift + len(mark)) * 8 // 6]))
    return re.compile(b"|".join(spelled))


PATTERNS = _patterns()
