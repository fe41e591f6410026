"""What is kept of a passkey, and that something proves none. What verifies them is heavy, and rarely asked."""

from dataclasses import dataclass


class BadPasskey(Exception):
    """An answer from a device that proves nothing."""


@dataclass(frozen=True)
class Passkey:
    """What is kept of a passkey: nothing of it is secret.

    credential_id: by which the device finds it (1023 bytes at most).
    public_key: in COSE's form.
    sign_count: how often it has been used, as the device said last; many devices always say 0.
    synced: whether the person's other devices may hold it too.
    """

    credential_id: bytes
    public_key: bytes
    sign_count: int
    synced: bool
