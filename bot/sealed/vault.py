"""The vault: a data key for each client, and words sealed with it for the one place where they stand."""

from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlmodel import Session

from bot.sealed.ring import KEY_BYTES, KeyRing, Unsealable, seal, unseal
from models import Client


@dataclass(frozen=True)
class Place:
    """Where sealed words stand: a ciphertext moved to another row, column or client does not open."""

    table: str
    column: str
    row: str

    def context(self, client: str) -> str:
        """What is authenticated along: table, column, row, and whose key it is."""
        return f"{self.table}|{self.column}|{self.row}|{client}"


class Vault:
    """Seals and opens words about clients with keys that `ring` wraps."""

    def __init__(self, ring: KeyRing) -> None:
        self.ring = ring

    def seal(self, session: Session, mark: str, words: str, place: Place) -> bytes:
        """Seal `words` about the client `mark` for `place`; makes the client's key where there is none yet.

        Raises:
            Unsealable: the client was erased.
        """
        client = session.get_one(Client, mark, with_for_update={"key_share": True})
        if client.erased_at:
            raise Unsealable("erased")
        if client.wrapped_key is None:
            client = session.get_one(Client, mark, with_for_update=True, populate_existing=True)
            self._make_key(session, client)
        return seal(self._cipher(client), words.encode(), place.context(mark), self.ring.random_bytes)

    def open(self, session: Session, mark: str, sealed: bytes, place: Place) -> str:
        """The words that were sealed about the client `mark` for `place`.

        Raises:
            Unsealable: the client was erased, or they were sealed for another place.
            KeysMissing: the key that wraps the client's is not on the ring.
        """
        return unseal(self._cipher(session.get_one(Client, mark)), sealed, place.context(mark)).decode()

    def rewrap(self, client: Client) -> None:
        """Wrap the client's key with the ring's current key."""
        if client.wrapped_key is None or client.wrapped_by == self.ring.current:
            return
        self._wrap(client, self._data_key(client))

    def _make_key(self, session: Session, client: Client) -> None:
        if client.wrapped_key is None:
            self._wrap(client, self.ring.random_bytes(KEY_BYTES))
            session.flush()

    def _wrap(self, client: Client, data_key: bytes) -> None:
        client.wrapped_key = self.ring.seal(data_key, f"client|wrapped_key|{client.mark}")
        client.wrapped_by = self.ring.current

    def _data_key(self, client: Client) -> bytes:
        if client.wrapped_key is None or client.wrapped_by is None:
            raise Unsealable("erased, or never written of")
        return self.ring.open(client.wrapped_key, client.wrapped_by, f"client|wrapped_key|{client.mark}")

    def _cipher(self, client: Client) -> AESGCM:
        return AESGCM(self._data_key(client))
