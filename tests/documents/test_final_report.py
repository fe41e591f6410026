"""The final report of Street Minds: all agreements that follow each other, goal by goal, line by line."""

from datetime import date

import pytest
from sqlmodel import Session, col, select

from bot.agreements import reports
from bot.demo.cast import KNUT, YLVA
from bot.documents.partnership import gather
from bot.documents.partnership.final import Final, final_report
from bot.documents.partnership.render import Templates, draw
from bot.store import Store
from models import (
    Attainment,
    Goal,
    LadderStep,
    Language,
    Member,
    Note,
    NoteKind,
    Party,
    Referral,
    ReferralStatus,
    Report,
    ReportDuty,
    ReportKind,
    ReportState,
    Role,
    Sex,
)
from tests.documents.files import ROOM
from tests.documents.partnerships import NOON, agreement, headings_of, import_facts, text_of
from tests.hands import a_referral, member, turn

AFTER = date(2025, 3, 1)


def report(session: Session, board: int, name: str = "Street Minds", today: date = AFTER) -> Final:
    whole = gather.whole(session, board, agreement(session, name).id, today)
    assert whole
    return final_report(whole)


@pytest.fixture
def view(store: Store) -> Final:
    """The report from the facts alone."""
    return store.run_now(lambda session: report(session, import_facts(session)))


def test_it_tells_of_the_whole_chain_from_whichever_agreement_one_begins(store: Store) -> None:
    def unit(session: Session) -> tuple[Final, Final]:
        board = import_facts(session)
        return report(session, board), report(session, board, "Street Minds (first)")

    newest, first = store.run_now(unit)

    assert newest == first
    assert [(one.first, one.last) for one in newest.validity] == [
        ("1 juni 2021", "31 maj 2022"),
        ("1 juni 2022", "31 maj 2023; ett annat underlag anger 31 december 2024"),
    ]


def test_goals_and_budget_are_the_sources_and_what_nobody_reported_is_not_known(view: Final) -> None:
    assert [goal.goal for goal in view.goals] == [
        "En möjlighet till egen inkomst\u00a0[U]",
        "En väg till kontakter och goda referenser\u00a0[U]",
        "Egen försörjning och en plats på arbetsmarknaden\u00a0[U]",
        "Gemensamt lärande och metodutveckling\u00a0[U]",
    ]
    assert {goal.attainment for goal in view.goals} == {"uppgift saknas"}
    [budget] = view.budgets
    assert [line.planned.replace("\u00a0", " ") for line in budget.lines] == [
        "125 000 kr [U]",
        "60 000 kr [U]",
        "15 000 kr [U]",
        "200 000 kr [U]",
    ]
    assert {line.used for line in budget.lines} == {"uppgift saknas"}
    assert [(part.year, len(part.activities), len(part.results)) for part in view.years] == [(2022, 3, 3)]


def test_it_proposes_that_the_board_approves_it(view: Final) -> None:
    made = draw("final", view, NOON, Templates())
    text = text_of(made)

    assert "Enskede-Årsta-Vantörs stadsdelsnämnd godkänner slutrapporten och lägger den till handlingarna." in text
    assert "Ett annat underlag anger att det upphörde 31 december 2024 [U]." in text
    assert "580 dagar som ingen källa förklarar" in text
    assert [heading for level, heading in headings_of(made) if level == 2] == [
        "Syfte, målgrupp och behov",
        "Genomförda aktiviteter",
        "Måluppfyllelse",
        "Tidsplan",
        "Budget",
        "Lärdomar",
        "Det som lever vidare",
        "Samlad bedömning",
        "Jämställdhets- och tillgänglighetsanalys",
        "Förslag",
    ]


