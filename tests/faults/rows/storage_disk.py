"""A small disk of memory that can be filled up, and what can be done to a process's own limits."""

import contextlib
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

MEGABYTES = 96
CHUNK = b"\0" * 65536


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """A tmpfs at `folder` for as long as the `with` lasts; whether there is one: it takes root, or `unshare -rm`."""
    folder.mkdir()
    mounted = _run("mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "handslag", str(folder))
    try:
        yield mounted
    finally:
        if mounted and not _run("umount", str(folder)):
            _run("umount", "--lazy", str(folder))


def _run(*command: str) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


@contextlib.contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Not a byte is free on the disk that `folder` is."""
    ballast = folder / "ballast"
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while file.write(CHUNK):
            continue
    with contextlib.suppress(OSError), ballast.open("ab", buffering=0) as file:
        while file.write(b"\0"):
            continue
    try:
        yield
    finally:
        ballast.unlink()


@contextlib.contextmanager
def limited(pid: int, which: int, to: int) -> Iterator[None]:
    """The process `pid` may have no more than `to` of `which` (resource.RLIMIT_…)."""
    soft, hard = resource.prlimit(pid, which)
    resource.prlimit(pid, which, (to, hard))
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            resource.prlimit(pid, which, (soft, hard))
