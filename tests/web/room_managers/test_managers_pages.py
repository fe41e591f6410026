"""The managers' pages over HTTP: log control, break-glass, people, overview."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from bot import figures
from bot.actions import writing
from bot.clock import at_local
from bot.demo.cast import ADA, KNUT, MAJ, OLLE, YLVA, Player
from bot.store import Store
from models import AuditEntry, LogReview, Particular
from tests.hands import a_referral, member, turn
from tests.web.room.visiting import ON_SQLITE, OpenRoom, Visitor
from tests.web.room_managers.board import drawn, reads

REASON = "Personens anhörig har ringt och är orolig."
CANARY = "Kanariefågeln vill odla tomater."
FORBIDDEN, MISSING, OUT = 403, 404, 401
PAGES = ("overview", "log", "glass", "people")


def read_by_ylva(room: OpenRoom, count: int) -> str:
    """A referral that Ylva has read so many times; the month is over, and its log drawn."""
    code, noon = room.refers(), at_local(date(2022, 10, 12), 12)
    moments = [noon + timedelta(minutes=5 * number) for number in range(count)]
    room.store.run_now(lambda session: reads(session, YLVA, room.referral_id(code), moments))
    room.clock.forward(days=29, hours=1)
    room.store.run_now(lambda session: drawn(session, room.clock.now()))
    return code


def written(room: OpenRoom) -> str:
    """A referral of which something is written."""
    code = room.refers()
    room.store.run_now(lambda session: writing.put(room.turn(session, YLVA), code, Particular.REASON, 0, CANARY))
    return code


def acts(room: OpenRoom, player: Player) -> list[str]:
    def unit(session: Session) -> list[str]:
        theirs = select(AuditEntry.act).where(col(AuditEntry.member_id) == member(session, player).id)
        return list(session.exec(theirs.order_by(col(AuditEntry.id))))

    return room.store.run_now(unit)


async def test_a_read_is_judged_and_judged_anew(room: OpenRoom, maj: Visitor) -> None:
    code = read_by_ylva(room, 3)
    await maj.come_in(MAJ)
    await maj.get("log")
    assert "0 av 3 klara" in maj.text
    assert code in maj.text
    assert CANARY not in maj.text
    first = next(form for form in maj.page.forms if form.action.startswith("log/"))

    await maj.submit(first, verdict="investigate")
    assert "1 av 3 klara" in maj.text
    await maj.submit(first, verdict="justified")

    assert "1 av 3 klara" in maj.text
    assert [act for act in acts(room, MAJ) if "verdict" in act] == ["verdict_investigate", "verdict_justified"]
    assert "review_log" in acts(room, MAJ)


@ON_SQLITE
async def test_a_month_has_pages_and_a_month_that_is_done_stays_listed(room: OpenRoom, maj: Visitor) -> None:
    read_by_ylva(room, 1)
    night = at_local(date(2022, 11, 10), 23)
    of = room.store.run_now(lambda session: a_referral(turn(session, YLVA, room.clock.now(), 9)).id)
    moments = [night + timedelta(seconds=number) for number in range(25)]
    room.store.run_now(lambda session: reads(session, YLVA, of, moments))
    room.clock.forward(days=30)
    room.store.run_now(lambda session: drawn(session, room.clock.now()))
    await maj.come_in(MAJ, "log")
    assert "Sida 1 av 2" in maj.text
    assert "oktober 2022" in maj.text

    await maj.get("log?month=2022-11&page=1")
    assert len([form for form in maj.page.forms if form.action.startswith("log/")]) == 5
    await maj.get("log?month=2022-10")

    assert "0 av 1 klara" in maj.text


@ON_SQLITE
async def test_what_was_given_to_another_to_look_at_does_not_exist(room: OpenRoom, maj: Visitor) -> None:
    read_by_ylva(room, 1)
    [review] = room.store.run_now(lambda session: session.exec(select(LogReview)).all())
    room.store.run_now(
        lambda session: setattr(session.get_one(LogReview, review.id), "reviewer_id", member(session, ADA).id)
    )
    await maj.come_in(MAJ, "people")
    own = maj.page.form("lock").fields

    await maj.send(f"log/{review.id}", {**own, "verdict": "justified"})

    assert maj.status == MISSING


@ON_SQLITE
async def test_an_only_manager_reads_that_nobody_else_is_there(room: OpenRoom, maj: Visitor) -> None:
    await maj.get("log")
    assert "Ingen annan kan kontrollera" not in maj.text
    room.store.run_now(lambda session: setattr(member(session, ADA), "ended_at", room.clock.now()))

    await maj.get("log")

    assert "Ingen annan kan kontrollera" in maj.text


@ON_SQLITE
@pytest.mark.parametrize("path", PAGES)
async def test_nobody_at_work_with_people_opens_a_managers_page(room: OpenRoom, path: str) -> None:
    for player in (YLVA, KNUT):
        async with room.visitor() as visitor:
            await visitor.come_in(player)
            assert not {*PAGES} & {*visitor.page.links}
            await visitor.get(path)
            assert visitor.status == FORBIDDEN


async def test_all_who_have_read_are_listed_in_pages(room: OpenRoom, ylva: Visitor, knut: Visitor) -> None:
    code, noon = room.refers(), room.clock.now()
    moments = [noon + timedelta(seconds=number) for number in range(60)]
    room.store.run_now(lambda session: reads(session, KNUT, room.referral_id(code), moments))

    await ylva.get(f"r/{code}/readers")
    assert "Sida 1 av 2" in ylva.text
    await knut.get(f"r/{code}/readers?page=1")

    assert KNUT.name in knut.text
    async with room.visitor() as olle:
        await olle.come_in(OLLE)
        await olle.get(f"r/{code}/readers")
        assert olle.status == MISSING


async def test_a_manager_reads_for_an_hour_without_any_form_and_then_no_more(
    room: OpenRoom, maj: Visitor, ada: Visitor, ylva: Visitor
) -> None:
    code = written(room)
    await maj.get(f"r/{code}")
    assert maj.status == MISSING
    await maj.post("glass", code=code.lower(), reason=REASON)
    assert "Begäran är skickad." in maj.text
    await ada.get("glass")
    assert REASON in ada.text
    asked = next(form for form in ada.page.forms if form.action.startswith("glass/"))
    await ada.submit(asked, answer="open")
    assert "Texten är öppen i en timme." in ada.text

    await maj.get(f"r/{code}")
    assert CANARY in maj.text
    assert [form.action for form in maj.page.forms] == ["lock"]
    await ada.get(f"r/{code}")
    assert ada.status == MISSING
    await ylva.get(f"r/{code}")
    assert "öppnade med två chefers beslut" in ylva.text

    for _ in range(6):
        room.clock.forward(minutes=10)
        await maj.get("day")
    await maj.get(f"r/{code}")
    assert maj.status == MISSING


@ON_SQLITE
async def test_a_request_with_a_flaw_comes_back_as_it_was_written(room: OpenRoom, maj: Visitor) -> None:
    code = room.refers()

    await maj.post("glass", code=code, reason="för kort")
    assert "minst 20 tecken" in maj.text
    assert maj.page.form("glass").fields["reason"].strip() == "för kort"
    await maj.post("glass", code="R-22222", reason=REASON)

    assert maj.page.form("glass").fields["reason"].strip() == REASON


@ON_SQLITE
async def test_the_guard_asks_about_a_number_in_the_reason(room: OpenRoom, maj: Visitor) -> None:
    code = room.refers()

    await maj.post("glass", code=code, reason=f"{REASON} 19900101-1239")
    assert "pekar ut en person" in maj.text
    form = maj.page.form("glass")
    assert form.fields["code"] == code
    await maj.submit(form, choice="mask")

    assert "Begäran är skickad." in maj.text
    assert f"{REASON} [personnummer]" in maj.text


async def test_a_koordinator_reads_once_the_manager_has_set_the_undertaking(
    room: OpenRoom, maj: Visitor, knut: Visitor
) -> None:
    room.binds(KNUT, None)
    code = room.refers()
    knut_id = room.store.run_now(lambda session: member(session, KNUT).id)
    await knut.get(f"r/{code}")
    assert "Din tystnadsförbindelse saknas" in knut.text
    await maj.get("people")
    assert "Tystnadsförbindelse saknas" in maj.text

    await maj.post(f"people/{knut_id}", day="31 mars")

    assert "Gäller till och med 31 mars 2023." in maj.text
    await knut.get(f"r/{code}")
    assert "Din tystnadsförbindelse saknas" not in knut.text


async def test_who_is_locked_out_is_outside_at_the_next_request(room: OpenRoom, maj: Visitor, knut: Visitor) -> None:
    knut_id = room.store.run_now(lambda session: member(session, KNUT).id)

    await maj.get(f"people/{knut_id}")
    await maj.submit(maj.page.form(f"people/{knut_id}/access"), closed="yes")
    assert "Rummet är stängt för personen." in maj.text
    await knut.get("day")
    assert knut.status == OUT

    await maj.submit(maj.page.form(f"people/{knut_id}/access"), closed="no")
    await maj.press(f"people/{knut_id}/keys")
    room.clock.forward(seconds=2)
    await knut.launch(KNUT)
    assert "Välj en kod" in knut.text


@ON_SQLITE
async def test_a_manager_has_no_power_over_themselves_or_an_administrator(room: OpenRoom, maj: Visitor) -> None:
    others = room.store.run_now(lambda session: [member(session, player).id for player in (MAJ, ADA)])
    for other in others:
        await maj.get(f"people/{other}")
        assert [form.action for form in maj.page.forms] == ["lock"]


def _referred(room: OpenRoom, count: int) -> None:
    def unit(session: Session) -> None:
        for seed in range(count):
            a_referral(turn(session, YLVA, room.clock.now(), seed))

    room.store.run_now(unit)


@ON_SQLITE
@pytest.mark.parametrize(("count", "said"), [(4, "färre än 5"), (5, "5")])
async def test_counts_of_fewer_than_five_people_are_not_told_apart(
    room: OpenRoom, maj: Visitor, count: int, said: str
) -> None:
    _referred(room, count)

    await maj.get("overview")

    row = maj.html.partition('<th scope="row">skickad</th><td>')[2].partition("</td>")[0]
    assert row == said
    assert ('<rect class="now" x="110"' in maj.html) is (count == 5)


@ON_SQLITE
async def test_a_units_manager_sees_the_units_referrals_alone(room: OpenRoom, maj: Visitor) -> None:
    _referred(room, 6)
    room.store.run_now(lambda session: setattr(member(session, MAJ), "unit", "Nattlaget"))

    await maj.get("overview")

    assert '<th scope="row">skickad</th><td>färre än 5</td>' in maj.html
    assert figures.PERSONS not in maj.text


@ON_SQLITE
async def test_the_overview_holds_no_code(room: OpenRoom, maj: Visitor, played: Store) -> None:
    _referred(room, 6)

    await maj.get("overview")

    assert "R-" not in maj.text
    assert all("style" not in names for _, names in maj.page.elements)
