"""Persons' numbers, in every spelling, and what is none."""

from datetime import date

import pytest

from bot.guard import Kind, find
from tests.guard.figures import false_alarms, recall
from tests.guard.negatives import NEGATIVES
from tests.guard.spellings import SPELLINGS

SEED = 2022
EACH, NEGATIVES_EACH = 25, 300
BORN_2007 = 2  # of 25: without separator these begin as mobile phones do


def kinds(text: str) -> list[Kind]:
    return [hit.kind for hit in find(text)]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_number_is_found_in_every_spelling(spelling: str) -> None:
    found = recall(spelling, EACH, SEED)
    assert found.missed.wrong == ()
    assert len(found.as_phone.wrong) <= (BORN_2007 if spelling == "8112189876" else 0)


def test_hardly_anything_else_is_taken_for_a_number() -> None:
    tallies = [false_alarms(kind, NEGATIVES_EACH, SEED) for kind in NEGATIVES]
    wrong = [text for tally in tallies for text in tally.wrong]
    assert len(wrong) <= 0.002 * NEGATIVES_EACH * len(NEGATIVES), wrong


@pytest.mark.parametrize(
    "text",
    [
        "811218-9876", "701063-2391", "811218+9876", "811228-9841", "811218-T123", "811218 t123", "8112-189876",
        "19811218 98-76", "811218 / 9876", "811218. 9876", "811218…9876", "**811218**-9876", "811218\x00-9876",
        "8\u0338112189876", "8⑪2⑱9876", "personnummer: 0705018422", "070501-8422", "07-05-01 8422", "SE811218987601",
    ],
)  # fmt: skip
def test_a_spelling_that_people_were_seen_to_use_is_found(text: str) -> None:
    assert kinds(text) == [Kind.IDENTITY]


def test_two_numbers_in_a_row_are_two() -> None:
    assert kinds("811218-9876/701063-2391 8112189876") == [Kind.IDENTITY] * 3


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("811218-9875", "the check digit is wrong"),
        ("811318-9874", "no thirteenth month"),
        ("810229-9876", "no 29th February in 1981"),
        ("17811218-98765", "a digit too many"),
        ("811218-XXXX", "a birthday alone is no identity"),
        ("811218-98XX", "nor with half of the last four"),
        ("1981-12-18", "a day"),
        ("2022-10-03 14:30", "a time"),
        ("2022-10-03T14:30:00", "a time"),
        ("2022-10-03\nR-265MN", "our own code"),
        ("8 112 189 876 kr", "money"),
        ("556036-0793", "an organisation"),
        ("165560360793", "an organisation, in twelve digits"),
        ("1.1.2-123/2022", "a case"),
        ("SE35 5000 0000 0549 1000 0003", "an account"),
    ],
)
def test_what_is_no_number_is_left(text: str, why: str) -> None:
    assert Kind.IDENTITY not in kinds(text), why


def test_ten_digits_together_that_begin_as_a_mobile_are_stopped_as_a_phone() -> None:
    assert kinds("0705018422") == [Kind.PHONE]


def test_who_is_not_yet_born_has_no_number_where_the_day_is_known() -> None:
    assert find("20221218-9878", today=date(2022, 10, 3)) == ()
    assert kinds("20221218-9878") == [Kind.IDENTITY]
