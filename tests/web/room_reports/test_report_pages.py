"""Writing a report, handing it in, and judging it, over HTTP."""

from datetime import date

import pytest
from sqlmodel import Session, col, select

from bot.demo.cast import KNUT, YLVA
from models import Activity, ActivityKind, AuditEntry, Language, Member, Report, ReportDuty, ReportState
from tests.hands import member
from tests.web.room.visiting import OpenRoom, Visitor
from tests.web.room_reports.conftest import DUE
from tests.web.room_reports.handing import begins

WORDS = "Vi har öppnat för fler."
MENDED = "Vi har öppnat för fler, också på lördagar."
MISSING, CONFLICT, ODD, FORBIDDEN = 404, 409, 422, 403


def the_report(room: OpenRoom) -> tuple[Report, ReportDuty]:
    """The only report there is, and what it is due under."""

    def unit(session: Session) -> tuple[Report, ReportDuty]:
        report = session.exec(select(Report)).one()
        return report, session.get_one(ReportDuty, report.duty_id)

    return room.store.run_now(unit)


def acts(room: OpenRoom) -> list[str]:
    of_reports = select(AuditEntry.act).where(col(AuditEntry.subject) == "report", col(AuditEntry.act) != "read_report")
    return room.store.run_now(lambda session: list(session.exec(of_reports.order_by(col(AuditEntry.id)))))


async def hands_in(visitor: Visitor, path: str, **fields: str) -> None:
    await visitor.post(path, do="hand_in", **fields)


async def test_a_report_is_written_handed_in_returned_mended_and_approved(
    room: OpenRoom, knut: Visitor, maj: Visitor, agreement_id: int
) -> None:
    path = await begins(knut, agreement_id)
    goal = next(name for name in knut.page.form(path).fields if name.startswith("goal_"))
    await hands_in(knut, path, results=WORDS, recurring="12", **{goal: "partly"})
    assert "Rapporten är inlämnad." in knut.text
    assert not knut.page.has_form(path), "what is in is not changed"
    report, duty = the_report(room)
    assert (report.state, duty.received_at) == (ReportState.HANDED_IN, room.clock.now())

    await maj.get("reports")
    assert "Inlämnat, väntar på nämnden" in maj.text
    await maj.get(path)
    assert WORDS in maj.text
    assert "Fler vågar komma Delvis" in maj.text
    assert "Nya deltagare, antal Uppgift saknas" in maj.text
    room.clock.forward(minutes=1)
    judge = maj.page.form(f"{path}/judge")
    await maj.submit(judge, verdict="return", words="Berätta om lördagarna.", due_on="2023-01-10")
    assert "Rapporten är återlämnad." in maj.text
    _, duty = the_report(room)
    assert (duty.received_at, duty.due_on) == (None, date(2023, 1, 10))

    await knut.get(path)
    assert "Berätta om lördagarna." in knut.text
    room.clock.forward(minutes=1)
    await knut.post(path, do="save", results=MENDED)
    await maj.get(path)
    assert WORDS in maj.text
    assert "lördagar." not in maj.text.replace("Berätta om lördagarna.", ""), "the board reads what was handed in"
    await hands_in(knut, path, message="Nu står det där.")
    await maj.get(path)
    assert MENDED in maj.text
    assert "Nu står det där." in maj.text
    await maj.get(f"{path}?version=1")
    assert "tidigare version" in maj.text
    assert MENDED not in maj.text
    await maj.get(path)
    await maj.submit(maj.page.form(f"{path}/judge"), verdict="approve")
    assert "Rapporten är godkänd." in maj.text
    await knut.get(path)
    assert "Godkänd" in knut.text
    assert the_report(room)[0].state is ReportState.APPROVED
    assert acts(room) == [
        "begin_report",
        "write_report",
        "hand_in_report",
        "return_report",
        "write_report",
        "hand_in_report",
        "approve_report",
    ]


async def test_the_board_reads_nothing_before_it_is_handed_in(
    room: OpenRoom, knut: Visitor, maj: Visitor, agreement_id: int
) -> None:
    path = await begins(knut, agreement_id)
    await knut.post(path, do="save", results=WORDS)
    await maj.get(path)
    assert WORDS not in maj.html
    assert "inte inlämnad än" in maj.text
    assert not maj.page.has_form(f"{path}/judge")


async def test_what_is_being_written_is_kept_and_comes_back(
    room: OpenRoom, knut: Visitor, siri: Visitor, agreement_id: int
) -> None:
    path = await begins(knut, agreement_id)
    await knut.keep(path, lessons=WORDS)
    assert knut.status == 204
    await siri.get(path)
    assert WORDS not in siri.html
    assert f"{KNUT.name} skriver också här" in siri.text
    await knut.get(path)
    assert knut.page.form(path).fields["lessons"] == WORDS
    assert WORDS.encode() not in (the_report(room)[0].sealed or b"")


