"""`python -m bot guard FILE`: where in a file something tells who a person is."""

import codecs
import sys
from pathlib import Path

from bot.guard.finding import lines

FOUND, UNREADABLE = 1, 2
STANDARD_INPUT = "-"


def check_file(path: Path) -> int:
    """Print `LINE:COLUMN kind` for each hit in the file at `path`, and nothing else; `-` is standard input.

    Returns:
        The exit code: 0 where nothing was found, 1 where something was, 2 where the file cannot be read (with the
        reason on standard error).
    """
    try:
        content = sys.stdin.buffer.read() if str(path) == STANDARD_INPUT else path.read_bytes()
    except OSError as fault:
        sys.stderr.write(f"{path} cannot be read: {fault.strerror or fault}\n")
        return UNREADABLE
    found = [f"{line}:{column} {kind}\n" for line, column, kind in lines(decode(content))]
    sys.stdout.write("".join(found))
    return FOUND if found else 0


def decode(content: bytes) -> str:
    """The text of a file: UTF-8 with or without a byte order mark, UTF-16 with one, Windows-1252 where it is neither.

    A mark is no character of the text. What cannot be decoded is a replacement character, so that the rest is read.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
