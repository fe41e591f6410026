"""Buttons over the wire: every one fits, comes back as it was, and cannot be changed on the way."""

from dataclasses import fields
from datetime import date
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.buttons import Button, RunCommand, SetCapacity, ShowMenu
from bot.callbacks import LONGEST, Unreadable, _sign, decode, encode, signing_key
from bot.chat import routes
from bot.menus import COMMANDS
from models import Happening

calm = settings(deadline=None, max_examples=40)
KEY = signing_key("100000001:DEMO-token-for-the-local-telegram-0000")
LARGEST_ID = 2**31 - 1
LARGEST_TELEGRAM_ID = 2**52
WORDS = {
    "happening": [word.value for word in Happening],
    "command": [command.name for command in COMMANDS],
    "seal": ["0f1e2d3c"],
}
KINDS = sorted(Button.known.values(), key=lambda kind: kind.code)
people = st.integers(1, LARGEST_TELEGRAM_ID)


def values(name: str, kind: Any) -> st.SearchStrategy[Any]:
    """Everything that a field can hold."""
    if kind is bool:
        return st.booleans()
    if kind is int:
        return st.integers(0, LARGEST_ID)
    if kind is date:
        return st.dates(date(2020, 1, 1), date(2100, 1, 1))
    return st.sampled_from(get_args(kind) if get_origin(kind) is Literal else WORDS[name])


def buttons_of(kind: type[Button]) -> st.SearchStrategy[Button]:
    """Every button of a kind."""
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: values(field.name, hints[field.name]) for field in fields(kind)})


any_button = st.one_of([buttons_of(kind) for kind in KINDS])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_button_has_a_route(kind: type[Button]) -> None:
    assert kind is RunCommand or kind in routes.BUTTONS


def test_every_route_is_of_a_button_that_can_come() -> None:
    assert set(routes.BUTTONS) | {RunCommand} == set(Button.known.values())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@calm
@given(data=st.data(), receiver=people)
def test_a_button_comes_back_as_it_was_and_fits(kind: type[Button], data: st.DataObject, receiver: int) -> None:
    button = data.draw(buttons_of(kind))
    wire = encode(button, KEY, receiver)
    assert 1 <= len(wire.encode()) <= LONGEST
    assert wire.isascii()
    back = decode(wire, KEY, receiver)
    assert back == button
    assert type(back) is type(button)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_longest_of_each_kind_fits(kind: type[Button]) -> None:
    hints = get_type_hints(kind)
    longest: dict[str, Any] = {}
    for field in fields(kind):
        hint = hints[field.name]
        known = get_args(hint) if get_origin(hint) is Literal else WORDS.get(field.name, [])
        largest = {bool: True, int: LARGEST_ID, date: date.max}
        longest[field.name] = largest[hint] if hint in largest else max(known, key=len)
    assert len(encode(kind(**longest), KEY, LARGEST_TELEGRAM_ID)) <= LONGEST


@calm
@given(button=any_button, receiver=people, place=st.integers(0, LONGEST), bit=st.integers(0, 7))
def test_no_changed_bit_is_read(button: Button, receiver: int, place: int, bit: int) -> None:
    wire = encode(button, KEY, receiver)
    place %= len(wire)
    changed = wire[:place] + chr(ord(wire[place]) ^ (1 << bit)) + wire[place + 1 :]
    with pytest.raises(Unreadable):
        decode(changed, KEY, receiver)


@calm
@given(button=any_button, receiver=people, other=people)
def test_another_person_s_button_is_not_read(button: Button, receiver: int, other: int) -> None:
    if other != receiver:
        with pytest.raises(Unreadable):
            decode(encode(button, KEY, receiver), KEY, other)


@calm
@given(button=any_button, receiver=people)
def test_a_button_of_another_token_is_not_read(button: Button, receiver: int) -> None:
    with pytest.raises(Unreadable):
        decode(encode(button, signing_key("1:another"), receiver), KEY, receiver)


@calm
@given(first=any_button, second=any_button, receiver=people)
def test_no_signature_fits_another_button(first: Button, second: Button, receiver: int) -> None:
    one, other = encode(first, KEY, receiver), encode(second, KEY, receiver)
    if one != other:
        with pytest.raises(Unreadable):
            decode(one.rpartition(".")[0] + "." + other.rpartition(".")[2], KEY, receiver)


@calm
@given(data=st.text(max_size=80))
def test_whatever_else_comes_is_not_read(data: str) -> None:
    with pytest.raises(Unreadable):
        decode(data, KEY, 1)


@pytest.mark.parametrize("data", ["", ".", "\x00", "\ud800", "å" * 64, "mm.", "zz.0"])
def test_what_is_no_button_at_all_is_not_read(data: str) -> None:
    with pytest.raises(Unreadable):
        decode(data, KEY, 1)


@pytest.mark.parametrize(
    "body", ["zz", "mm.1", "cs", "cs.nonsense", "rd.1.-1", "rd.1.zzzzzzzz", "fs.zik0zk", "fs.-1", "fs.zzzzzzzzzzzzzzz"]
)
def test_a_signed_button_of_another_version_is_not_read(body: str) -> None:
    with pytest.raises(Unreadable):
        decode(f"{body}.{_sign(body, KEY, 1)}", KEY, 1)


def test_the_receiver_and_the_body_cannot_be_shifted_into_one_another() -> None:
    assert encode(ShowMenu(), KEY, 12) != encode(ShowMenu(), KEY, 1)
    assert encode(SetCapacity("full"), KEY, 1) == encode(SetCapacity("full"), KEY, 1)
