"""Telephone numbers, e-mail and street addresses."""

import pytest

from bot.guard import Kind, find
from tests.guard.figures import alarms, misses
from tests.guard.others import LOOK_ALIKES, POSITIVES

SEED, COUNT = 2022, 400


def kinds(text: str) -> list[Kind]:
    return [hit.kind for hit in find(text)]


@pytest.mark.parametrize("kind", POSITIVES)
def test_of_four_hundred_written_as_people_write_them_at_most_two_are_missed(kind: Kind) -> None:
    assert len(misses(kind, COUNT, SEED).wrong) <= 2


@pytest.mark.parametrize("kind", LOOK_ALIKES)
def test_of_four_hundred_harmless_sentences_at_most_four_are_stopped(kind: str) -> None:
    assert len(alarms(kind, COUNT, SEED).wrong) <= 4


@pytest.mark.parametrize(
    "text",
    ["070-123 45 67", "0701234567", "+46 (0)70-123 45 67", "0046701234567", "08-508 14 000", "0140-123 45",
     "(08) 123 456 78",     "0771-123 456", "+47 22 10 03 14", "+44 20 7946 0958", "tel: 123 45 67"],
)  # fmt: skip
def test_a_telephone_number_is_found(text: str) -> None:
    assert kinds(text) == [Kind.PHONE]


@pytest.mark.parametrize(
    "text", ["112", "1177", "ring 113 13", "08.00-12.00", "03-10-2022", "2022-10-03", "+1 000 000 kr"]
)
def test_a_short_number_a_time_a_day_and_money_are_no_telephone(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "anna@åre.se",
        "åsa.öberg+x@sub.domän.co.uk",
        "anna (at) åre.se",
        "anna @ åre . se",
        "anna at åre punkt se",
        "anna[at]mail[dot]com",
    ],
)
def test_an_email_address_is_found_also_spelled_apart(text: str) -> None:
    assert kinds(text) == [Kind.EMAIL]


@pytest.mark.parametrize("text", ["@anna_s", "vi ses @ torget. Se upp", "kl 16 @ Fryshuset", "a@b"])
def test_a_name_or_a_place_after_an_at_is_no_email(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize(
    "text",
    ["Storgatan 12", "sveavägen 4 B", "Karl XII:s gata 3", "Enskede gårds väg 14", "Sergels torg 3", "Box 123",
     "SE-123 45 Enskede", "Sveava\u0308gen 12"],
)  # fmt: skip
def test_a_street_a_box_and_a_postcode_are_found(text: str) -> None:
    assert kinds(text) == [Kind.ADDRESS]


@pytest.mark.parametrize(
    "text", ["på vägen 3 gånger", "gatan 12", "vårdplan 2", "Gäller plan 4", "Storgatan 14:30", "Gäller väg 73"]
)
def test_a_way_without_a_name_or_a_number_is_no_address(text: str) -> None:
    assert kinds(text) == []
