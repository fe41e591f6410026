"""Passkeys: a device that holds the key and has verified its person opens, and nothing else does."""

import json
import random
from collections.abc import Callable

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from bot.locks.passkey import BadPasskey, Passkey
from bot.locks.passkeys import (
    MAX_CHARACTERS,
    authentication_options,
    claimed_id,
    new_challenge,
    registration_options,
    verify_authentication,
    verify_registration,
)
from tests.locks.authenticator import CAN_SYNC, PRESENT, SYNCED, VERIFIED, Authenticator, b64, unb64

RP, ORIGIN = "board.example", "https://board.example"
CHALLENGE = new_challenge(random.Random(7))
OTHER = new_challenge(random.Random(8))


def creation(challenge: bytes = CHALLENGE) -> str:
    return registration_options(
        rp_id=RP, rp_name="Handslag", user_id=b"17", user_name="Åsa", challenge=challenge, known=[b"old"]
    )


def request(challenge: bytes = CHALLENGE) -> str:
    return authentication_options(rp_id=RP, challenge=challenge, known=[bytes(range(32))])


def register(device: Authenticator) -> Passkey:
    return verify_registration(device.register(creation()), challenge=CHALLENGE, rp_id=RP, origin=ORIGIN)


def prove(answer: str, passkey: Passkey) -> int:
    return verify_authentication(answer, passkey, challenge=CHALLENGE, rp_id=RP, origin=ORIGIN)


def test_the_device_is_asked_to_verify_its_person_and_to_be_the_one_in_hand() -> None:
    asked = json.loads(creation())

    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert asked["hints"] == ["client-device"]
    assert unb64(asked["challenge"]) == CHALLENGE
    assert len(CHALLENGE) == 32
    assert (asked["rp"], asked["attestation"]) == ({"id": RP, "name": "Handslag"}, "none")
    assert [unb64(known["id"]) for known in asked["excludeCredentials"]] == [b"old"]
    assert -7 in [parameters["alg"] for parameters in asked["pubKeyCredParams"]]


def test_a_proof_is_asked_of_the_persons_own_keys_and_with_verification() -> None:
    asked = json.loads(request())

    assert asked["userVerification"] == "required"
    assert asked["rpId"] == RP
    assert [unb64(known["id"]) for known in asked["allowCredentials"]] == [bytes(range(32))]


def test_a_device_that_registers_can_prove_itself_again_and_again() -> None:
    device = Authenticator()
    passkey = register(device)
    assert (passkey.credential_id, passkey.sign_count, passkey.synced) == (device.credential_id, 0, False)

    for times in (1, 2, 3):
        answer = device.prove(request())
        assert claimed_id(answer) == passkey.credential_id
        assert prove(answer, passkey) == times
        passkey = Passkey(passkey.credential_id, passkey.public_key, times, synced=False)


def test_a_passkey_that_other_devices_may_hold_says_so() -> None:
    assert register(Authenticator(flags=PRESENT | VERIFIED | CAN_SYNC | SYNCED)).synced


def test_a_device_that_never_counts_is_accepted() -> None:
    device = Authenticator()
    passkey = register(device)
    device.sign_count = -1

    assert prove(device.prove(request()), passkey) == 0


@pytest.mark.parametrize(
    "device",
    [
        Authenticator(origin="https://board.example.evil"),
        Authenticator(origin="http://board.example"),
        Authenticator(rp_id="evil.example"),
        Authenticator(flags=PRESENT),
        Authenticator(flags=VERIFIED),
        Authenticator(flags=PRESENT | VERIFIED | SYNCED),
        Authenticator(credential_id=b""),
    ],
    ids=["origin", "no TLS", "domain", "not verified", "not present", "synced but cannot be", "no id"],
)
def test_a_registration_from_elsewhere_or_without_its_person_is_refused(device: Authenticator) -> None:
    with pytest.raises(BadPasskey):
        register(device)


def test_a_registration_for_another_challenge_is_refused() -> None:
    with pytest.raises(BadPasskey):
        verify_registration(Authenticator().register(creation(OTHER)), challenge=CHALLENGE, rp_id=RP, origin=ORIGIN)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda device: setattr(device, "origin", "https://evil.example"),
        lambda device: setattr(device, "rp_id", "evil.example"),
        lambda device: setattr(device, "flags", PRESENT),
        lambda device: setattr(device, "flags", VERIFIED),
        lambda device: setattr(device, "sign_count", 4),
        lambda device: setattr(device, "sign_count", 3),
        lambda device: setattr(device, "sign_count", -1),
        lambda device: setattr(device, "key", Authenticator().key),
        lambda device: setattr(device, "credential_id", b"another"),
    ],
    ids=["origin", "domain", "not verified", "not present", "same count", "back", "back to 0", "key", "credential"],
)
def test_a_proof_from_elsewhere_or_of_another_is_refused(spoil: Callable[[Authenticator], None]) -> None:
    device = Authenticator()
    registered = register(device)
    passkey = Passkey(registered.credential_id, registered.public_key, sign_count=5, synced=False)
    device.sign_count = 5
    assert prove(device.prove(request()), passkey) == 6

    spoil(device)

    with pytest.raises(BadPasskey):
        prove(device.prove(request()), passkey)