async def test_what_is_written_when_the_room_has_locked_is_kept(
    room: OpenRoom, knut: Visitor, agreement_id: int
) -> None:
    path = await begins(knut, agreement_id)
    form = knut.page.form(path)
    room.clock.forward(hours=1)
    await knut.submit(form, results=WORDS, do="save")
    await knut.unlock()
    assert knut.page.form(path).fields["results"] == WORDS


async def test_of_two_who_write_at_once_neither_loses_a_word(
    room: OpenRoom, knut: Visitor, siri: Visitor, agreement_id: int
) -> None:
    path = await begins(knut, agreement_id)
    begun = knut.page.form(path)
    await siri.get(path)
    await siri.post(path, do="save", results=MENDED)
    await knut.submit(begun, do="hand_in", results=WORDS)
    assert knut.status == CONFLICT
    assert the_report(room)[0].state is ReportState.DRAFT
    await knut.get(path)
    assert knut.page.form(path).fields["results"] == WORDS
    assert f"Någon annan har sparat Det här står där nu. Sparar du ersätts det av din text. Resultat {MENDED}" in (
        knut.text
    )


async def test_what_was_written_when_another_handed_in_is_still_there(
    room: OpenRoom, knut: Visitor, siri: Visitor, agreement_id: int
) -> None:
    path = await begins(knut, agreement_id)
    begun = knut.page.form(path)
    await siri.get(path)
    await hands_in(siri, path, results=MENDED)
    await knut.submit(begun, do="save", results=WORDS)
    assert knut.status == CONFLICT
    assert "redan inlämnad" in knut.text
    await knut.get(path)
    assert f"Resultat {WORDS}" in knut.text
    assert MENDED in knut.text


async def test_handed_in_twice_by_a_double_tap_it_came_once(room: OpenRoom, knut: Visitor, agreement_id: int) -> None:
    path = await begins(knut, agreement_id)
    form = knut.page.form(path)
    for _ in range(2):
        await knut.submit(form, do="hand_in", results=WORDS)
        assert "Rapporten är inlämnad." in knut.text
    assert acts(room).count("hand_in_report") == 1


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


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"last_day": "2019-01-01"}, "Den sista kan inte vara före den första."),
        ({"first_day": "igårkväll"}, "Skriv periodens första och sista dag."),
        ({"recurring": "många"}, "Skriv antalet deltagare med siffror"),
        ({"results": "Ring 070-174 06 05 om du undrar."}, "Är det här nödvändigt?"),
    ],
    ids=["backward", "no day", "no number", "a phone number"],
)
async def test_what_cannot_be_saved_is_asked_about_and_nothing_is_lost(
    room: OpenRoom, knut: Visitor, agreement_id: int, fields: dict[str, str], said: str
) -> None:
    path = await begins(knut, agreement_id)
    await knut.post(path, do="hand_in", lessons=WORDS, **fields)
    assert knut.status == ODD
    assert said in knut.text
    assert knut.page.form(path).fields["lessons"] == WORDS
    await knut.get(path)
    assert knut.page.form(path).fields["lessons"] == WORDS
    assert the_report(room)[0].state is ReportState.DRAFT


async def test_masked_it_is_handed_in_as_was_meant(
    room: OpenRoom, knut: Visitor, maj: Visitor, agreement_id: int
) -> None:
    path = await begins(knut, agreement_id)
    await hands_in(knut, path, results="Ring 070-174 06 05 om du undrar.")
    await knut.submit(knut.page.form(path), choice="mask")
    assert "Rapporten är inlämnad." in knut.text
    await maj.get(path)
    assert "Ring [telefonnummer] om du undrar." in maj.text


async def test_the_log_stands_beside_the_form_and_says_how_it_was_counted(
    room: OpenRoom, knut: Visitor, agreement_id: int
) -> None:
    def log(session: Session) -> None:
        koordinator = member(session, KNUT)
        for number, (visitors, few) in enumerate(((12, False), (None, True), (None, False))):
            session.add(
                Activity(
                    agreement_id=agreement_id,
                    organisation_id=koordinator.organisation_id,
                    kind=ActivityKind.MEETING_PLACE,
                    day=date(2022, 9, 1 + number),
                    visitors=visitors,
                    few_visitors=few,
                    member_id=koordinator.id,
                    at=room.clock.now(),
                )
            )

    room.store.run_now(log)
    path = await begins(knut, agreement_id)
    assert (
        "Öppen mötesplats: 3 gånger. 12 besök, räknade vid 1 av dem. 1–4 kom vid 1. Uppgift saknas vid 1."
    ) in knut.text
    assert "Det som saknas är inte noll." in knut.text
    knut.language = "en"
    room.change(Member, koordinator_id(room), language=Language.EN)
    await knut.get(path)
    assert "Open meeting place: 3 times. 12 visits, counted at 1 of them." in knut.text


def koordinator_id(room: OpenRoom) -> int:
    return room.store.run_now(lambda session: member(session, KNUT).id)


async def test_an_empty_report_is_not_handed_in(room: OpenRoom, knut: Visitor, agreement_id: int) -> None:
    path = await begins(knut, agreement_id)
    await hands_in(knut, path)
    assert knut.status == ODD
    assert the_report(room)[0].state is ReportState.DRAFT


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
