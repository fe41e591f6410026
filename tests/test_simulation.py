"""What the simulation prints, compared with recorded text. Record anew, and read the difference:

RECORD=1 .venv/bin/pytest -q tests/test_simulation.py && git diff tests/goldens/simulation
"""

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.actions.partnerships import import_partnerships, read
from bot.clock import at_local
from bot.simulation import Line, simulate
from bot.store import open_engine
from models import Agreement, AgreementStatus, SteeringMeeting
from tests.properties.almanac import of_end, of_report

FACTS = (Path("tests/facts/partnerships.toml"),)
DEMO = (Path("bot/demo/partnerships.toml"), Path("bot/demo/board_meetings.toml"))
GOLDENS = Path(__file__).parent / "goldens" / "simulation"
FIRST, LAST = date(2021, 6, 1), date(2025, 12, 31)
NOW = at_local(date(2022, 10, 3), 9)
DUTY = '[[report_duty]]\nagreement = "Street Minds"\nkind = "final"\ndue_on = 2023-08-31\n'
KINDS_OF_THEIR_OWN = ("report_duty", "steering_meeting", "steering_reminder")
DAY = timedelta(days=1)


@pytest.fixture
def session(sqlite_template: Path, tmp_path: Path) -> Iterator[Session]:
    """An empty database."""
    path = tmp_path / "handslag.db"
    path.write_bytes(sqlite_template.read_bytes())
    engine = open_engine(f"sqlite:///{path}")
    with Session(engine) as opened:
        yield opened
    engine.dispose()


def load(session: Session, paths: tuple[Path, ...], more: str = "") -> None:
    for text in (*(path.read_text(encoding="utf-8") for path in paths), more):
        assert import_partnerships(session, read(text), NOW).problems == ()


def lines(session: Session, *kinds: str) -> Iterator[Line]:
    return (line for line in simulate(session, FIRST, LAST) if line.kind in kinds)


@pytest.mark.parametrize(("paths", "name"), [(FACTS, "facts"), (DEMO, "demo")], ids=["facts", "demo"])
def test_the_simulation_is_as_it_was_recorded(session: Session, paths: tuple[Path, ...], name: str) -> None:
    load(session, paths)
    text = "".join(f"{line}\n" for line in simulate(session, FIRST, LAST))
    golden = GOLDENS / f"{name}.txt"
    if os.environ.get("RECORD"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_every_line_has_its_rule_and_falls_on_a_working_day_where_somebody_is_told(session: Session) -> None:
    load(session, DEMO, DUTY)
    found = simulate(session, FIRST, LAST)
    assert [line.on for line in found] == sorted(line.on for line in found)
    assert all(line.rule for line in found)
    assert all(line.on.isoweekday() <= 5 for line in found if line.to)
    assert len({str(line) for line in found}) == len(found)


def test_the_rows_about_ends_and_reports_keep_their_keys_and_values(session: Session) -> None:
    load(session, DEMO, DUTY)
    wanted = []
    for agreement in session.exec(select(Agreement)):
        for occasion in of_end(agreement.valid_to):
            lead = {"kind": "expiry", "lead_days": occasion.lead} if occasion.lead > 0 else {"kind": "lapsed"}
            wanted.append({"on": str(occasion.day), "agreement": agreement.name, **lead, "to": sorted(occasion.to)})
    for occasion in of_report(due_on := date(2023, 8, 31)):
        kind = "report_due" if occasion.lead > 0 else "report_late"
        about = {"report": "final", "due_on": str(due_on), "to": sorted(occasion.to)}
        wanted.append({"on": str(occasion.day), "kind": kind, "agreement": "Street Minds", **about})
    found = [line.facts for line in lines(session, "expiry", "lapsed", "report_due", "report_late")]
    assert next(list(row) for row in found if row["kind"] == "expiry") == ["on", "kind", "agreement", "lead_days", "to"]
    known = [{**row, "to": sorted(row["to"])} for row in found]
    in_period = [row for row in wanted if str(FIRST) <= str(row["on"]) <= str(LAST)]
    assert [row for row in known if row not in in_period] == []
    assert [row for row in in_period if row not in known] == []
    assert len(known) == len(in_period)


def test_a_step_says_when_it_is_to_be_taken_and_why(session: Session) -> None:
    load(session, DEMO)
    rows = [line.facts for line in lines(session, "dialogue", "draft", "decision", "signature")]
    theirs = [row for row in rows if row["agreement"] == "Street Minds"]
    assert [(row["kind"], row["on"], row["step_on"]) for row in theirs] == [
        ("dialogue", "2023-01-27", "2023-01-27"),
        ("draft", "2023-03-23", "2023-03-30"),
        ("decision", "2023-04-13", "2023-04-20"),
        ("signature", "2023-05-10", "2023-05-17"),
    ]
    assert all(row["to"] == ["manager"] and row["rule"] for row in theirs)


def test_duties_and_meetings_stand_on_their_own_days_and_are_called_off(session: Session) -> None:
    load(session, FACTS, DUTY)
    [street_minds] = session.exec(select(Agreement).where(Agreement.name == "Street Minds"))
    held, off = at_local(date(2023, 4, 18), 13), at_local(date(2023, 3, 7), 13)
    session.add(SteeringMeeting(agreement_id=street_minds.id, starts_at=held, form="1"))
    session.add(SteeringMeeting(agreement_id=street_minds.id, starts_at=off, form="2", called_off_at=NOW))
    session.flush()
    told = "the steering group is told of its meeting"
    said = [str(line).split("  Street Minds: ") for line in lines(session, *KINDS_OF_THEIR_OWN)]
    assert said == [
        ["Tue 2023-04-04", f"{told} (14 days before the meeting (2023-04-18))"],
        ["Tue 2023-04-11", f"{told}, and its pack is ready (7 days before the meeting (2023-04-18))"],
        ["Mon 2023-04-17", f"{told} (1 day before the meeting (2023-04-18))"],
        ["Tue 2023-04-18", "the steering group meets at 13:00 (as it was called)"],
        ["Thu 2023-08-31", "the final report is to be in (by the agreement's report duty)"],
    ]


def test_of_what_is_only_proposed_or_was_withdrawn_nothing_is_said(session: Session) -> None:
    load(session, FACTS)
    before = {line.about for line in simulate(session, FIRST, LAST)}
    [stacken] = session.exec(select(Agreement).where(Agreement.name == "Stacken"))
    stacken.status = AgreementStatus.WITHDRAWN
    session.flush()
    assert before - {line.about for line in simulate(session, FIRST, LAST)} == {"Stacken"}


def test_a_day_of_both_bounds_belongs_to_the_period(session: Session) -> None:
    load(session, FACTS)
    day = date(2023, 3, 2)
    assert [line.about for line in simulate(session, day, day)] == ["Street Minds"]
    assert "(90 days before the last day (2023-05-31))" in str(simulate(session, day, day)[0])
    assert simulate(session, day + 2 * DAY, day + 3 * DAY) == []
