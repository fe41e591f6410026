"""Codes from an authenticator app."""

import base64
import random
import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from bot.locks.totp import matches, new_secret, qr_svg, uri

RFC = base64.b32encode(b"12345678901234567890").decode()
NOW = datetime(2023, 5, 30, 8, 0, 10, tzinfo=UTC)
STEP = timedelta(seconds=30)


def code_at(moment: datetime) -> str:
    """The code of the RFC's secret by another library than ours."""
    return TOTP(b"12345678901234567890", 6, SHA1(), 30).generate(int(moment.timestamp())).decode()  # noqa: S303


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_the_codes_of_rfc_6238_are_accepted_at_their_times(seconds: int, code: str) -> None:
    """Appendix B's table for SHA-1, its last six digits."""
    assert matches(RFC, code, datetime.fromtimestamp(seconds, UTC), None) == seconds // 30


def test_a_code_is_good_one_step_before_and_after_and_no_more() -> None:
    step = int(NOW.timestamp()) // 30

    accepted = [matches(RFC, code_at(NOW + offset * STEP), NOW, None) for offset in range(-3, 4)]

    assert accepted == [None, None, step - 1, step, step + 1, None, None]


def test_a_code_cannot_be_used_twice_nor_one_that_is_older() -> None:
    step = matches(RFC, code_at(NOW), NOW, None)
    assert step is not None

    assert matches(RFC, code_at(NOW), NOW + timedelta(seconds=5), step) is None
    assert matches(RFC, code_at(NOW - STEP), NOW, step) is None
    assert matches(RFC, code_at(NOW + STEP), NOW, step) == step + 1


@pytest.mark.parametrize("code", ["", "28708", "2870820", "28708x", "²87082", "\ud800" * 6])
def test_what_is_no_code_is_not_accepted(code: str) -> None:
    assert matches(RFC, code, datetime.fromtimestamp(59, UTC), None) is None


def test_a_code_in_another_script_is_the_same_code() -> None:
    assert matches(RFC, "٢٨٧٠٨٢", datetime.fromtimestamp(59, UTC), None) == 1


def test_a_secret_has_160_bits_and_is_drawn_by_the_dice() -> None:
    drawn = new_secret(random.Random(7))

    assert len(base64.b32decode(drawn)) == 20
    assert drawn == new_secret(random.Random(7)) != new_secret(random.Random(8))


def test_the_address_names_the_account_and_us() -> None:
    address = uri(RFC, "Åsa: Öberg", "Nämnden & Co")

    assert re.fullmatch(r"otpauth://totp/[!-~]+", address)
    assert f"secret={RFC}" in address
    assert "issuer=N%C3%A4mnden%20%26%20Co" in address


def test_the_picture_stands_in_a_page_by_itself_and_has_a_title() -> None:
    drawn = qr_svg(uri(RFC, "Åsa", "Handslag"), "En <kod> & mer")

    svg = ET.fromstring(drawn)  # noqa: S314 - our own
    assert svg.tag == "svg"
    assert svg.findtext("title") == "En <kod> & mer"
    assert {element.tag for element in svg.iter()} == {"svg", "title", "g", "path"}
    assert not any("://" in value for element in svg.iter() for value in element.attrib.values())
    assert RFC not in drawn
