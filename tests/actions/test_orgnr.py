"""Doubting organisation numbers."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stdnum.se import orgnr as standard

from bot.actions.orgnr import Doubt, Fault, doubt, explain

GOOD = ["802461-9168", "802519-4302", "802005-6175", "802400-5954", "802524-2879", "252000-0676", "802012-7562"]


@pytest.mark.parametrize("number", GOOD)
def test_the_numbers_of_the_facts_pass(number: str) -> None:
    assert doubt(number) is None


def test_a_number_may_be_written_without_a_hyphen_or_with_spaces() -> None:
    assert doubt("8024619168") is None
    assert doubt(" 802461 9168 ") is None


def test_a_digit_too_many_has_one_likely_reading() -> None:
    found = doubt("8002012-1581")
    assert found == Doubt(Fault.TOO_MANY_DIGITS, ("802012-1581",))
    assert found.note == "too-many-digits:802012-1581"


def test_a_digit_too_few_has_several_readings_and_none_is_suggested() -> None:
    found = doubt("802461-916")
    assert found == Doubt(Fault.TOO_FEW_DIGITS)
    assert "several readings" in explain("802461-916", found)


def test_a_wrong_digit_or_a_swap_has_several_readings_and_none_is_suggested() -> None:
    assert doubt("802461-9169") == Doubt(Fault.CHECK_DIGIT)
    assert doubt("804261-9168") == Doubt(Fault.CHECK_DIGIT)


def test_twelve_digits_and_a_vat_number_are_read_as_the_number_inside() -> None:
    assert doubt("16802461-9168") == Doubt(Fault.TOO_MANY_DIGITS, ("802461-9168",))
    assert doubt("SE802461916801") == Doubt(Fault.OTHER_CHARACTERS, ("802461-9168",))


def test_a_number_of_another_country_is_doubted() -> None:
    assert doubt("974 760 673") == Doubt(Fault.TOO_FEW_DIGITS)
    assert doubt("1234567-8") == Doubt(Fault.TOO_FEW_DIGITS)
    assert doubt("DE 136 695 976") == Doubt(Fault.OTHER_CHARACTERS)


def test_a_number_that_may_be_a_persons_is_doubted_and_never_suggested() -> None:
    found = doubt("121212-1212")
    assert found == Doubt(Fault.PERSONAL_NUMBER)
    assert "person" in explain("121212-1212", found)


def test_a_doubt_survives_its_note() -> None:
    for written in ("8002012-1581", "802461-9169", "x"):
        found = doubt(written)
        assert found is not None
        assert Doubt.from_note(found.note) == found


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the first text of a run is slow
@given(st.sampled_from(GOOD), st.data())
def test_no_corruption_crashes_and_every_suggestion_passes(number: str, data: st.DataObject) -> None:
    written = number
    for _ in range(data.draw(st.integers(0, 4))):
        place = data.draw(st.integers(0, len(written)))
        piece = data.draw(st.text(max_size=2) | st.sampled_from("0123456789"))
        written = written[:place] + piece + written[place + data.draw(st.integers(0, 2)) :]
    found = doubt(written)
    assert (found is None) <= standard.is_valid(written)
    if found:
        assert explain(written, found)
        assert all(doubt(reading) is None for reading in found.readings)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the first text of a run is slow
@given(st.text(max_size=40))
def test_any_text_gets_an_answer(written: str) -> None:
    found = doubt(written)
    assert found is None or explain(written, found)


@given(st.sampled_from(GOOD), st.integers(0, 10), st.sampled_from("0123456789"))
def test_an_added_digit_is_always_flagged(number: str, place: int, digit: str) -> None:
    digits = number.replace("-", "")
    found = doubt(digits[:place] + digit + digits[place:])
    assert found is not None
    assert not found.readings or number in found.readings
