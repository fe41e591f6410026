"""The documents as LibreOffice lays them out: a PDF whose pages are looked through."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2  # type: ignore[import-untyped]
import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from bot.agreements.steering_pack import gather as gather_pack
from bot.clock import today
from bot.documents.partnership import gather
from bot.documents.partnership.final import final_report
from bot.documents.partnership.followup import follow_up
from bot.documents.partnership.render import Templates, View, draw
from bot.documents.partnership.steering import steering_paper
from bot.store import open_engine
from messages.documents import long_date
from models import SteeringMeeting
from tests.documents.partnerships import BOARD, NOON, agreement, import_facts

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
Pages = dict[str, list[str]]

pytestmark = pytest.mark.skipif(
    not OFFICE and not os.environ.get("REQUIRE_OFFICE"), reason="no LibreOffice here: how pages look is not tried"
)


def drawn_views(engine: Engine) -> dict[str, View]:
    with Session(engine) as session:
        board, day = import_facts(session), today(NOON)
        street = agreement(session, "Street Minds").id
        meeting = SteeringMeeting(
            agreement_id=street, starts_at=NOON + timedelta(days=5), place="Provgatan 1", form="1"
        )
        session.add(meeting)
        session.flush()
        whole = gather.whole(session, board, street, day)
        assert whole
        return {
            "followup": follow_up(gather.year(session, board, 2022, day)),
            "final": final_report(whole),
            "steering": steering_paper(gather_pack(session, meeting, NOON), BOARD, long_date(day)),
        }


@pytest.fixture(scope="module")
def pages(sqlite_template: Path) -> Iterator[Pages]:
    """The text of every page of all three documents; one start of the office for all."""
    assert OFFICE, "REQUIRE_OFFICE is set, and there is no LibreOffice"
    with TemporaryDirectory(prefix="handslag-office-") as made:
        folder = Path(made)
        (folder / "facts.db").write_bytes(sqlite_template.read_bytes())
        engine = open_engine(f"sqlite:///{folder}/facts.db")
        files = []
        for name, view in drawn_views(engine).items():
            files.append(folder / f"{name}.docx")
            files[-1].write_bytes(draw(name, view, NOON, Templates()))
        engine.dispose()
        profile = f"-env:UserInstallation=file://{folder}/profile"
        words = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
        subprocess.run(words, check=True, capture_output=True, timeout=110)
        yield {file.stem: _pages(file.with_suffix(".pdf")) for file in files}


def _pages(file: Path) -> list[str]:
    pdf = pypdfium2.PdfDocument(file)
    texts = []
    for page in pdf:
        text = page.get_textpage()
        texts.append(" ".join(text.get_text_range().replace("\ufffe", "-").split()))
        text.close()
        page.close()
    pdf.close()
    return texts


def in_order(text: str, parts: list[str]) -> bool:
    """Whether all parts stand in the text, each after the one before."""
    at = 0
    for part in parts:
        at = text.find(part, at) + len(part)
        if at < len(part):
            return False
    return True


@pytest.mark.parametrize(("name", "fewest", "most"), [("followup", 7, 11), ("final", 3, 6), ("steering", 2, 4)])
def test_no_page_is_blank_and_every_page_has_its_number_and_the_board(
    pages: Pages, name: str, fewest: int, most: int
) -> None:
    found = pages[name]

    assert fewest <= len(found) <= most
    for number, text in enumerate(found, 1):
        assert BOARD in text
        assert f"Sida {number} av {len(found)}" in text
        assert len(text) > 120, f"page {number} of {name} is as good as blank"


def test_headings_and_figures_stand_in_the_follow_up_in_order(pages: Pages) -> None:
    text = " ".join(pages["followup"])

    assert in_order(
        text,
        [
            "Förslag till beslut",
            "Sammanfattning",
            "Nämnden var part i 7 partnerskap under 2022",
            "Bakgrund",
            "Ärendet",
            "Convictus",
            "8002012-1581",
            "Drömstort",
            "Himmel och pannkaka",
            "264 dagar utan överenskommelse",
            "Inkluderande Enskede",
            "Rågsveds IF",
            "Stacken",
            "omkring 2 000 besökare",
            "Street Minds",
            "Återkommande deltagare enligt underlaget: 10.",
            "Ärendets beredning",
            "Förvaltningens synpunkter och förslag",
            "Godkännanden",
            "Så är det räknat",
            "Att kontrollera före beslut",
            "580 dagar",
        ],
    )


def test_what_is_to_be_checked_begins_on_a_page_of_its_own(pages: Pages) -> None:
    for name in ("followup", "final"):
        [page] = [text for text in pages[name] if "Att kontrollera före beslut" in text]
        assert "Så är det räknat" not in page


def test_the_final_report_shows_goals_and_budget_in_order(pages: Pages) -> None:
    text = " ".join(pages["final"])

    parts = ["Måluppfyllelse", "En möjlighet till egen inkomst", "Tidsplan", "Budget", "125 000 kr", "200 000 kr"]
    assert in_order(text, [*parts, "Lärdomar", "Jämställdhets- och tillgänglighetsanalys", "Godkännanden"])


def test_the_pack_shows_the_meeting_and_says_what_is_not_known(pages: Pages) -> None:
    text = " ".join(pages["steering"])

    parts = [
        "Underlag till styrgruppen: Street Minds",
        "6 mars 2023 kl. 12:00, Provgatan 1",
        "Ekonomi",
        "Budget: uppgift saknas",
    ]
    assert in_order(text, [*parts, "Aktiviteter", "uppgift saknas", "Att ta upp på mötet"])
