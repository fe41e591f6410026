"""Ten thousand spoilt answers from devices: each is refused in the one way that is foreseen."""

import json
import random
from collections.abc import Callable
from typing import Any

import cbor2
from webauthn.helpers import decode_credential_public_key, decoded_public_key_to_cryptography

from bot.locks.passkey import BadPasskey
from bot.locks.passkeys import authentication_options, registration_options, verify_authentication, verify_registration
from tests.locks.authenticator import Authenticator, b64, unb64

RP, ORIGIN = "board.example", "https://board.example"
CHALLENGE = bytes(range(32))
MUTATIONS = 10_000
JUNK: tuple[Any, ...] = (
    *(None, True, 0, -1, 2**70, 1.5, float("inf")),
    *("", "x", "é", "AA", "!", "\ud800", "A" * 2000),
    *([], [1], {}, {"a": 1}),
    *(b"", b"\x04", b"\xff" * 40),
)


def _replace_somewhere(value: Any, dice: random.Random) -> Any:
    """`value` with one of its parts, however deep, replaced by junk, left out or doubled."""
    if isinstance(value, dict) and value and dice.random() < 0.8:
        key = dice.choice(list(value))
        how = dice.random()
        if how < 0.15:
            return {name: part for name, part in value.items() if name != key}
        if how < 0.2:
            return {**value, dice.choice(["x", 7, "attStmt", "transports"]): value[key]}
        return {**value, key: _replace_somewhere(value[key], dice)}
    return dice.choice(JUNK)


def _flip(raw: bytes, dice: random.Random) -> bytes:
    if not raw:
        return raw
    at = dice.randrange(len(raw))
    how = dice.random()
    if how < 0.6:
        return raw[:at] + bytes([raw[at] ^ (1 << dice.randrange(8))]) + raw[at + 1 :]
    return raw[:at] if how < 0.8 else raw[:at] + dice.randbytes(dice.randrange(1, 9)) + raw[at:]


def _spoil_text(answer: str, dice: random.Random) -> str:
    return _flip(answer.encode(), dice).decode("utf-8", "surrogateescape")


def _spoil_json(answer: str, dice: random.Random) -> str:
    return json.dumps(_replace_somewhere(json.loads(answer), dice), default=b64)


def _spoil_bytes(answer: str, dice: random.Random) -> str:
    """One of the byte strings inside, flipped, cut or filled."""
    read = json.loads(answer)
    part = dice.choice(list(read["response"]))
    read["response"][part] = b64(_flip(unb64(read["response"][part]), dice))
    return json.dumps(read)


def _spoil_client_data(answer: str, dice: random.Random) -> str:
    read = json.loads(answer)
    spoilt = _replace_somewhere(json.loads(unb64(read["response"]["clientDataJSON"])), dice)
    read["response"]["clientDataJSON"] = b64(json.dumps(spoilt, default=b64).encode())
    return json.dumps(read)


def _spoil_attestation(answer: str, dice: random.Random) -> str:
    """What is inside the attestation object, so that the object itself can still be read."""
    read = json.loads(answer)
    if "attestationObject" not in read["response"]:
        return _spoil_bytes(answer, dice)
    attestation = cbor2.loads(unb64(read["response"]["attestationObject"]))
    how = dice.random()
    if how < 0.3:
        attestation = _replace_somewhere(attestation, dice)
    elif how < 0.5:
        attestation["fmt"] = dice.choice(["packed", "tpm", "apple", "fido-u2f", "android-key", "android-safetynet", 7])
        parts = {
            "sig": b"x",
            "alg": -7,
            "x5c": [b"x"],
            "ver": "2.0",
            "certInfo": b"x",
            "pubArea": b"x",
            "response": b"x",
        }
        attestation["attStmt"] = {
            name: dice.choice([part, *JUNK]) for name, part in parts.items() if dice.random() < 0.7
        }
    elif how < 0.8:
        data = attestation["authData"]
        key = cbor2.loads(data[87:])
        attestation["authData"] = data[:87] + _cbor(_replace_somewhere(key, dice))
    else:
        attestation["authData"] = _flip(attestation["authData"], dice)
    read["response"]["attestationObject"] = b64(_cbor(attestation))
    return json.dumps(read)


def _cbor(value: Any) -> bytes:
    return cbor2.dumps(value) if "\\ud800" not in repr(value) else b"\x61\xff"


SPOILED: tuple[Callable[[str, random.Random], str], ...] = (
    _spoil_text,
    _spoil_json,
    _spoil_bytes,
    _spoil_client_data,
    _spoil_attestation,
)


def _parts(answer: str) -> list[bytes]:
    """What a device has said, however it is written down."""
    read = json.loads(answer)
    return [
        unb64(read["rawId"]),
        *(unb64(part) for _, part in sorted(read["response"].items()) if isinstance(part, str)),
    ]


def test_a_spoilt_proof_is_refused_unless_it_says_the_same() -> None:
    dice, device = random.Random(1), Authenticator()
    creation = registration_options(rp_id=RP, rp_name="H", user_id=b"1", user_name="Å", challenge=CHALLENGE)
    passkey = verify_registration(device.register(creation), challenge=CHALLENGE, rp_id=RP, origin=ORIGIN)
    answer = device.prove(authentication_options(rp_id=RP, challenge=CHALLENGE, known=[device.credential_id]))
    assert verify_authentication(answer, passkey, challenge=CHALLENGE, rp_id=RP, origin=ORIGIN) == 1

    refused = 0
    for number in range(MUTATIONS // 2):
        spoilt = SPOILED[number % len(SPOILED)](answer, dice)
        try:
            verify_authentication(spoilt, passkey, challenge=CHALLENGE, rp_id=RP, origin=ORIGIN)
        except BadPasskey:
            refused += 1
        else:
            assert set(_parts(answer)) <= set(_parts(spoilt))

    assert refused > MUTATIONS // 2 * 0.9


def test_a_spoilt_registration_is_refused_unless_it_is_a_passkey_all_the_same() -> None:
    """Without an attestation nothing vouches for the id and the key themselves: others are another passkey."""
    dice, device = random.Random(2), Authenticator(attests_itself=True)
    creation = registration_options(rp_id=RP, rp_name="H", user_id=b"1", user_name="Å", challenge=CHALLENGE)
    answer = device.register(creation)

    refused = 0
    for number in range(MUTATIONS // 2):
        spoilt = SPOILED[number % len(SPOILED)](answer, dice)
        try:
            passkey = verify_registration(spoilt, challenge=CHALLENGE, rp_id=RP, origin=ORIGIN)
        except BadPasskey:
            refused += 1
        else:
            assert passkey.credential_id
            decoded_public_key_to_cryptography(decode_credential_public_key(passkey.public_key))

    assert refused > MUTATIONS // 2 * 0.75
