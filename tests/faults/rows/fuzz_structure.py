"""Updates broken in their structure: keys and values that are gone, other, more, deeper, larger than they may be."""

import copy
import json
import random
from collections.abc import Callable
from typing import Any

Json = dict[str, Any]
Place = tuple[Any, Any]
"""What holds a value (a dict or a list), and where in it."""
TWICE = "\x01"
"""Ends a key that is to stand twice in one object: JSON allows it, a dict does not."""
NUMBERS: tuple[Any, ...] = (
    *(-1, 0, 1, 4001, 4002, 9001, 2**31 - 1, 2**31, 2**32, -(2**31), 2**53, 2**63 - 1, 2**63, -(2**63), 2**70, 10**400),
    *(253402300799, 253402214400, 62135596800, -62135596800, 1e308, 0.5, -0.0),
    *(float("nan"), float("inf"), float("-inf")),
)
TEXTS: tuple[Any, ...] = ("", " ", "x", "4001", "sv", "private", "\x00", "\ud800", "😀" * 30, "ö" * 4_097, "/hjalp")
OTHERS: tuple[Any, ...] = (None, True, False, [], {}, [[]], [None], {"id": 4001}, {"": {}}, [{"text": "x"}])
NAMES = (
    *("message", "edited_message", "callback_query", "my_chat_member", "from", "chat", "id", "date", "text", "data"),
    *("reply_to_message", "reply_markup", "inline_keyboard", "entities", "caption", "poll", "venue", "quote", "type"),
    *("forward_origin", "contact", "location", "pinned_message", "new_chat_member", "status", "", "\x00", "nyckel"),
)
DEEP = (1, 5, 60, 300)
LONG = (2, 2, 30, 30, 30, 1_000)
LARGEST = 300_000


def mutate(update: Json, dice: random.Random) -> bytes:
    """`update` as JSON, with one to three things in it broken; never larger than a webhook takes."""
    raw = _broken(update, dice)
    while len(raw) > LARGEST:
        raw = _broken(update, dice)
    return raw


def _broken(update: Json, dice: random.Random) -> bytes:
    broken: Any = copy.deepcopy(update)
    for _ in range(dice.choice((1, 1, 2, 3))):
        known = places(broken)
        if not known:
            break
        inside, key = dice.choice(known)
        dice.choice(WAYS)(inside, key, dice)
    if dice.random() < 0.005:
        broken = dice.choice(([broken], [], None, "x", 7, True, {"update_id": update["update_id"]}))
    return written(broken)


def written(value: Any) -> bytes:
    """JSON as it goes over the wire, with keys twice where they were marked so."""
    return json.dumps(value).replace('\\u0001": ', '": ').encode()


def places(value: Any) -> list[Place]:
    """Every place in `value` that holds something."""
    found: list[Place] = []
    waiting = [value]
    while waiting:
        one = waiting.pop()
        keys = list(one) if isinstance(one, dict) else range(len(one)) if isinstance(one, list) else []
        found += [(one, key) for key in keys]
        waiting += [one[key] for key in keys if isinstance(one[key], dict | list)]
    return found


def _drop(inside: Any, key: Any, _: random.Random) -> None:
    del inside[key]


def _rename(inside: Any, key: Any, dice: random.Random) -> None:
    if isinstance(inside, dict):
        inside[dice.choice(NAMES)] = inside.pop(key)


def _repeat(inside: Any, key: Any, dice: random.Random) -> None:
    if isinstance(inside, dict):
        inside[f"{key}{TWICE}"] = dice.choice((inside[key], *NUMBERS[:6], *TEXTS[:4], *OTHERS))
    else:
        inside.insert(key, inside[key])


def _add(inside: Any, _key: Any, dice: random.Random) -> None:
    value = copy.deepcopy(dice.choice((*NUMBERS, *TEXTS, *OTHERS)))
    if isinstance(inside, dict):
        inside[dice.choice(NAMES)] = value
    else:
        inside.append(value)


def _number(inside: Any, key: Any, dice: random.Random) -> None:
    inside[key] = dice.choice(NUMBERS)


def _other_type(inside: Any, key: Any, dice: random.Random) -> None:
    was = inside[key]
    if isinstance(was, int) and not isinstance(was, bool):
        inside[key] = dice.choice((bool(was), str(was), was + 0.5 if abs(was) < 2**53 else 0.5, [was], {"id": was}))
    elif isinstance(was, str):
        inside[key] = dice.choice((len(was), [was], {"text": was}, None, list(was[:50])))
    else:
        inside[key] = copy.deepcopy(dice.choice((*NUMBERS, *TEXTS, *OTHERS)))


def _replace(inside: Any, key: Any, dice: random.Random) -> None:
    inside[key] = copy.deepcopy(dice.choice((*TEXTS, *OTHERS)))


def _swap(inside: Any, key: Any, dice: random.Random) -> None:
    other = dice.choice(list(inside) if isinstance(inside, dict) else range(len(inside)))
    inside[key], inside[other] = inside[other], inside[key]


def _deepen(inside: Any, key: Any, dice: random.Random) -> None:
    name = dice.choice((None, "message", "reply_to_message", "chat", *NAMES))
    for _ in range(dice.choice(DEEP)):
        inside[key] = [inside[key]] if name is None else {name: inside[key]}


def _lengthen(inside: Any, key: Any, dice: random.Random) -> None:
    was = inside[key]
    times = dice.choice(LONG)
    inside[key] = was * times if isinstance(was, str) and len(was) * times < 300_000 else [was] * min(times, 100)


WAYS: tuple[Callable[[Any, Any, random.Random], None], ...] = (
    *(_drop, _rename, _repeat, _add, _number, _number, _other_type, _other_type, _replace, _swap, _deepen, _lengthen),
)
