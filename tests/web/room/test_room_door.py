"""Coming in, staying in, and being locked out again."""

import pytest
from sqlmodel import col, select

from bot.actions import door
from bot.demo.cast import KNUT, MAJ, YLVA
from models import AuditEntry, Member, RoomSession
from tests.hands import member
from tests.web.room.visiting import ON_SQLITE, PIN, Browser, OpenRoom, Visitor

pytestmark = ON_SQLITE


async def test_launch_then_a_new_pin_then_ones_own_day(visitor: Visitor) -> None:
    await visitor.launch(YLVA)
    assert "Välj en kod" in visitor.text
    await visitor.choose_pin(PIN)
    assert visitor.path.endswith("/day")
    assert "Min dag" in visitor.text
    assert YLVA.name in visitor.text


@pytest.mark.parametrize(
    ("pin", "again", "said"),
    [
        ("482913", "482914", "Koderna är inte lika"),
        ("123456", "123456", "siffror i rad"),
        ("111111", "111111", "likadana"),
        ("48291", "48291", "sex siffror"),
        ("", "", "sex siffror"),
        ("abcdef", "abcdef", "sex siffror"),
    ],
)
async def test_a_pin_that_is_not_fit_is_not_taken(visitor: Visitor, pin: str, again: str, said: str) -> None:
    await visitor.launch(YLVA)
    await visitor.choose_pin(pin, again)
    assert visitor.status == 422
    assert said in visitor.text
    await visitor.get("day")
    assert "Välj en kod" in visitor.text


async def test_a_link_from_the_chat_leads_to_its_page_once_the_room_is_unlocked(room: OpenRoom) -> None:
    code = room.refers()
    async with room.visitor() as visitor:
        await visitor.come_in(YLVA, f"r/{code}/note")
        assert visitor.path.endswith(f"/r/{code}/note")
        assert "Ny anteckning" in visitor.text


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "..%2f..%2fevil",
        "../unlock",
        "unlock",
        "lock",
        "day\r\nSet-Cookie: x=1",
        "day#x",
        "r/" + "x" * 3000,
        "dåg",
    ],
)
async def test_no_destination_leads_out_of_the_room(visitor: Visitor, to: str) -> None:
    await visitor.launch(YLVA)
    form = visitor.page.form("unlock")
    await visitor.send("unlock", {**form.fields, "pin": PIN, "again": PIN, "to": to})
    assert visitor.status == 303
    location = visitor.headers["location"]
    assert location.startswith(visitor.root)
    await visitor.get(location.removeprefix(visitor.root))
    assert visitor.status in (200, 404)


async def test_a_quarter_of_an_hour_without_a_request_locks(ylva: Visitor, room: OpenRoom) -> None:
    room.clock.forward(minutes=14, seconds=59)
    await ylva.get("day")
    assert ylva.path.endswith("/day")
    room.clock.forward(minutes=15)
    await ylva.get("day")
    assert "Lås upp" in ylva.text
    await ylva.unlock()
    assert ylva.path.endswith("/day")


async def test_somebody_who_writes_is_not_locked(ylva: Visitor, room: OpenRoom) -> None:
    code = room.refers()
    await ylva.get(f"r/{code}/note")
    for minute in range(10):
        room.clock.forward(minutes=5)
        await ylva.keep(f"r/{code}/note", words=f"Skriver än, {minute}")
        assert ylva.status == 204
        await ylva.get(f"r/{code}/note")
        assert "Ny anteckning" in ylva.text


async def test_after_twelve_hours_even_somebody_who_never_stops_must_come_in_anew(
    ylva: Visitor, room: OpenRoom
) -> None:
    for _ in range(51):
        room.clock.forward(minutes=14)
        await ylva.get("day")
        assert ylva.status == 200
    room.clock.forward(minutes=6)
    await ylva.get("day")
    assert ylva.status == 401
    assert "Gå tillbaka till chatten" in ylva.text
    await ylva.launch(YLVA)
    assert "Lås upp" in ylva.text


async def test_the_lock_button_locks_every_session_at_once(ylva: Visitor, room: OpenRoom) -> None:
    async with room.visitor() as other:
        await other.come_in(YLVA)
        await ylva.get("day")
        await ylva.press("lock")
        assert "Lås upp" in ylva.text
        await other.get("day")
        assert "Lås upp" in other.text


async def test_las_in_the_chat_locks_every_session_at_once(ylva: Visitor, room: OpenRoom) -> None:
    room.store.run_now(lambda session: door.lock(room.turn(session, YLVA)))
    await ylva.get("day")
    assert "Lås upp" in ylva.text


async def test_a_lock_out_takes_effect_at_the_next_request_and_at_every_launch(ylva: Visitor, room: OpenRoom) -> None:
    room.store.run_now(lambda session: door.lock_out(room.turn(session, MAJ), member(session, YLVA), out=True))
    await ylva.get("day")
    assert ylva.status == 401
    room.clock.forward(seconds=1)
    await ylva.launch(YLVA)
    assert ylva.status == 401
    room.store.run_now(lambda session: door.lock_out(room.turn(session, MAJ), member(session, YLVA), out=False))
    await ylva.launch(YLVA)
    assert "Lås upp" in ylva.text


async def test_somebody_whose_membership_has_ended_is_outside(ylva: Visitor, room: OpenRoom) -> None:
    key = room.store.run_now(lambda session: member(session, YLVA).id)
    room.change(Member, key, ended_at=room.clock.now())
    await ylva.get("day")
    assert ylva.status == 401
    room.clock.forward(seconds=1)
    await ylva.launch(YLVA)
    assert ylva.status == 401


