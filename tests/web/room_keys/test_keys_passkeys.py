"""Passkeys, with a device in software."""

import asyncio
from dataclasses import replace

from bot.demo.cast import MAJ, YLVA
from models import FactorKind
from tests.locks.authenticator import PRESENT, Authenticator
from tests.web.room_keys.visitor import ORIGIN, House, Visitor


def device() -> Authenticator:
    """A device that believes itself to be at our room."""
    return Authenticator(rp_id="localhost", origin=ORIGIN)


async def registers(ylva: Visitor, with_device: Authenticator) -> str:
    """Add a passkey; the answer that the device gave."""
    options = await ylva.posts("keys/passkey/options")
    assert options.headers["content-type"] == "application/json"
    answer = with_device.register(options.text)
    added = await ylva.posts("keys/passkey", answer=answer)
    assert added.headers.get("location") == f"{ylva.root}keys?said=passkey_added", added.text
    return answer


async def proof(window: Visitor, with_device: Authenticator) -> str:
    """What the device answers to a new challenge."""
    return with_device.prove((await window.posts("passkey/options")).text)


async def test_a_passkey_opens_the_room(house: House, ylva: Visitor) -> None:
    mine = device()
    await registers(ylva, mine)
    window = await Visitor(house, YLVA).comes()
    assert 'data-passkey="get"' in (await window.gets("unlock?to=day")).text

    opened = await window.posts("passkey", answer=await proof(window, mine), to="r/R-7K3QX")

    assert opened.headers["location"] == f"{window.root}r/R-7K3QX"
    assert await window.is_inside()
    assert house.sessions(YLVA)[-1].unlocked_by is FactorKind.PASSKEY
    assert house.factors(YLVA)[1].counter == 1


async def test_the_options_name_the_room_and_tell_nothing_of_the_person(house: House, ylva: Visitor) -> None:
    mine = device()
    first = (await ylva.posts("keys/passkey/options")).json()
    await registers(ylva, mine)
    second = (await ylva.posts("keys/passkey/options")).json()

    assert first["rp"] == {"id": "localhost", "name": "Rummet"}
    assert first["authenticatorSelection"]["userVerification"] == "required"
    assert first["challenge"] != second["challenge"]
    assert first["user"]["id"] == second["user"]["id"]
    assert len(second["excludeCredentials"]) == 1
    assert (await Visitor(house, YLVA).comes()).root != ylva.root


async def test_a_device_that_did_not_verify_its_person_opens_nothing(house: House, ylva: Visitor) -> None:
    mine = device()
    await registers(ylva, mine)
    mine.flags = PRESENT
    window = await Visitor(house, YLVA).comes()

    refused = await window.posts("passkey", answer=await proof(window, mine))

    assert (refused.status_code, "Skriv koden i stället." in refused.text) == (403, True)
    assert not await window.is_inside()
    assert [entry.allowed for entry in house.audited("try_passkey")] == [False]


async def test_a_challenge_is_good_for_one_answer(house: House, ylva: Visitor) -> None:
    mine = device()
    await registers(ylva, mine)
    window, other = await Visitor(house, YLVA).comes(), await Visitor(house, YLVA).comes()
    options = (await window.posts("passkey/options")).text
    await window.posts("passkey", answer="{}")

    assert (await window.posts("passkey", answer=mine.prove(options))).status_code == 403
    options = (await window.posts("passkey/options")).text
    assert (await other.posts("passkey", answer=mine.prove(options))).status_code == 403
    answers = [mine.prove(options), mine.prove(options)]
    both = await asyncio.gather(*(window.posts("passkey", answer=answer) for answer in answers))
    assert sorted(answer.status_code for answer in both) == [303, 403]


async def test_a_challenge_is_not_waited_for_longer_than_ten_minutes(house: House, ylva: Visitor) -> None:
    mine = device()
    await registers(ylva, mine)
    window = await Visitor(house, YLVA).comes()
    answer = await proof(window, mine)

    house.clock.forward(minutes=10)

    assert (await window.posts("passkey", answer=answer)).status_code == 403


async def test_the_answer_to_a_registration_is_no_answer_at_the_door(house: House, ylva: Visitor) -> None:
    mine = device()
    await registers(ylva, mine)
    options = (await ylva.posts("keys/passkey/options")).text

    assert (await ylva.posts("passkey", answer=mine.prove(options))).status_code == 403


async def test_a_device_whose_count_does_not_grow_may_be_a_copy_and_opens_nothing(house: House, ylva: Visitor) -> None:
    mine = device()
    await registers(ylva, mine)
    copy = replace(mine)
    window = await Visitor(house, YLVA).comes()
    for _ in range(2):
        assert (await window.posts("passkey", answer=await proof(window, mine))).status_code == 303

    assert (await window.posts("passkey", answer=await proof(window, copy))).status_code == 403
    assert house.factors(YLVA)[1].counter == 2


async def test_anothers_passkey_opens_nothing(house: House, ylva: Visitor) -> None:
    mine, theirs = device(), replace(device(), credential_id=bytes(32))
    await registers(ylva, mine)
    house.has_pin(MAJ)
    maj = await Visitor(house, MAJ).unlocked()
    await registers(maj, theirs)
    window = await Visitor(house, YLVA).comes()

    assert (await window.posts("passkey", answer=await proof(window, theirs))).status_code == 403

    options = (await maj.posts("keys/passkey/options")).text
    assert (await maj.posts("keys/passkey", answer=mine.register(options))).status_code == 409
    assert len(house.factors(MAJ)) == 2


async def test_a_registration_that_proves_nothing_adds_nothing(house: House, ylva: Visitor) -> None:
    elsewhere = replace(device(), origin="https://evil.example")
    options = (await ylva.posts("keys/passkey/options")).text

    for answer in (elsewhere.register(options), "", "{}", "[" * 20_000):
        refused = await ylva.posts("keys/passkey", answer=answer)
        assert (refused.status_code, "Enheten kunde inte läggas till." in refused.text) == (403, True)

    assert len(house.factors(YLVA)) == 1


async def test_ten_passkeys_are_enough(house: House, ylva: Visitor) -> None:
    for number in range(10):
        assert 'data-passkey="create"' in (await ylva.gets("keys")).text
        await registers(ylva, replace(device(), credential_id=bytes([number] * 32)))

    assert 'data-passkey="create"' not in (await ylva.gets("keys")).text
    options = (await ylva.posts("keys/passkey/options")).text
    assert (await ylva.posts("keys/passkey", answer=device().register(options))).status_code == 409


async def test_a_passkey_is_removed(house: House, ylva: Visitor) -> None:
    mine = device()
    await registers(ylva, mine)
    removed = await ylva.posts(f"keys/{house.factors(YLVA)[1].id}/remove")
    window = await Visitor(house, YLVA).comes()

    assert removed.headers["location"] == f"{ylva.root}keys?said=passkey_removed"
    assert 'data-passkey="get"' not in (await window.gets("unlock")).text
    assert (await window.posts("passkey/options")).status_code == 409


async def test_nobody_gets_options_without_a_form_of_their_own(house: House, ylva: Visitor) -> None:
    await registers(ylva, device())

    for path in ("passkey/options", "keys/passkey/options", "passkey", "keys/passkey"):
        assert (await ylva.posts(path, csrf="0" * 64)).status_code == 403
        assert (await ylva.gets(path)).status_code == 405