def test_a_goal_that_the_board_judged_says_how_far_it_was_reached(store: Store) -> None:
    def unit(session: Session) -> Final:
        board = import_facts(session)
        goal = session.exec(select(Goal).order_by(col(Goal.position))).first()
        assert goal
        goal.attainment, goal.attainment_words, goal.judged_on = Attainment.PARTLY, "Några fick lön.", date(2024, 12, 1)
        session.flush()
        return report(session, board)

    goal = store.run_now(unit).goals[0]

    assert (goal.attainment, goal.words) == ("delvis uppnått\u00a0[K], 1 december 2024", "Några fick lön.")


def test_referrals_by_sex_and_steps_hide_what_is_small(played: Store) -> None:
    """Nine women and three men were referred, six took part, five came back: the one who did not is not told."""

    def unit(session: Session) -> Final:
        ylva = turn(session, YLVA, NOON)
        for number in range(12):
            row = a_referral(turn(session, YLVA, NOON, seed=number))
            row.sex = Sex.WOMAN if number < 9 else Sex.MAN
            row.status = ReferralStatus.IN_PROGRESS
            if number < 6:
                session.add(_note(session, row, NoteKind.TOOK_PART, None))
            if number < 5:
                session.add(_note(session, row, NoteKind.STEP, LadderStep.RECURRING))
        session.flush()
        board = session.exec(
            select(Party.organisation_id).where(col(Party.organisation_id) == ylva.who.organisation_id)
        ).first()
        assert board
        return report(session, board)

    view = played.run_now(unit)

    running = next(row for row in view.states if row.state == "Pågår")
    assert (running.women, running.men, running.total) == ("visas inte", "visas inte", "12")
    assert (view.states[-1].women, view.states[-1].men, view.states[-1].total) == ("visas inte", "visas inte", "12")
    assert {row.name: row.text for row in view.people} == {
        "Personer som har kommit eller deltagit": "6",
        "Deltog återkommande": "visas inte",
    }


def _note(session: Session, row: Referral, kind: NoteKind, step: LadderStep | None) -> Note:
    knut = member(session, KNUT)
    return Note(
        referral_id=row.id, kind=kind, step=step, day=date(2023, 3, 1), by_partner=True, member_id=knut.id, at=NOON
    )


def test_an_agreement_of_another_board_has_no_report_here(store: Store) -> None:
    def unit(session: Session) -> object:
        import_facts(session)
        return gather.whole(session, 10_000, agreement(session, "Stacken").id, AFTER)

    assert store.run_now(unit) is None


def test_what_the_partner_handed_in_stands_in_it_and_a_draft_does_not(store: Store) -> None:
    vault = ROOM.vault
    assert vault

    def unit(session: Session) -> Final:
        board = import_facts(session)
        street = agreement(session, "Street Minds").id
        author = Member(
            telegram_id=1,
            name="Knut",
            role=Role.KOORDINATOR,
            organisation_id=board,
            language=Language.SV,
            joined_at=NOON,
        )
        session.add(author)
        session.flush()
        for number, state in enumerate((ReportState.APPROVED, ReportState.DRAFT)):
            duty = ReportDuty(agreement_id=street, kind=ReportKind.FINAL, due_on=date(2024, 1 + number, 1))
            session.add(duty)
            session.flush()
            day = date(2023, 1, 1)
            row = Report(
                duty_id=duty.id, state=state, first_day=day, last_day=day, member_id=author.id, changed_at=NOON
            )
            session.add(row)
            session.flush()
            fields = {"lessons": f"Lärdom {number}", "lives_on": "", "equality": "Fler kvinnor än förut."}
            reports.seal(vault, row, reports.Contents(fields, {}, [reports.Version(NOON, fields)]))
        session.flush()
        whole = gather.whole(session, board, street, AFTER, vault)
        assert whole
        return final_report(whole)

    view = store.run_now(unit)

    assert view.lessons == ("Lärdom 0\u00a0[S]",)
    assert view.lives_on == ()
    assert "Fler kvinnor än förut. [S]" in text_of(draw("final", view, NOON, Templates()))
