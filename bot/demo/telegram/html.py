"""Telegram's HTML parse mode: marked-up source in, plain text and entities out."""

import re
from dataclasses import dataclass
from typing import Any

from bot.demo.telegram.refusals import ApiError, bad_request

Entity = dict[str, Any]

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "blockquote": "blockquote",
}
_ATTRIBUTE = r"[^\s=>]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[\w.-]+))?"
_START = re.compile(rf"<([^\s>]*)((?:\s+{_ATTRIBUTE})*)\s*>")
_ATTRIBUTES = re.compile(r"([^\s=>]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[\w.-]+))?")
_END = re.compile(r"</([^\s>]*)\s*>")
_CHARACTER = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d{1,8})|#x([0-9a-fA-F]{1,8}));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_USER_LINK = re.compile(r"tg://user\?id=(\d+)")
_LINK = re.compile(r"(?:(?:https?|tg|tonsite)://|mailto:)?[\w-]+(?:\.[\w-]+)*\S*")
_FOUND = re.compile(r"(?P<bot_command>(?<![\w/<])/[a-zA-Z0-9_]{1,64}(?:@\w+)?(?![\w/]))|(?P<url>https?://[^\s<>]+)")


@dataclass(slots=True)
class _Open:
    tag: str
    entity: Entity
    start: int


def utf16_length(text: str) -> int:
    """How long Telegram says `text` is: in UTF-16 code units, so that most emoji count as two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse(source: str) -> tuple[str, list[Entity]]:
    """The text of `source` and its entities, offsets and lengths in UTF-16 code units.

    Raises ApiError (400, "can't parse entities: ...") on tags that are unknown, unclosed or crossed.
    """
    return _Reader(source).read()


def detect(text: str, entities: list[Entity]) -> list[Entity]:
    """`entities` and those that Telegram finds by itself: bot commands and web addresses outside of other entities."""
    if "/" not in text:
        return entities
    taken = [(entity["offset"], entity["offset"] + entity["length"]) for entity in entities]
    found = []
    for match in _FOUND.finditer(text):
        start, length = utf16_length(text[: match.start()]), utf16_length(match[0])
        if not any(start < end and begin < start + length for begin, end in taken):
            found.append({"type": match.lastgroup, "offset": start, "length": length})
    return sorted([*entities, *found], key=_order)


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """`text` without white space at both ends, as Telegram stores it, its entities moved and cut to fit."""
    cut = utf16_length(text) - utf16_length(text.lstrip())
    text = text.strip()
    end = utf16_length(text)
    fitted = []
    for entity in entities:
        first = max(entity["offset"] - cut, 0)
        last = min(entity["offset"] + entity["length"] - cut, end)
        if last > first:
            fitted.append({**entity, "offset": first, "length": last - first})
    return text, fitted


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._parts: list[str] = []
        self._length = 0
        self._open: list[_Open] = []
        self._entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        while self._at < len(self._source):
            self._step()
        if self._open:
            raise _broken(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        return "".join(self._parts), sorted(self._entities, key=_order)

    def _step(self) -> None:
        character = self._source[self._at]
        if character == "&":
            self._character()
        elif self._source.startswith("</", self._at):
            self._end()
        elif character == "<":
            self._start()
        else:
            stop = re.compile("[&<]").search(self._source, self._at)
            self._write(self._source[self._at : stop.start() if stop else None])

    def _write(self, text: str, consumed: int | None = None) -> None:
        self._parts.append(text)
        self._length += utf16_length(text)
        self._at += len(text) if consumed is None else consumed

    def _character(self) -> None:
        match = _CHARACTER.match(self._source, self._at)
        code = 0 if match is None or match[1] else int(match[2] or match[3], 10 if match[2] else 16)
        if match and match[1]:
            self._write(_NAMED[match[1]], len(match[0]))
        elif match and 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF:
            self._write(chr(code), len(match[0]))
        else:
            self._write("&")

    def _start(self) -> None:
        match = _START.match(self._source, self._at)
        if match is None:
            raise _broken(f"Unclosed start tag at byte offset {self._bytes()}")
        tag = match[1].lower()
        if tag not in _KINDS:
            raise _broken(f'Unsupported start tag "{tag}" at byte offset {self._bytes()}')
        attributes = {name.lower(): _value(value) for name, value in _ATTRIBUTES.findall(match[2])}
        self._open.append(_Open(tag, self._entity(tag, attributes), self._length))
        self._at = match.end()

    def _entity(self, tag: str, attributes: dict[str, str]) -> Entity:
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _broken(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes()}')
        if tag == "blockquote" and "expandable" in attributes:
            return {"type": "expandable_blockquote"}
        language = attributes.get("class", "").removeprefix("language-")
        if tag == "code" and language and self._open and self._open[-1].tag == "pre":
            self._open[-1].entity["language"] = language
            return {}
        return _linked(attributes.get("href", "")) if tag == "a" else {"type": _KINDS[tag]}

    def _end(self) -> None:
        match = _END.match(self._source, self._at)
        if not self._open:
            raise _broken(f"Unexpected end tag at byte offset {self._bytes()}")
        if match is None:
            raise _broken(f"Unclosed end tag at byte offset {self._bytes()}")
        opened, tag = self._open.pop(), match[1].lower()
        if tag not in ("", opened.tag):
            expected = f'expected "</{opened.tag}>", found "</{tag}>"'
            raise _broken(f"Unmatched end tag at byte offset {self._bytes()}, {expected}")
        if opened.entity and self._length > opened.start:
            span = {"offset": opened.start, "length": self._length - opened.start}
            self._entities.append({**opened.entity, **span})
        self._at = match.end()

    def _bytes(self) -> int:
        return len(self._source[: self._at].encode("utf-8", "surrogatepass"))


def _linked(href: str) -> Entity:
    if user := _USER_LINK.fullmatch(href):
        return {"type": "text_mention", "user_id": int(user[1])}
    return {"type": "text_link", "url": href} if _LINK.fullmatch(href) else {}


def _value(quoted: str) -> str:
    plain = quoted[1:-1] if quoted[:1] in ("'", '"') else quoted
    return _CHARACTER.sub(lambda match: _NAMED.get(match[1] or "", match[0]), plain)


def _order(entity: Entity) -> tuple[int, int]:
    return entity["offset"], -entity["length"]


def _broken(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")
