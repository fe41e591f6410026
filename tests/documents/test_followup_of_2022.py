"""The yearly follow-up of 2022, from the facts alone: all that they hold, and nothing that they do not."""

from datetime import date

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from bot.documents.partnership import gather
from bot.documents.partnership.followup import FollowUp, Partnership, follow_up
from bot.documents.partnership.render import Templates, draw
from bot.store import Store
from messages.documents import long_date
from models import (
    Activity,
    ActivityKind,
    Agreement,
    AgreementStatus,
    Answer,
    Assessment,
    Criterion,
    Organisation,
    Party,
)
from tests.documents.partnerships import (
    BOARD,
    MARK,
    NOON,
    NUMERAL,
    SPRING,
    agreement,
    headings_of,
    import_facts,
    numerals_of_facts,
    partnerships,
    text_of,
)

NAMES = (
    "Convictus",
    "Drömstort",
    "Himmel och pannkaka",
    "Inkluderande Enskede",
    "Rågsveds IF",
    "Stacken",
    "Street Minds",
)
CHAPTERS = [
    "Förslag till beslut",
    "Sammanfattning",
    "Bakgrund",
    "Ärendet",
    "Ärendets beredning",
    "Förvaltningens synpunkter och förslag",
    "Godkännanden",
    "Så är det räknat",
    "Att kontrollera före beslut",
]
COMPUTED = {
    "7": "partnerships in 2022",
    "264": "days without an agreement between the two of Himmel och pannkaka",
    "580": "days after the end of Street Minds up to the one that is reported",
    "214": "days of these that lie beyond the furthest end",
    "2024": "the year of a furthest end",
    "2025": "the year of a furthest end",
    "171": "the guidelines' number",
    "84": "the guidelines' number",
    "2017": "the guidelines' number",
    "8002012": "a doubted number",
}


@pytest.fixture
def view(store: Store) -> FollowUp:
    """The follow-up as it is drawn up in the spring after."""

    def unit(session: Session) -> FollowUp:
        return follow_up(gather.year(session, import_facts(session), 2022, SPRING))

    return store.run_now(unit)


@pytest.fixture
def made(view: FollowUp) -> bytes:
    """The same as a Word file."""
    return draw("followup", view, NOON, Templates())


def of(view: FollowUp, name: str) -> Partnership:
    return next(one for one in view.partnerships if one.name == name)


def test_all_seven_partnerships_stand_in_it_with_every_fact_of_the_year(made: bytes) -> None:
    text = text_of(made)

    assert [heading for level, heading in headings_of(made) if level == 2][:7] == list(NAMES)
    for one in partnerships():
        assert isinstance(one["valid_from"], date)
        assert isinstance(one["valid_to"], date)
        assert long_date(one["valid_from"]) in text
        assert long_date(one["valid_to"]) in text
        for key in ("purpose_sv", "programme_sv", "results_2022_sv", "responsible_department", "need_facts"):
            assert str(one.get(key, "")) in text, (one["name"], key)
        listed = one.get("activities_2022_sv", [])
        assert isinstance(listed, list)
        for activity in listed:
            assert f"{activity} [U]" in text


def test_every_number_and_date_is_the_facts_or_computed_from_them(made: bytes) -> None:
    text, _, _ = text_of(made).partition("Att kontrollera före beslut")
    drawn_up = f"Underlaget togs fram {long_date(SPRING)}"
    assert drawn_up in text
    known = numerals_of_facts() | set(COMPUTED)

    said = set(NUMERAL.findall(MARK.sub("", text.replace(drawn_up, ""))))

    assert said <= known | {"2022"}, said - known


def test_headings_are_those_of_a_paper_for_the_board_in_their_order(made: bytes) -> None:
    assert [heading for level, heading in headings_of(made) if level == 1] == CHAPTERS
    assert (0, "Uppföljning av idéburna offentliga partnerskap 2022") in headings_of(made)
    assert "[Skrivs av handläggaren: " in text_of(made)


def test_what_no_source_says_is_not_known_and_never_nought(view: FollowUp) -> None:
    dromstort = of(view, "Drömstort")
    rows = {row.name: row.text for row in dromstort.facts}

    assert rows["Kriterier för partnerskap"] == rows["Aktivitetslogg"] == rows["Nämndens närvaro"] == "uppgift saknas"
    assert dromstort.validity[0].exercised == "uppgift saknas"
    assert not dromstort.states
    assert {row.name: row.text for row in of(view, "Convictus").facts}["Program eller plan"].startswith("inget")


def test_the_gap_and_the_end_that_nobody_explains_are_told(view: FollowUp) -> None:
    himmel, street = of(view, "Himmel och pannkaka"), of(view, "Street Minds")

    gap = {row.name: row.text for row in himmel.facts}["Uppehåll"]
    assert gap == "264 dagar utan överenskommelse, mellan 31 december 2021 och 22 september 2022\u00a0[D]"
    assert [one.name for one in himmel.validity] == ["Föregående", "Gällde under 2022"]
    assert street.validity[1].last == "31 maj 2023; ett annat underlag anger 31 december 2024"
    assert any("580 dagar som ingen källa förklarar" in check for check in street.checks)


def test_a_doubted_number_is_kept_as_it_is_written_and_flagged(view: FollowUp, made: bytes) -> None:
    assert "Convictus, organisationsnummer 8002012-1581 (så står det i underlaget; det har för många siffror)" in (
        text_of(made)
    )
    assert any("802012-1581" in check for check in of(view, "Convictus").checks)
    assert "802012-1581" not in text_of(made).partition("Att kontrollera")[0].replace("8002012-1581", "")


