"""PINs: which are fit, and how they are kept."""

import asyncio
import time
from dataclasses import replace

import pytest

from bot.locks import pin as pins
from bot.locks.pin import Flaw, PinHash, Unfit, hash_pin, matches, require_fit

SALT = bytes(range(16))
QUICK = 16


def quick(pin: str, salt: bytes = SALT) -> PinHash:
    """A hash at a cost that tests can pay many times."""
    return hash_pin(pin, salt, n=QUICK, r=8, p=1)


@pytest.mark.parametrize("pin", ["482915", "730264", "١٩٤٧٠٣", "９１８２７０", "194703", "850412"])
def test_an_ordinary_pin_is_fit_and_so_is_a_date(pin: str) -> None:
    require_fit(pin)


@pytest.mark.parametrize(
    ("pin", "reason"),
    [
        ("", Flaw.NOT_SIX_DIGITS),
        ("48291", Flaw.NOT_SIX_DIGITS),
        ("4829155", Flaw.NOT_SIX_DIGITS),
        ("48 915", Flaw.NOT_SIX_DIGITS),
        ("⁴82915", Flaw.NOT_SIX_DIGITS),
        ("000000", Flaw.ONE_DIGIT),
        ("777777", Flaw.ONE_DIGIT),
        ("７７７７７７", Flaw.ONE_DIGIT),
        ("123456", Flaw.RUN),
        ("234567", Flaw.RUN),
        ("654321", Flaw.RUN),
        ("890123", Flaw.RUN),
        ("210987", Flaw.RUN),
        ("١٢٣٤٥٦", Flaw.RUN),
        ("121212", Flaw.REPEATED),
        ("123123", Flaw.REPEATED),
        ("112233", Flaw.REPEATED),
        ("884400", Flaw.REPEATED),
        ("789456", Flaw.COMMON),
        ("159753", Flaw.COMMON),
        ("123321", Flaw.COMMON),
        ("147258", Flaw.COMMON),
    ],
)
def test_a_pin_that_is_easily_guessed_is_refused_with_its_reason(pin: str, reason: Flaw) -> None:
    with pytest.raises(Unfit) as refused:
        require_fit(pin)

    assert refused.value.reason is reason
    assert not pin or pin not in str(refused.value)


def test_each_common_pin_is_one_that_no_pattern_catches() -> None:
    for pin in pins._COMMON:
        with pytest.raises(Unfit) as refused:
            require_fit(pin)
        assert refused.value.reason is Flaw.COMMON


def test_of_all_pins_fewer_than_one_in_two_hundred_is_refused() -> None:
    """Every nineteenth of the million: no pattern is a multiple of nineteen, as 123123 is one of seven."""
    refused = 0
    for number in range(0, 1_000_000, 19):
        try:
            require_fit(f"{number:06}")
        except Unfit:
            refused += 1

    assert 1_000_000 / 19 / 1000 < refused < 1_000_000 / 19 / 200


def test_the_right_pin_matches_in_any_script_and_no_other_does() -> None:
    kept = quick("482915")

    assert matches("482915", kept)
    assert matches("٤٨٢٩١٥", kept)
    assert not matches("482916", kept)
    assert not matches("48291", kept)
    assert not matches("", kept)


def test_the_same_pin_with_another_salt_is_another_digest() -> None:
    assert quick("482915").digest != quick("482915", bytes(16)).digest


def test_what_is_stored_reads_back_and_matches() -> None:
    kept = quick("482915")

    again = PinHash.from_bytes(kept.to_bytes())

    assert again == kept
    assert matches("482915", again)


def test_what_is_not_a_stored_hash_is_refused() -> None:
    stored = quick("482915").to_bytes()

    for spoilt in (b"", stored[:4], stored[:-1], stored + b"x", b"\x02" + stored[1:]):
        with pytest.raises(ValueError, match="PIN's hash"):
            PinHash.from_bytes(spoilt)


def test_a_hash_at_an_earlier_cost_still_matches_and_says_that_it_is_outdated() -> None:
    kept = hash_pin("482915", SALT)

    assert not kept.outdated
    assert quick("482915").outdated
    assert matches("482915", quick("482915"))
    assert not matches("482915", replace(kept, p=kept.p - 1))


def test_a_known_digest_of_rfc_7914_has_the_cost_that_its_name_says() -> None:
    """RFC 7914 section 12: scrypt("password", "NaCl", 1024, 8, 16) begins so; ours is the same function."""
    assert pins._digest("password", b"NaCl", 1024, 8, 16).hex().startswith("fdbabe1c9d3472007856e7190d01e9fe")


def test_hashing_is_slow_enough_to_matter_and_quick_enough_to_wait_for() -> None:
    began = time.perf_counter()
    hash_pin("482915", SALT)

    assert 0.01 < time.perf_counter() - began < 5


async def test_others_run_while_a_pin_is_hashed() -> None:
    hashing = asyncio.create_task(asyncio.to_thread(hash_pin, "482915", SALT))
    beats = 0
    while not hashing.done():
        await asyncio.sleep(0.001)
        beats += 1

    await hashing
    assert beats > 5
