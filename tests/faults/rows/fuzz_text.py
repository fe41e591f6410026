"""Updates broken in their text: bytes on the wire, and what people can write that breaks programs."""

import json
import random
from collections.abc import Callable
from typing import Any

from tests.faults.rows.fuzz_structure import Json, places

NASTY = (
    *("\x00", "\ud800", "\udfff\ud800", "\u202e", "\u2066x", "\u200b\u200d\ufeff", "\ufffe", "\u2028\u2029", "\x1b[2J"),
    *(
        "e\u0301" * 50,
        "\u0338" * 200,
        "👩‍👩‍👧‍👦🏳️‍🌈",
        "😀" * 2_048,
        "ö" * 4_096,
        "x" * 4_097,
        "a" * 20_000,
        "1" * 30_000,
    ),
    *("<b>", "</b><script>alert(1)</script>", "&lt;&#0;&amp", '<a href="tg://user?id=1">', "<tg-spoiler>"),
    *("'; DROP TABLE member; --", '" OR 1=1 --', "%s%n%d", "\\", "{{ 7*7 }}", "{% raw %}", "${7*7}", "{0.__class__}"),
    *("../../etc/passwd", "$(true)", "\r\nSet-Cookie: a=b", "=cmd|' /C calc'!A0", "null", "NaN", "true", "[]", "-1"),
    *("19121212-1212 " * 200, "070-000 00 00 " * 200, "a@b.se " * 300, "Storgatan 1 123 45 Stad " * 100, "- " * 2_000),
)
PIECES = (
    *(bytes([letter]) for letter in b'{}[]",:0-\\e'),
    *(b"\xff\xfe", b"\x00", b"\xc3", b"\xed\xa0\x80", b"\\u0000", b"\\ud83d", b'"a":1,', b"1e999", b"[" * 2_000),
)
LETTERS = 'abz019-_.,:;/\\"{}[]<>éå😀\u202e\x00 '


def mutate(update: Json, dice: random.Random, strange: list[str]) -> bytes:
    """`update` as bytes, broken in its text; `strange` is callback data of other people."""
    if dice.random() < 0.45:
        return _break_bytes(update, dice)
    broken: Json = json.loads(json.dumps(update))
    texts = [(inside, key) for inside, key in places(broken) if isinstance(inside[key], str)]
    query = broken.get("callback_query")
    if isinstance(query, dict) and dice.random() < 0.7:
        query["data"] = _other_data(query["data"], dice, strange)
    elif texts:
        wanted = [place for place in texts if place[1] in ("text", "caption", "first_name", "data")]
        inside, key = dice.choice(wanted if wanted and dice.random() < 0.7 else texts)
        inside[key] = dice.choice(WAYS)(inside[key], dice)
    return json.dumps(broken, ensure_ascii=dice.random() < 0.5).encode("utf-8", "surrogatepass")


def _break_bytes(update: Json, dice: random.Random) -> bytes:
    raw = bytearray(json.dumps(update, ensure_ascii=dice.random() < 0.5).encode("utf-8", "surrogatepass"))
    for _ in range(dice.choice((1, 1, 2, 8))):
        at = dice.randrange(len(raw) + 1)
        end = min(len(raw), at + dice.choice((1, 1, 4, 60)))
        way = dice.randrange(5)
        if way == 0 and at < len(raw):
            raw[at] ^= 1 << dice.randrange(8)
        elif way == 1:
            del raw[at:end]
        elif way == 2:
            raw[at:at] = raw[at:end]
        elif way == 3:
            raw[at:at] = dice.choice(PIECES)
        elif dice.random() < 0.1:
            del raw[at:]
    return bytes(raw)


def _other_data(data: Any, dice: random.Random, strange: list[str]) -> str:
    data = str(data)
    body, _, signature = data.rpartition(".")
    flipped = _flip(signature, dice)
    choices = (
        f"{body}.{flipped}",
        f"{_flip(body, dice)}.{signature}",
        dice.choice(strange) if strange else data,
        data.upper(),
        data + dice.choice(("", " ", "=", ".", "\x00", "\n")),
        body,
        "." * dice.randrange(70),
        dice.choice(NASTY)[:64],
        signature,
        data.replace(".", "..", 1),
    )
    return dice.choice(choices)


def _flip(text: str, dice: random.Random) -> str:
    if not text:
        return dice.choice(LETTERS)
    at = dice.randrange(len(text))
    return text[:at] + dice.choice(LETTERS) + text[at + 1 :]


def _insert(text: str, dice: random.Random) -> str:
    at = dice.randrange(len(text) + 1)
    return text[:at] + dice.choice(NASTY) + text[at:]


def _become(_text: str, dice: random.Random) -> str:
    return dice.choice(NASTY)


def _after_slash(text: str, dice: random.Random) -> str:
    return f"{dice.choice(('/start', '/hanvisa', '/bjudin', '/borta', '/telefon', '/', text))} {dice.choice(NASTY)}"


def _shuffle(text: str, dice: random.Random) -> str:
    return "".join(dice.sample(text, len(text)))


def _cut(text: str, dice: random.Random) -> str:
    return text[: dice.randrange(len(text) + 1)]


WAYS: tuple[Callable[[str, random.Random], str], ...] = (_flip, _insert, _insert, _become, _after_slash, _shuffle, _cut)
