"""The workbook: typed cells, no formulas, a frozen heading, and no count that tells a few people apart."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlmodel import Session, col, select

from bot.demo.cast import MAJ
from bot.documents import workbook
from bot.documents.words import Tongue
from bot.documents.workbook.draw import WORDS
from bot.documents.workbook.sheet import Sheet, hours, kronor
from bot.store import Store
from messages.room.render import words
from models import ActivityKind, Agreement, Assessment, BudgetLine, Criterion, ReportState, Resolution, ResolutionKind
from models.assessment import Answer
from models.resolution import Instance
from tests.hands import HandClock, member, turn
from tests.web.room.visiting import ON_SQLITE

SV = Tongue("sv")


def opened(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data))


def drawn(*rows: tuple[Any, ...]) -> Any:
    columns = ("agreement", "day", "amount", "title")[: len(rows[0])]
    return opened(workbook.draw([Sheet("budget", columns, rows)], SV, "Boken"))["Budget"]


def test_a_day_an_amount_and_a_text_are_what_they_are() -> None:
    page = drawn(("Street Minds", date(2022, 6, 1), kronor(12_500_050), "=1+1"))
    assert [cell.data_type for cell in page[2]] == ["s", "d", "n", "s"]
    assert (page["C2"].value, page["C2"].number_format) == (125000.5, "#,##0.00")
    assert page["D2"].value == "=1+1"


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+46", "-1", "@SUM(A1)", "a\x00b\x0bc", "å\ud800ä", "x" * 40_000])
def test_no_text_becomes_a_formula_or_breaks_the_file(text: str) -> None:
    cell = drawn((text,))["A2"]
    assert cell.data_type == "s"
    assert len(cell.value) <= 32_000


def test_what_is_not_known_is_an_empty_cell_and_never_nought() -> None:
    assert drawn(("A", None, None, None))["C2"].value is None


def test_the_heading_stays_where_it_is_and_can_be_filtered() -> None:
    page = drawn(("A", date(2022, 6, 1)))
    assert (page.freeze_panes, page.auto_filter.ref) == ("B2", "A1:B2")


def test_half_an_hour_is_half() -> None:
    assert (hours(30), hours(50)) == (Decimal("0.50"), Decimal("0.83"))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_choice_has_a_word(language: str) -> None:
    known = words(language)
    unsaid = {ActivityKind.PRESENCE, ReportState.DRAFT}  # the one is logged as shifts, the other is its writer's alone
    choices = ((form, one) for kind, form in WORDS.items() for one in kind if one not in unsaid)
    assert not [form.format(one) for form, one in choices if form.format(one) not in known]


def add_life(session: Session) -> None:
    """A decision, an answer to a criterion and a budget line of Street Minds."""
    maj = member(session, MAJ)
    agreement = session.exec(select(Agreement).where(col(Agreement.name) == "Street Minds")).one()
    at = datetime(2022, 10, 3, 8, tzinfo=UTC)
    session.add(
        Resolution(
            agreement_id=agreement.id,
            kind=ResolutionKind.ENTER,
            instance=Instance.BOARD,
            decided_on=date(2022, 5, 19),
            registry_number="EÅV 2022/1",
            paragraph="§ 7",
            gives_mandate=True,
            member_id=maj.id,
            at=at,
        )
    )
    session.add(
        Assessment(
            agreement_id=agreement.id,
            criterion=Criterion.PROCUREMENT,
            answer=Answer.UNCLEAR,
            sentence="Behöver utredas.",
            guidelines="dnr 1",
            judged_on=date(2022, 5, 2),
            member_id=maj.id,
            at=at,
        )
    )
    session.add(BudgetLine(agreement_id=agreement.id, position=9, words="Resor", planned_ore=1_250_050))


@ON_SQLITE
def test_a_manager_takes_everything_of_the_board_out(played: Store, clock: HandClock) -> None:
    def unit(session: Session) -> tuple[Sheet, ...]:
        add_life(session)
        session.flush()
        return workbook.gather(turn(session, MAJ, clock.now()))

    book = opened(workbook.draw(played.run_now(unit), SV, "Boken"))
    agreements = {row[0].value: row for row in book["Överenskommelser"].iter_rows(min_row=2)}
    assert len(agreements) == 10
    heading = [cell.value for cell in book["Överenskommelser"][1]]
    himmel = dict(zip(heading, (cell.value for cell in agreements["Himmel och pannkaka"]), strict=True))
    assert himmel["Dagar utan överenskommelse före"] == 264
    assert himmel["Gäller till"] == datetime(2025, 8, 31)  # noqa: DTZ001 - Excel knows no zones
    assert [cell.value for cell in book["Beslut"][2][:3]] == ["Street Minds", "Ingå överenskommelsen", "Nämnden"]
    assert [cell.value for cell in book["Kriterier"][2]][2] == "Oklart"
    assert 12500.5 in [row[2].value for row in book["Budget"].iter_rows(min_row=2)]
    assert not [cell.coordinate for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]
