"""Periods that cannot be: said with their line and what to do, the others kept; what the room has decided stands."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.actions.partnerships import Outcome, Tally
from models import Agreement, AgreementStatus, AuditEntry, BoardMeeting, Reminder, ReminderKind
from tests.actions.partnerships.conftest import Load
from tests.actions.partnerships.workbooks import NOW, agreement, agreements, made, pact

BASE = '[board]\nname = "Nämnden"\n[[organisation]]\nname = "Odlarna"\n[[organisation]]\nname = "Bagarna"\n'


def one(name: str, first: str, last: str, *lines: str, partner: str = "Odlarna") -> str:
    parties = f'parties = ["Nämnden", "{partner}"]'
    days = (f"valid_from = {first}", f"valid_to = {last}")
    return "\n".join(("[[agreement]]", f'name = "{name}"', parties, *days, *lines, ""))


def said(outcome: Outcome) -> list[str]:
    return [str(problem) for problem in outcome.problems]


def toml(*entries: str) -> bytes:
    return (BASE + "".join(entries)).encode()


FIRST = one("A", "2022-01-01", "2022-06-30")


def test_an_agreement_that_begins_before_the_one_it_follows_has_ended_is_left_out(load: Load, session: Session) -> None:
    early = one("B", "2022-06-30", "2023-06-30", 'follows = "A"')
    hanging = one("C", "2023-07-01", "2023-12-31", 'follows = "B"')
    outcome = load(toml(FIRST, early, hanging, one("D", "2022-01-01", "2022-06-30", partner="Bagarna")), ".toml")
    first, second = said(outcome)
    assert first == (
        'line 12, [[agreement]] B: it begins 2022-06-30, and "A", which it follows, ends 2022-06-30: '
        "let it begin the day after, or correct the end of the other"
    )
    assert second == (
        'line 18, [[agreement]] C: it follows "B", which was not imported itself (line 12); correct that entry first'
    )
    assert session.exec(select(Agreement.name)).all() == ["A", "D"]


def test_a_file_that_lets_an_agreement_last_into_the_next_one_is_told_so(load: Load, session: Session) -> None:
    load(toml(FIRST, one("B", "2022-07-01", "2022-12-31", 'follows = "A"')), ".toml")
    [problem] = load(toml(one("A", "2022-01-01", "2022-08-31")), ".toml").problems
    assert problem.reason.startswith('it ends 2022-08-31, and "B", which follows it, begins 2022-07-01: ')
    assert agreement(session, "A").valid_to == date(2022, 6, 30)


def test_two_agreements_that_follow_the_same_one_may_not_overlap(load: Load, session: Session) -> None:
    forked = (one(name, "2022-07-01", "2022-12-31", 'follows = "A"') for name in ("B", "C"))
    [problem] = load(toml(FIRST, *forked), ".toml").problems
    assert (problem.name, problem.line) == ("C", 18)
    assert "both are in one chain of agreements: correct the days of one, or what it follows" in problem.reason


def test_two_agreements_of_the_same_parties_that_overlap_are_pointed_out_and_kept(load: Load, session: Session) -> None:
    others = one("C", "2022-01-01", "2022-12-31", partner="Bagarna")
    outcome = load(toml(FIRST, one("B", "2022-06-01", "2022-12-31"), others), ".toml")
    [caution] = outcome.cautions
    assert (caution.name, caution.line) == ("B", 12)
    assert 'overlaps that of "A" (2022-01-01 to 2022-06-30), and the parties are the same' in caution.reason
    assert outcome.added.agreements == 3


def test_what_is_only_proposed_or_was_withdrawn_overlaps_nothing(load: Load, session: Session) -> None:
    load(toml(FIRST), ".toml")
    agreement(session, "A").status = AgreementStatus.WITHDRAWN
    session.commit()
    outcome = load(toml(one("B", "2022-06-01", "2022-12-31", 'follows = "A"')), ".toml")
    assert (outcome.problems, outcome.cautions) == ((), ())


@pytest.mark.parametrize(
    ("lines", "graded", "reason"),
    [
        (
            ["extended_to = 2022-06-30"],
            "error",
            "extended_to (2022-06-30) is not after valid_to (2022-06-30)",
        ),
        (
            ["extended_to = 2023-07-01", "extension_permitted_months = 12"],
            "error",
            "extended_to (2023-07-01) is later than an extension may reach (2023-06-30: extension_permitted_mon",
        ),
        (["extended_to = 2023-06-30"], "note", "extension_permitted_months is not said; check that it may be extended"),
        (["reported_end = 2022-05-01"], "note", "reported_end (2022-05-01) is before the last day (2022-06-30)"),
        (["reported_end = 2021-05-01"], "error", "reported_end (2021-05-01) is before valid_from (2022-01-01)"),
    ],
)
def test_days_that_cannot_be_or_are_odd_are_said_with_what_to_do(
    load: Load, lines: list[str], graded: str, reason: str
) -> None:
    outcome = load(toml(one("A", "2022-01-01", "2022-06-30", *lines)), ".toml")
    [found] = outcome.problems if graded == "error" else outcome.cautions
    assert reason in found.reason
    assert outcome.added.agreements == (graded == "note")


def test_an_extension_in_the_file_is_kept_with_the_day_first_agreed(load: Load, session: Session) -> None:
    row = one("A", "2022-01-01", "2022-06-30", "extended_to = 2023-06-30", "extension_permitted_months = 12")
    assert load(toml(row), ".toml").problems == ()
    stored = agreement(session, "A")
    assert (stored.valid_to, stored.first_end) == (date(2023, 6, 30), date(2022, 6, 30))
    assert load(toml(row), ".toml").changed_nothing


def test_an_extension_that_was_exercised_in_the_room_survives_the_file(load: Load, session: Session) -> None:
    load(toml(FIRST), ".toml")
    stored = agreement(session, "A")
    stored.first_end, stored.valid_to, stored.room_facts = stored.valid_to, date(2023, 6, 30), {"need_sv": "Ett behov."}
    session.commit()
    assert load(toml(FIRST), ".toml").changed_nothing
    shorter = one("A", "2022-01-01", "2022-06-30", "extended_to = 2022-09-30", "extension_permitted_months = 12")
    load(toml(shorter), ".toml")
    assert agreement(session, "A").valid_to == date(2023, 6, 30)
    load(toml(one("A", "2022-01-01", "2023-06-30")), ".toml")
    assert (agreement(session, "A").valid_to, agreement(session, "A").first_end) == (
        date(2023, 6, 30),
        date(2022, 6, 30),
    )
    load(toml(one("A", "2022-01-01", "2022-08-31")), ".toml")
    stored = agreement(session, "A")
    assert (stored.valid_to, stored.first_end, stored.room_facts) == (
        date(2022, 8, 31),
        None,
        {"need_sv": "Ett behov."},
    )


def test_what_the_board_has_set_in_the_room_stands_against_the_file(load: Load, session: Session) -> None:
    file = one("A", "2022-01-01", "2022-06-30", "deidentified = false", "takes_referrals = true")
    load(toml(file), ".toml")
    stored = agreement(session, "A")
    stored.deidentified = True
    session.add(AuditEntry(at=NOW, act="deidentified=True", subject="agreement", subject_id=stored.id, allowed=True))
    session.commit()
    outcome = load(toml(file), ".toml")
    assert outcome.changed_nothing
    assert [caution.reason for caution in outcome.cautions] == [
        "deidentified is false by the file; the board has said otherwise in the room, and that stays"
    ]
    load(toml(FIRST), ".toml")
    assert (agreement(session, "A").deidentified, agreement(session, "A").takes_referrals) == (True, False)


@pytest.mark.parametrize(
    ("line", "logs", "promises"),
    [
        ("", True, False),
        ("presence_promised_and_not_kept = true", True, True),
        ("presence_promised_and_not_kept = true\npromises_presence = false", True, False),
        ('recurring = [{ weekday = "mon", opens = 9, closes = 12, kind = "presence" }]', True, True),
        ("logs_activities = false", False, False),
    ],
)
def test_what_an_agreement_uses_is_read_or_understood(
    load: Load, session: Session, line: str, logs: bool, promises: bool
) -> None:
    assert load(toml(one("A", "2022-01-01", "2022-06-30", line)), ".toml").problems == ()
    stored = agreement(session, "A")
    assert (stored.logs_activities, stored.promises_presence, stored.deidentified) == (logs, promises, False)
    load(toml(FIRST), ".toml")
    assert (agreement(session, "A").logs_activities, agreement(session, "A").promises_presence) == (logs, promises)


MEETING = '[[board_meeting]]\nboard = "Nämnden"\nheld_on = {}\n'


def test_board_meetings_are_kept_once_and_the_steps_toward_them_planned(load: Load, session: Session) -> None:
    running = one("A", "2022-01-01", "2023-06-30")
    load(toml(running), ".toml")
    papers = MEETING.format("2023-05-25") + "papers_on = 2023-05-02\n"
    outcome = load(toml(MEETING.format("2023-04-20"), papers), ".toml")
    assert (outcome.problems, outcome.added) == ((), Tally(board_meetings=2))
    kept = [(row.held_on, row.papers_on) for row in session.exec(select(BoardMeeting).order_by("held_on"))]
    assert kept == [(date(2023, 4, 20), date(2023, 3, 30)), (date(2023, 5, 25), date(2023, 5, 2))]
    steps = session.exec(select(Reminder).where(Reminder.kind == ReminderKind.DECISION)).all()
    assert [step.due_on for step in steps] == [date(2023, 5, 17)]  # a week before the 25th is Ascension Day
    again = load(toml(papers.replace("05-02", "05-03")), ".toml")
    assert again.changed_nothing
    assert "papers_on is 2023-05-03 here and 2023-05-02 in the database, which stays" in again.cautions[0].reason


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (MEETING.format("2023-05-25").replace("Nämnden", "Odlarna"), '"Odlarna" is no board'),
        (MEETING.format("2023-05-25").replace("Nämnden", "Nemnden"), 'database; did you mean "Nämnden"?'),
        (MEETING.format('"25 maj 2023"'), "write 2023-05-25 without quotes"),
        (MEETING.format("2023-05-25") + "papers_on = 2023-05-26", "papers_on (2023-05-26) is after held_on"),
        (MEETING.format("2023-05-25") * 2, "the same meeting stands in the file before, on line 7; remove one"),
        ('[[board_meeting]]\nboard = "Nämnden"', "held_on is missing"),
    ],
)
def test_a_bad_board_meeting_is_reported_with_its_line(load: Load, entry: str, reason: str) -> None:
    outcome = load(toml(entry), ".toml")
    [problem] = outcome.problems
    assert problem.line in (7, 10)
    assert reason in problem.reason


def test_a_meeting_on_a_free_day_is_pointed_out(load: Load) -> None:
    outcome = load(toml(MEETING.format("2023-05-18")), ".toml")
    assert [found.reason for found in outcome.cautions] == [
        "held_on (2023-05-18, a Thursday) is no working day; check it"
    ]
    assert outcome.added.board_meetings == 1


def test_dates_in_five_spellings_overlap_in_a_workbook_with_their_rows(load: Load) -> None:
    spelled: list[Any] = ["2022-06-30", "30/6 2022", "30 juni 2022", "20220630", "30.6.2022"]
    rows = [pact(f"A{number}", end=end) for number, end in enumerate(spelled)]
    outcome = load(made(agreements(*rows)))
    assert outcome.problems == ()
    assert sum("read as 2022-06-30; check it" in caution.reason for caution in outcome.cautions) == len(spelled)
    overlapping = [caution.line for caution in outcome.cautions if "the parties are the same" in caution.reason]
    assert overlapping == [3, 4, 5, 6]
