"""The empty workbook: it imports as nothing, and what is filled in is imported."""

from pathlib import Path

import openpyxl
import pytest
from sqlmodel import Session

from bot.actions.partnerships import Tally, write_template
from tests.actions.partnerships.conftest import Load
from tests.actions.partnerships.workbooks import END, agreement, pact, saved


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "mall.xlsx"
    write_template(path)
    return path


def test_the_untouched_template_gives_no_problem_and_adds_nothing(load: Load, template: Path) -> None:
    outcome = load(template.read_bytes())
    assert outcome.problems == ()
    assert outcome.changed_nothing
    assert [str(caution).partition(":")[0] for caution in outcome.cautions] == [
        'row 2 of "Organisationer"',
        'row 2 of "Överenskommelser"',
        'row 2 of "Rapporter"',
    ]
    assert "(rows of examples: 2)" in outcome.cautions[0].reason


def test_rows_that_are_filled_in_are_imported(load: Load, session: Session, template: Path) -> None:
    book = openpyxl.load_workbook(template)
    book["Organisationer"].append(["Nämnden", "offentlig"])
    book["Organisationer"].cell(4, 1, "Odlarna")
    for place, value in enumerate(pact(), 1):
        book["Överenskommelser"].cell(3, place, value)
    book["Rapporter"].cell(3, 1, "Odling")
    book["Rapporter"].cell(3, 2, "slutrapport")
    book["Rapporter"].cell(3, 3, END)
    start = next(row for row in range(1, 2000) if book["Organisationer"].cell(row, 1).value == "Nämnden")
    assert start > 2
    outcome = load(saved(book))
    assert outcome.problems == ()
    assert outcome.added == Tally(organisations=2, agreements=1, report_duties=1)
    assert agreement(session).valid_to == END


def test_it_has_drop_downs_comments_a_frozen_heading_and_dates(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    assert book.sheetnames == ["Läs mig", "Organisationer", "Överenskommelser", "Rapporter"]
    rules = {rule.formula1 for sheet in book.worksheets for rule in sheet.data_validations.dataValidation}
    assert {'"partner,offentlig"', '"ja,nej"', '"delrapport,årlig,slutrapport"'} <= rules
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "A2"
        assert all(cell.font.bold and cell.comment for cell in sheet[1])
    assert book["Överenskommelser"]["C2"].number_format == "yyyy-mm-dd"


def test_an_existing_file_is_not_overwritten(template: Path) -> None:
    before = template.read_bytes()
    with pytest.raises(FileExistsError):
        write_template(template)
    assert template.read_bytes() == before
