"""Where the hits stand, and what is left when they are masked; for any text."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.guard import Hit, Kind, find, lines, mask
from tests.guard.people import draw_number
from tests.guard.spellings import SPELLINGS

WORDS = {Kind.IDENTITY: "[personnummer]", Kind.PHONE: "[telefon]", Kind.EMAIL: "[e-post]", Kind.ADDRESS: "[adress]"}
NUMBERISH = st.text(alphabet="0123456789 -+./:,\nTR@gatan\u200b\u0663", max_size=60)
PIECES = st.lists(
    st.sampled_from(["811218", "9876", "8112189876", "0701234567", "070-123 45 67", "tel", "pnr", " ", "-", ", ",
    "2022-10-03",
                     "07",
                     "Storgatan 1", "a@b.se", "12", "[", "]", "och ", "sista fyra ", "\n", "kr", "T123"]), max_size=14,
).map("".join)  # fmt: skip
SIZE = 20_000
TRIES = 5  # other work on the machine may slow one


@given(st.sampled_from(sorted(SPELLINGS)), st.integers(0), st.text(max_size=5), st.text(max_size=5))
def test_a_hit_covers_all_digits_of_a_number_among_any_characters(
    spelling: str, seed: int, before: str, after: str
) -> None:
    dice = random.Random(seed)
    written = SPELLINGS[spelling](draw_number(dice), dice)
    text = f"{before}\n\nHon: {written}\n\nTack. {after}"
    start = len(text) - len(written) - len(f"\n\nTack. {after}")
    digits = {place for place in range(start, start + len(written)) if text[place].isdigit()}
    assert digits <= {place for hit in find(text) for place in range(hit.start, hit.end)}


@given(st.text() | NUMBERISH | PIECES)
def test_hits_are_in_order_and_apart_and_the_masked_text_has_none(text: str) -> None:
    hits = find(text)
    bounds = [place for hit in hits for place in (hit.start, hit.end)]
    assert bounds == sorted(bounds)
    assert all(hit.start < hit.end <= len(text) for hit in hits)
    assert find(mask(text, hits, WORDS)) == ()


def test_a_hit_stands_where_it_was_written_though_invisible_characters_are_among_its_digits() -> None:
    text = "\ufeffHej \u200b8\u200b11218\u00ad-98\u206076\u20e3!"
    assert find(text) == (Hit(Kind.IDENTITY, 6, 21),)
    assert text[6:21] == "8\u200b11218\u00ad-98\u206076\u20e3"


def test_a_mask_keeps_nothing_but_the_kind() -> None:
    text = "Anna, 811218-9876, 070-123 45 67, anna@mail.se, Storgatan 12."
    assert mask(text, find(text), WORDS) == "Anna, [personnummer], [telefon], [e-post], [adress]."


def test_what_overlaps_is_one_hit_of_the_graver_kind() -> None:
    assert find("811218-9876@mail.se") == (Hit(Kind.IDENTITY, 0, 19),)


def test_only_the_three_line_ends_begin_a_line() -> None:
    text = "a\x0cb\u2028811218-9876\r\n 0701234567\r\n\nx@y.se\ra 811218-9876"
    assert list(lines(text)) == [(1, 5, Kind.IDENTITY), (2, 2, Kind.PHONE), (4, 1, Kind.EMAIL), (5, 3, Kind.IDENTITY)]


@pytest.mark.parametrize(
    "text", ["", "\x00", "\ud800811218", "\udfff" * 9, "a" + "\u0301" * 100_000, "\u200b" * 100_000]
)
def test_any_string_can_be_searched(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(
    "piece",
    ["1", "-", " ", "1 ", "0 ", "01 ", "070-", "a", "@", "a@", "a.", "+4 ", "1\u0301", "\n1", "T 1 ",
     "811218-9876 ", "1 234",
     "A ", "2022-10-03 ", "at a punkt ", "Aa. ", "1 streck ", "personnummer "],
)  # fmt: skip
def test_twice_the_text_takes_about_twice_the_time(piece: str) -> None:
    once, twice = (piece * (size // len(piece)) for size in (SIZE, 2 * SIZE))
    assert any(_seconds(twice) < 3 * max(_seconds(once), 0.002) for _ in range(TRIES))


def _seconds(text: str) -> float:
    start = time.process_time()
    find(text)
    return time.process_time() - start
