"""A hundred thousand ways to spoil launch data, none of which opens anything."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, quote

from bot.locks.launch import BadLaunch, read
from tests.locks.launches import TOKEN, fields, signed

NOW = datetime(2023, 5, 30, 8, tzinfo=UTC)
MUTATIONS = 100_000
NAMES = ("Åsa", "Mohammed", "Євген", "小林", "Anna Karin", "100% & = +", "🙂")


def _fresh(dice: random.Random) -> dict[str, str]:
    user = {"id": dice.randrange(1, 2**52), "first_name": dice.choice(NAMES), "is_premium": dice.random() < 0.5}
    more = {"start_param": "r_17", "chat_type": "sender", "signature": "k3Cz_-1"}
    chosen = {name: value for name, value in more.items() if dice.random() < 0.5}
    return fields(NOW - timedelta(seconds=dice.randrange(86_400)), user, **chosen)


def _flip_a_bit(data: str, dice: random.Random) -> str:
    at = dice.randrange(len(data))
    return data[:at] + chr(ord(data[at]) ^ (1 << dice.randrange(7))) + data[at + 1 :]


def _swap_two_values(data: str, dice: random.Random) -> str:
    pairs = [pair.split("=", 1) for pair in data.split("&")]
    one, other = dice.sample(range(len(pairs)), 2)
    pairs[one][1], pairs[other][1] = pairs[other][1], pairs[one][1]
    return "&".join("=".join(pair) for pair in pairs)


def _repeat_a_field(data: str, dice: random.Random) -> str:
    pairs = data.split("&")
    name, value = dice.choice(pairs).split("=", 1)
    pairs.insert(dice.randrange(len(pairs) + 1), f"{name}={dice.choice([value, '', 'x', '%7B%22id%22%3A1%7D'])}")
    return "&".join(pairs)


def _drop_a_field(data: str, dice: random.Random) -> str:
    pairs = data.split("&")
    pairs.pop(dice.randrange(len(pairs)))
    return "&".join(pairs)


def _add_a_field(data: str, dice: random.Random) -> str:
    name = dice.choice(["receiver", "chat", "can_send_after", "x", "", "user%20", "USER", "user%00", "%75ser"])
    return f"{data}&{name}={dice.choice(['', '1', '%7B%22id%22%3A1%7D', '%0Auser%3Dx'])}"


def _join_two_fields(data: str, dice: random.Random) -> str:
    pairs = data.split("&")
    at = dice.randrange(len(pairs) - 1)
    border = dice.choice(["%0A", "\n", "%26", "%0D%0A", ";", ""])
    return "&".join([*pairs[:at], pairs[at] + border + pairs[at + 1].replace("=", "%3D"), *pairs[at + 2 :]])


def _spell_differently(data: str, dice: random.Random) -> str:
    ways: list[Callable[[str], str]] = [
        lambda text: text.replace("%20", "+"),
        lambda text: text.replace("%7B", "%7b").replace("%3A", "%3a"),
        lambda text: text.replace("hash", "%68ash"),
        lambda text: "&".join(dice.sample(text.split("&"), len(text.split("&")))),
        quote,
        lambda text: text.replace("%", "%25"),
        lambda text: text.replace("%22", "%2"),
        lambda text: text.replace("%22", "%u0022"),
        lambda text: text.replace("%C3", "%C0%83").replace("%D0", "%ff"),
        lambda text: text.replace("&", ";"),
        lambda text: text.replace("&", "&amp;"),
        lambda text: text[: dice.randrange(len(text))],
        lambda text: text + dice.choice(["\x00", "\n", " ", "\ud800", "é", "&", "=", "%"]),
    ]
    return dice.choice(ways)(data)


def _another_person(data: str, dice: random.Random) -> str:
    return data.replace("%22id%22%3A", f"%22id%22%3A{dice.randrange(1, 10)}", 1)


SPOILED = (
    _flip_a_bit,
    _flip_a_bit,
    _swap_two_values,
    _repeat_a_field,
    _drop_a_field,
    _add_a_field,
    _join_two_fields,
    _spell_differently,
    _another_person,
)


def _mutated(unsigned: dict[str, str], data: str, dice: random.Random) -> tuple[str, str]:
    """What was done to the data, and what came of it."""
    kind = dice.randrange(len(SPOILED) + 3)
    if kind < len(SPOILED):
        return SPOILED[kind].__name__, SPOILED[kind](data, dice)
    if kind == len(SPOILED):
        return "another token", signed(unsigned, TOKEN[:-1] + dice.choice("abcdef"))
    days = dice.randrange(2, 4000)
    sign, name = (1, "future") if kind == len(SPOILED) + 1 else (-1, "expired")
    return name, signed({**unsigned, "auth_date": str(int((NOW + sign * timedelta(days=days)).timestamp()))})


def _meaning(data: str) -> list[tuple[str, str]]:
    return sorted(parse_qsl(data, keep_blank_values=True))


def test_no_mutation_of_launch_data_opens_anything() -> None:
    dice = random.Random(20230530)
    done, accepted = Counter[str](), Counter[str]()
    for number in range(MUTATIONS):
        if number % 50 == 0:
            unsigned = _fresh(dice)
            data = signed(unsigned)
            genuine = read(data, TOKEN, NOW)
        name, mutated = _mutated(unsigned, data, dice)
        done[name] += 1
        try:
            launch = read(mutated, TOKEN, NOW)
        except BadLaunch:
            continue
        accepted[name] += 1
        assert launch == genuine, name
        assert _meaning(mutated) == _meaning(data), name

    assert min(done.values()) > MUTATIONS / 20
    assert accepted["_spell_differently"] > 1000, "the same data in another spelling are the same"
    assert not accepted.keys() & {"another token", "future", "expired", "_another_person", "_drop_a_field"}
