"""Digits as people's keyboards give them."""

import unicodedata


def plain(typed: str, length: int) -> str | None:
    """`typed` as exactly `length` ASCII digits, or None if it is anything else.

    A decimal digit of any script counts (full-width, Arabic-Indic …: Unicode category Nd), since the same key gives
    different ones on different keyboards. Superscripts and circled digits do not: no keypad gives them.
    """
    if len(typed) != length:
        return None
    values = [unicodedata.decimal(character, None) for character in typed]
    if None in values:
        return None
    return "".join(str(value) for value in values)
