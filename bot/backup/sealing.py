"""Lines into a file that is compressed and encrypted, and out of it; neither is ever in memory as a whole.

The file is in the format of age (age-encryption.org/v1): anybody with the secret can read it with the tool of that
name, also without this program: `age -d -i KEYFILE FILE | gunzip`.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO

import pyrage
from pyrage import x25519

GZIP = 31
"""For zlib: with the header and the check sum of gzip (RFC 1952)."""
LEVEL = 6
CHUNK = 64 * 1024
LONGEST_LINE = 256 * 1024 * 1024


class Unreadable(Exception):
    """A file that is no backup, was cut or changed, or that another key opens."""


def seal(lines: Iterable[bytes], file: IO[bytes], recipients: Sequence[x25519.Recipient]) -> None:
    """Write `lines` into `file`, compressed, so that each of `recipients` can read it.

    Raises:
        Exception: what `lines` raised, or the file: OSError.
    """
    source = _Source(lines)
    sink = _File(file)
    try:
        pyrage.encrypt_io(source, sink, list(recipients))
    except Exception as failed:
        trouble = source.trouble or sink.trouble
        if trouble:
            raise trouble from None
        raise OSError("the file could not be encrypted") from failed


def unseal(file: IO[bytes], identities: Sequence[x25519.Identity], take: Callable[[bytes], None]) -> None:
    """Give `take` each line of `file`, without its end.

    Lines come as they are read: that the file is whole is known only when this returns.

    Raises:
        Unreadable: another key is needed, or the file was cut or changed.
        Exception: what `take` raised.
    """
    sink = _Lines(take)
    try:
        pyrage.decrypt_io(file, sink, list(identities))
        sink.end()
    except Exception as failed:
        if sink.trouble:
            raise sink.trouble from None
        if isinstance(failed, Unreadable):
            raise
        if "No matching keys" in str(failed):
            raise Unreadable("the key does not open it: it is encrypted to others") from None
        raise Unreadable("it was cut off or changed, or is no backup") from None


class _Source:
    """What pyrage reads from."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._chunks = _compressed(lines)
        self._rest = memoryview(b"")
        self.trouble: Exception | None = None

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; none at the end."""
        if not self._rest:
            try:
                self._rest = memoryview(next(self._chunks, b""))
            except Exception as trouble:
                self.trouble = trouble  # what comes out of pyrage would be its text alone
                raise
        part, self._rest = self._rest[:size], self._rest[size:]
        return bytes(part)


def _compressed(lines: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP)
    held: list[bytes] = []
    size = 0
    for line in lines:
        held += (line, b"\n")
        size += len(line) + 1
        if size >= CHUNK:
            if packed := packer.compress(b"".join(held)):
                yield packed
            held, size = [], 0
    yield packer.compress(b"".join(held)) + packer.flush()


class _File:
    """What pyrage writes to; it remembers why it could not."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.trouble: Exception | None = None

    def write(self, data: bytes) -> int:
        """Write all of `data`."""
        try:
            return self._file.write(data)
        except OSError as trouble:
            self.trouble = trouble
            raise

    def flush(self) -> None:
        """Nothing: whoever gave the file does it."""


class _Lines:
    """What pyrage writes decrypted bytes to: it unpacks them and cuts them into lines."""

    def __init__(self, take: Callable[[bytes], None]) -> None:
        self._take = take
        self._unpacker = zlib.decompressobj(GZIP)
        self._rest = b""
        self.trouble: Exception | None = None

    def write(self, data: bytes) -> int:
        """Take `data` in."""
        if self.trouble:
            raise self.trouble  # pyrage tries to get rid of what it holds, whatever was said
        try:
            self._cut(self._unpacked(data))
        except Exception as trouble:
            self.trouble = trouble
            raise
        return len(data)

    def flush(self) -> None:
        """Nothing waits here that could be handed on: a line is whole only when its end has come."""

    def end(self) -> None:
        """No more comes.

        Raises:
            Unreadable: it ended too early.
        """
        if not self._unpacker.eof or self._rest or self._unpacker.unused_data:
            raise Unreadable("it ends too early, or something stands after its end")

    def _unpacked(self, data: bytes) -> bytes:
        try:
            return self._unpacker.decompress(data)
        except zlib.error:
            raise Unreadable("it is no backup: it is not compressed as one") from None

    def _cut(self, data: bytes) -> None:
        *whole, self._rest = (self._rest + data).split(b"\n")
        for line in whole:
            self._take(line)
        if len(self._rest) > LONGEST_LINE:
            raise Unreadable("it is no backup: its lines have no end")
