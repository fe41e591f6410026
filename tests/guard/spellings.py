"""The spellings in which people write a person's number."""

import random
from collections.abc import Callable

from tests.guard.people import Number

Spelling = Callable[[Number, random.Random], str]

DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad\ufe58\ufe63\uff0d\u2043\u301c"
SPACES = " \u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\ufe0f\ufe0e\u202a\u202c\u2066\u2069\u061c\u034f\u180e"
LINE_BREAKS = ("\n", "\r\n", "\r", " \n")
SCRIPTS = (0x0660, 0x06F0, 0x0966, 0xFF10, 0x1D7CE, 0x1D7D8, 0x1D7EC, 0x1D7F6, 0x0E50, 0x09E6)
CIRCLED = "⓪①②③④⑤⑥⑦⑧⑨"
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"


def _in_script(text: str, zero: int) -> str:
    return "".join(chr(zero + int(character)) if character in "0123456789" else character for character in text)


def _from(text: str, digits: str) -> str:
    return "".join(digits[int(character)] if character in "0123456789" else character for character in text)


def _sprinkled(text: str, dice: random.Random) -> str:
    return "".join(character + dice.choice(UNSEEN) * (dice.random() < 0.4) for character in text) + "."


def _within(text: str, middle: str, dice: random.Random) -> str:
    place = dice.randrange(1, len(text))
    return text[:place] + middle + text[place:]


def _without_dice(spell: Callable[[Number], str]) -> Spelling:
    return lambda number, _: spell(number)


