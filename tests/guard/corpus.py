"""Sentences with a person's number in every spelling, and without any."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from bot.guard import Hit, Kind, find
from tests.guard.negatives import NEGATIVES
from tests.guard.others import LOOK_ALIKES, POSITIVES
from tests.guard.people import draw_number
from tests.guard.spellings import SPELLINGS

SENTENCES = (
    "{}", "{}", "Hej! Kan ni ta emot en kvinna, {}, redan på torsdag?", "Hans personnummer är {} och han är hemlös.",
    "Ring 1177. {}", "{} vill ha kontakt.", "Klienten ({}) har träffat oss 3 gånger sedan 2019.", "pnr {}",
    "Ny hänvisning:\n{}\nMvh Åsa", "Hon heter Åsa, {}. Hon bor i Årsta.", "Det gäller {}; återkom före kl 16.",
    "2 barn. Mamman: {} (talar arabiska)", "Jag mötte honom i går, {}, och lovade att ringa",
)  # fmt: skip
PLAIN_SENTENCES = (
    "{}", "{}", "Hej! {} är det som gäller.", "Nås på {} hela dagen.", "Vi ses, {}.", "Se {} för mer.", "{} och {}",
    "{}, {}",
    "{}\n{}", "({})", "Gäller {}: 3 platser kvar.", "Kontakt: {}",
)  # fmt: skip


@dataclass(frozen=True)
class Written:
    """A text with one thing in it, and where it stands."""

    text: str
    start: int
    end: int

    def hits(self) -> list[Hit]:
        """What the guard finds in the stretch."""
        return [hit for hit in find(self.text) if hit.start < self.end and hit.end > self.start]

    def is_covered(self, hits: list[Hit]) -> bool:
        """Whether every letter and digit of the stretch lies in `hits`: nothing of it is left."""
        left = self.text[self.start : self.end]
        for hit in sorted(hits, key=lambda hit: -hit.start):
            left = left[: max(0, hit.start - self.start)] + left[max(0, hit.end - self.start) :]
        return not any(character.isdigit() for character in left)


def people(spelling: str, count: int, seed: int) -> Iterator[Written]:
    """`count` numbers in `spelling`, in running sentences."""
    dice = random.Random(f"{seed} {spelling}")
    for _ in range(count):
        written = SPELLINGS[spelling](draw_number(dice), dice)
        before, after = dice.choice(SENTENCES).split("{}")
        yield Written(before + written + after, len(before), len(before) + len(written))


def negatives(kind: str, count: int, seed: int) -> Iterator[str]:
    """`count` sentences with what is no person's number."""
    dice = random.Random(f"{seed} {kind}")
    for _ in range(count):
        sentence = dice.choice(PLAIN_SENTENCES)
        yield sentence.format(*(NEGATIVES[kind](dice) for _ in range(sentence.count("{}"))))


def others(kind: Kind, count: int, seed: int) -> Iterator[Written]:
    """`count` sentences with a phone, an e-mail address or a street address."""
    dice = random.Random(f"{seed} {kind}")
    for _ in range(count):
        written = POSITIVES[kind](dice)
        before, after = dice.choice(SENTENCES).split("{}")
        yield Written(before + written + after, len(before), len(before) + len(written))


def look_alikes(kind: str, count: int, seed: int) -> Iterator[str]:
    """`count` sentences with nothing that tells who a person is."""
    dice = random.Random(f"{seed} {kind}")
    for _ in range(count):
        sentence = dice.choice(PLAIN_SENTENCES)
        yield sentence.format(*(LOOK_ALIKES[kind](dice) for _ in range(sentence.count("{}"))))
