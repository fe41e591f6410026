"""What a person asks for: recorded by the caseworker, sealed, and read by the manager alone."""

from datetime import date

from sqlmodel import Session, select

from bot.demo.cast import KNUT, MAJ, Player
from messages import views
from models import Decision, Member, Organisation, Right, RightsRequest, Role
from tests.hands import member
from tests.web.room.visiting import ON_SQLITE, OpenRoom, Visitor
from tests.web.room_rights.asking import ASKS, NOTE, a_row, asked, noted, said

NUMBER = "19900101-1239"


async def test_a_request_is_recorded_sealed_and_the_manager_is_told_without_a_word_of_it(
    room: OpenRoom, ylva: Visitor, maj: Visitor
) -> None:
    code = room.refers()
    await asked(ylva, code)

    assert ASKS in ylva.text
    assert "Svara personen senast 3 november 2022" in ylva.text
    row = a_row(room, RightsRequest)
    assert ASKS.encode() not in row.sealed_request
    assert said(room, MAJ) == [views.RightsAsked(code, date(2022, 11, 3))]
    await maj.get("day")
    assert "Begäran om radering eller rättelse 1" in maj.text
    await maj.get("rights")
    assert code in maj.text
    await maj.get(f"rights/{row.id}")
    assert ASKS in maj.text


@ON_SQLITE
async def test_the_guard_asks_about_a_number_in_a_request_and_in_its_grounds(
    room: OpenRoom, ylva: Visitor, maj: Visitor
) -> None:
    code = room.refers()
    path = f"r/{code}/rights"
    await ylva.post(path, kind=Right.RECTIFICATION.value, day="2022-10-03", words=f"Mitt nummer är {NUMBER}.")
    assert ylva.status == 422
    assert "pekar ut en person" in ylva.text
    form = ylva.page.form(path)
    assert (form.fields["words"], form.fields["kind"]) == (f"Mitt nummer är {NUMBER}.", Right.RECTIFICATION.value)
    await ylva.submit(form, choice="mask")
    assert "Mitt nummer är [personnummer]." in ylva.text

    decide = f"rights/{a_row(room, RightsRequest).id}"
    await maj.post(decide, decision=Decision.REFUSED.value, grounds=f"Numret är {NUMBER}.")
    assert maj.status == 422
    assert a_row(room, RightsRequest).decision is None
    await maj.submit(maj.page.form(decide), choice="keep")
    assert maj.status == 200
    await ylva.get(path)
    assert f"Numret är {NUMBER}." in ylva.text


async def test_the_manager_reads_the_request_and_not_the_notes(room: OpenRoom, ylva: Visitor, maj: Visitor) -> None:
    code = room.refers()
    await noted(ylva, code)
    await asked(ylva, code)

    await maj.get(f"rights/{a_row(room, RightsRequest).id}")
    assert NOTE not in maj.text
    await ylva.get(f"r/{code}/readers")
    assert MAJ.name in ylva.text
    assert "läste en begäran" in ylva.text
    for path in (f"r/{code}", f"r/{code}/rights", f"r/{code}/case"):
        await maj.get(path)
        assert (path, maj.status) == (path, 404)


@ON_SQLITE
async def test_the_same_request_sent_twice_is_one_and_another_is_another(room: OpenRoom, ylva: Visitor) -> None:
    code = room.refers()
    await asked(ylva, code)
    await asked(ylva, code)
    assert a_row(room, RightsRequest)
    assert len(said(room, MAJ)) == 1

    await asked(ylva, code, words="Och det ni sagt till andra.")

    assert len(said(room, MAJ)) == 2


@ON_SQLITE
async def test_a_day_that_has_not_been_and_a_request_without_words_are_refused(room: OpenRoom, ylva: Visitor) -> None:
    code = room.refers()
    for fields in ({"day": "2022-10-04", "words": ASKS}, {"day": "2022-10-03", "words": " "}):
        await ylva.post(f"r/{code}/rights", kind="erasure", **fields)
        assert ylva.status == 422
    assert room.store.run_now(lambda session: session.exec(select(RightsRequest)).all()) == []


@ON_SQLITE
async def test_what_was_being_written_is_kept_when_the_room_locks(room: OpenRoom, ylva: Visitor) -> None:
    code = room.refers()
    await ylva.get(f"r/{code}/rights")
    form = ylva.page.form(f"r/{code}/rights")
    room.clock.forward(minutes=20)
    await ylva.submit(form, kind="rectification", day="2022-10-01", words=ASKS)
    await ylva.unlock()

    await ylva.get("day")
    assert f"r/{code}/rights" in ylva.html
    await ylva.get(f"r/{code}/rights")
    assert ASKS in ylva.text
    await ylva.submit(ylva.page.form(f"r/{code}/rights"), kind="rectification")
    assert a_row(room, RightsRequest).asked_on == date(2022, 10, 1)


@ON_SQLITE
async def test_a_manager_of_another_unit_or_board_decides_nothing(room: OpenRoom, ylva: Visitor) -> None:
    code = room.refers()
    await asked(ylva, code)
    number = a_row(room, RightsRequest).id
    for telegram_id, elsewhere in ((4301, False), (4302, True)):
        stranger = Player(telegram_id, "Chef Annanstans", Role.MANAGER, "", "Annan enhet")
        room.store.run_now(lambda session, who=stranger, other=elsewhere: join(session, who, room, other))  # type: ignore[misc]
        async with room.visitor() as visitor:
            await visitor.come_in(stranger)
            await visitor.get("rights")
            assert code not in visitor.text
            await visitor.get(f"rights/{number}")
            assert visitor.status == 404


def join(session: Session, player: Player, room: OpenRoom, elsewhere: bool) -> None:
    """A manager of another unit of Maj's board, or of another board."""
    board = member(session, MAJ).organisation_id
    if elsewhere:
        mine = session.get_one(Organisation, board)
        other = Organisation(**{**mine.model_dump(exclude={"id"}), "name": "En annan nämnd", "alias": None})
        session.add(other)
        session.flush()
        board = other.id
    session.add(
        Member(
            telegram_id=player.telegram_id,
            name=player.name,
            role=Role.MANAGER,
            organisation_id=board,
            unit=player.unit,
            joined_at=room.clock.now(),
        )
    )


@ON_SQLITE
async def test_a_koordinator_and_a_colleague_see_no_request(room: OpenRoom, ylva: Visitor, olle: Visitor) -> None:
    code = room.refers()
    await asked(ylva, code)
    number = a_row(room, RightsRequest).id
    async with room.visitor() as visitor:
        await visitor.come_in(KNUT)
        for who in (visitor, olle):
            for path in (f"r/{code}/rights", f"rights/{number}", "rights"):
                await who.get(path)
                assert (path, who.status) == (path, 404)
