"""Judging a report, over HTTP: what the board reads, and what it says to the partner."""

from sqlmodel import Session, col, select

from bot.demo.cast import YLVA
from models import ReportDuty
from tests.web.room.visiting import OpenRoom, Visitor
from tests.web.room_reports.conftest import DUE
from tests.web.room_reports.handing import begins
from tests.web.room_reports.written import CONFLICT, ODD, WORDS, acts, hands_in, the_report

MISSING, FORBIDDEN = 404, 403


async def test_the_board_reads_nothing_before_it_is_handed_in(
    room: OpenRoom, knut: Visitor, maj: Visitor, agreement_id: int
) -> None:
    path = await begins(knut, agreement_id)
    await knut.post(path, do="save", results=WORDS)
    await maj.get(path)
    assert WORDS not in maj.html
    assert "inte inlämnad än" in maj.text
    assert not maj.page.has_form(f"{path}/judge")


async def test_judged_by_two_the_second_is_told_and_keeps_the_words(
    room: OpenRoom, knut: Visitor, maj: Visitor, agreement_id: int
) -> None:
    path = await begins(knut, agreement_id)
    await hands_in(knut, path, results=WORDS)
    await maj.get(path)
    judge = maj.page.form(f"{path}/judge")
    await maj.submit(judge, verdict="approve")
    await maj.submit(judge, verdict="approve")
    assert maj.status == 200, "the same tap twice"
    await maj.submit(judge, verdict="return", words="Vänta med det.")
    assert maj.status == CONFLICT
    await maj.get(path)
    assert maj.page.form(f"{path}/judge").fields["words"] == "Vänta med det."
    assert acts(room)[-1] == "approve_report"


async def test_a_return_needs_words_and_a_day_to_come(
    room: OpenRoom, knut: Visitor, maj: Visitor, agreement_id: int
) -> None:
    path = await begins(knut, agreement_id)
    await hands_in(knut, path, results=WORDS)
    for fields, said in (
        ({"words": ""}, "Skriv något till partnern först."),
        ({"words": "Mer, tack.", "due_on": "2022-09-01"}, "Skriv en dag som inte har varit."),
    ):
        await maj.get(path)
        await maj.submit(maj.page.form(f"{path}/judge"), verdict="return", **fields)
        assert maj.status == ODD
        assert said in maj.text
    assert the_report(room)[1].due_on == DUE


async def test_another_way_shows_and_leaves_nothing_to_begin(
    room: OpenRoom, knut: Visitor, maj: Visitor, agreement_id: int
) -> None:
    def receive(session: Session) -> None:
        duty = session.exec(select(ReportDuty).where(col(ReportDuty.agreement_id) == agreement_id)).one()
        duty.received_at = room.clock.now()

    room.store.run_now(receive)
    for visitor in (knut, maj):
        await visitor.get(f"agreement/{agreement_id}/reports")
        assert "Mottagen. På annat sätt, noterat 3 oktober 2022" in visitor.text
        assert not visitor.page.has_form(f"agreement/{agreement_id}/reports")


async def test_whom_it_does_not_concern_finds_nothing(
    room: OpenRoom, knut: Visitor, maj: Visitor, agreement_id: int
) -> None:
    path = await begins(knut, agreement_id)
    csrf = knut.page.form(path).fields["csrf"]
    await knut.send(f"{path}/judge", {"csrf": csrf, "revision": "1", "verdict": "approve"})
    assert knut.status == MISSING
    await maj.get("day")
    own = maj.page.form("lock").fields
    for action in (path, f"{path}/draft"):
        await maj.send(action, {**own, "revision": "1", "results": "Ändrat"})
        assert maj.status == MISSING
    async with room.visitor() as ylva:
        await ylva.come_in(YLVA)
        for page in (path, f"agreement/{agreement_id}/reports"):
            await ylva.get(page)
            assert ylva.status == MISSING
        await ylva.get("reports")
        assert ylva.status == FORBIDDEN
