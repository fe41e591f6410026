"""Launch data: what Telegram signs is read, and nothing else is."""

import traceback
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.locks.launch import MAX_BYTES, MAX_FIELDS, BadLaunch, Forged, Malformed, NotYet, TooOld, read
from tests.locks.launches import TOKEN, fields, signed

NOW = datetime(2023, 5, 30, 8, tzinfo=UTC)
ASA = {
    "id": 279058397,
    "first_name": "Åsa",
    "last_name": "Öberg & Co",
    "language_code": "sv",
    "allows_write_to_pm": True,
}


def test_launch_data_says_who_opened_the_room_and_when() -> None:
    launch = read(signed(fields(NOW, ASA)), TOKEN, NOW + timedelta(seconds=3))

    assert (launch.telegram_id, launch.at) == (279058397, NOW)


def test_the_field_that_others_verify_with_is_signed_too() -> None:
    data = signed(fields(NOW, ASA, signature="k3Cz_-1", start_param="r_17", chat_type="sender"))

    assert read(data, TOKEN, NOW).telegram_id == 279058397
    with pytest.raises(Forged):
        read(data.replace("signature=k3Cz_-1", "signature=k3Cz_-2"), TOKEN, NOW)


def test_a_vector_that_was_computed_elsewhere_is_read() -> None:
    """Made with openssl: dgst -sha256 -mac HMAC, by the recipe on core.telegram.org/bots/webapps."""
    data = (
        "auth_date=1685433600&query_id=AAE&user=%7B%22id%22%3A42%7D"
        "&hash=bd304b2e4064dd1976cd3ae00092d829223628d725d309eaf1922ca40390f72e"
    )

    assert read(data, "123456:TEST", NOW).telegram_id == 42


def test_the_same_launch_has_the_same_digest_however_it_is_written() -> None:
    data = signed(fields(NOW, ASA))
    reordered = "&".join(reversed(data.split("&")))
    spelled = data.replace("%20", "+").replace("%7B", "%7b")

    assert spelled != data
    assert read(reordered, TOKEN, NOW) == read(spelled, TOKEN, NOW) == read(data, TOKEN, NOW)


def test_two_launches_have_two_digests() -> None:
    one, other = (read(signed(fields(at, ASA)), TOKEN, NOW) for at in (NOW, NOW - timedelta(seconds=1)))

    assert one.digest != other.digest
    assert len(one.digest) == 32


@pytest.mark.parametrize(
    ("age", "refused"),
    [
        (timedelta(hours=24), None),
        (timedelta(hours=24, seconds=1), TooOld),
        (timedelta(days=400), TooOld),
        (timedelta(seconds=-5), None),
        (timedelta(seconds=-6), NotYet),
        (timedelta(days=-400), NotYet),
    ],
)
def test_it_is_good_for_24_hours_and_not_before_it_was_signed(age: timedelta, refused: type[BadLaunch] | None) -> None:
    data = signed(fields(NOW - age, ASA))

    if refused is None:
        assert read(data, TOKEN, NOW).at == NOW - age
    else:
        with pytest.raises(refused):
            read(data, TOKEN, NOW)


@pytest.mark.parametrize(
    "user",
    [
        "",
        "null",
        "42",
        "[42]",
        "{}",
        '{"id":null}',
        '{"id":true}',
        '{"id":"42"}',
        '{"id":42.0}',
        '{"id":0}',
        '{"id":-42}',
        f'{{"id":{2**53 + 1}}}',
        '{"id":1e3}',
        '{"id":42,"id":43}',
        '{"id":42,"more":{"a":1,"a":2}}',
        '{"id":42',
        '{"id":NaN}',
        f'{{"id":{"9" * 3500}}}',
    ],
)
def test_a_user_without_a_proper_id_is_refused_even_when_signed(user: str) -> None:
    with pytest.raises(Malformed):
        read(signed(fields(NOW, user)), TOKEN, NOW)


