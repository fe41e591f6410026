"""The keys outside the database. They seal the clients' data keys, and the secrets of the door."""

import base64
import binascii
import os
import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12  # NIST SP 800-38D, 5.2.1.1
FORMAT = b"\x01"
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
RandomBytes = Callable[[int], bytes]


class KeysMissing(Exception):
    """There is no key, or it cannot be read; says what to do."""


class Unsealable(Exception):
    """What was sealed cannot be opened: another key, another place, or it was changed."""


class KeyRing:
    """Named keys of 32 bytes. The first seals; all of them open, so that a key can be replaced while the bot runs."""

    def __init__(self, keys: Mapping[str, bytes], random_bytes: RandomBytes = os.urandom) -> None:
        if not keys:
            raise KeysMissing("there is no key")
        self._keys = {name: AESGCM(key) for name, key in keys.items()}
        self.fingerprints = {name: fingerprint(key) for name, key in keys.items()}
        """What tells the keys apart, by name, and says nothing of them."""
        self.current = next(iter(keys))
        self.random_bytes = random_bytes

    @property
    def names(self) -> frozenset[str]:
        """The names of all keys."""
        return frozenset(self._keys)

    def seal(self, plain: bytes, context: str) -> bytes:
        """Seal `plain` with the current key, for `context` alone."""
        return seal(self._keys[self.current], plain, f"{context}|{self.current}", self.random_bytes)

    def open(self, sealed: bytes, name: str, context: str) -> bytes:
        """Open what the key `name` sealed for `context`.

        Raises:
            KeysMissing: there is no such key any more.
            Unsealable: it was sealed for something else, or changed.
        """
        if name not in self._keys:
            raise KeysMissing(f"the key {name!r} is needed and not there")
        return unseal(self._keys[name], sealed, f"{context}|{name}")

    @classmethod
    def read(cls, text: str) -> "KeyRing":
        """The ring that `text` describes: `name:base64` of 32 bytes, the current one first, by lines or commas.

        Raises:
            KeysMissing: it describes none; the message never repeats what it read.
        """
        entries = [entry.strip() for entry in re.split(r"[\n,]", text) if entry.strip() and entry.strip()[0] != "#"]
        keys: dict[str, bytes] = {}
        for number, entry in enumerate(entries, 1):
            name, _, encoded = entry.partition(":")
            key = _decoded(encoded)
            if not NAME.fullmatch(name) or name in keys or len(key) != KEY_BYTES:
                raise KeysMissing(f"key {number} is not NAME:BASE64 of {KEY_BYTES} bytes, with a name of its own")
            keys[name] = key
        return cls(keys)

    @classmethod
    def of(cls, text: str, file: Path | None) -> "KeyRing | None":
        """The ring from the environment's `text` or from `file`; nothing where neither is given.

        Raises:
            KeysMissing: both are given, or what is given cannot be read.
        """
        if text and file:
            raise KeysMissing("give KEY_ENCRYPTION_KEY or KEY_FILE, not both")
        if not file:
            return cls.read(text) if text else None
        try:
            return cls.read(file.read_text(encoding="ascii"))
        except (OSError, UnicodeDecodeError) as wrong:
            raise KeysMissing(f"the key file cannot be read ({type(wrong).__name__})") from None


def fingerprint(key: bytes) -> str:
    """The first 8 hexadecimal digits of a key's SHA-256 digest."""
    return sha256(key).hexdigest()[:8]


def new_key(name: str, random_bytes: RandomBytes = os.urandom) -> str:
    """A key to put first on the ring, as `KeyRing.read` reads it."""
    return f"{name}:{base64.b64encode(random_bytes(KEY_BYTES)).decode()}"


def seal(cipher: AESGCM, plain: bytes, context: str, random_bytes: RandomBytes) -> bytes:
    """AES-256-GCM with a random nonce, which stands in front; `context` is authenticated with it."""
    nonce = random_bytes(NONCE_BYTES)
    return FORMAT + nonce + cipher.encrypt(nonce, plain, context.encode())


def unseal(cipher: AESGCM, sealed: bytes, context: str) -> bytes:
    """What `seal` sealed.

    Raises:
        Unsealable: another key, another context, or it was changed.
    """
    nonce, rest = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    if not sealed.startswith(FORMAT) or len(nonce) != NONCE_BYTES:
        raise Unsealable("not sealed by us")
    try:
        return cipher.decrypt(nonce, rest, context.encode())
    except InvalidTag:
        raise Unsealable("another key, another place, or changed") from None


def _decoded(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return b""
