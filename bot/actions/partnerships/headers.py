"""Where the headers of a TOML file stand; `tomllib` keeps no lines."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

TOKEN = re.compile(
    r'''
      (?P<skip> """ (?: \\. | [^\\] )*? """ (?!")  |  \'\'\' .*? \'\'\' (?!')
              | " (?: \\. | [^"\\\n] )* "          |  ' [^'\n]* '
              | \# [^\n]* )
    | (?P<opened> [\[{] ) | (?P<closed> [\]}] ) | (?P<newline> \n )
    ''',
    re.VERBOSE | re.DOTALL,
)
BARE = re.compile(r"\[\[?[ \t]*([A-Za-z0-9_-]+)[ \t]*\]\]?[ \t]*(?:#.*)?")


@dataclass(frozen=True)
class Header:
    """`[a.b]` or `[[a.b]]`: its path `("a", "b")` and the line it stands on."""

    path: tuple[str, ...]
    line: int


def find_headers(text: str) -> Iterator[Header]:
    """The headers of `text`, top to bottom.

    Args:
        text: a file that `tomllib` has parsed, with `\\n` for line ends.
    """
    depth, line, statement = 0, 1, 0
    counted = 0
    for token in TOKEN.finditer(text):
        start = token.start()
        if token.lastgroup == "newline" and depth == 0:
            statement = token.end()
        elif token.lastgroup == "opened":
            if depth == 0 and not text[statement:start].strip():
                line, counted = line + text.count("\n", counted, start), start
                yield Header(_path(text[start : _line_end(text, start)]), line)
            depth += 1
        elif token.lastgroup == "closed":
            depth -= 1


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _path(header: str) -> tuple[str, ...]:
    bare = BARE.fullmatch(header)
    if bare:
        return (bare[1],)
    path: list[str] = []
    inside = tomllib.loads(header)
    while inside:
        key, below = next(iter(inside.items()))
        path.append(key)
        inside = below[0] if isinstance(below, list) else below
    return tuple(path)