async def test_two_people_in_one_browser_each_have_a_room_of_their_own(room: OpenRoom) -> None:
    browser = Browser(room.url)
    async with room.visitor(browser) as ylva, room.visitor(browser) as knut:
        await ylva.come_in(YLVA)
        await knut.come_in(KNUT)
        assert len(browser.cookies) == 2
        await ylva.get("day")
        assert YLVA.name in ylva.text
        await knut.get("day")
        assert KNUT.name in knut.text
        await ylva.press("lock") if ylva.page.has_form("lock") else None
        await ylva.get("day")
        assert "Lås upp" in ylva.text
        await knut.get("day")
        assert KNUT.name in knut.text
        foreign = knut.page.form("lock").fields
        await ylva.send("lock", foreign)
        assert ylva.status == 403


async def test_launch_data_that_was_used_opens_nothing_more(ylva: Visitor, room: OpenRoom) -> None:
    async with room.visitor() as thief:
        await thief.launch(YLVA, data=ylva.data)
        assert thief.status == 401
        assert thief.browser.cookies == {}


async def test_a_reload_with_the_cookie_goes_on(ylva: Visitor) -> None:
    await ylva.launch(YLVA, data=ylva.data)
    assert ylva.status == 200
    assert ylva.path.endswith("/day")
    assert len(ylva.browser.cookies) == 1


async def test_another_persons_launch_data_do_not_go_on_with_my_cookie(ylva: Visitor) -> None:
    await ylva.launch(KNUT)
    assert "Välj en kod" in ylva.text
    assert len(ylva.browser.cookies) == 2


async def test_launch_data_used_at_the_same_moment_open_one_session(room: OpenRoom) -> None:
    async with room.visitor() as one, room.visitor() as other:
        import asyncio

        data = one.room_data(YLVA)
        await asyncio.gather(one.launch(YLVA, data=data), other.launch(YLVA, data=data))
        assert sorted((one.status, other.status)) == [200, 401]


async def test_a_stranger_is_not_told_whether_they_are_known(visitor: Visitor) -> None:
    from bot.demo.cast import Player

    await visitor.launch(Player(4999, "Ingen Alls", YLVA.role, YLVA.organisation))
    assert visitor.status == 401
    assert visitor.browser.cookies == {}


async def test_a_form_whose_cookie_is_gone_says_so(ylva: Visitor, room: OpenRoom) -> None:
    code = room.refers()
    await ylva.get(f"r/{code}/note")
    ylva.browser.cookies.clear()
    await ylva.submit(ylva.page.form(f"r/{code}/note"), words="Skrivet innan kakan försvann")
    assert ylva.status == 401
    assert "Rummet är stängt" in ylva.text


async def test_a_button_pressed_after_the_room_was_locked_leads_back_to_its_page(ylva: Visitor, room: OpenRoom) -> None:
    code = room.refers()
    await ylva.get(f"r/{code}")
    room.clock.forward(minutes=20)
    await ylva.press(f"r/{code}/consent")
    assert "Lås upp" in ylva.text
    await ylva.unlock()
    assert ylva.status == 200
    assert ylva.path.endswith(f"/r/{code}")


async def test_every_page_speaks_the_readers_language(room: OpenRoom) -> None:
    async with room.visitor() as visitor:
        visitor.language = "en-GB,en;q=0.9"
        await visitor.get("../day")
        assert "from the chat" in visitor.text or visitor.status == 404
        room.store.run_now(lambda session: setattr(member(session, YLVA), "language", "en"))
        await visitor.launch(YLVA)
        assert 'lang="en"' in visitor.html
        visitor.language = "sv"
        await visitor.choose_pin(PIN)
        assert 'lang="en"' in visitor.html


async def test_what_was_said_is_only_what_we_say(ylva: Visitor) -> None:
    for said in ("note_saved", "nosuch", "a.b", "", "__class__", "{0}", "%00", "<b>"):
        await ylva.get(f"day?said={said}")
        assert ylva.status == 200, said
        assert ("Anteckningen är sparad." in ylva.text) == (said == "note_saved")


async def test_each_step_at_the_door_is_in_the_audit(ylva: Visitor, room: OpenRoom) -> None:
    await ylva.press("lock")
    await ylva.unlock()
    acts = room.store.run_now(
        lambda session: session.exec(select(AuditEntry.act).order_by(col(AuditEntry.id).desc()).limit(6)).all()
    )
    assert list(acts) == ["unlock_pin", "try_pin", "lock", "unlock_pin", "try_pin", "launch"]


async def test_a_session_cookie_holds_what_telegrams_frame_needs(visitor: Visitor, room: OpenRoom) -> None:
    await visitor._goto("/room?to=day")
    form = visitor.page.form("/room/launch")
    await visitor.send(form.action, {**form.fields, "init_data": visitor.room_data(YLVA)})
    said = visitor.headers["set-cookie"]
    assert said.startswith("__Host-room-")
    assert set(said.split("; ")[1:]) == {
        "Max-Age=43200",
        "Path=/",
        "Secure",
        "HttpOnly",
        "SameSite=None",
        "Partitioned",
    }


async def test_the_room_holds_no_cookie_that_opens_it(ylva: Visitor, room: OpenRoom) -> None:
    token = next(iter(ylva.browser.cookies.values()))
    rows = room.store.run_now(lambda session: session.exec(select(RoomSession)).all())
    assert all(token.encode() not in row.digest and bytes.fromhex(token) != row.digest for row in rows)
