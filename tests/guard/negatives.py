"""What stands in referrals and is no person's number."""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise

from stdnum import luhn

from bot.actions.codes import ALPHABET

Negative = Callable[[random.Random], str]

MOBILE_FORMS = (
    "{0}-{1} {2} {3}", "{0} {1} {2} {3}", "{0}{1}{2}{3}", "{0}-{1}{2}{3}", "{0} {1}{2}{3}", "{0}/{1} {2} {3}",
    "{0}.{1}.{2}.{3}", "{0}-{1}-{2}-{3}", "({0}) {1} {2} {3}", "{0}–{1} {2} {3}", "+46 (0){4}-{1} {2} {3}",
    "+46{4}{1}{2}{3}", "+46 {4} {1} {2} {3}", "+46 {4}-{1} {2} {3}", "0046 {4} {1} {2} {3}", "0046{4}{1}{2}{3}",
)  # fmt: skip
AREAS = (
    "08",
    "08",
    "018",
    "019",
    "021",
    "013",
    "011",
    "031",
    "040",
    "090",
    "0140",
    "0171",
    "0411",
    "0480",
    "0650",
    "0910",
)
WORDS = ("Mötet", "Vi ses", "Start", "Senast", "Öppet")
IBAN_SPACED = 4


def mobile(dice: random.Random) -> str:
    prefix = "07" + dice.choice("02369")
    parts = (prefix, _digits(dice, 3), _digits(dice, 2), _digits(dice, 2), prefix[1:])
    return dice.choice(MOBILE_FORMS).format(*parts)


def four_first_mobile(dice: random.Random) -> str:
    digits = "07" + dice.choice("02369") + _digits(dice, 7)
    form = dice.choice(("{0}-{1} {2} {3}", "{0} {1} {2} {3}", "{0}-{1}{2}{3}", "{0} {1}{2}{3}"))
    return form.format(digits[:4], digits[4:6], digits[6:8], digits[8:])


def landline(dice: random.Random) -> str:
    area = dice.choice(AREAS)
    rest = dice.choice("23456789") + _digits(dice, dice.randint(4, 9 - len(area)))
    groups = {5: (3, 2), 6: (2, 2, 2), 7: (3, 2, 2), 8: (3, 3, 2)}[len(rest)]
    places = [sum(groups[:index]) for index in range(len(groups) + 1)]
    parts = [rest[start:end] for start, end in pairwise(places)]
    spaced = " ".join(parts)
    return dice.choice(
        (f"{area}-{spaced}", f"{area} {spaced}", f"{area}-{rest}", f"+46 {area[1:]} {spaced}", f"({area}) {spaced}")
    )


def organisation(dice: random.Random) -> str:
    nine = dice.choice("256789") + _digits(dice, 1) + dice.choice("23456789") + _digits(dice, 6)
    number = nine + luhn.calc_check_digit(nine)
    six, four = number[:6], number[6:]
    return dice.choice(
        (
            f"{six}-{four}",
            number,
            f"16{six}-{four}",
            f"16{number}",
            f"{six} {four}",
            f"SE{number}01",
            f"org.nr {six}-{four}",
        )
    )


def giro(dice: random.Random) -> str:
    return dice.choice((
        f"bg {_digits(dice, 3)}-{_digits(dice, 4)}", f"bankgiro {_digits(dice, 4)}-{_digits(dice, 4)}",
        f"pg {_digits(dice, 2)} {_digits(dice, 2)} {_digits(dice, 2)}-{_digits(dice, 1)}",
        f"plusgiro {_digits(dice, 1)} {_digits(dice, 2)} {_digits(dice, 2)}-{_digits(dice, 1)}",
        f"{_digits(dice, 4)}-{_digits(dice, 4)} och {_digits(dice, 3)}-{_digits(dice, 4)}",
    ))  # fmt: skip


def day_and_time(dice: random.Random) -> str:
    start, end = _moment(dice), _moment(dice)
    word = dice.choice(WORDS)
    return dice.choice((
        f"{word} {start:%Y-%m-%d %H:%M}", f"{word} {start:%Y-%m-%d} kl {start:%H.%M}", f"{start:%Y-%m-%dT%H:%M:%S}",
        f"{start:%Y-%m-%d %H:%M}-{end:%H:%M}", f"{start:%Y-%m-%d}--{end:%Y-%m-%d}",
        f"{start:%Y-%m-%d} - {end:%Y-%m-%d}",
        f"{start:%Y-%m-%d}, {end:%Y-%m-%d}", f"{start.day}/{start.month} {start:%H:%M}-{end:%H:%M}",
        f"{start.day}/{start.month}-{start:%Y} {start:%H.%M}", f"{start:%Y-%m-%d %H.%M}", f"{start:%Y%m%d}",
        f"{start:%y%m%d}",
        f"{start:%Y%m%d %H:%M}", f"{start:%y%m%d %H:%M}", f"{start:%H:%M} {start:%Y-%m-%d}", f"{start:%d.%m.%Y %H:%M}",
        f"{start:%Y-%m-%d}/{end:%Y-%m-%d}", f"{start:%H.%M}-{end:%H.%M}, {start:%H.%M}-{end:%H.%M}",
        f"{start:%Y-%m-%d %H}-{end:%H}", f"{start:%Y-%m-%d %H:%M:%S}", f"{start:%Y-%m-%d %H:%M} {end:%Y-%m-%d %H:%M}",
        f"{start:%d/%m/%Y %H:%M}", f"v. {start:%V} {start:%Y}, kl {start:%H.%M}", f"{start:%Y%m%d}-{end:%Y%m%d}",
    ))  # fmt: skip


