"""Digits as people's keyboards give them."""

import pytest

from bot.locks.digits import plain


@pytest.mark.parametrize("typed", ["482915", "４８２９１５", "٤٨٢٩١٥", "४८२९१५", "4८2٩1５"])
def test_digits_of_any_script_are_the_same_number(typed: str) -> None:
    assert plain(typed, 6) == "482915"


@pytest.mark.parametrize(
    "typed", ["", "48291", "4829155", "48291a", "⁴⁸²⁹¹⁵", "④⑧②⑨①⑤", "Ⅳ82915", "一82915", " 82915", "48291\n"]
)
def test_what_is_no_row_of_digits_is_none(typed: str) -> None:
    assert plain(typed, 6) is None