def test_a_user_of_brackets_within_brackets_is_refused_even_when_signed() -> None:
    data = signed(fields(NOW, "[" * 3000)).replace("%5B", "[")
    assert len(data) < MAX_BYTES

    with pytest.raises(Malformed, match="user"):
        read(data, TOKEN, NOW)


def test_the_largest_id_that_a_double_holds_is_read() -> None:
    assert read(signed(fields(NOW, {"id": 2**53})), TOKEN, NOW).telegram_id == 2**53


@pytest.mark.parametrize(
    "when", ["", "soon", "-1", "+1685433600", "1685433600.0", "１６８５４３３６００", " 1685433600", "1" * 12]
)
def test_a_time_that_is_not_plain_seconds_is_refused_even_when_signed(when: str) -> None:
    with pytest.raises(Malformed):
        read(signed({**fields(NOW, ASA), "auth_date": when}), TOKEN, NOW)


@pytest.mark.parametrize("missing", ["user", "auth_date", "hash"])
def test_a_field_that_is_missing_is_refused(missing: str) -> None:
    unsigned = {name: value for name, value in fields(NOW, ASA).items() if name != missing}
    data = signed(unsigned)
    data = data[: data.index("&hash=")] if missing == "hash" else data

    with pytest.raises(Malformed):
        read(data, TOKEN, NOW)


@pytest.mark.parametrize(
    "spoilt",
    [
        "",
        "&",
        "=",
        "{data}&",
        "&{data}",
        "{data}&x",
        "{data}&=x",
        "{data}&X=x",
        "{data}&user=%7B%7D",
        "{data}&x=%",
        "{data}&x=%4",
        "{data}&x=%zz",
        "{data}&x=%ff",
        "{data}&x=%ed%a0%80",
        "{data}&x=\ud800",
        "{data}&x=%00",
        "{data}&x=a%0Auser=b",
        "{data}&x%3Dy=z",
    ],
)
def test_what_is_not_a_clean_query_string_is_refused(spoilt: str) -> None:
    with pytest.raises(Malformed):
        read(spoilt.replace("{data}", signed(fields(NOW, ASA))), TOKEN, NOW)


def test_fields_that_were_joined_into_one_are_refused() -> None:
    """What is signed stays the same when a border between fields becomes a line break in a value."""
    joined = signed(fields(NOW, ASA, receiver="{}")).replace("&user=", "%0Auser%3D")

    with pytest.raises(Malformed):
        read(joined, TOKEN, NOW)


def test_too_much_is_refused_before_it_is_looked_at() -> None:
    with pytest.raises(Malformed, match="too long"):
        read("é" * (MAX_BYTES // 2 + 1), TOKEN, NOW)
    with pytest.raises(Malformed, match="too long"):
        read("x" * (MAX_BYTES + 1), TOKEN, NOW)
    with pytest.raises(Malformed, match="too many fields"):
        read("&".join(f"f{number}=x" for number in range(MAX_FIELDS + 1)), TOKEN, NOW)


def test_a_hash_in_capitals_is_refused() -> None:
    front, _, digest = signed(fields(NOW, ASA)).rpartition("=")

    with pytest.raises(Malformed):
        read(f"{front}={digest.upper()}", TOKEN, NOW)


def test_another_bots_launch_data_are_refused() -> None:
    with pytest.raises(Forged):
        read(signed(fields(NOW, ASA), token="1:other"), TOKEN, NOW)


@pytest.mark.parametrize("user", [{**ASA, "id": 0}, '{"id":1,"secret_name":"Åsa"', '{"secret_name":1,"secret_name":2}'])
def test_nothing_of_the_data_stands_in_what_is_logged_about_it(user: Any) -> None:
    with pytest.raises(BadLaunch) as refused:
        read(signed(fields(NOW, user)), TOKEN, NOW)

    said = "".join(traceback.format_exception(refused.value))
    assert "Åsa" not in said
    assert "secret_name" not in said
    assert TOKEN not in said
