"""A PIN of six digits: which are fit, and how one is kept without being kept."""

import hashlib
import hmac
import struct
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from bot.locks.digits import plain

LENGTH = 6
SALT_BYTES = 16
DIGEST_BYTES = 32

N, R, P = 2**14, 8, 5
"""scrypt's cost: one of the equal settings in OWASP's Password Storage Cheat Sheet, the one for 16 MiB at a time.

https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#scrypt
"""

_MAX_MEMORY = 256 * 2**20
_FORM = 1
_HEAD = struct.Struct(">BBBBB")

_CHOSEN_BY_MANY = """
    789456 159753 147258 258369 369258 147852 258456 159357 357159 951753 753951 456852 852456 741852 963852 852963
    789123 123789 456123 123654 321654 147369 963741 741963 142536 415263 102030 010203 123321 321123 456654 654456
    789987 987789 147741 159951 246810 135790 024680 135791 246802 108642 123450 012340 111222 222111 111333 222333
    000111 111000 100000 000001 000123 200000 112358 314159 271828 161803 141421 520131 201314
"""
# The head of what people choose (Markert and others, "This PIN Can Be Easily Guessed", IEEE S&P 2020) as far as the
# patterns below leave it; then walks over the keypad, and numbers that everybody knows.
_COMMON = frozenset(_CHOSEN_BY_MANY.split())


class Flaw(StrEnum):
    """Why a PIN is not fit."""

    NOT_SIX_DIGITS = "not_six_digits"
    ONE_DIGIT = "one_digit"
    RUN = "run"
    REPEATED = "repeated"
    COMMON = "common"


class Unfit(Exception):
    """A PIN that is not good enough. `reason` says why; the PIN is not in it."""

    def __init__(self, reason: Flaw) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class PinHash:
    """What is kept of a PIN: scrypt's cost (RFC 7914's N, r, p), the salt, and the digest (32 bytes).

    It must be sealed with a key that stands elsewhere before it is stored: a million PINs are soon tried.
    """

    n: int
    r: int
    p: int
    salt: bytes
    digest: bytes

    def to_bytes(self) -> bytes:
        """The form in which it is stored: the cost stands in it, so that it can be raised later."""
        return _HEAD.pack(_FORM, self.n.bit_length() - 1, self.r, self.p, len(self.salt)) + self.salt + self.digest

    @classmethod
    def from_bytes(cls, stored: bytes) -> "PinHash":
        """Read what `to_bytes` wrote.

        Raises:
            ValueError: it is not that.
        """
        if len(stored) < _HEAD.size:
            raise ValueError("too short for a PIN's hash")
        form, log_n, r, p, salt = _HEAD.unpack_from(stored)
        if form != _FORM or len(stored) != _HEAD.size + salt + DIGEST_BYTES:
            raise ValueError("not a PIN's hash")
        border = _HEAD.size + salt
        return cls(2**log_n, r, p, stored[_HEAD.size : border], stored[border:])

    @property
    def outdated(self) -> bool:
        """Whether the cost has been changed since: then hash anew when the right PIN is next given."""
        return (self.n, self.r, self.p) != (N, R, P)


def require_fit(pin: str) -> None:
    """Refuse a PIN that is easily guessed.

    Dates are allowed: whose birthday it is cannot be known here, and forbidding all dates takes many good PINs.

    Args:
        pin: as it was typed; digits of any script.

    Raises:
        Unfit: with its reason.

    NIST SP 800-63B-4 section 3.1.1.2: what is commonly used is refused, and no other rule of composition is set.
    """
    digits = plain(pin, LENGTH)
    if digits is None:
        raise Unfit(Flaw.NOT_SIX_DIGITS)
    if len(set(digits)) == 1:
        raise Unfit(Flaw.ONE_DIGIT)
    if _runs(digits):
        raise Unfit(Flaw.RUN)
    if _repeats(digits):
        raise Unfit(Flaw.REPEATED)
    if digits in _COMMON:
        raise Unfit(Flaw.COMMON)


def _runs(digits: str) -> bool:
    """Whether each digit is one more, or each one less, than that before it; nine and nought are neighbours."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(digits)}
    return steps in ({1}, {9})


def _repeats(digits: str) -> bool:
    """Whether it is a pair three times (121212), three digits twice (123123), or three double digits (112233)."""
    return digits == digits[:2] * 3 or digits == digits[:3] * 2 or digits[::2] == digits[1::2]


def hash_pin(pin: str, salt: bytes, n: int = N, r: int = R, p: int = P) -> PinHash:
    """What to keep of `pin`. It takes a tenth of a second or more of a core; scrypt lets other threads run meanwhile.

    Args:
        pin: six digits of any script; the same number gives the same digest in each.
        salt: `SALT_BYTES` random bytes, new for each.
        n, r, p: scrypt's cost, if it is not the usual one.

    Raises:
        Unfit: the PIN is not six digits.
    """
    digits = plain(pin, LENGTH)
    if digits is None:
        raise Unfit(Flaw.NOT_SIX_DIGITS)
    return PinHash(n, r, p, salt, _digest(digits, salt, n, r, p))


def matches(pin: str, kept: PinHash) -> bool:
    """Whether `pin` is the one that was hashed. As slow as `hash_pin`, and compared in constant time."""
    digits = plain(pin, LENGTH)
    if digits is None:
        return False
    return hmac.compare_digest(_digest(digits, kept.salt, kept.n, kept.r, kept.p), kept.digest)


def _digest(digits: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(digits.encode(), salt=salt, n=n, r=r, p=p, maxmem=_MAX_MEMORY, dklen=DIGEST_BYTES)
