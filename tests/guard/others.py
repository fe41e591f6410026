"""Telephone numbers, e-mail and street addresses, and what only looks like them."""

import random
from collections.abc import Callable

from bot.guard import Kind
from tests.guard.negatives import (
    amount,
    case,
    code,
    day_and_time,
    four_first_mobile,
    giro,
    landline,
    mobile,
    organisation,
)

NAMES = ("anna", "åsa.öberg", "per-erik", "info", "k.lund77", "fatima_h", "bo+post")
HOSTS = ("uppsala.se", "åre.se", "svenska-kyrkan.se", "gmail.com", "mail.stad.goteborg.se", "skåne.org", "firma.nu")
STREETS = (
    "Storgatan", "storgatan", "Sveavägen", "Götgatan", "Trädgårdsgränd", "Skogsstigen", "Stortorget", "Odenplan",
    "Kyrkbacken",
    "Lindallén", "Norr Mälarstrand", "Stora torget", "Karl Johans gata", "Sergels torg", "Enskede gårds väg",
    "Västra vägen",
    "Sankt Eriksgatan", "Björkslingan", "Hornsbruksgatan", "Ringvägen", "Hötorget", "Vasaplan",
)  # fmt: skip
TOWNS = ("Enskede", "UPPSALA", "Årsta", "Östersund", "Farsta")
WORDS = (
    "på vägen 3 gånger", "gatan 12 gånger", "vårdplan 2", "handlingsplan 3", "Genomförandeplan 1", "halvvägen 2",
    "riksvägen 40",
    "arbetsplatsen 3", "plan 4", "väg 73", "box 3", "vi ses @ torget. Se upp", "@anna_s", "112", "1177", "113 13",
    "90 000",
    "3 barn och 2 vuxna", "10-12 personer", "kl 08.00-16.30", "08:00-12:00", "2022", "100 000", "sid 12 345",
    "lgh 1101",
    "stigen 2", "backen 3 gånger", "torget 10.30", "budgetplan 2023", "aktivitetsplanen 2", "150 000 Personer",
)  # fmt: skip


def _email(dice: random.Random) -> str:
    name, host = dice.choice(NAMES), dice.choice(HOSTS)
    spelled = host.replace(".", " . "), host.replace(".", " punkt ")
    return dice.choice((
        f"{name}@{host}", f"{name}@{host}", f"{name}@{host}".upper(), f"{name} @ {host}", f"{name} (at) {host}",
        f"{name}(a){host}",
        f"{name} @ {spelled[0]}", f"{name} at {spelled[1]}", f"{name} snabel-a {spelled[1]}",
        f"{name}[at]{host.replace('.', '[dot]')}",
        f"{name}\u200b@\u200b{host}", f"{name}＠{host}",
    ))  # fmt: skip


def _address(dice: random.Random) -> str:
    street, number = dice.choice(STREETS), dice.randint(1, 199)
    postcode = f"{dice.randint(100, 984)} {dice.randint(10, 99)} {dice.choice(TOWNS)}"
    return dice.choice((
        f"{street} {number}", f"{street} {number} {dice.choice('ABC')}",
        f"{street} {number}{dice.choice('abcABC')}", postcode,
        f"{street}\u00a0{number}", f"Box {number}", postcode.replace(" ", "", 1), f"SE-{postcode}",
        f"{street} {number}-{number + 2}",
    ))  # fmt: skip


def _phone(dice: random.Random) -> str:
    return dice.choice((mobile, mobile, landline, four_first_mobile))(dice)


def _no_phone(dice: random.Random) -> str:
    return dice.choice((day_and_time, amount, case, code, giro, organisation))(dice)


def _words(dice: random.Random) -> str:
    return dice.choice(WORDS)


Draw = Callable[[random.Random], str]
POSITIVES: dict[Kind, Draw] = {Kind.PHONE: _phone, Kind.EMAIL: _email, Kind.ADDRESS: _address}
LOOK_ALIKES: dict[str, Draw] = {
    "numbers that are no phone": _no_phone,
    "ordinary words": _words,
}
