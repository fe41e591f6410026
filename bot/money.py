"""Money and hours as people write them, and as they are shown. Money is whole öre, hours are whole minutes."""

import re
from decimal import Decimal

from babel.numbers import format_decimal

from messages.formats import LOCALES

SPACES = "\u00a0\u2007\u2009\u202f"
"""What programs put between thousands: no-break, figure, thin and narrow spaces."""
MINUSES = "\u2212\u2013"
PLAIN = str.maketrans({**dict.fromkeys(SPACES, " "), **dict.fromkeys(MINUSES, "-")})
MOST_DIGITS = 12

CURRENCY = r"(?:sek|kr)\.?\s*"
KRONOR = r"(?P<kronor>0|[1-9][0-9]{0,2}(?P<between>[ .,])[0-9]{3}(?:(?P=between)[0-9]{3})*|[1-9][0-9]*)"
ORE = r"(?:(?(between)(?!(?P=between)))[.,:](?P<ore>[0-9]{1,2}))?"
AMOUNT = re.compile(
    rf"(?:(?P<minus>-\s?)?(?:{CURRENCY})?|{CURRENCY}(?P<inner_minus>-\s?))"
    rf"{KRONOR}{ORE}\s*(?:[:.,]-|kr\.?|kronor|sek)?",
    re.IGNORECASE | re.ASCII,
)
HOURS_WORD = r"(?:h|t|tim|timme|timmar|hours?|hrs?)\.?"
MINUTES_WORD = r"(?:m|min|minuter|minutes?)\.?"
CLOCKED = re.compile(r"([0-9]{1,6}):([0-5][0-9])", re.ASCII)
DECIMAL = re.compile(
    rf"([0-9]{{1,6}}|[1-9][0-9]{{0,2}} [0-9]{{3}})(?:[.,]([0-9]{{1,2}}))?\s*(?:{HOURS_WORD})?", re.ASCII
)
IN_WORDS = re.compile(
    rf"(?:([0-9]{{1,6}})\s*{HOURS_WORD})?(?:(?:\s*(?:och|and|,)?\s*)([0-9]{{1,5}})\s*{MINUTES_WORD})?", re.ASCII
)


def read(text: str) -> int | None:
    """The amount that `text` names, in öre: `125000`, `125 000 kr`, `125.000:-`, `1 250,50`, `SEK 1250.5`, `-500`.

    Three digits after a comma or a point are thousands, one or two are öre: nobody writes tenths of an öre.

    Returns:
        Hundredths of a krona; nothing where it is no amount, or one of more than 12 digits before the öre.
    """
    written = AMOUNT.fullmatch(text.translate(PLAIN).strip())
    if written is None:
        return None
    kronor = re.sub(r"[ .,]", "", written["kronor"])
    if len(kronor) > MOST_DIGITS:
        return None
    amount = int(kronor) * 100 + int((written["ore"] or "").ljust(2, "0"))
    return -amount if written["minus"] or written["inner_minus"] else amount


def show(ore: int, language: str) -> str:
    """`125 000 kr` or `SEK 125,000`; öre only where there are any. `read` reads it again."""
    pattern = "#,##0.00" if ore % 100 else "#,##0"
    number = format_decimal(Decimal(ore).scaleb(-2), format=pattern, locale=LOCALES[language])
    return f"{number}\u00a0kr" if language == "sv" else f"SEK\u00a0{number}"


def read_hours(text: str) -> int | None:
    """The time that `text` names, in minutes: `7`, `7,5`, `7:30`, `7 h 30 min`, `7 tim`, `45 min`.

    Hundredths of an hour become the nearest minute, halves upwards.

    Returns:
        Minutes; nothing where it is no time.
    """
    plain = " ".join(text.translate(PLAIN).lower().split())
    if clocked := CLOCKED.fullmatch(plain):
        return int(clocked[1]) * 60 + int(clocked[2])
    if decimal := DECIMAL.fullmatch(plain):
        hundredths = int((decimal[2] or "").ljust(2, "0"))
        return int(decimal[1].replace(" ", "")) * 60 + (hundredths * 60 + 50) // 100
    words = IN_WORDS.fullmatch(plain)
    if words is None or not plain:
        return None
    return int(words[1] or 0) * 60 + int(words[2] or 0)


def show_hours(minutes: int, language: str) -> str:
    """`7 tim 30 min` or `7 h 30 min`; what is nought is left out. `read_hours` reads it again."""
    hours, rest = divmod(minutes, 60)
    whole = f"{hours}\u00a0{'tim' if language == 'sv' else 'h'}"
    if not rest:
        return whole
    return f"{whole} {rest}\u00a0min" if hours else f"{rest}\u00a0min"