def amount(dice: random.Random) -> str:
    number = dice.randrange(1, 10 ** dice.randint(3, 10))
    spaced = f"{number:,}".replace(",", dice.choice((" ", "\u00a0", ".")))
    return dice.choice((
        f"{spaced},{_digits(dice, 2)} kr", f"{spaced} kr", f"{spaced}:-", f"{spaced} SEK", f"SEK {spaced},00",
        f"{spaced} kronor", f"{number} kr", f"{spaced} av {number} kr", f"{spaced},{_digits(dice, 2)}",
    ))  # fmt: skip


def case(dice: random.Random) -> str:
    year = dice.randint(2001, 2026)
    return dice.choice((
        f"dnr EÅV {year}/{dice.randint(1, 9999)}", f"{_case_plan(dice)}-{dice.randint(1, 99999)}/{year}",
        f"dnr {year}/{_digits(dice, 6)}", f"Dnr: {_case_plan(dice)}-{_digits(dice, 3)}/{year}",
        f"mål nr B {_digits(dice, 4)}-{year % 100}",
        f"KS {year}/{dice.randint(1, 9999)}-{dice.randint(1, 99)}", f"ärende {year}-{_digits(dice, 6)}",
        f"SFS {year}:{_digits(dice, 3)}",
    ))  # fmt: skip


def code(dice: random.Random) -> str:
    return (
        "R-"
        + "".join(dice.choices(ALPHABET, k=dice.choice((5, 7))))
        + dice.choice(("", " 2022-10-03", ", 3 oktober 2022"))
    )


def postcode(dice: random.Random) -> str:
    five = dice.choice("123456789") + _digits(dice, 4)
    return dice.choice((
        f"Storgatan {dice.randint(1, 99)}, {five[:3]} {five[3:]} Enskede", f"{five} Uppsala",
        f"SE-{five[:3]} {five[3:]} Årsta",
        f"Box {dice.randint(1, 999)}, {five[:3]} {five[3:]} Johanneshov",
        f"{five[:3]} {five[3:]} FARSTA, lgh {dice.randint(1001, 1999)}",
    ))  # fmt: skip


def iban(dice: random.Random) -> str:
    basic = _digits(dice, 20)
    check = 98 - int(basic + "281400") % 97
    number = f"SE{check:02}{basic}"
    spaced = " ".join(number[place : place + IBAN_SPACED] for place in range(0, len(number), IBAN_SPACED))
    return dice.choice(
        (
            number,
            spaced,
            f"clearing {_digits(dice, 4)}, konto {_digits(dice, 7)}",
            f"konto {_digits(dice, 4)}-{_digits(dice, 7)}",
        )
    )


def card(dice: random.Random) -> str:
    fifteen = dice.choice("45") + _digits(dice, 14)
    number = fifteen + luhn.calc_check_digit(fifteen)
    return dice.choice((number, " ".join(number[place : place + 4] for place in range(0, 16, 4))))


def _case_plan(dice: random.Random) -> str:
    return ".".join(str(dice.randint(1, 9)) for _ in range(dice.randint(2, 3)))


def _moment(dice: random.Random) -> datetime:
    day = date(2001, 1, 1) + timedelta(days=dice.randrange(9500))
    return datetime.combine(day, datetime.min.time()).replace(
        hour=dice.randint(7, 20), minute=dice.choice(range(0, 60, 5))
    )


def _digits(dice: random.Random, count: int) -> str:
    return "".join(dice.choices("0123456789", k=count))


NEGATIVES: dict[str, Negative] = {
    "mobile phones": mobile,
    "mobile phones, four digits first": four_first_mobile,
    "landlines": landline,
    "organisation numbers": organisation,
    "bankgiro and plusgiro": giro,
    "days and times": day_and_time,
    "amounts": amount,
    "case numbers": case,
    "codes of referrals": code,
    "postcodes": postcode,
    "IBAN and accounts": iban,
    "cards": card,
}
