"""`python -m bot document`: what it writes, and what it says when it cannot."""

import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from bot.documents import command
from bot.documents.command import Order, Unwilling
from bot.documents.partnership.render import Templates
from bot.store import Store
from models import AuditEntry, Organisation, Party, SteeringMeeting
from tests.documents.partnerships import BOARD, NOON, agreement, headings_of, import_facts, text_of


@pytest.fixture
def imported(store: Store) -> Store:
    """The store with the facts in it, and nobody."""
    store.run_now(import_facts)
    return store


def order(store: Store, out: Path, **more: object) -> Order:
    values = {"templates": Templates(), "board": BOARD, **more}
    return Order(store=store, now=NOON, out=out, **values)  # type: ignore[arg-type]


def titles(out: Path) -> list[str]:
    return [heading for level, heading in headings_of(out.read_bytes()) if level == 0]


def test_the_follow_up_and_the_final_report_are_written_and_audited(imported: Store, tmp_path: Path) -> None:
    command.write_follow_up(order(imported, tmp_path / "a.docx"), 2022)
    command.write_final(order(imported, tmp_path / "b.docx"), "street minds")

    assert titles(tmp_path / "a.docx") == ["Uppföljning av idéburna offentliga partnerskap 2022"]
    assert titles(tmp_path / "b.docx") == ["Slutrapport för partnerskapet Street Minds"]
    acts = imported.run_now(lambda session: session.exec(select(AuditEntry.act).order_by(col(AuditEntry.id))).all())
    assert acts == ["take_followup", "take_final"]


def test_the_pack_is_that_of_the_next_meeting_or_of_the_day_that_is_named(imported: Store, tmp_path: Path) -> None:
    def meet(session: Session) -> None:
        of = agreement(session, "Street Minds").id
        for number, days in enumerate((-30, 5)):
            starts = NOON + timedelta(days=days)
            session.add(SteeringMeeting(agreement_id=of, starts_at=starts, place="Provgatan 1", form=str(number)))

    imported.run_now(meet)

    command.write_pack(order(imported, tmp_path / "next.docx"), "Street Minds", "")
    command.write_pack(order(imported, tmp_path / "last.docx"), "Street Minds", "2023-01-30")

    assert "Möte: 6 mars 2023 kl. 12:00, Provgatan 1" in text_of((tmp_path / "next.docx").read_bytes())
    assert "Möte: 30 januari 2023" in text_of((tmp_path / "last.docx").read_bytes())
    with pytest.raises(Unwilling, match="Known: 2023-01-30, 2023-03-06"):
        command.write_pack(order(imported, tmp_path / "none.docx"), "Street Minds", "2023-02-01")


def test_a_name_that_is_nearly_right_is_suggested(imported: Store, tmp_path: Path) -> None:
    with pytest.raises(Unwilling, match=r"No agreement is called 'Stret Mind'. Did you mean 'Street Minds'"):
        command.write_final(order(imported, tmp_path / "a.docx"), "Stret Mind")


def test_a_file_that_exists_is_left_as_it_is_unless_one_insists(imported: Store, tmp_path: Path) -> None:
    out = tmp_path / "a.docx"
    out.write_text("mitt eget")

    with pytest.raises(Unwilling, match="exists and was left as it is"):
        command.write_follow_up(order(imported, out), 2022)
    assert out.read_text() == "mitt eget"
    command.write_follow_up(order(imported, out, force=True), 2022)

    assert zipfile.is_zipfile(out)


def test_where_nobody_is_in_the_chat_the_board_that_agreements_name_first_is_meant(
    imported: Store, tmp_path: Path
) -> None:
    command.write_follow_up(order(imported, tmp_path / "a.docx", board=""), 2022)

    assert BOARD in text_of((tmp_path / "a.docx").read_bytes())


def test_a_board_must_be_named_where_several_are_named_first(imported: Store, tmp_path: Path) -> None:
    def turn_round(session: Session) -> None:
        farsta = session.exec(select(Organisation).where(col(Organisation.name) == "Farsta stadsdelsnämnd")).one()
        theirs = session.exec(select(Party).where(col(Party.organisation_id) == farsta.id)).first()
        assert theirs
        theirs.position = 0

    imported.run_now(turn_round)
    with pytest.raises(Unwilling, match="Which board"):
        command.write_follow_up(order(imported, tmp_path / "a.docx", board=""), 2022)
    with pytest.raises(Unwilling, match="No board is called 'Nonsens'"):
        command.write_follow_up(order(imported, tmp_path / "a.docx", board="Nonsens"), 2022)


def test_a_pack_without_a_meeting_is_drawn_as_things_stand(imported: Store, tmp_path: Path) -> None:
    command.write_pack(order(imported, tmp_path / "a.docx"), "Street Minds", "")

    assert "Möte: uppgift saknas" in text_of((tmp_path / "a.docx").read_bytes())
    with pytest.raises(Unwilling, match="Known: none"):
        command.write_pack(order(imported, tmp_path / "b.docx"), "Street Minds", "2023-02-01")


def test_the_board_that_has_members_need_not_be_named(played: Store, tmp_path: Path) -> None:
    command.write_follow_up(order(played, tmp_path / "a.docx", board=""), 2022)

    assert BOARD in text_of((tmp_path / "a.docx").read_bytes())


def test_templates_are_copied_out_edited_and_used(imported: Store, tmp_path: Path) -> None:
    import docx

    folder = tmp_path / "mallar"
    said = command.write_templates(folder)
    assert "followup.docx, final.docx, steering.docx" in said
    template = docx.Document(str(folder / "followup.docx"))
    template.add_paragraph("Vår egen rad om {{ year }}")
    template.save(str(folder / "followup.docx"))

    command.write_follow_up(order(imported, tmp_path / "a.docx", templates=Templates(folder)), 2022)

    assert "Vår egen rad om 2022" in text_of((tmp_path / "a.docx").read_bytes())
    with pytest.raises(Unwilling, match="exists and was left as it is"):
        command.write_templates(folder)


@pytest.mark.parametrize(
    ("tag", "why"),
    [("{{ yeer }}", "'yeer' is undefined"), ("{% if year %}", "tag"), ("{{ board.__class__ }}", "unsafe|undefined")],
)
def test_a_bad_tag_is_told_with_the_templates_name(imported: Store, tmp_path: Path, tag: str, why: str) -> None:
    import docx

    template = docx.Document()
    template.add_paragraph(tag)
    template.save(str(tmp_path / "followup.docx"))

    with pytest.raises(Unwilling, match=rf"the template followup.docx cannot be used: .*({why})"):
        command.write_follow_up(order(imported, tmp_path / "a.docx", templates=Templates(tmp_path)), 2022)

    assert not (tmp_path / "a.docx").exists()


def test_a_template_that_is_no_word_file_is_told_with_its_name(imported: Store, tmp_path: Path) -> None:
    (tmp_path / "final.docx").write_text("inte Word")

    with pytest.raises(Unwilling, match=r"the template final\.docx cannot be used"):
        command.write_final(order(imported, tmp_path / "a.docx", templates=Templates(tmp_path)), "Stacken")
