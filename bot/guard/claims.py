"""What says by its grouping that it is something else than a person's number: dates, times, money, accounts, cases."""

import re
from dataclasses import dataclass

from bot.guard.phone import Phone, phones
from bot.guard.spans import Spans

DATE = re.compile(
    r"(?<![\d.])(?:19|20)\d\d([-./])(?:0\d|1[0-2])\1[0-3]\d(?!\d)"
    r"|(?<![\d./-])[0-3]?\d[./-][01]?\d[./ -](?:19|20)\d\d(?!\d)"
)
TIME = re.compile(r"(?<![\d:.+/-])(?:[01]?\d|2[0-4])[:.][0-5]\d(?::[0-5]\d)?(?![\d:.]\d|\d)")
HOURS = re.compile(r"(?<=\d\d[-/.]\d\d[ ])(?:[01]\d|2[0-4]) ?- ?(?:[01]\d|2[0-4])(?!\d|[.:-]\d)")
MONEY = re.compile(
    r"(?<!\d)\d{1,3}(?:[ .]\d{3}){1,4}(?!\d)(?:[,.:]\d\d(?!\d))?"
    r"(?::-| ?(?:kr\b|kronor\b|sek\b|tkr\b|mkr\b|eur\b|euro\b|€))"
    r"|(?:\bsek|\beur|€|\bkr) ?\d{1,3}(?:[ .]\d{3}){1,4}(?:[,.]\d\d)?(?!\d)"
    r"|(?<!\d)\d{1,3}(?: \d{3}){1,4},\d\d(?!\d)",
    re.IGNORECASE,
)
ORGANISATION = re.compile(r"(?<!\d)(?:16)?\d\d[2-9]\d{3}[- ]\d{4}(?!\d)")
REFERRAL = re.compile(r"(?<!\w)R[-_][2-9A-Y]{5,7}(?!\w)", re.IGNORECASE)
CASE = re.compile(
    r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){1,4}-\d{1,6}/(?:19|20)?\d\d(?!\d)"
    r"|(?<![\d/.-])(?:19|20)\d\d/\d{1,6}(?:-\d{1,3})?(?![\d/-])"
    r"|\b(?:dnr|diarienr|diarienummer|ärende|ärendenr|ärendenummer|mål ?nr|mål|beslut)[ :.]{1,3}(?:[^\W\d_]{1,6}[ -])?"
    r"\d[\d ./-]{3,20}\d",
    re.IGNORECASE,
)
ACCOUNT = re.compile(
    r"(?<![^\W\d_])[A-Z]{2}\d\d(?: ?\d{4}){4,6}(?: ?\d{1,3})?(?!\d)|(?<!\d)\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?!\d)"
)


@dataclass(frozen=True)
class Claims:
    """What the stretches of a plain text say that they are.

    Attributes:
        dates: days with their century; a number may begin with one and not cross its bounds.
        others: times, money, organisation numbers: they hold against odd groupings only.
        files: accounts, case numbers and codes of referrals: they hold against every grouping.
        phones: the telephone numbers.
    """

    dates: Spans
    others: Spans
    files: Spans
    phones: tuple[Phone, ...]


def claims(text: str) -> Claims:
    """What the stretches of the plain `text` say that they are."""
    others = [found.span() for pattern in (TIME, HOURS, MONEY, ORGANISATION) for found in pattern.finditer(text)]
    files = [found.span() for pattern in (CASE, ACCOUNT, REFERRAL) for found in pattern.finditer(text)]
    return Claims(Spans(found.span() for found in DATE.finditer(text)), Spans(others), Spans(files), phones(text))
