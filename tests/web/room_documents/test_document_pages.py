"""Documents about partnerships in the room: what is missing, the files, and who may take them."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from bot.demo.cast import KNUT, MAJ, YLVA
from bot.documents.docx import MEDIA_TYPE
from models import Agreement, AgreementStatus, AuditEntry, SteeringMeeting
from tests.documents.partnerships import agreement, headings_of, text_of
from tests.web.room.visiting import ON_SQLITE, OpenRoom, Visitor

pytestmark = ON_SQLITE
MISSING, FORBIDDEN = 404, 403


def audited(room: OpenRoom) -> list[tuple[str, str, bool]]:
    def unit(session: Session) -> list[tuple[str, str, bool]]:
        rows = session.exec(select(AuditEntry).where(col(AuditEntry.act).startswith("take_"))).all()
        return [(row.act, row.screen, row.allowed) for row in rows]

    return room.store.run_now(unit)


def of(room: OpenRoom, name: str) -> int:
    return room.store.run_now(lambda session: agreement(session, name).id)


async def test_the_page_says_what_is_missing_and_the_file_is_fetched(room: OpenRoom, maj: Visitor) -> None:
    await maj.get("documents?year=2022")
    assert "Det som saknas för 2022" in maj.text
    assert "Himmel och pannkaka" in maj.text
    assert "aktivitetslogg" in maj.text

    await maj.get("documents/followup?year=2022")

    assert maj.headers["content-type"] == MEDIA_TYPE
    assert maj.headers["content-disposition"].endswith("uppfoljning-2022-2022-10-03.docx")
    assert (0, "Uppföljning av idéburna offentliga partnerskap 2022") in headings_of(maj.answer.content)
    assert audited(room) == [("take_followup", "/documents/followup", True)]


async def test_an_agreements_documents_are_fetched_from_its_own_page(room: OpenRoom, maj: Visitor) -> None:
    street = of(room, "Street Minds")
    starts = room.clock.now() + timedelta(days=3)

    def meet(session: Session) -> int:
        row = SteeringMeeting(agreement_id=street, starts_at=starts, place="Provgatan 2", form="1")
        later = SteeringMeeting(agreement_id=street, starts_at=starts + timedelta(days=30), form="2")
        session.add_all([row, later])
        session.flush()
        return later.id

    later = room.store.run_now(meet)
    await maj.get(f"agreement/{street}/documents")
    packs = [link for link in maj.page.links if "documents/pack" in link]
    assert len(packs) == 1

    await maj.get(packs[0])
    assert "Provgatan 2" in text_of(maj.answer.content)
    await maj.get(f"agreement/{street}/documents/final")
    assert (0, "Slutrapport för partnerskapet Street Minds") in headings_of(maj.answer.content)
    await maj.get(f"agreement/{street}/documents/pack?meeting={later}")

    assert maj.status == MISSING
    assert [act for act, _, _ in audited(room)] == ["take_pack", "take_final"]


async def test_nobody_but_a_manager_takes_documents_out(room: OpenRoom) -> None:
    street = of(room, "Street Minds")
    paths = {"documents": FORBIDDEN, "documents/followup?year=2022": FORBIDDEN}
    paths |= {f"agreement/{street}/documents{end}": MISSING for end in ("", "/final", "/pack?meeting=1")}
    for player in (YLVA, KNUT):
        async with room.visitor() as visitor:
            await visitor.come_in(player)
            for path, status in paths.items():
                await visitor.get(path)
                assert visitor.status == status, (player, path)
    assert audited(room) == []


async def test_an_agreement_that_nobody_decided_on_has_no_final_report(room: OpenRoom, maj: Visitor) -> None:
    stacken = of(room, "Stacken")
    room.change(Agreement, stacken, status=AgreementStatus.PROPOSED)

    await maj.get(f"agreement/{stacken}/documents")
    assert "Ingen har beslutat om överenskommelsen än." in maj.text
    await maj.get(f"agreement/{stacken}/documents/final")

    assert maj.status == MISSING


@pytest.mark.parametrize("year", ["", "1700", "abc", "99999999999"])
async def test_a_year_that_cannot_be_followed_up_gives_the_likely_one(maj: Visitor, year: str) -> None:
    await maj.come_in(MAJ, f"documents?year={year}")

    assert "Det som saknas för 2022" in maj.text
