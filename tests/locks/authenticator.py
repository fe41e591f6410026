"""A device with a passkey, in software: it answers as a browser and its authenticator do."""

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, CAN_SYNC, SYNCED, ATTESTED = 0x01, 0x04, 0x08, 0x10, 0x40
Change = Callable[[bytes], bytes]


def b64(raw: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def unb64(text: str) -> bytes:
    """The bytes of base64url, with or without padding."""
    return base64.urlsafe_b64decode(text + "===")


def _same(raw: bytes) -> bytes:
    return raw


@dataclass
class Authenticator:
    """One passkey on ES256 (COSE -7) with attestation "none", or signed with the key itself if `attests_itself`.

    `flags` and `sign_count` are what it says of itself, `rp_id` and `origin` where its browser believes to be.
    """

    rp_id: str = "board.example"
    origin: str = "https://board.example"
    flags: int = PRESENT | VERIFIED
    sign_count: int = 0
    attests_itself: bool = False
    credential_id: bytes = bytes(range(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def register(self, options: str, change_data: Change = _same, change_object: Change = _same) -> str:
        """The answer to `navigator.credentials.create`; a test may change what is in it."""
        client_data = change_data(self._client_data("webauthn.create", json.loads(options)["challenge"]))
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + self._cose()
        auth_data = self._auth_data(self.flags | ATTESTED) + attested
        statement = {"fmt": "none", "attStmt": {}}
        if self.attests_itself:
            statement = {"fmt": "packed", "attStmt": {"alg": -7, "sig": self._sign(auth_data, client_data)}}
        attestation = change_object(cbor2.dumps({**statement, "authData": auth_data}))
        return self._answer({"clientDataJSON": b64(client_data), "attestationObject": b64(attestation)})

    def prove(self, options: str, change_data: Change = _same) -> str:
        """The answer to `navigator.credentials.get`, signed; a test may change the client data before that."""
        self.sign_count += 1
        client_data = change_data(self._client_data("webauthn.get", json.loads(options)["challenge"]))
        auth_data = self._auth_data(self.flags)
        signature = self._sign(auth_data, client_data)
        response = {"clientDataJSON": client_data, "authenticatorData": auth_data, "signature": signature}
        return self._answer({name: b64(raw) for name, raw in response.items()})

    def _sign(self, auth_data: bytes, client_data: bytes) -> bytes:
        return self.key.sign(auth_data + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))

    def _answer(self, response: dict[str, Any]) -> str:
        ids = {"id": b64(self.credential_id), "rawId": b64(self.credential_id)}
        return json.dumps({**ids, "type": "public-key", "response": response, "clientExtensionResults": {}})

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _auth_data(self, flags: int) -> bytes:
        return hashlib.sha256(self.rp_id.encode()).digest() + bytes([flags]) + self.sign_count.to_bytes(4, "big")

    def _cose(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