def test_what_needs_a_look_stands_on_a_page_of_its_own(view: FollowUp) -> None:
    assert any("Ingen samhällsutmaning" in check for check in of(view, "Stacken").checks)
    assert any("upphandling" in check for check in of(view, "Stacken").checks)
    assert any("medan parterna samtalade" in check for check in of(view, "Convictus").checks)
    assert any("inga pass är registrerade" in check for check in of(view, "Convictus").checks)
    assert not of(view, "Rågsveds IF").checks


def test_what_was_judged_under_the_agreement_before_stands_until_it_is_judged_anew(played: Store) -> None:
    def judge(session: Session, name: str, answer: Answer, on: date) -> None:
        session.add(
            Assessment(
                agreement_id=agreement(session, name).id,
                criterion=Criterion.LONG_TERM,
                answer=answer,
                sentence="Prövat.",
                guidelines="dnr 1",
                judged_on=on,
                member_id=1,
                at=NOON,
            )
        )

    def unit(session: Session) -> list[str]:
        judge(session, "Street Minds (first)", Answer.UNCLEAR, date(2021, 6, 1))
        session.flush()
        board = session.exec(select(Party.organisation_id).where(col(Party.position) == 0)).first() or 0
        first = of(follow_up(gather.year(session, board, 2022, SPRING)), "Street Minds").criteria
        judge(session, "Street Minds", Answer.MET, date(2022, 6, 1))
        session.flush()
        anew = of(follow_up(gather.year(session, board, 2022, SPRING)), "Street Minds").criteria
        return [one.answer for one in (*first, *anew)]

    assert played.run_now(unit) == ["oklart (1 juni 2021)", "uppfyllt (1 juni 2022)"]


def test_a_log_that_differs_from_the_result_is_to_be_looked_into(played: Store) -> None:
    def unit(session: Session) -> Partnership:
        row = agreement(session, "Inkluderande Enskede")
        board, partner = session.exec(
            select(Party).where(col(Party.agreement_id) == row.id).order_by(col(Party.position))
        )
        for day, visitors in ((date(2022, 3, 1), 9), (date(2022, 3, 8), 11)):
            session.add(
                Activity(
                    agreement_id=row.id,
                    organisation_id=partner.organisation_id,
                    kind=ActivityKind.LANGUAGE,
                    day=day,
                    visitors=visitors,
                    volunteers=3,
                    member_id=1,
                    at=NOON,
                )
            )
        session.flush()
        return of(follow_up(gather.year(session, board.organisation_id, 2022, SPRING)), "Inkluderande Enskede")

    found = played.run_now(unit)

    assert found.held[0].visitors == "20"
    assert found.held[0].volunteers == "6"
    assert "Resultattexten nämner 20, 5–10. Loggen ger i snitt 10 besök per tillfälle. Jämför." in found.checks


def test_what_somebody_wrote_shows_as_it_is_whatever_it_holds(store: Store) -> None:
    hostile = "Rök & <b>eld</b> {{ board }} {% raw %} \x07 \u202e å 😀\nny rad " + "mycket lång text " * 500 + "slut"

    def unit(session: Session) -> FollowUp:
        board = import_facts(session)
        agreement(session, "Stacken").room_facts = {"purpose_sv": hostile}
        agreement(session, "Stacken").name = "Stacken & <Söner>"
        session.flush()
        return follow_up(gather.year(session, board, 2022, SPRING))

    text = text_of(draw("followup", store.run_now(unit), NOON, Templates()))

    assert "Stacken & <Söner>" in text
    assert "Rök & <b>eld</b> {{ board }} {% raw %} [U+0007] [U+202E] å 😀\nny rad mycket lång text" in text
    assert "mycket lång text slut [R]" in text


def test_a_board_without_partnerships_in_the_year_has_a_paper_that_says_so(store: Store) -> None:
    view = store.run_now(lambda session: follow_up(gather.year(session, import_facts(session), 2015, SPRING)))

    assert view.partnerships == ()
    assert "Inget partnerskap är registrerat för 2015: uppgift saknas." in text_of(
        draw("followup", view, NOON, Templates())
    )


def test_thirty_partnerships_take_no_more_statements_than_seven(store: Store) -> None:
    def unit(session: Session) -> tuple[int, int]:
        board = import_facts(session)
        few = _statements(session, board)
        for number in range(23):
            row = Agreement(
                name=f"Påhittet {number}",
                status=AgreementStatus.AGREED,
                valid_from=date(2022, 1, 1),
                valid_to=date(2022, 12, 31),
                facts={},
            )
            session.add(row)
            session.flush()
            session.add(Party(agreement_id=row.id, organisation_id=board, position=0))
        session.flush()
        return few, _statements(session, board)

    few, many = store.run_now(unit)

    assert few == many < 15


def _statements(session: Session, board: int) -> int:
    count = 0

    def heard(*_: object) -> None:
        nonlocal count
        count += 1

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", heard)
    follow_up(gather.year(session, board, 2022, SPRING))
    event.remove(engine, "before_cursor_execute", heard)
    return count


def test_the_other_board_reads_the_partnership_that_it_shares(store: Store) -> None:
    def unit(session: Session) -> FollowUp:
        import_facts(session)
        farsta = session.exec(select(Organisation).where(col(Organisation.name) == "Farsta stadsdelsnämnd")).one()
        return follow_up(gather.year(session, farsta.id, 2022, SPRING))

    view = store.run_now(unit)

    assert [one.name for one in view.partnerships] == ["Himmel och pannkaka"]
    assert view.board != BOARD
