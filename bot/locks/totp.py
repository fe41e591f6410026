"""Codes from an authenticator app: TOTP as in RFC 6238, six digits, SHA-1, a new one each 30 seconds."""

import base64
import hmac
import random
from datetime import datetime

import pyotp
import segno

from bot.locks.digits import plain

LENGTH = 6
SECRET_BYTES = 20
"""160 bits, as RFC 4226 section 4 recommends."""
SLACK = 1
"""How many steps a phone's clock may differ either way: RFC 6238 section 5.2 recommends one at most."""


def new_secret(dice: random.Random) -> str:
    """A new secret in base32, drawn by `dice` (the system's own source outside tests)."""
    return base64.b32encode(dice.randbytes(SECRET_BYTES)).decode("ascii")


def uri(secret: str, name: str, issuer: str) -> str:
    """What an app reads from the picture: https://github.com/google/google-authenticator/wiki/Key-Uri-Format

    Args:
        secret: in base32.
        name: what the app calls the account.
        issuer: what the app calls us.
    """
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


def qr_svg(text: str, title: str) -> str:
    """`text` as a QR code: an SVG to stand in a page as it is, which fetches nothing.

    Args:
        text: what the code holds, such as a `uri`.
        title: what a screen reader says of it, in the reader's language.
    """
    return str(segno.make_qr(text, error="m").svg_inline(scale=4, border=4, light="#fff", title=title, omitsize=True))


def matches(secret: str, code: str, now: datetime, last_step: int | None) -> int | None:
    """The time step to which `code` belongs, or None if it is not accepted.

    Store the step: a code is good for one use (RFC 6238 section 5.2), so neither its step nor an earlier one is
    accepted again.

    Args:
        secret: in base32.
        code: as it was typed; digits of any script.
        now: the moment it is, aware.
        last_step: the step that was last accepted, None if none was.
    """
    digits = plain(code, LENGTH)
    if digits is None:
        return None
    totp = pyotp.TOTP(secret)
    current = totp.timecode(now)
    found = [
        step
        for step in range(current - SLACK, current + SLACK + 1)
        if hmac.compare_digest(totp.generate_otp(step), digits) and (last_step is None or step > last_step)
    ]
    return max(found, default=None)
