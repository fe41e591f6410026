"""Passkeys (WebAuthn level 3): a key that stays in the person's own device and opens for a finger, a face or a code."""

import random
from collections.abc import Sequence

from cryptography.exceptions import UnsupportedAlgorithm
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    decode_credential_public_key,
    decoded_public_key_to_cryptography,
    parse_authentication_credential_json,
    parse_cbor,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialHint,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from bot.locks.passkey import BadPasskey, Passkey

CHALLENGE_BYTES = 32
"""WebAuthn section 13.4.3 asks for 16 at least."""
PATIENCE_MILLISECONDS = 120_000
MAX_CHARACTERS = 16_384

_REFUSED = (
    WebAuthnException,  # what the library itself refuses
    UnsupportedAlgorithm,  # a key of a kind that the OpenSSL beneath does not have
    ValueError,  # bad base64, JSON or UTF-8; a point that is not on the curve
    TypeError,  # a value of another kind where the library looks into it
    LookupError,  # a key without its parts
    RecursionError,  # JSON in JSON in JSON
)


def new_challenge(dice: random.Random) -> bytes:
    """What the device shall sign, drawn by `dice` (the system's own source outside tests). Good for one use."""
    return dice.randbytes(CHALLENGE_BYTES)


def registration_options(
    *, rp_id: str, rp_name: str, user_id: bytes, user_name: str, challenge: bytes, known: Sequence[bytes] = ()
) -> str:
    """What `navigator.credentials.create` takes, as JSON (PublicKeyCredentialCreationOptionsJSON).

    The device must verify the person; it is asked to be the one they hold, but a key on a ring will do.

    Args:
        rp_id: our domain.
        rp_name: what the device calls us.
        user_id: opaque, 1 to 64 bytes; it may be read from the device, so it must tell nothing.
        user_name: what the device calls the account.
        challenge: from `new_challenge`.
        known: the credential ids that the person has already.
    """
    options = generate_registration_options(
        rp_id=rp_id,
        rp_name=rp_name,
        user_id=user_id,
        user_name=user_name,
        challenge=challenge,
        timeout=PATIENCE_MILLISECONDS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=_descriptors(known),
        hints=[PublicKeyCredentialHint.CLIENT_DEVICE],
    )
    return options_to_json(options)


def verify_registration(credential: str, *, challenge: bytes, rp_id: str, origin: str) -> Passkey:
    """The new passkey that the device made (WebAuthn section 7.1).

    Args:
        credential: the device's answer as JSON (RegistrationResponseJSON).
        challenge: what was sent to it.
        rp_id: our domain.
        origin: our origin, such as "https://example.org".

    Raises:
        BadPasskey: whatever is wrong with it.
    """
    _require_short(credential)
    try:
        parsed = parse_registration_credential_json(credential)
        _require_no_certificates(parsed.response.attestation_object)
        verified = verify_registration_response(
            credential=parsed,
            expected_challenge=challenge,
            expected_rp_id=rp_id,
            expected_origin=origin,
            require_user_verification=True,
        )
        # Without an attestation the library does not look whether the key is one: it would open for nobody.
        decoded_public_key_to_cryptography(decode_credential_public_key(verified.credential_public_key))
    except _REFUSED as refused:
        raise BadPasskey(type(refused).__name__) from None
    return Passkey(
        credential_id=verified.credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        synced=verified.credential_device_type == "multi_device",
    )


def _require_no_certificates(attestation: bytes) -> None:
    """Refuse what was not asked for: with "none", a client leaves at most a device's signature with the key itself.

    WebAuthn section 5.1.3. So no certificate of a stranger's making is ever read. The library would also make as many
    zero bytes as a number in the place of the device's data says.
    """
    read = parse_cbor(attestation)
    if not isinstance(read, dict) or not isinstance(read.get("authData"), bytes):
        raise BadPasskey("no data from the device")
    statement = read.get("attStmt")
    if read.get("fmt") not in ("none", "packed") or not isinstance(statement, dict) or "x5c" in statement:
        raise BadPasskey("an attestation that was not asked for")


def authentication_options(*, rp_id: str, challenge: bytes, known: Sequence[bytes]) -> str:
    """What `navigator.credentials.get` takes, as JSON (PublicKeyCredentialRequestOptionsJSON).

    Args:
        rp_id: our domain.
        challenge: from `new_challenge`.
        known: the credential ids of the person who is to prove themselves.
    """
    options = generate_authentication_options(
        rp_id=rp_id,
        challenge=challenge,
        timeout=PATIENCE_MILLISECONDS,
        allow_credentials=_descriptors(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def claimed_id(credential: str) -> bytes:
    """The credential id that the device's answer names, to find its `Passkey` by. Nothing is proven by it.

    Raises:
        BadPasskey: there is none.
    """
    _require_short(credential)
    try:
        return parse_authentication_credential_json(credential).raw_id
    except _REFUSED as refused:
        raise BadPasskey(type(refused).__name__) from None


def verify_authentication(credential: str, passkey: Passkey, *, challenge: bytes, rp_id: str, origin: str) -> int:
    """Whether the device holds `passkey` and has verified its person (WebAuthn section 7.2).

    Args:
        credential: the device's answer as JSON (AuthenticationResponseJSON).
        passkey: the one that it claims, of the person who is to prove themselves.
        challenge: what was sent to it.
        rp_id: our domain.
        origin: our origin.

    Returns:
        The new sign count, to be kept in the passkey.

    Raises:
        BadPasskey: whatever is wrong with it, a sign count that did not grow among it.
    """
    if claimed_id(credential) != passkey.credential_id:
        raise BadPasskey("another passkey")
    try:
        verified = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=rp_id,
            expected_origin=origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except _REFUSED as refused:
        raise BadPasskey(type(refused).__name__) from None
    return verified.new_sign_count


def _require_short(credential: str) -> None:
    if len(credential) > MAX_CHARACTERS:
        raise BadPasskey("too long")


def _descriptors(known: Sequence[bytes]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=credential_id) for credential_id in known]
