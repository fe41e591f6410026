"""The keys of backups: a public line for each who may read them, and the secret that is kept apart from the server."""

import re
from collections.abc import Sequence
from pathlib import Path

from pyrage import IdentityError, RecipientError, x25519

SECRET = re.compile(r"AGE-SECRET-KEY-1[0-9A-Za-z]+")


class BadKey(Exception):
    """A key that cannot be used; it says which, and nothing of what stands in it."""


def recipients(public: str) -> list[x25519.Recipient]:
    """The public keys in `public`, with commas or spaces between them; none where it is empty.

    Raises:
        BadKey: one of them is none.
    """
    return [
        _recipient(number, line) for number, line in enumerate(re.split(r"[\s,]+", public.strip(", \n")), 1) if line
    ]


def _recipient(number: int, line: str) -> x25519.Recipient:
    try:
        return x25519.Recipient.from_str(line)
    except RecipientError:
        raise BadKey(f"key {number} in BACKUP_RECIPIENTS is no public key (age1…)") from None


def identities(file: Path) -> Sequence[x25519.Identity]:
    """The secrets in the file that `python -m bot backup keys` or `age-keygen` wrote.

    Raises:
        BadKey: there is none in it.
        OSError: it cannot be read.
    """
    lines = [line.strip() for line in file.read_text(encoding="utf-8", errors="replace").splitlines()]
    secrets = [line for line in lines if SECRET.fullmatch(line)]
    if not secrets:
        raise BadKey("the key file holds no line that begins with AGE-SECRET-KEY-1")
    try:
        return [x25519.Identity.from_str(secret) for secret in secrets]
    except IdentityError:
        raise BadKey("a line of the key file is damaged: its check sum is wrong") from None


def new_pair() -> tuple[str, str]:
    """A new public line and its secret."""
    identity = x25519.Identity.generate()
    return str(identity.to_public()), str(identity)