def test_a_proof_for_another_challenge_and_one_of_another_kind_are_refused() -> None:
    device = Authenticator()
    passkey = register(device)

    for answer in (
        device.prove(request(OTHER)),
        device.prove(request(), lambda data: data.replace(b"webauthn.get", b"webauthn.create")),
        device.register(creation()),
    ):
        with pytest.raises(BadPasskey):
            prove(answer, passkey)


def test_a_device_that_attests_with_the_key_itself_is_accepted_and_another_signature_is_not() -> None:
    device = Authenticator(attests_itself=True)
    assert register(device).credential_id == device.credential_id

    def sign_otherwise(raw: bytes) -> bytes:
        read = cbor2.loads(raw)
        return cbor2.dumps({**read, "attStmt": {"alg": -7, "sig": device.key.sign(b"else", ec.ECDSA(SHA256()))}})

    spoilt = device.register(creation(), change_object=sign_otherwise)
    with pytest.raises(BadPasskey):
        verify_registration(spoilt, challenge=CHALLENGE, rp_id=RP, origin=ORIGIN)


@pytest.mark.parametrize(
    ("form", "statement"),
    [
        ("packed", {"alg": -7, "sig": b"x", "x5c": [b"a certificate"]}),
        ("packed", {"alg": -7, "sig": b"x", "x5c": []}),
        ("apple", {"x5c": [b"a certificate"]}),
        ("tpm", {}),
        (7, {}),
    ],
)
def test_a_certificate_that_was_not_asked_for_is_not_even_read(form: object, statement: dict[str, object]) -> None:
    def attest(raw: bytes) -> bytes:
        return cbor2.dumps({**cbor2.loads(raw), "fmt": form, "attStmt": statement})

    with pytest.raises(BadPasskey, match="not asked for"):
        verify_registration(
            Authenticator().register(creation(), change_object=attest), challenge=CHALLENGE, rp_id=RP, origin=ORIGIN
        )


@pytest.mark.parametrize("data", [10**12, 2**70, -1, None, "data", [1, 2], {}], ids=repr)
def test_a_number_in_the_place_of_the_devices_data_takes_no_memory(data: object) -> None:
    def put(raw: bytes) -> bytes:
        return cbor2.dumps({**cbor2.loads(raw), "authData": data})

    with pytest.raises(BadPasskey, match="no data from the device"):
        verify_registration(
            Authenticator().register(creation(), change_object=put), challenge=CHALLENGE, rp_id=RP, origin=ORIGIN
        )


def test_a_registration_with_a_point_that_is_not_on_the_curve_is_refused() -> None:
    """It would be kept, and open for nobody."""
    device = Authenticator()
    x = device.key.public_key().public_numbers().x.to_bytes(32, "big")

    with pytest.raises(BadPasskey):
        verify_registration(
            device.register(creation(), change_object=lambda raw: raw.replace(x, bytes(32))),
            challenge=CHALLENGE,
            rp_id=RP,
            origin=ORIGIN,
        )


@pytest.mark.parametrize(
    "key",
    [
        {},
        {1: 2},
        {1: 2, 3: -7},
        {1: 2, 3: -7, -1: 1, -2: b"x", -3: b"y"},
        {1: 2, 3: -7, -1: 1, -2: "x", -3: "y"},
        {1: 2, 3: -7, -1: 9, -2: b"x" * 32, -3: b"y" * 32},
        {1: 3, 3: -257, -1: b"\x01", -2: b"\x01"},
        {1: 1, 3: -8, -1: 6, -2: b"short"},
        {1: 99, 3: -7},
        [],
        "key",
        7,
        None,
        b"\x04",
    ],
    ids=repr,
)
def test_a_key_that_is_none_is_refused_when_it_is_to_prove_something(key: object) -> None:
    device = Authenticator()
    passkey = Passkey(device.credential_id, cbor2.dumps(key), 0, synced=False)

    with pytest.raises(BadPasskey):
        prove(device.prove(request()), passkey)


@pytest.mark.parametrize(
    "answer", ["", "null", "[]", "7", '"x"', "{}", "{", "[" * 10_000, "\ud800", '{"id": 7}', "x" * (MAX_CHARACTERS + 1)]
)
def test_what_is_no_answer_is_refused(answer: str) -> None:
    device = Authenticator()
    passkey = register(device)

    with pytest.raises(BadPasskey):
        prove(answer, passkey)
    with pytest.raises(BadPasskey):
        claimed_id(answer)
    with pytest.raises(BadPasskey):
        verify_registration(answer, challenge=CHALLENGE, rp_id=RP, origin=ORIGIN)


def test_nothing_that_was_sent_stands_in_the_refusal() -> None:
    device = Authenticator()
    passkey = register(device)
    device.origin = "https://tell-tale.example"

    with pytest.raises(BadPasskey) as refused:
        prove(device.prove(request()), passkey)

    assert "tell-tale" not in str(refused.value)
    assert b64(CHALLENGE) not in str(refused.value)