FIXED: dict[str, Callable[[Number], str]] = {
    "811218-9876": lambda n: f"{n.six}-{n.last}",
    "8112189876": lambda n: n.six + n.last,
    "19811218-9876": lambda n: f"{n.eight}-{n.last}",
    "198112189876": lambda n: n.eight + n.last,
    "811218+9876": lambda n: f"{n.six}+{n.last}",
    "18811218+9876": lambda n: f"{n.eight}+{n.last}",
    "811218 9876": lambda n: f"{n.six} {n.last}",
    "19811218 9876": lambda n: f"{n.eight} {n.last}",
    "811218 - 9876": lambda n: f"{n.six} - {n.last}",
    "19 811218 - 9876": lambda n: f"{n.century} {n.six} - {n.last}",
    "19 811218-9876": lambda n: f"{n.century} {n.six}-{n.last}",
    "19-811218-9876": lambda n: f"{n.century}-{n.six}-{n.last}",
    "811218- 9876": lambda n: f"{n.six}- {n.last}",
    "811218 -9876": lambda n: f"{n.six} -{n.last}",
    "811218--9876": lambda n: f"{n.six}--{n.last}",
    "8 1 1 2 1 8 9 8 7 6": lambda n: " ".join(n.six + n.last),
    "1 9 8 1 1 2 1 8 9 8 7 6": lambda n: " ".join(n.eight + n.last),
    "8.1.1.2.1.8.9.8.7.6": lambda n: ".".join(n.six + n.last),
    "8-1-1-2-1-8-9-8-7-6": lambda n: "-".join(n.six + n.last),
    "81-12-18-9876": lambda n: f"{n.dotted('-')}-{n.last}",
    "1981-12-18-9876": lambda n: f"{n.long_dotted('-')}-{n.last}",
    "1981-12-18 9876": lambda n: f"{n.long_dotted('-')} {n.last}",
    "81.12.18.9876": lambda n: f"{n.dotted('.')}.{n.last}",
    "1981.12.18.9876": lambda n: f"{n.long_dotted('.')}.{n.last}",
    "81/12/18-9876": lambda n: f"{n.dotted('/')}-{n.last}",
    "1981/12/18/9876": lambda n: f"{n.long_dotted('/')}/{n.last}",
    "81 12 18 9876": lambda n: f"{n.dotted(' ')} {n.last}",
    "1981 12 18 9876": lambda n: f"{n.long_dotted(' ')} {n.last}",
    "81 12 18-98 76": lambda n: f"{n.dotted(' ')}-{n.last[:2]} {n.last[2:]}",
    "81 12 18 98 76": lambda n: f"{n.dotted(' ')} {n.last[:2]} {n.last[2:]}",
    "811218 98 76": lambda n: f"{n.six} {n.last[:2]} {n.last[2:]}",
    "8112-18-9876": lambda n: f"{n.six[:4]}-{n.six[4:]}-{n.last}",
    "1981 1218 9876": lambda n: f"{n.eight[:4]} {n.eight[4:]} {n.last}",
    "8112189-876": lambda n: f"{n.six}{n.last[:1]}-{n.last[1:]}",
    "811218/9876": lambda n: f"{n.six}/{n.last}",
    "811218.9876": lambda n: f"{n.six}.{n.last}",
    "811218_9876": lambda n: f"{n.six}_{n.last}",
    "811218, 9876": lambda n: f"{n.six}, {n.last}",
    "811218:9876": lambda n: f"{n.six}:{n.last}",
    "811218*9876": lambda n: f"{n.six}*{n.last}",
    "811218 (9876)": lambda n: f"{n.six} ({n.last})",
    "(811218)-9876": lambda n: f"({n.six})-{n.last}",
    "811218-<line>9876": lambda n: f"{n.six}-\n{n.last}",
    "circled": lambda n: _from(f"{n.six}-{n.last}", CIRCLED),
    "raised": lambda n: _from(n.eight + n.last, RAISED),
    "keycaps": lambda n: "".join(f"{digit}\ufe0f\u20e3" for digit in n.eight + n.last),
    "pnr:811218-9876.": lambda n: f"pnr:{n.six}-{n.last}.",
    "(8112189876)": lambda n: f"({n.eight}{n.last})",
    "personnummer8112189876": lambda n: f"personnummer{n.six}{n.last}",
    "198112189876abc": lambda n: f"{n.eight}{n.last}abc",
    "811218-9876abc": lambda n: f"id{n.six}-{n.last}abc",
    "'811218-9876'": lambda n: f"”{n.six}-{n.last}”",
    "811218-9876, 811218-9876": lambda n: f"{n.six}-{n.last}, {n.six}-{n.last}",
    "811218 bindestreck 9876": lambda n: f"{n.six} bindestreck {n.last}",
    "811218 sista fyra 9876": lambda n: f"{n.six}, sista fyra: {n.last}",
    "811218 och sista fyra siffrorna är 9876": lambda n: f"{n.eight} och sista fyra siffrorna är {n.last}",
}
DICED: dict[str, Spelling] = {
    "811218<line>9876": lambda n, d: f"{n.six}{d.choice(LINE_BREAKS)}{n.last}",
    "a line break anywhere": lambda n, d: _within(n.eight + n.last, "\n", d),
    "a space anywhere": lambda n, d: _within(n.eight + n.last, " ", d),
    "any dash": lambda n, d: f"{n.six}{d.choice(DASHES)}{n.last}",
    "any dash, century": lambda n, d: f"{n.eight}{d.choice(DASHES)}{n.last}",
    "any dash among spaces": lambda n, d: f"{n.six}{d.choice(SPACES)}{d.choice(DASHES)}{d.choice(SPACES)}{n.last}",
    "any space": lambda n, d: f"{n.eight}{d.choice(SPACES)}{n.last}",
    "any spaces between all": lambda n, d: "".join(digit + d.choice(SPACES) for digit in n.six + n.last).strip(),
    "many spaces": lambda n, d: f"{n.six}{' ' * d.randint(2, 20)}{n.last}",
    "unseen characters": lambda n, d: _sprinkled(f"{n.six}-{n.last}", d),
    "unseen characters, century": lambda n, d: _sprinkled(n.eight + n.last, d),
    "another script": lambda n, d: _in_script(f"{n.six}-{n.last}", d.choice(SCRIPTS)),
    "scripts mixed": lambda n, d: "".join(_in_script(digit, d.choice(SCRIPTS)) for digit in n.eight + n.last),
}
SPELLINGS: dict[str, Spelling] = {name: _without_dice(spell) for name, spell in FIXED.items()} | DICED
