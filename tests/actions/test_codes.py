"""Referral codes: random, without look-alikes, with a character that checks the others."""

import random
from collections.abc import Sequence
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from bot.actions import codes
from bot.demo.cast import YLVA
from tests.hands import a_referral, turn

DRAWN = st.builds(codes._draw, st.randoms(use_true_random=False), st.sampled_from([codes.SHORT, codes.LONG]))
LOOK_ALIKES = {"0": "O", "1": "IL", "5": "S", "8": "B", "2": "Z"}


@given(DRAWN)
def test_every_code_that_is_drawn_is_read_back_in_any_dress(code: str) -> None:
    for dress in (code, code.lower(), code.removeprefix("R-"), f" {code} ", code.replace("-", "_")):
        assert codes.read(dress) == code


@given(DRAWN, st.data())
def test_one_wrong_character_is_always_caught(code: str, data: st.DataObject) -> None:
    body = code.removeprefix(codes.PREFIX)
    at = data.draw(st.integers(0, len(body) - 1))
    wrong = data.draw(st.sampled_from([character for character in codes.ALPHABET if character != body[at]]))
    assert codes.read(body[:at] + wrong + body[at + 1 :]) is None


@given(DRAWN, st.data())
def test_two_neighbours_that_changed_places_are_always_caught(code: str, data: st.DataObject) -> None:
    body = code.removeprefix(codes.PREFIX)
    at = data.draw(st.integers(0, len(body) - 2))
    swapped = body[:at] + body[at + 1] + body[at] + body[at + 2 :]
    assert (codes.read(swapped) is None) is (swapped != body)


def test_no_pair_of_neighbours_may_change_places_unseen() -> None:
    for first in codes.ALPHABET:
        for second in codes.ALPHABET:
            body = f"{first}{second}QX"
            code = body + codes._check_character(body)
            assert (codes.read(second + first + code[2:]) is None) is (first != second)


@given(DRAWN)
def test_look_alikes_are_never_drawn(code: str) -> None:
    body = set(code.removeprefix(codes.PREFIX))
    assert body <= set(codes.ALPHABET)
    for digit, letters in LOOK_ALIKES.items():
        pair = {digit, *letters}
        assert len(pair & set(codes.ALPHABET)) <= 1, f"of {pair} one at most may be drawn"


@given(st.text(max_size=12))
def test_whatever_is_typed_is_read_or_refused_without_an_error(text: str) -> None:
    found = codes.read(text)
    assert found is None or found.startswith(codes.PREFIX)


class LoadedDice(random.Random):
    """Falls on `body`, time and again, for as long as codes are short."""

    def __init__(self, body: str) -> None:
        super().__init__(3)
        self.left = list(body) * codes.TRIES

    def choice(self, seq: Sequence[str]) -> str:  # type: ignore[override]
        """The next character."""
        return self.left.pop(0) if self.left else super().choice(seq)


def test_a_code_is_never_given_twice_and_grows_when_the_short_ones_are_taken(session: Session, now: datetime) -> None:
    taken = a_referral(turn(session, YLVA, now)).code
    code = codes.draw(session, LoadedDice(taken.removeprefix(codes.PREFIX)[:-1]))
    assert code != taken
    assert len(code) == len(codes.PREFIX) + codes.LONG + 1
