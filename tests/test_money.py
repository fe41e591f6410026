"""Amounts and hours as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import money

LANGUAGES = st.sampled_from(["sv", "en"])

AMOUNTS = {
    "125000": 125_000_00,
    "125 000": 125_000_00,
    "125\u00a0000\u00a0kr": 125_000_00,
    "125\u202f000,50": 125_000_50,
    "125.000 kr": 125_000_00,
    "1 250,50": 1_250_50,
    "1250.5": 1_250_50,
    "1.250,50": 1_250_50,
    "1,250.50": 1_250_50,
    "1.250.000": 1_250_000_00,
    "1.250": 1_250_00,
    "1.25": 1_25,
    "0,05": 5,
    "0": 0,
    "500:-": 500_00,
    "500,-": 500_00,
    "500:50": 500_50,
    "SEK 60000": 60_000_00,
    "sek60000": 60_000_00,
    "60 000 SEK": 60_000_00,
    "60 000 kronor": 60_000_00,
    "  60 000  ": 60_000_00,
    "-500": -500_00,
    "−500 kr": -500_00,
    "SEK -500": -500_00,
    "–1 250,50": -1_250_50,
}
NO_AMOUNTS = [
    "",
    "kr",
    "SEK",
    "-",
    "1 25",
    "12 50",
    "1.2.3",
    "1,250,50",
    "1.250 000",
    "007",
    "125 tkr",
    "5²",
    "１２",
    "1e3",
    "1_000",
    "5 500 kr kr",
    "--5",
    "cirka 500",
    "500 till 600",
    "10 %",
    "1,2345",
    ",50",
    "500,",
    "nan",
    "inf",
    "1234567890123",
    "1 000\n000",
    "١٢",
]

HOURS = {
    "7": 420,
    "7,5": 450,
    "7.25": 435,
    "0,33": 20,
    "7:30": 450,
    "7 h 30 min": 450,
    "7h30m": 450,
    "7 tim": 420,
    "7 timmar och 5 minuter": 425,
    "45 min": 45,
    "1 250": 75_000,
    "7\u00a0tim 30\u00a0min": 450,
    "0": 0,
}


@pytest.mark.parametrize(("written", "ore"), AMOUNTS.items())
def test_an_amount_is_read_as_people_write_it(written: str, ore: int) -> None:
    assert money.read(written) == ore


@pytest.mark.parametrize("written", NO_AMOUNTS)
def test_what_is_no_amount_is_not_made_into_one(written: str) -> None:
    assert money.read(written) is None


@given(st.integers(-(10**13), 10**13), LANGUAGES)
def test_an_amount_that_is_shown_is_read_again_to_the_ore(ore: int, language: str) -> None:
    assert money.read(money.show(ore, language)) == ore


@given(st.text(alphabet="0123456789 .,:-krSEK\u00a0−"))
def test_what_is_read_is_whole_ore_and_has_no_other_digits_than_what_was_written(written: str) -> None:
    ore = money.read(written)
    assert ore is None or (type(ore) is int and f"{abs(ore):03}".strip("0") == _digits(written).strip("0"))


def test_an_amount_is_shown_as_each_language_writes_it_with_ore_only_where_there_are_any() -> None:
    assert money.show(125_000_00, "sv") == "125\u00a0000\u00a0kr"
    assert money.show(1_250_50, "sv") == "1\u00a0250,50\u00a0kr"
    assert money.show(0, "sv") == "0\u00a0kr"
    assert money.show(125_000_00, "en") == "SEK\u00a0125,000"


@pytest.mark.parametrize(("written", "minutes"), HOURS.items())
def test_hours_are_read_as_people_write_them(written: str, minutes: int) -> None:
    assert money.read_hours(written) == minutes


@pytest.mark.parametrize("written", ["", "h", "7:60", "-3", "1,333", "1.250", "sju", "7 tim 30", "7 kr"])
def test_what_is_no_time_is_not_made_into_one(written: str) -> None:
    assert money.read_hours(written) is None


@given(st.integers(0, 10**7), LANGUAGES)
def test_hours_that_are_shown_are_read_again_to_the_minute(minutes: int, language: str) -> None:
    assert money.read_hours(money.show_hours(minutes, language)) == minutes


def _digits(written: str) -> str:
    return "".join(character for character in written if character.isdigit())
