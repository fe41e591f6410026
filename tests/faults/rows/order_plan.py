"""What people send in which order, and what must come of it."""

import itertools
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot import buttons as b
from bot.callbacks import encode
from tests.faults.phones import SIGNING_KEY
from tests.faults.rows import order_stage

COMMANDS = ("/hjalp", "/mina", "/tyst", "/meny")
LANGUAGES = ("sv", "en")


@dataclass
class Plan:
    """The updates, oldest first, and the queue of each: messages of a chat, or taps of a person."""

    bodies: dict[int, bytes] = field(default_factory=dict)
    queues: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    languages: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    """By Telegram id, what each chose, in turn."""


@dataclass
class Verdict:
    """What came of a plan."""

    inversions: int = 0
    """Updates that took effect after a later one of their queue."""
    lost: int = 0
    doubled: int = 0
    wrong_effects: int = 0
    """People whose choices did not take effect one after the other as they were made."""


def made(times: int, unix: int, dice: random.Random) -> Plan:
    """`times` updates: every other one a tap that chooses a language, the rest commands."""
    plan, everybody = Plan(), order_stage.people()
    for number in range(1, times + 1):
        user = dice.choice(everybody)
        if dice.random() < 0.5:
            language = dice.choice(LANGUAGES)
            button = b.SetLanguage("en" if language == "en" else "sv")
            update = order_stage.tap(number, user, encode(button, SIGNING_KEY, user), unix)
            plan.languages[user].append(language)
            plan.queues[f"person:{user}"].append(number)
        else:
            update = order_stage.message(number, user, dice.choice(COMMANDS), unix)
            plan.queues[f"chat:{user}"].append(number)
        plan.bodies[number] = json.dumps(update).encode()
    return plan


def judge(plan: Plan, happened: Sequence[int], languages: Mapping[int, Sequence[str]]) -> Verdict:
    """Hold what took effect, in its order, against what was sent."""
    verdict = Verdict()
    known = [number for number in happened if number in plan.bodies]
    verdict.lost = len(plan.bodies.keys() - set(known))
    verdict.doubled = len(known) - len(set(known)) + len(happened) - len(known)
    places = {number: place for place, number in enumerate(happened)}
    for queue in plan.queues.values():
        verdict.inversions += sum(_later_than_the_next(queue, places))
    for user, chosen in plan.languages.items():
        verdict.wrong_effects += changes("sv", chosen) != list(languages.get(user, ()))
    return verdict


def _later_than_the_next(queue: Sequence[int], places: Mapping[int, int]) -> Iterator[bool]:
    took_effect = [places[number] for number in queue if number in places]
    return (one > following for one, following in itertools.pairwise(took_effect))


def changes(first: str, chosen: Sequence[str]) -> list[str]:
    """What changes when one after the other is chosen: the same once more changes nothing."""
    before = [first, *chosen[:-1]]
    return [one for one, last in zip(chosen, before, strict=True) if one != last]
