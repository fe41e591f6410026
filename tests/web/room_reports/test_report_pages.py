"""Writing a report and handing it in, over HTTP: no word is lost, and it comes once."""

from datetime import date

import pytest
from sqlmodel import Session

from bot.demo.cast import KNUT
from models import Activity, ActivityKind, Language, Member, ReportState
from tests.hands import member
from tests.web.room.visiting import OpenRoom, Visitor
from tests.web.room_reports.handing import begins
from tests.web.room_reports.written import CONFLICT, MENDED, ODD, WORDS, acts, hands_in, the_report


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
